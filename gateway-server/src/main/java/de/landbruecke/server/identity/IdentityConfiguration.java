package de.landbruecke.server.identity;

import java.net.URI;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Wires the stores that the identity rooms share. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnIdentity
class IdentityConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  IdentitySettings identitySettings(Environment environment) {
    return new IdentitySettings(
        URI.create(environment.getRequiredProperty("landbruecke.identity.issuer")),
        environment.acceptsProfiles(Profiles.of("demo")),
        environment.acceptsProfiles(Profiles.of("conformance")));
  }

  @Bean
  Registry registry() {
    return new Registry();
  }

  @Bean
  Citizens citizens() {
    return new Citizens();
  }

  @Bean
  Pseudonyms pseudonyms() {
    return new Pseudonyms();
  }

  @Bean
  Sessions sessions() {
    return new Sessions();
  }

  @Bean
  LogoutDeliveries logoutDeliveries() {
    return new LogoutDeliveries();
  }

  @Bean
  Transactions transactions() {
    return new Transactions();
  }

  @Bean
  Consents consents() {
    return new Consents();
  }

  @Bean
  Tokens tokens() {
    return new Tokens();
  }

  @Bean
  OneUse oneUse() {
    return new OneUse();
  }

  @Bean
  SigningKeys signingKeys() {
    return new SigningKeys();
  }

  @Bean
  Envelope envelope() {
    return new Envelope();
  }

  @Bean
  AuditLog auditLog() {
    return new AuditLog();
  }

  @Bean
  IdentityTransactions identityTransactions() {
    return new IdentityTransactions();
  }
}
