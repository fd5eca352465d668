package de.landbruecke.server.identity;

import de.landbruecke.server.shared.GatewayProperties;
import de.landbruecke.server.shared.HomeDirectory;
import de.landbruecke.server.shared.IdentityCookies;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.InvalidConfigurationException;
import de.landbruecke.trust.GuardedHttp;
import de.landbruecke.trust.HttpKeySetFetcher;
import de.landbruecke.trust.IssuerKeys;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Offers the stores to the identity rooms. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnIdentity
class IdentityConfiguration {

  @Bean
  IdentitySettings identitySettings(Environment environment) {
    return IdentitySettings.of(environment);
  }

  @Bean
  IdentityCookies identityCookies(IdentitySettings settings) {
    return new IdentityCookies("https".equals(settings.issuer().getScheme()));
  }

  /** Whom calls to other servers trust. */
  @Bean
  SSLContext outgoingTrust(IdentityProperties properties, SslBundles bundles)
      throws NoSuchAlgorithmException {
    String bundle = properties.trustBundle();
    return bundle == null ? SSLContext.getDefault() : bundles.getBundle(bundle).createSslContext();
  }

  /** The only way out to portals and services. */
  @Bean
  GuardedHttp guardedHttp(SSLContext outgoingTrust) {
    return new GuardedHttp(outgoingTrust);
  }

  @Bean
  HttpKeySetFetcher keySetFetcher(GuardedHttp http) {
    return new HttpKeySetFetcher(http);
  }

  /** One for all rooms, so that an issuer is asked for its keys as seldom as it was promised. */
  @Bean
  IssuerKeys issuerKeys(HttpKeySetFetcher fetcher, Clock clock) {
    return new IssuerKeys(fetcher, clock);
  }

  /** Never where citizens sign in for real. */
  @Bean
  @ConditionalOnBooleanProperty("landbruecke.identity.self-test")
  SelfTests selfTests() {
    LoggerFactory.getLogger(SelfTests.class)
        .warn(
            "landbruecke.identity.self-test is on: whoever connects a service can order wrong"
                + " answers for the own browser. Switch it off where citizens sign in");
    return new SelfTests();
  }

  @Bean
  HomeDirectory homeDirectory(HttpKeySetFetcher fetcher, Clock clock) {
    return new HomeDirectory(fetcher, clock);
  }

  @Bean
  HomeTrust homeTrust(Registry registry, HomeDirectory directory) {
    return new HomeTrust(registry, directory);
  }

  @Bean
  IdentityStores identityStores(
      IdentityProperties properties,
      GatewayProperties gateway,
      IdentitySettings settings,
      Environment environment,
      Clock clock) {
    NativeCrypto.install(properties.nativeCrypto());
    IdentityStores stores =
        IdentityStores.open(
            properties,
            gateway.dataDirectory().resolve("identity"),
            settings,
            RegistryDocument.of(environment),
            clock);
    try {
      stores.nodeClock.require();
    } catch (InvalidConfigurationException e) {
      stores.close();
      throw e;
    }
    stores.maintenance.start();
    return stores;
  }

  /** For health and metrics of the connections. */
  @Bean(destroyMethod = "")
  DataSource identityDataSource(IdentityStores stores) {
    return stores.source;
  }

  @Bean
  IdentityTransactions identityTransactions(IdentityStores stores) {
    return stores.transactions;
  }

  @Bean
  Registry registry(IdentityStores stores) {
    return stores.registry;
  }

  @Bean
  Citizens citizens(IdentityStores stores) {
    return stores.citizens;
  }

  @Bean
  Pseudonyms pseudonyms(IdentityStores stores) {
    return stores.pseudonyms;
  }

  @Bean
  Sessions sessions(IdentityStores stores) {
    return stores.sessions;
  }

  @Bean
  LogoutDeliveries logoutDeliveries(IdentityStores stores) {
    return stores.logouts;
  }

  @Bean
  Transactions transactions(IdentityStores stores) {
    return stores.signIns;
  }

  @Bean
  Consents consents(IdentityStores stores) {
    return stores.consents;
  }

  @Bean
  Tokens tokens(IdentityStores stores) {
    return stores.tokens;
  }

  @Bean
  OneUse oneUse(IdentityStores stores) {
    return stores.oneUse;
  }

  @Bean
  SigningKeys signingKeys(IdentityStores stores) {
    return stores.signingKeys;
  }

  @Bean
  Envelope envelope(IdentityStores stores) {
    return stores.envelope;
  }

  @Bean
  AuditLog auditLog(IdentityStores stores) {
    return stores.audit;
  }

  @Bean
  Erasures erasures(IdentityStores stores) {
    return stores.erasures;
  }

  @Bean
  EmergencyStop emergencyStop(IdentityStores stores) {
    return stores.emergencyStop;
  }
}
