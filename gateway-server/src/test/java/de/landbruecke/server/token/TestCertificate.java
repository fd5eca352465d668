package de.landbruecke.server.token;

import de.landbruecke.server.shared.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A key pair and a certificate of it (RFC 5280), written by hand: the JDK has no interface to make
 * one.
 *
 * @param issuer who signed it; null: itself
 */
record TestCertificate(
    KeyPair keys, X509Certificate certificate, @Nullable TestCertificate issuer) {

  private static final int SEQUENCE = 0x30;
  private static final int SET_OF_VERSION = 0xa0;
  private static final int EXTENSIONS = 0xa3;
  private static final byte[] ECDSA_SHA256 =
      der(SEQUENCE, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

  /** For what a certificate may be used. */
  enum Use {
    AUTHORITY,
    SERVER,
    CLIENT
  }

  /** Signed by itself. */
  static TestCertificate selfSigned(String subject, Use use) {
    return make(subject, "localhost", use, null, Duration.ofDays(1));
  }

  /**
   * One that somebody else made.
   *
   * @param key its private key, null where nobody tells it
   */
  static TestCertificate read(String pem, @Nullable String key) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      PrivateKey secret =
          key == null
              ? null
              : KeyFactory.getInstance("EC")
                  .generatePrivate(
                      new PKCS8EncodedKeySpec(
                          Base64.getMimeDecoder().decode(key.replaceAll("-----[^-]+-----", ""))));
      return new TestCertificate(
          new KeyPair(certificate.getPublicKey(), secret), certificate, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signed by this authority, also for this name of a host. */
  TestCertificate issue(String subject, String host, Use use, Duration lifetime) {
    return make(subject, host, use, this, lifetime);
  }

  private static TestCertificate make(
      String subject, String host, Use use, @Nullable TestCertificate issuer, Duration lifetime) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      X500Principal name = new X500Principal(subject);
      X500Principal above = issuer == null ? name : issuer.certificate.getSubjectX500Principal();
      byte[] serial = new byte[8];
      new SecureRandom().nextBytes(serial);
      serial[0] = 1;
      Instant now = Instant.now();
      Instant end = now.plus(lifetime);
      byte[] content =
          der(
              SEQUENCE,
              der(SET_OF_VERSION, der(0x02, new byte[] {2})),
              der(0x02, serial),
              ECDSA_SHA256,
              above.getEncoded(),
              der(SEQUENCE, time(end.minus(Duration.ofDays(2))), time(end)),
              name.getEncoded(),
              keys.getPublic().getEncoded(),
              der(EXTENSIONS, der(SEQUENCE, constraints(use), usage(use), names(host))));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(issuer == null ? keys.getPrivate() : issuer.keys.getPrivate());
      signature.update(content);
      byte[] signed = signature.sign();
      byte[] bits = new byte[signed.length + 1];
      System.arraycopy(signed, 0, bits, 1, signed.length);
      byte[] whole = der(SEQUENCE, content, ECDSA_SHA256, der(0x03, bits));
      return new TestCertificate(
          keys,
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(whole)),
          issuer);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] constraints(Use use) {
    byte[] flag = use == Use.AUTHORITY ? der(0x01, new byte[] {(byte) 0xff}) : new byte[0];
    return der(SEQUENCE, oid(0x55, 0x1d, 0x13), der(0x04, der(SEQUENCE, flag)));
  }

  private static byte[] usage(Use use) {
    if (use == Use.AUTHORITY) {
      return new byte[0];
    }
    int last = use == Use.SERVER ? 1 : 2;
    byte[] purpose = oid(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, last);
    return der(SEQUENCE, oid(0x55, 0x1d, 0x25), der(0x04, der(SEQUENCE, purpose)));
  }

  private static byte[] names(String host) {
    byte[] name = der(0x82, host.getBytes(StandardCharsets.US_ASCII));
    return der(SEQUENCE, oid(0x55, 0x1d, 0x11), der(0x04, der(SEQUENCE, name)));
  }

  private static byte[] time(Instant time) {
    String text =
        DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").format(time.atZone(ZoneOffset.UTC));
    return der(0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] oid(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return der(0x06, content);
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = content.size();
    if (length >= 256) {
      whole.write(0x82);
      whole.write(length >> 8);
    } else if (length >= 128) {
      whole.write(0x81);
    }
    whole.write(length);
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }

  /** The certificate as text (RFC 7468). */
  String pem() {
    return pem("CERTIFICATE", encoded());
  }

  /** The private key as text. */
  String keyPem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  byte[] encoded() {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code x5t#S256}. */
  String thumbprint() {
    return Digests.base64url(Digests.sha256(encoded()));
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + what
        + "-----\n";
  }

  /** TLS that trusts only this server, and shows this certificate where there is one. */
  static SSLContext context(TestCertificate server, @Nullable TestCertificate client) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("server", server.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          client == null ? null : client.managers().getKeyManagers(),
          trust.getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyManagerFactory managers() throws GeneralSecurityException, java.io.IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        "own",
        keys.getPrivate(),
        new char[0],
        issuer == null
            ? new X509Certificate[] {certificate}
            : new X509Certificate[] {certificate, issuer.certificate()});
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(own, new char[0]);
    return factory;
  }
}
