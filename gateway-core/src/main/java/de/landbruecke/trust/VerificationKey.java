package de.landbruecke.trust;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import de.landbruecke.trust.KeySet.Fault;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One public key that is fit for verifying, with the algorithms it may be used for. Immutable. */
final class VerificationKey {

  /** A key is left out; the fault says why. */
  static final class FaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    FaultException(Fault fault) {
      super(fault.name(), null, false, false);
      this.fault = fault;
    }

    Fault fault() {
      return fault;
    }
  }

  /** Checks a signature over bytes. */
  @FunctionalInterface
  private interface Check {
    boolean verify(SignatureAlgorithm algorithm, byte[] signed, String signature)
        throws JOSEException, GeneralSecurityException;
  }

  /** The members of a private or symmetric key (RFC 7518, sections 6.2.2, 6.3.2 and 6.4). */
  private static final List<String> PRIVATE_MEMBERS =
      List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);

  /** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410, section 4). */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final @Nullable String keyId;
  private final Set<SignatureAlgorithm> algorithms;
  private final String thumbprint;
  private final Check check;

  private VerificationKey(
      @Nullable String keyId, Set<SignatureAlgorithm> algorithms, String thumbprint, Check check) {
    this.keyId = keyId;
    this.algorithms = algorithms;
    this.thumbprint = thumbprint;
    this.check = check;
  }

  /** Reads a JWK (RFC 7517, section 4) and checks whether it is fit. */
  static VerificationKey of(Map<String, Object> jwk) throws FaultException {
    String type = text(jwk, "kty");
    if (type.equals("oct")) {
      throw new FaultException(Fault.SYMMETRIC);
    }
    if (PRIVATE_MEMBERS.stream().anyMatch(jwk::containsKey)) {
      throw new FaultException(Fault.PRIVATE);
    }
    if (jwk.containsKey("use") && !text(jwk, "use").equals("sig")) {
      throw new FaultException(Fault.NOT_FOR_VERIFYING);
    }
    if (jwk.containsKey("key_ops")
        && !(jwk.get("key_ops") instanceof List<?> operations && operations.contains("verify"))) {
      throw new FaultException(Fault.NOT_FOR_VERIFYING);
    }
    String keyId = jwk.containsKey("kid") ? text(jwk, "kid") : null;
    try {
      return switch (type) {
        case "EC" -> ellipticCurve(jwk, keyId);
        case "RSA" -> rsa(jwk, keyId);
        case "OKP" -> edwards(jwk, keyId);
        default -> throw new FaultException(Fault.UNUSABLE);
      };
    } catch (JOSEException | GeneralSecurityException e) {
      throw new FaultException(Fault.UNUSABLE);
    }
  }

  private static VerificationKey ellipticCurve(Map<String, Object> jwk, @Nullable String keyId)
      throws FaultException, JOSEException {
    Set<SignatureAlgorithm> algorithms = algorithms(jwk, EnumSet.of(SignatureAlgorithm.ES256));
    if (!text(jwk, "crv").equals("P-256")) {
      throw new FaultException(jwk.containsKey("alg") ? Fault.WRONG_ALGORITHM : Fault.UNUSABLE);
    }
    Base64URL x = fieldElement(jwk, "x");
    Base64URL y = fieldElement(jwk, "y");
    ECKey key;
    try {
      // Checks that the point is on the curve.
      key = new ECKey.Builder(Curve.P_256, x, y).build();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new FaultException(Fault.INVALID_POINT);
    }
    return nimbus(keyId, algorithms, key, new ECDSAVerifier(key));
  }

  private static VerificationKey rsa(Map<String, Object> jwk, @Nullable String keyId)
      throws FaultException, JOSEException {
    Set<SignatureAlgorithm> algorithms =
        algorithms(jwk, EnumSet.of(SignatureAlgorithm.PS256, SignatureAlgorithm.RS256));
    Base64URL n = new Base64URL(text(jwk, "n"));
    Base64URL e = new Base64URL(text(jwk, "e"));
    BigInteger modulus = new BigInteger(1, bytes(n));
    BigInteger exponent = new BigInteger(1, bytes(e));
    if (modulus.bitLength() < 2048
        || modulus.bitLength() > 8192
        || !modulus.testBit(0)
        || !exponent.testBit(0)
        || exponent.compareTo(LEAST_EXPONENT) < 0
        || exponent.bitLength() > 64) {
      throw new FaultException(Fault.WEAK_RSA);
    }
    if (Roca.isVulnerable(modulus)) {
      throw new FaultException(Fault.ROCA);
    }
    RSAKey key = new RSAKey.Builder(n, e).build();
    return nimbus(keyId, algorithms, key, new RSASSAVerifier(key));
  }

  private static VerificationKey nimbus(
      @Nullable String keyId, Set<SignatureAlgorithm> algorithms, JWK key, JWSVerifier verifier)
      throws JOSEException {
    return new VerificationKey(
        keyId,
        algorithms,
        key.computeThumbprint().toString(),
        (algorithm, signed, signature) ->
            verifier.verify(
                new JWSHeader(JWSAlgorithm.parse(algorithm.header())),
                signed,
                new Base64URL(signature)));
  }

  /** By the JDK: Nimbus needs a further library for it. */
  private static VerificationKey edwards(Map<String, Object> jwk, @Nullable String keyId)
      throws FaultException, JOSEException, GeneralSecurityException {
    Set<SignatureAlgorithm> algorithms = algorithms(jwk, EnumSet.of(SignatureAlgorithm.EDDSA));
    if (!text(jwk, "crv").equals("Ed25519")) {
      throw new FaultException(Fault.UNUSABLE);
    }
    Base64URL x = fieldElement(jwk, "x");
    byte[] point = x.decode();
    if (!Ed25519Point.isFit(point)) {
      throw new FaultException(Fault.INVALID_POINT);
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    return new VerificationKey(
        keyId,
        algorithms,
        new OctetKeyPair.Builder(Curve.Ed25519, x).build().computeThumbprint().toString(),
        (algorithm, signed, signature) -> {
          Signature verifier = Signature.getInstance("Ed25519");
          verifier.initVerify(key);
          verifier.update(signed);
          return verifier.verify(Base64.getUrlDecoder().decode(signature));
        });
  }

  /** What the kind of key can do, narrowed to its {@code alg} (RFC 7517, section 4.4). */
  private static Set<SignatureAlgorithm> algorithms(
      Map<String, Object> jwk, Set<SignatureAlgorithm> possible) throws FaultException {
    if (!jwk.containsKey("alg")) {
      return possible;
    }
    SignatureAlgorithm algorithm =
        SignatureAlgorithm.ofHeader(text(jwk, "alg"))
            .filter(possible::contains)
            .orElseThrow(() -> new FaultException(Fault.WRONG_ALGORITHM));
    return EnumSet.of(algorithm);
  }

  /** 32 bytes, no more and no less (RFC 7518, section 6.2.1.2; RFC 8037, section 2). */
  private static Base64URL fieldElement(Map<String, Object> jwk, String name)
      throws FaultException {
    Base64URL value = new Base64URL(text(jwk, name));
    if (bytes(value).length != 32) {
      throw new FaultException(Fault.INVALID_POINT);
    }
    return value;
  }

  private static byte[] bytes(Base64URL value) throws FaultException {
    try {
      return StrictJws.decode(value.toString());
    } catch (TokenRejectedException e) {
      throw new FaultException(Fault.UNUSABLE);
    }
  }

  private static String text(Map<String, Object> jwk, String name) throws FaultException {
    if (jwk.get(name) instanceof String value) {
      return value;
    }
    throw new FaultException(Fault.UNUSABLE);
  }

  /** {@code kid}, null when it has none. */
  @Nullable String keyId() {
    return keyId;
  }

  /** The RFC 7638 thumbprint by SHA-256. */
  String thumbprint() {
    return thumbprint;
  }

  boolean fits(SignatureAlgorithm algorithm) {
    return algorithms.contains(algorithm);
  }

  /** Whether this key signed it, with the algorithm of its header. */
  boolean verifies(StrictJws jws) {
    if (!fits(jws.algorithm())) {
      return false;
    }
    try {
      return check.verify(
          jws.algorithm(),
          jws.signedText().getBytes(StandardCharsets.US_ASCII),
          jws.signatureText());
    } catch (JOSEException | GeneralSecurityException e) {
      // A signature of a wrong length or form, such as DER or points at zero.
      return false;
    }
  }
}
