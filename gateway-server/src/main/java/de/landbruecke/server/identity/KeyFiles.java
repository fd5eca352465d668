package de.landbruecke.server.identity;

import com.nimbusds.jose.jwk.JWKSet;
import de.landbruecke.server.shared.InvalidConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads key pairs that were made elsewhere: a JSON Web Key Set or PKCS#12. */
final class KeyFiles {

  private KeyFiles() {}

  /**
   * The key pairs in a file.
   *
   * @param property named in the failure
   * @param passwordFile whose first line opens PKCS#12
   * @throws InvalidConfigurationException if the file cannot be read
   */
  static JWKSet read(String property, Path file, @Nullable Path passwordFile) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return bytes.length > 0 && bytes[0] == '{'
          ? JWKSet.load(file.toFile())
          : pkcs12(file, passwordFile);
    } catch (IOException | ParseException | GeneralSecurityException e) {
      // Without the cause, which may quote the keys.
      throw new InvalidConfigurationException(
          List.of(property + ": found " + file + ", allowed is a JWK set or PKCS#12 file"));
    }
  }

  private static JWKSet pkcs12(Path file, @Nullable Path passwordFile)
      throws IOException, GeneralSecurityException {
    char[] password = {};
    if (passwordFile != null) {
      password = Files.readAllLines(passwordFile).getFirst().toCharArray();
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream input = Files.newInputStream(file)) {
      store.load(input, password);
    }
    char[] opens = password;
    return JWKSet.load(store, name -> opens);
  }
}
