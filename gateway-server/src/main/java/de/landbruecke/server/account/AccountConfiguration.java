package de.landbruecke.server.account;

import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.HomeTrust;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.OneUse;
import de.landbruecke.server.identity.Protocol;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.SigningKeys;
import de.landbruecke.server.identity.Transactions;
import de.landbruecke.server.web.Pages;
import de.landbruecke.trust.GuardedHttp;
import de.landbruecke.trust.IssuerKeys;
import de.landbruecke.trust.TokenVerifier;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the citizens' side of the gateway. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnIdentity
class AccountConfiguration {

  @Bean
  TokenVerifier homeVerifier(HomeTrust homes, IssuerKeys keys, Clock clock) {
    return new TokenVerifier(homes, keys, clock);
  }

  @Bean
  ClientKeys clientKeys(SigningKeys keys) {
    return new ClientKeys(keys);
  }

  @Bean
  SamlHome samlHome(ClientKeys keys, OneUse uses, IdentitySettings settings, Clock clock) {
    return new SamlHome(keys, uses, settings, clock);
  }

  @Bean
  OidcHome oidcHome(
      HomeTrust homes,
      TokenVerifier homeVerifier,
      ClientKeys keys,
      GuardedHttp http,
      IdentitySettings settings,
      Clock clock) {
    return new OidcHome(homes, homeVerifier, keys, new HomeHttp(http), settings, clock);
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
      SamlHome saml,
      Clock clock) {
    return new SignIns(
        registry,
        transactions,
        sessions,
        citizens,
        consents,
        audit,
        commits,
        Map.of(Protocol.OIDC, oidc, Protocol.SAML, saml),
        clock);
  }

  @Bean
  AccountPages accountPages(Pages pages, Clock clock) {
    return new AccountPages(pages, clock);
  }
}
