package de.landbruecke.trust;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks proofs of possession (RFC 9449, section 4.3). {@code htu} is compared with a configured
 * address, never with what the request's Host or forwarded headers say.
 */
public final class DpopVerifier {

  /** Counts uses, on all nodes, so that each proof is used once. */
  @FunctionalInterface
  public interface OneUse {
    /** Whether this is the first use of {@code key}, which is remembered until {@code until}. */
    boolean first(String key, Instant until);
  }

  /** The server's own nonces (RFC 9449, section 8). */
  @FunctionalInterface
  public interface Nonces {
    /** Whether we gave out this nonce and it is still good. */
    boolean isCurrent(String nonce);
  }

  /**
   * A proof that holds.
   *
   * @param keyThumbprint {@code jkt}, the RFC 7638 thumbprint of its key
   * @param issuedAt its {@code iat}
   */
  public record Proof(String keyThumbprint, Instant issuedAt) {}

  /** Made this long ago, or by a clock this far ahead. */
  private static final Duration WINDOW = Duration.ofSeconds(60);

  private static final int MAX_TOKEN_ID = 256;

  private final Set<SignatureAlgorithm> algorithms;
  private final OneUse uses;
  private final Clock clock;
  private final @Nullable Nonces nonces;

  /** Proofs made within a minute of now count, without a nonce. */
  public DpopVerifier(Set<SignatureAlgorithm> algorithms, OneUse uses, Clock clock) {
    this(algorithms, uses, clock, null);
  }

  private DpopVerifier(
      Set<SignatureAlgorithm> algorithms, OneUse uses, Clock clock, @Nullable Nonces nonces) {
    this.algorithms = Set.copyOf(algorithms);
    this.uses = Objects.requireNonNull(uses);
    this.clock = Objects.requireNonNull(clock);
    this.nonces = nonces;
  }

  /** The same, demanding a nonce of ours in each proof. */
  public DpopVerifier demanding(Nonces current) {
    return new DpopVerifier(algorithms, uses, clock, Objects.requireNonNull(current));
  }

  /** The time that proofs are compared with. */
  Instant now() {
    return clock.instant();
  }

  /** What proofs may be signed with. */
  public Set<SignatureAlgorithm> algorithms() {
    return algorithms;
  }

  /**
   * The proof of one request. Its use is counted last, so a refused one is not used up.
   *
   * @param headers all values of the header {@code DPoP}; exactly one is allowed
   * @param method the request's method
   * @param target the configured address of the endpoint; query and fragment do not count
   * @param accessToken the token that is used with it, null at the token endpoint
   * @throws TokenRejectedException also when {@code headers} is empty; with {@link
   *     RejectionReason#DPOP_NONCE_REQUIRED} the answer is {@code use_dpop_nonce}
   */
  public Proof verify(List<String> headers, String method, URI target, @Nullable String accessToken)
      throws TokenRejectedException {
    require(headers.size() == 1, RejectionReason.WRONG_REQUEST);
    StrictJws jws = StrictJws.parseWithKey(headers.getFirst());
    require(jws.type().equals("dpop+jwt"), RejectionReason.WRONG_TYPE);
    require(algorithms.contains(jws.algorithm()), RejectionReason.ALGORITHM_NOT_ALLOWED);
    Map<String, Object> claims = jws.claims();
    VerificationKey key = key(jws);
    require(method.equals(claims.get("htm")), RejectionReason.WRONG_REQUEST);
    require(
        claims.get("htu") instanceof String htu && isSame(htu, target),
        RejectionReason.WRONG_REQUEST);
    Instant issuedAt = VerifiedToken.time(claims, "iat");
    if (issuedAt == null) {
      throw new TokenRejectedException(RejectionReason.NOT_FRESH);
    }
    Instant now = clock.instant();
    require(!issuedAt.isAfter(now.plus(WINDOW)), RejectionReason.ISSUED_IN_FUTURE);
    require(!issuedAt.isBefore(now.minus(WINDOW)), RejectionReason.NOT_FRESH);
    if (!(claims.get("jti") instanceof String id) || id.isEmpty() || id.length() > MAX_TOKEN_ID) {
      throw new TokenRejectedException(RejectionReason.TOKEN_ID_MISSING);
    }
    require(
        accessToken == null || hash(accessToken).equals(claims.get("ath")),
        RejectionReason.WRONG_TOKEN_HASH);
    require(key.verifies(jws), RejectionReason.BAD_SIGNATURE);
    if (nonces != null) {
      require(
          claims.get("nonce") instanceof String nonce && nonces.isCurrent(nonce),
          RejectionReason.DPOP_NONCE_REQUIRED);
    }
    require(
        uses.first(
            VerifiedToken.hash("dpop", key.thumbprint(), id),
            issuedAt.plus(WINDOW.multipliedBy(2))),
        RejectionReason.REPLAYED);
    return new Proof(key.thumbprint(), issuedAt);
  }

  private static VerificationKey key(StrictJws jws) throws TokenRejectedException {
    VerificationKey key;
    try {
      key = VerificationKey.of(KeySet.members(jws.embeddedKey()));
    } catch (VerificationKey.FaultException e) {
      throw new TokenRejectedException(RejectionReason.UNKNOWN_KEY);
    }
    require(key.fits(jws.algorithm()), RejectionReason.UNKNOWN_KEY);
    return key;
  }

  private static String hash(String accessToken) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            VerifiedToken.sha256().digest(accessToken.getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * Scheme and host without case, the default port as none, the path exactly (RFC 3986, sections
   * 6.2.2.1 and 6.2.3; RFC 9449, section 4.3).
   */
  private static boolean isSame(String htu, URI target) {
    URI address;
    try {
      address = URI.create(htu);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return address.getHost() != null
        && address.getRawUserInfo() == null
        && place(address).equals(place(target));
  }

  private static String place(URI address) {
    String scheme = Objects.requireNonNullElse(address.getScheme(), "").toLowerCase(Locale.ROOT);
    String host = Objects.requireNonNullElse(address.getHost(), "").toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    int port = address.getPort() < 0 ? standard : address.getPort();
    String path = Objects.requireNonNullElse(address.getRawPath(), "");
    return scheme + "://" + host + ':' + port + (path.isEmpty() ? "/" : path);
  }

  private static void require(boolean condition, RejectionReason reason)
      throws TokenRejectedException {
    if (!condition) {
      throw new TokenRejectedException(reason);
    }
  }
}
