package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.shared.GatewayProperties;
import de.landbruecke.server.shared.IdentityProperties;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** The identity half is there when it is asked for, and leaves no trace otherwise. */
class IdentityConfigurationTest {

  @TempDir private Path directory;

  private ApplicationContextRunner runner() {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
        .withUserConfiguration(Properties.class, IdentityConfiguration.class, IdentityNotice.class)
        .withBean(Clock.class, Clock::systemUTC)
        .withPropertyValues("landbruecke.data-directory=" + directory);
  }

  @Test
  void context_withoutIssuer_opensNoDatabase() {
    runner()
        .run(context -> {
          assertThat(context).hasNotFailed().doesNotHaveBean(Registry.class);
          assertThat(directory.resolve("identity")).doesNotExist();
        });
  }

  @Test
  void context_withoutTheRole_opensNoDatabase() {
    runner()
        .withPropertyValues(
            "landbruecke.identity.issuer=https://konto.example.org", "landbruecke.roles=search")
        .run(context -> {
          assertThat(context).hasNotFailed().doesNotHaveBean(Registry.class);
          assertThat(directory.resolve("identity")).doesNotExist();
        });
  }

  @Test
  void context_withIssuer_offersTheStores() {
    runner()
        .withPropertyValues("landbruecke.identity.issuer=https://konto.example.org")
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(context.getBean(Registry.class).current().revision()).isZero();
          assertThat(context.getBean(SigningKeys.class).published().size()).isEqualTo(1);
          assertThat(directory.resolve("identity/identity.mv.db")).exists();
          assertThat(directory.resolve("identity/master.key")).exists();
        });
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({GatewayProperties.class, IdentityProperties.class})
  static class Properties {}
}
