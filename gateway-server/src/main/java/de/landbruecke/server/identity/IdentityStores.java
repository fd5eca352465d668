package de.landbruecke.server.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.zaxxer.hikari.HikariDataSource;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.InvalidConfigurationException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** All stores over one database, made in the order in which they need each other. */
final class IdentityStores implements AutoCloseable {

  private static final String KEY_FILE = "landbruecke.identity.signing-keys.file";

  final HikariDataSource source;
  final JdbcClient jdbc;
  final IdentitySettings settings;
  final IdentityTransactions transactions;
  final Envelope envelope;
  final SecretKeys secretKeys;
  final AuditLog audit;
  final Registry registry;
  final Pseudonyms pseudonyms;
  final Sessions sessions;
  final LogoutDeliveries logouts;
  final Tokens tokens;
  final Citizens citizens;
  final Consents consents;
  final Transactions signIns;
  final OneUse oneUse;
  final SigningKeys signingKeys;
  final EmergencyStop emergencyStop;
  final Erasures erasures;
  final Retention retention;
  final NodeClock nodeClock;
  final Maintenance maintenance;

  private IdentityStores(
      HikariDataSource source,
      IdentityProperties properties,
      Path directory,
      IdentitySettings settings,
      Clock clock) {
    this.source = source;
    this.settings = settings;
    jdbc = JdbcClient.create(source);
    transactions = new IdentityTransactions(new JdbcTransactionManager(source));
    Path masterKey =
        properties.masterKeyFile() == null
            ? directory.resolve("master.key")
            : properties.masterKeyFile();
    envelope = Envelope.open(jdbc, clock, masterKey);
    secretKeys = new SecretKeys(jdbc, envelope, clock);
    audit = new AuditLog(jdbc, envelope, transactions, secretKeys, clock, NodeName.read(directory));
    registry = new Registry(jdbc, transactions, audit, settings, clock);
    pseudonyms = new Pseudonyms(jdbc, envelope, secretKeys, transactions, clock);
    signingKeys =
        new SigningKeys(
            jdbc,
            envelope,
            transactions,
            audit,
            clock,
            properties.signingKeys().rotation(),
            properties.signingKeys().lead());
    tokens = new Tokens(jdbc, envelope, transactions, signingKeys, clock);
    logouts = new LogoutDeliveries(jdbc, envelope, clock);
    sessions =
        new Sessions(
            jdbc, envelope, secretKeys, transactions, pseudonyms, registry, tokens, logouts, clock);
    citizens = new Citizens(jdbc, transactions, secretKeys, sessions, tokens, clock);
    consents = new Consents(jdbc, transactions, tokens, clock);
    signIns = new Transactions(jdbc, envelope, clock);
    oneUse = new OneUse(jdbc);
    erasures = new Erasures(jdbc, transactions, registry, pseudonyms, citizens, audit, clock);
    emergencyStop =
        new EmergencyStop(transactions, registry, citizens, sessions, tokens, signingKeys, audit);
    retention = new Retention(jdbc, registry, citizens, sessions, logouts, erasures, audit, clock);
    nodeClock = new NodeClock(jdbc, clock);
    maintenance = new Maintenance(retention, signingKeys, audit, nodeClock, clock);
  }

  /**
   * Opens the database, brings it up to date, and takes in keys and registry of the configuration.
   *
   * @param directory for files of the identity half
   * @throws InvalidConfigurationException if the master key, a key file or the registry does not
   *     fit
   */
  static IdentityStores open(
      IdentityProperties properties,
      Path directory,
      IdentitySettings settings,
      RegistryDocument document,
      Clock clock) {
    HikariDataSource source = IdentityDatabase.open(properties.database(), directory);
    try {
      IdentityStores stores = new IdentityStores(source, properties, directory, settings, clock);
      stores.takeIn(properties, document);
      return stores;
    } catch (InvalidRegistryException e) {
      source.close();
      throw new InvalidConfigurationException(e.faults());
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private void takeIn(IdentityProperties properties, RegistryDocument document) {
    registry.importOnce(document);
    // What is in the database must also be allowed by the profiles of this start.
    registry.current();
    if (properties.signingKeys().file() != null) {
      try {
        signingKeys.take(
            KeyFiles.read(
                KEY_FILE,
                Objects.requireNonNull(properties.signingKeys().file()),
                properties.signingKeys().passwordFile()));
      } catch (IllegalArgumentException e) {
        throw new InvalidConfigurationException(List.of(KEY_FILE + ": " + e.getMessage()));
      }
    }
    signingKeys.current(JWSAlgorithm.ES256);
    secretKeys.version(SecretKeys.LOOKUP);
    secretKeys.version(SecretKeys.PSEUDONYM);
  }

  @Override
  public void close() {
    if (!source.isClosed()) {
      maintenance.close();
      source.close();
    }
  }
}
