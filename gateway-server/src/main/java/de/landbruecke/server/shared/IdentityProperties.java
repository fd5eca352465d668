package de.landbruecke.server.shared;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The identity half, apart from who is registered in it.
 *
 * @param issuer the gateway's own issuer; null: the identity half is off
 * @param version of what the configuration registers, which is imported once for each version;
 *     null: never
 * @param masterKeyFile the key that opens all others; null: a file in the data directory
 * @param database where the state is; without an address a file in the data directory
 * @param signingKeys how the gateway's own keys change
 * @param staff who administers it at run time
 * @param selfTest whether there is a page on which those who connect services and portals see how
 *     their sign-ins went
 * @param nativeCrypto the jar of the Amazon Corretto Crypto Provider; null: Java's own cryptography
 * @param mtls the port at which clients show certificates
 * @param rateLimit what clients may ask
 * @param trustBundle the SSL bundle with the authorities that outgoing calls trust; null: the JDK's
 * @param suite where the conformance suite runs, in the profile {@code conformance}; null: nowhere
 */
@ConfigurationProperties("landbruecke.identity")
public record IdentityProperties(
    @Nullable String issuer,
    @Nullable String version,
    @Nullable Path masterKeyFile,
    @DefaultValue Database database,
    @DefaultValue SigningKeys signingKeys,
    @DefaultValue Staff staff,
    @DefaultValue("false") boolean selfTest,
    @Nullable Path nativeCrypto,
    @DefaultValue Mtls mtls,
    @DefaultValue RateLimit rateLimit,
    @Nullable String trustBundle,
    @Nullable String suite) {

  /**
   * A PostgreSQL database.
   *
   * @param url of JDBC; null: an H2 file in the data directory
   * @param passwordFile whose first line is the password
   * @param connections how many are open at most
   */
  public record Database(
      @Nullable String url,
      @Nullable String user,
      @Nullable Path passwordFile,
      @DefaultValue("16") int connections) {}

  /**
   * How the gateway's own keys change.
   *
   * @param rotation how long a key signs
   * @param lead how long a key is published before it signs
   * @param file keys made elsewhere (JWK set or PKCS#12); null: the server makes its own
   * @param passwordFile whose first line opens the PKCS#12 file
   * @param accessTokens what access tokens are signed with: {@code ES256}, {@code PS256} or {@code
   *     EdDSA}
   */
  public record SigningKeys(
      @DefaultValue("90d") Duration rotation,
      @DefaultValue("24h") Duration lead,
      @Nullable Path file,
      @Nullable Path passwordFile,
      @DefaultValue("ES256") String accessTokens) {}

  /**
   * The port at which clients show certificates (RFC 8705).
   *
   * @param port null: there is none
   * @param bundle the SSL bundle with the server's key, and the authorities of clients
   * @param address the start of its addresses; null: https, the issuer's host, and the port
   */
  public record Mtls(@Nullable Integer port, @Nullable String bundle, @Nullable String address) {}

  /**
   * What clients may ask, where {@link RateLimitProperties#enabled}. After a pause four times as
   * much, at once.
   *
   * @param perClient requests a second of one client
   * @param refusals requests a second of one network that are not authenticated
   */
  public record RateLimit(@DefaultValue("1000") int perClient, @DefaultValue("20") int refusals) {}

  /**
   * Where the staff signs in.
   *
   * @param issuerUri the exact issuer of their access tokens; null: nobody administers at run time
   * @param audience what the tokens must be meant for
   * @param rolesClaim the claim that names the roles, or a path to it such as {@code
   *     realm_access.roles}
   * @param network {@code public} or {@code private}
   */
  public record Staff(
      @Nullable String issuerUri,
      @Nullable String audience,
      @DefaultValue("roles") String rolesClaim,
      @DefaultValue("public") Network network,
      @DefaultValue({"ES256", "PS256", "EdDSA"}) List<String> algorithms,
      @DefaultValue("at+jwt") List<String> tokenTypes) {

    /** Where the issuer's host may lie. */
    public enum Network {
      /** At public addresses. */
      PUBLIC,
      /** At private addresses too. */
      PRIVATE
    }

    /** Copies the lists. */
    public Staff {
      algorithms = List.copyOf(algorithms);
      tokenTypes = List.copyOf(tokenTypes);
    }
  }
}
