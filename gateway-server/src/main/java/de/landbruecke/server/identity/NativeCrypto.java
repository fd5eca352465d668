package de.landbruecke.server.identity;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cryptography by machine code, where an operator brings it: the Amazon Corretto Crypto Provider.
 * It does what Java's own does, several times as fast; nothing else depends on it, and where it
 * cannot be used Java's own goes on.
 */
final class NativeCrypto {

  private static final Logger LOG = LoggerFactory.getLogger(NativeCrypto.class);

  private static final String PROVIDER =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private NativeCrypto() {}

  /**
   * Makes it the first provider of this process, which stays so until it ends.
   *
   * @param library its jar for this machine; null: Java's own cryptography
   * @return whether it is in use
   */
  static boolean install(@Nullable Path library) {
    if (library == null) {
      return false;
    }
    try {
      // Never closed: the provider lives as long as the process.
      @SuppressWarnings("resource")
      URLClassLoader loader =
          new URLClassLoader(
              new URL[] {library.toUri().toURL()}, NativeCrypto.class.getClassLoader());
      Provider provider = (Provider) loader.loadClass(PROVIDER).getField("INSTANCE").get(null);
      // Without its machine code it is a provider of nothing, and says so nowhere else.
      provider.getClass().getMethod("assertHealthy").invoke(provider);
      Security.insertProviderAt(provider, 1);
      LOG.info("Cryptography is by {} {}", provider.getName(), provider.getVersionStr());
      return true;
    } catch (ReflectiveOperationException | MalformedURLException | LinkageError e) {
      LOG.warn(
          "{} does not work on this machine; Java's own cryptography is used ({})",
          library,
          e.getCause() == null ? e.toString() : e.getCause().toString());
      return false;
    }
  }
}
