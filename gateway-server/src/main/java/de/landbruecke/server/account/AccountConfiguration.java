package de.landbruecke.server.account;

import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.Protocol;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.SigningKeys;
import de.landbruecke.server.identity.Transactions;
import de.landbruecke.server.shared.HomeDirectory;
import de.landbruecke.server.web.Pages;
import de.landbruecke.trust.IssuerKeys;
import de.landbruecke.trust.TokenVerifier;
import java.time.Clock;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the citizens' side of the gateway. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnIdentity
class AccountConfiguration {

  @Bean
  HomeRegistry homeRegistry(Registry registry, HomeDirectory directory) {
    return new HomeRegistry(registry, directory);
  }

  @Bean
  TokenVerifier homeVerifier(HomeRegistry homes, IssuerKeys keys, Clock clock) {
    return new TokenVerifier(homes, keys, clock);
  }

  @Bean
  HomeHttp homeHttp(SSLContext outgoingTrust) {
    return new HomeHttp(outgoingTrust);
  }

  @Bean
  OidcHome oidcHome(
      HomeRegistry homes,
      TokenVerifier homeVerifier,
      SigningKeys keys,
      HomeHttp http,
      IdentitySettings settings,
      Clock clock) {
    return new OidcHome(homes, homeVerifier, new ClientKeys(keys), http, settings, clock);
  }

  @Bean
  SignIns signIns(
      Registry registry,
      Transactions transactions,
      Sessions sessions,
      Citizens citizens,
      Consents consents,
      AuditLog audit,
      IdentityTransactions commits,
      OidcHome oidc,
      Clock clock) {
    return new SignIns(
        registry,
        transactions,
        sessions,
        citizens,
        consents,
        audit,
        commits,
        Map.of(Protocol.OIDC, oidc),
        clock);
  }

  @Bean
  AccountPages accountPages(Pages pages, Clock clock) {
    return new AccountPages(pages, clock);
  }
}
