package de.landbruecke.trust;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A compact JWS (RFC 7515, section 7.1) that passed the gate: of bounded size, canonically encoded,
 * with a header that leaves nothing open. The gate reads no more than it must, asks nobody, and
 * stands before any library, so that there is one text for one token.
 */
final class StrictJws {

  /** Longer than any token we know; longer ones are refused unread. */
  static final int MAX_LENGTH = 8 * 1024;

  /** Key ids are looked up in a map; what is longer is no id. */
  private static final int MAX_KEY_ID = 256;

  private final String text;
  private final int signed;
  private final Map<String, Object> header;
  private final SignatureAlgorithm algorithm;
  private final byte[] payload;

  private StrictJws(
      String text,
      int signed,
      Map<String, Object> header,
      SignatureAlgorithm algorithm,
      byte[] payload) {
    this.text = text;
    this.signed = signed;
    this.header = header;
    this.algorithm = algorithm;
    this.payload = payload;
  }

  /** A token, which never brings its own key. */
  static StrictJws parse(String text) throws TokenRejectedException {
    StrictJws jws = parseWithKey(text);
    if (jws.header.containsKey("jwk")) {
      throw new TokenRejectedException(RejectionReason.EMBEDDED_KEY);
    }
    return jws;
  }

  /** A proof that brings its key in {@code jwk} (RFC 9449, section 4.2). */
  static StrictJws parseWithKey(String text) throws TokenRejectedException {
    if (text.length() > MAX_LENGTH) {
      throw new TokenRejectedException(RejectionReason.TOO_LARGE);
    }
    int first = text.indexOf('.');
    int second = first < 0 ? -1 : text.indexOf('.', first + 1);
    if (second < 0) {
      throw new TokenRejectedException(RejectionReason.NOT_COMPACT);
    }
    int third = text.indexOf('.', second + 1);
    if (third >= 0) {
      int fourth = text.indexOf('.', third + 1);
      throw new TokenRejectedException(
          fourth >= 0 && text.indexOf('.', fourth + 1) < 0
              ? RejectionReason.ENCRYPTED
              : RejectionReason.NOT_COMPACT);
    }
    Map<String, Object> header =
        Json.objectWithoutNulls(decode(text.substring(0, first)), Json.Limits.TOKEN);
    SignatureAlgorithm algorithm = check(header);
    byte[] payload = decode(text.substring(first + 1, second));
    // Only for its form: Nimbus decodes it again, but leniently.
    decode(text.substring(second + 1));
    return new StrictJws(text, second, header, algorithm, payload);
  }

  private static SignatureAlgorithm check(Map<String, Object> header)
      throws TokenRejectedException {
    if (!(header.get("alg") instanceof String alg)) {
      throw new TokenRejectedException(RejectionReason.ALGORITHM_NOT_ALLOWED);
    }
    Optional<SignatureAlgorithm> algorithm = SignatureAlgorithm.ofHeader(alg);
    if (algorithm.isEmpty()) {
      throw new TokenRejectedException(RejectionReason.ALGORITHM_NOT_ALLOWED);
    }
    if (header.containsKey("crit")) {
      throw new TokenRejectedException(
          header.containsKey("b64")
              ? RejectionReason.UNENCODED_PAYLOAD
              : RejectionReason.CRITICAL_HEADER);
    }
    if (header.containsKey("b64")) {
      throw new TokenRejectedException(RejectionReason.UNENCODED_PAYLOAD);
    }
    if (header.containsKey("jku") || header.containsKey("x5u") || header.containsKey("x5c")) {
      throw new TokenRejectedException(RejectionReason.EMBEDDED_KEY);
    }
    if (header.containsKey("typ") && !(header.get("typ") instanceof String)) {
      throw new TokenRejectedException(RejectionReason.WRONG_TYPE);
    }
    if (header.containsKey("kid") && !isKeyId(header.get("kid"))) {
      throw new TokenRejectedException(RejectionReason.KEY_ID_MISSING);
    }
    return algorithm.get();
  }

  /** Visible ASCII of a sane length, as every issuer uses. */
  private static boolean isKeyId(@Nullable Object value) {
    return value instanceof String id
        && !id.isEmpty()
        && id.length() <= MAX_KEY_ID
        && id.chars().allMatch(c -> c >= ' ' && c < 127);
  }

  /**
   * Base64url as an encoder writes it: no padding, no foreign characters, unused bits zero (RFC
   * 7515, section 2; RFC 4648, section 3.5). Anything else would be a second text of the same
   * bytes.
   */
  static byte[] decode(String segment) throws TokenRejectedException {
    byte[] encoded = segment.getBytes(StandardCharsets.ISO_8859_1);
    byte[] decoded;
    try {
      decoded = Base64.getUrlDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      throw new TokenRejectedException(RejectionReason.NOT_CANONICAL);
    }
    // Latin-1 has no second character that becomes one of the alphabet, so bytes may stand for
    // text.
    if (!Arrays.equals(encoded, Base64.getUrlEncoder().withoutPadding().encode(decoded))) {
      throw new TokenRejectedException(RejectionReason.NOT_CANONICAL);
    }
    return decoded;
  }

  SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** {@code kid}, null when it is absent. */
  @Nullable String keyId() {
    return header.get("kid") instanceof String id ? id : null;
  }

  /** {@code jwk} of a proof, null when it is absent or no object. */
  @Nullable Object embeddedKey() {
    return header.get("jwk");
  }

  /**
   * {@code typ} in lower case and without {@code application/}, which may be left out (RFC 7515,
   * section 4.1.9); empty when it is absent.
   */
  String type() {
    return header.get("typ") instanceof String type ? normalized(type) : "";
  }

  static String normalized(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("application/") ? lower.substring("application/".length()) : lower;
  }

  /** What was signed, as it was sent: {@code header.payload}. */
  String signedText() {
    return text.substring(0, signed);
  }

  /** The signature as it was sent. */
  String signatureText() {
    return text.substring(signed + 1);
  }

  byte[] payload() {
    return payload.clone();
  }

  /** The payload as claims. */
  Map<String, Object> claims() throws TokenRejectedException {
    return Json.object(payload, Json.Limits.TOKEN);
  }
}
