package de.landbruecke.server.identity;

import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.h2.api.ErrorCode;

/**
 * The database of a server without the server, for the command line: of one that is stopped where
 * the database is the embedded file, of one that may run where it is PostgreSQL.
 */
public final class OfflineIdentity implements AutoCloseable {

  private final IdentityStores stores;

  private OfflineIdentity(IdentityStores stores) {
    this.stores = stores;
  }

  /**
   * Opens it.
   *
   * @param dataDirectory of the server
   * @throws IOException if there is none, a running server holds it, or it cannot be opened
   */
  public static OfflineIdentity open(
      IdentityProperties properties, Path dataDirectory, IdentitySettings settings)
      throws IOException {
    Path directory = dataDirectory.resolve("identity");
    if (properties.database().url() == null
        && !Files.isRegularFile(directory.resolve("identity.mv.db"))) {
      throw new IOException("there is no identity database in " + directory);
    }
    try {
      return new OfflineIdentity(
          IdentityStores.open(
              properties,
              directory,
              settings,
              new RegistryDocument(null, null, null, null),
              Clock.systemUTC()));
    } catch (InvalidConfigurationException | InvalidRegistryException e) {
      throw new IOException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IOException(
          isHeld(e)
              ? "the database in "
                  + directory
                  + " is in use: stop the server first, or use /admin/v1 of the running one"
              : "the database cannot be opened (" + root(e).getClass().getSimpleName() + ")",
          e);
    }
  }

  /** All that is wrong with a registry in JSON, one sentence each; empty: nothing is. */
  public static List<String> faults(String document, IdentitySettings settings) {
    try {
      RegistryReader.read(RegistryDocument.parse(document), 0, settings);
      return List.of();
    } catch (InvalidRegistryException e) {
      return e.faults();
    }
  }

  /**
   * A registry in JSON and what somebody wants to be registered in it, together: what is in both by
   * the same id is taken from the part.
   *
   * @throws InvalidRegistryException with all that would be wrong with it
   */
  public static String joined(String registry, String part, IdentitySettings settings) {
    RegistryDocument joined =
        RegistryDocument.parse(registry).with(RegistryDocument.parse(part)).withoutVersion();
    RegistryReader.read(joined, 0, settings);
    return joined.toConfiguration();
  }

  /** Of this database. */
  public Registry registry() {
    return stores.registry;
  }

  /** Of this database. */
  public AuditLog auditLog() {
    return stores.audit;
  }

  /** Of this database. */
  public SigningKeys signingKeys() {
    return stores.signingKeys;
  }

  /** Of this database. */
  public EmergencyStop emergencyStop() {
    return stores.emergencyStop;
  }

  @Override
  public void close() {
    stores.close();
  }

  private static boolean isHeld(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql
          && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
        return true;
      }
    }
    return false;
  }

  private static Throwable root(Throwable thrown) {
    return thrown.getCause() == null ? thrown : root(thrown.getCause());
  }
}
