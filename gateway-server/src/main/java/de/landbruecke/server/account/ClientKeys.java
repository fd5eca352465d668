package de.landbruecke.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.SigningKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.text.ParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The keys by which the gateway proves to home portals who it is. A key file is read again when it
 * was changed, so that a key is exchanged without a restart. Safe to share between threads.
 */
final class ClientKeys {

  private final SigningKeys own;
  private final Map<Path, Loaded> files = new ConcurrentHashMap<>();

  private record Loaded(FileTime changedAt, List<JWK> keys) {}

  ClientKeys(SigningKeys own) {
    this.own = own;
  }

  /**
   * The key pair for this portal.
   *
   * @throws IOException when its file cannot be read or holds no private key for signing
   */
  JWK of(HomeIssuer issuer) throws IOException {
    String file = issuer.keyFile();
    if (file == null) {
      return own.current(JWSAlgorithm.ES256);
    }
    return signing(load(Path.of(file)), file);
  }

  /**
   * The key pairs for a portal that knows keys by their certificates: the first one signs.
   *
   * @throws IOException when their file cannot be read or holds no private key for signing
   */
  List<JWK> withCertificates(HomeIssuer issuer) throws IOException {
    String file = issuer.keyFile();
    if (file == null) {
      throw new IOException("no key file");
    }
    List<JWK> certified =
        load(Path.of(file)).stream().filter(key -> key.getX509CertChain() != null).toList();
    JWK first = signing(certified, file);
    return Stream.concat(Stream.of(first), certified.stream().filter(key -> !key.equals(first)))
        .toList();
  }

  private List<JWK> load(Path path) throws IOException {
    FileTime changedAt = Files.getLastModifiedTime(path);
    Loaded loaded = files.get(path);
    if (loaded == null || !loaded.changedAt.equals(changedAt)) {
      loaded = new Loaded(changedAt, read(path));
      files.put(path, loaded);
    }
    return loaded.keys;
  }

  private static JWK signing(List<JWK> keys, String file) throws IOException {
    return keys.stream()
        .filter(key -> !KeyUse.ENCRYPTION.equals(key.getKeyUse()))
        .findFirst()
        .orElseThrow(() -> new IOException("no private RSA or P-256 key for signing in " + file));
  }

  /** The algorithm that a key signs with; one for each type, all of them allowed by FAPI 2.0. */
  static JWSAlgorithm algorithm(JWK key) {
    return KeyType.RSA.equals(key.getKeyType()) ? JWSAlgorithm.PS256 : JWSAlgorithm.ES256;
  }

  /** The private half. */
  static PrivateKey privateKey(JWK key) throws JOSEException {
    return KeyType.RSA.equals(key.getKeyType())
        ? key.toRSAKey().toPrivateKey()
        : key.toECKey().toPrivateKey();
  }

  /** All pairs of a kind that we use: of PKCS#12 in the order of their names. */
  private static List<JWK> read(Path path) throws IOException {
    String name = Objects.toString(path.getFileName());
    try {
      JWKSet keys = name.endsWith(".p12") ? keyStore(path) : keySet(Files.readString(path));
      return keys.getKeys().stream()
          .filter(JWK::isPrivate)
          .filter(key -> KeyType.RSA.equals(key.getKeyType()) || isP256(key))
          .toList();
    } catch (ParseException | GeneralSecurityException e) {
      throw new IOException("not readable as a key set: " + name, e);
    }
  }

  private static boolean isP256(JWK key) {
    return KeyType.EC.equals(key.getKeyType()) && Curve.P_256.equals(key.toECKey().getCurve());
  }

  private static JWKSet keySet(String json) throws ParseException {
    return json.contains("\"keys\"") ? JWKSet.parse(json) : new JWKSet(JWK.parse(json));
  }

  private static JWKSet keyStore(Path path) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(path)) {
      // Protected by the file's mode, like every other secret in a file.
      store.load(in, new char[0]);
    }
    JWKSet keys = JWKSet.load(store, alias -> new char[0]);
    return new JWKSet(
        keys.getKeys().stream()
            .sorted(Comparator.comparing(key -> String.valueOf(key.getKeyID())))
            .toList());
  }
}
