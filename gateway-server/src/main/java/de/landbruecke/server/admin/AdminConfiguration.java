package de.landbruecke.server.admin;

import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.EmergencyStop;
import de.landbruecke.server.identity.Erasures;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.SigningKeys;
import de.landbruecke.server.shared.HomeDirectory;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.trust.IssuerKeys;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the administration needs of the server. What listens is made by {@link AdminPort} on the
 * management port only.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnIdentity
@ConditionalOnProperty("landbruecke.identity.staff.issuer-uri")
class AdminConfiguration {

  @Bean
  StaffSignIn staffSignIn(
      IdentityProperties properties,
      IdentitySettings settings,
      Registry registry,
      HomeDirectory directory,
      IssuerKeys keys,
      Clock clock) {
    return new StaffSignIn(properties.staff(), settings, registry, directory, keys, clock);
  }

  @Bean
  AdminApi adminApi(
      Registry registry,
      EmergencyStop stop,
      SigningKeys keys,
      Erasures erasures,
      AuditLog audit,
      Clock clock) {
    return new AdminApi(registry, stop, keys, erasures, audit, clock);
  }
}
