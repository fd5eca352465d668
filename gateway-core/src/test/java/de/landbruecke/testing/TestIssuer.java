package de.landbruecke.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import de.landbruecke.trust.KeySet;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.TrustedIssuer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An issuer, or a client, with one key of its own that signs whatever a test wants, right or wrong.
 * Immutable.
 */
public final class TestIssuer {

  private final String id;
  private final String issuer;
  private final SignatureAlgorithm algorithm;
  private final PrivateKey privateKey;
  private final JWK publicKey;

  private TestIssuer(
      String id,
      String issuer,
      SignatureAlgorithm algorithm,
      PrivateKey privateKey,
      JWK publicKey) {
    this.id = id;
    this.issuer = issuer;
    this.algorithm = algorithm;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** An issuer that signs with ES256 and a fresh key. */
  public static TestIssuer of(String id, String issuer) {
    return of(id, issuer, SignatureAlgorithm.ES256);
  }

  /** An issuer with a fresh key for {@code algorithm}. */
  public static TestIssuer of(String id, String issuer, SignatureAlgorithm algorithm) {
    try {
      KeyPair pair = pair(algorithm);
      String keyId = "key-" + UUID.randomUUID();
      JWK key =
          switch (algorithm) {
            case ES256 ->
                new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic()).keyID(keyId).build();
            case PS256, RS256 ->
                new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID(keyId).build();
            case EDDSA -> {
              byte[] encoded = pair.getPublic().getEncoded();
              byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
              yield new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                  .keyID(keyId)
                  .build();
            }
          };
      return new TestIssuer(id, issuer, algorithm, pair.getPrivate(), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(SignatureAlgorithm algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(
            switch (algorithm) {
              case ES256 -> "EC";
              case EDDSA -> "Ed25519";
              case PS256, RS256 -> "RSA";
            });
    if (algorithm == SignatureAlgorithm.ES256) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    if (algorithm == SignatureAlgorithm.PS256 || algorithm == SignatureAlgorithm.RS256) {
      generator.initialize(2048);
    }
    return generator.generateKeyPair();
  }

  /** The same issuer with a fresh key. */
  public TestIssuer rotated() {
    return of(id, issuer, algorithm);
  }

  /** {@code iss}. */
  public String issuer() {
    return issuer;
  }

  /** {@code kid}. */
  public String keyId() {
    return publicKey.getKeyID();
  }

  /** The members of the public key. */
  public Map<String, Object> publicKey() {
    return publicKey.toJSONObject();
  }

  /** {@code jkt} of the key. */
  public String thumbprint() {
    try {
      return publicKey.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key set as it is published. */
  public String keySetJson() {
    return json(Map.of("keys", List.of(publicKey.toJSONObject())));
  }

  /** The key set as it is used. */
  public KeySet keySet() {
    return KeySet.parse(keySetJson());
  }

  /** What is registered of it: its key and its algorithm. */
  public TrustedIssuer.Builder trusted() {
    return TrustedIssuer.withKeys(id, issuer, keySet()).algorithms(Set.of(algorithm));
  }

  /** A sound access token, to be changed. */
  public TokenBuilder accessToken(Instant now) {
    return token(now)
        .header("typ", "at+jwt")
        .claim("sub", "citizen-1")
        .claim("jti", UUID.randomUUID().toString());
  }

  /** A token without type or subject, five minutes long. */
  public TokenBuilder token(Instant now) {
    return new TokenBuilder(this)
        .header("alg", algorithm.header())
        .header("kid", publicKey.getKeyID())
        .claim("iss", issuer)
        .claim("iat", now.getEpochSecond())
        .claim("exp", now.getEpochSecond() + 300);
  }

  /** Signs any header and payload as a compact JWS. */
  public String sign(String header, byte[] payload) {
    String signed = base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(payload);
    return signed + "." + base64(signature(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private byte[] signature(byte[] signed) {
    try {
      Signature signature =
          switch (algorithm) {
            case ES256 -> Signature.getInstance("SHA256withECDSAinP1363Format");
            case EDDSA -> Signature.getInstance("Ed25519");
            case RS256 -> Signature.getInstance("SHA256withRSA");
            case PS256 -> Signature.getInstance("RSASSA-PSS");
          };
      if (algorithm == SignatureAlgorithm.PS256) {
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      }
      signature.initSign(privateKey);
      signature.update(signed);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Base64url without padding. */
  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** JSON of a map. */
  public static String json(Map<String, ?> members) {
    return JSONObjectUtils.toJSONString(members);
  }

  /** A token under construction; a null takes a member away. */
  public static final class TokenBuilder {

    private final TestIssuer signer;
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    private TokenBuilder(TestIssuer signer) {
      this.signer = signer;
    }

    /** A header, or none. */
    public TokenBuilder header(String name, @Nullable Object value) {
      set(header, name, value);
      return this;
    }

    /** A claim, or none. */
    public TokenBuilder claim(String name, @Nullable Object value) {
      set(claims, name, value);
      return this;
    }

    private static void set(Map<String, Object> members, String name, @Nullable Object value) {
      if (value == null) {
        members.remove(name);
      } else {
        members.put(name, value);
      }
    }

    /** The token. */
    public String sign() {
      return signer.sign(json(header), json(claims).getBytes(StandardCharsets.UTF_8));
    }

    /** The same content, signed by another key. */
    public String signBy(TestIssuer other) {
      return other.sign(json(header), json(claims).getBytes(StandardCharsets.UTF_8));
    }
  }
}
