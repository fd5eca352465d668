package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import de.landbruecke.server.shared.Digests;
import java.nio.file.Path;
import java.security.Security;
import org.junit.jupiter.api.Test;

class NativeCryptoTest {

  @Test
  void install_itsJar_isTheFirstProvider() throws Exception {
    Path jar =
        Path.of(
            AmazonCorrettoCryptoProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    try {
      assertThat(NativeCrypto.install(jar)).isTrue();

      assertThat(Security.getProviders()[0].getName())
          .isEqualTo(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
      byte[] key = Digests.random(AesGcm.KEY_BYTES);
      byte[] plain = {1, 2, 3};
      assertThat(AesGcm.decrypt(key, AesGcm.encrypt(key, plain, "here"), "here")).isEqualTo(plain);
    } finally {
      Security.removeProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
    }
  }

  @Test
  void install_noneSet_leavesJavasOwn() {
    String first = Security.getProviders()[0].getName();

    assertThat(NativeCrypto.install(null)).isFalse();

    assertThat(Security.getProviders()[0].getName()).isEqualTo(first);
  }
}
