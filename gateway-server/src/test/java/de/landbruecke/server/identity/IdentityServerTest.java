package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.harvest.StubIndexConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

/** The whole server with its identity half. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "landbruecke.identity.issuer=https://konto.example.org",
      "landbruecke.identity.version=1",
      "landbruecke.identity.issuers.amt24.issuer-uri=https://konto.amt24.example",
      "landbruecke.identity.issuers.amt24.ceiling=high",
      "landbruecke.identity.issuers.amt24.levels[http\\://bsi.bund.de/eID/LoA/hoch]=high",
      "landbruecke.identity.issuers.amt24.client-id=landbruecke",
      "landbruecke.data-directory=target/identity-server-test"
    })
@Import(StubIndexConfiguration.class)
class IdentityServerTest {

  @Autowired private ApplicationContext context;
  @Autowired private Registry registry;

  @Test
  void start_withIssuer_readsTheRegistryOfTheConfiguration() {
    HomeIssuer issuer = registry.current().issuer("amt24").orElseThrow();

    assertThat(issuer.level("http://bsi.bund.de/eID/LoA/hoch").label()).isEqualTo("high");
    assertThat(context.getBean(IdentitySettings.class).issuer())
        .hasToString("https://konto.example.org");
  }
}
