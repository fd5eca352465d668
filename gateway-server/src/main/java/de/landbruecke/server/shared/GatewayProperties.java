package de.landbruecke.server.shared;

import java.nio.file.Path;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What concerns the whole server.
 *
 * @param dataDirectory holds everything that the server writes
 * @param roles which halves this process runs; {@code identity} also needs an issuer
 */
@ConfigurationProperties("landbruecke")
public record GatewayProperties(
    @DefaultValue("./landbruecke-data") Path dataDirectory,
    @DefaultValue({"search", "identity"}) Set<Role> roles) {

  /** Copies the set. */
  public GatewayProperties {
    roles = Set.copyOf(roles);
  }

  /** A half of the server. */
  public enum Role {
    /** The search over the catalogs. */
    SEARCH,
    /** The identity gateway. */
    IDENTITY
  }
}
