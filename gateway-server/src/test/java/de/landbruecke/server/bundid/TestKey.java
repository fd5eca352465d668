package de.landbruecke.server.bundid;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;

/** Key pairs with self-signed certificates, made once for the tests. */
@SuppressWarnings("ImmutableEnumChecker") // Neither keys nor certificates ever change.
public enum TestKey {
  /** The identity provider's. */
  PROVIDER,
  /** Another one of the identity provider's, on the curve P-256. */
  PROVIDER_EC,
  /** The gateway's. */
  GATEWAY,
  /** Nobody's. */
  STRANGER;

  private final PrivateKey privateKey;
  private final X509Certificate certificate;

  TestKey() {
    try (InputStream in = TestKey.class.getResourceAsStream(file())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, new char[0]);
      String alias = store.aliases().nextElement();
      privateKey = (PrivateKey) store.getKey(alias, new char[0]);
      certificate = (X509Certificate) store.getCertificate(alias);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".p12";
  }

  /** Where it lies, without a password. */
  public Path path() {
    try {
      return Path.of(Objects.requireNonNull(TestKey.class.getResource(file())).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public PrivateKey privateKey() {
    return privateKey;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** The certificate as XML writes it. */
  public String text() {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
