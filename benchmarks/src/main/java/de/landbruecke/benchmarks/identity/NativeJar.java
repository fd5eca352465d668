package de.landbruecke.benchmarks.identity;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the jar of the native provider lies, on the class path of these measurements. */
final class NativeJar {

  private NativeJar() {}

  static String path() {
    try {
      return Path.of(
              AmazonCorrettoCryptoProvider.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
