package de.landbruecke.trust;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One that signs: a portal, this gateway, or a client with its own keys (then {@link #issuer()} is
 * its client id). Immutable; made by a {@link Builder}.
 */
public final class TrustedIssuer {

  /** No clock is allowed to be further off. */
  public static final Duration MAX_SKEW = Duration.ofSeconds(60);

  /** Where the hosts of an issuer may lie. */
  public enum Network {
    /** Only public addresses, only https. */
    PUBLIC,
    /** Private addresses too, and http for loopback hosts. */
    PRIVATE
  }

  private final String id;
  private final String issuer;
  private final @Nullable URI keySetAddress;
  private final @Nullable KeySet keySet;
  private final Network network;
  private final Set<SignatureAlgorithm> algorithms;
  private final Set<String> accessTokenTypes;
  private final LevelMap levels;
  private final Map<String, String> clients;
  private final Set<String> audiences;
  private final Set<String> blockedKeys;
  private final Duration maxLifetime;
  private final Duration skew;
  private final boolean missingTokenIdAllowed;
  private final boolean statusDemanded;

  private TrustedIssuer(Builder builder) {
    id = builder.id;
    issuer = builder.issuer;
    keySetAddress = builder.keySetAddress;
    keySet = builder.keySet;
    network = builder.network;
    algorithms = Set.copyOf(builder.algorithms);
    accessTokenTypes = Set.copyOf(builder.accessTokenTypes);
    levels = builder.levels;
    clients = Map.copyOf(builder.clients);
    audiences = Set.copyOf(builder.audiences);
    blockedKeys = Set.copyOf(builder.blockedKeys);
    maxLifetime = builder.maxLifetime;
    skew = builder.skew;
    missingTokenIdAllowed = builder.missingTokenIdAllowed;
    statusDemanded = builder.statusDemanded;
  }

  /** An issuer whose keys are fetched from a registered address. */
  public static Builder fetching(String id, String issuer, URI keySetAddress) {
    return new Builder(id, issuer, Objects.requireNonNull(keySetAddress), null);
  }

  /** An issuer whose keys are registered themselves. */
  public static Builder withKeys(String id, String issuer, KeySet keySet) {
    return new Builder(id, issuer, null, Objects.requireNonNull(keySet));
  }

  /** Our short name, such as {@code service-bw}. */
  public String id() {
    return id;
  }

  /** The exact value of {@code iss}. */
  public String issuer() {
    return issuer;
  }

  /** Where the keys are fetched from, empty when they are registered. */
  public Optional<URI> keySetAddress() {
    return Optional.ofNullable(keySetAddress);
  }

  /** The registered keys, empty when they are fetched. */
  public Optional<KeySet> keySet() {
    return Optional.ofNullable(keySet);
  }

  /** Where the key set's host may lie. */
  public Network network() {
    return network;
  }

  /** What this issuer may sign with. */
  public Set<SignatureAlgorithm> algorithms() {
    return algorithms;
  }

  /** Values of {@code typ} of its access tokens; by default only {@code at+jwt}. */
  public Set<String> accessTokenTypes() {
    return accessTokenTypes;
  }

  /** What its {@code acr} values mean. */
  public LevelMap levels() {
    return levels;
  }

  /**
   * Who of this issuer may have to do with an exchange: from a client id there to the client id
   * here. Its keys are the clients whose tokens may be brought, and the audiences that stand for
   * the client here; its values are those who may bring them.
   */
  public Map<String, String> clients() {
    return clients;
  }

  /** The names by which its tokens mean this gateway in {@code aud}. */
  public Set<String> audiences() {
    return audiences;
  }

  /** Key ids that are refused even if the issuer still publishes them. */
  public Set<String> blockedKeys() {
    return blockedKeys;
  }

  /** The longest time from {@code iat} to {@code exp}. */
  public Duration maxLifetime() {
    return maxLifetime;
  }

  /** How far clocks may be apart. */
  public Duration skew() {
    return skew;
  }

  /** Whether a token without {@code jti} is known again by the hash of header and payload. */
  public boolean isMissingTokenIdAllowed() {
    return missingTokenIdAllowed;
  }

  /** Whether an exchange must ask whether the token is still active. */
  public boolean isStatusDemanded() {
    return statusDemanded;
  }

  @Override
  public String toString() {
    return "TrustedIssuer[" + id + "]";
  }

  /** Collects what is registered for an issuer. The defaults are the strict ones. */
  public static final class Builder {

    private final String id;
    private final String issuer;
    private final @Nullable URI keySetAddress;
    private final @Nullable KeySet keySet;
    private Network network = Network.PUBLIC;
    private Set<SignatureAlgorithm> algorithms =
        Set.of(SignatureAlgorithm.ES256, SignatureAlgorithm.PS256, SignatureAlgorithm.EDDSA);
    private Set<String> accessTokenTypes = Set.of("at+jwt");
    private LevelMap levels = LevelMap.NONE;
    private Map<String, String> clients = Map.of();
    private Set<String> audiences = Set.of();
    private Set<String> blockedKeys = Set.of();
    private Duration maxLifetime = Duration.ofHours(1);
    private Duration skew = MAX_SKEW;
    private boolean missingTokenIdAllowed;
    private boolean statusDemanded;

    private Builder(
        String id, String issuer, @Nullable URI keySetAddress, @Nullable KeySet keySet) {
      this.id = Objects.requireNonNull(id);
      this.issuer = Objects.requireNonNull(issuer);
      this.keySetAddress = keySetAddress;
      this.keySet = keySet;
    }

    /** Default: public. */
    public Builder network(Network network) {
      this.network = Objects.requireNonNull(network);
      return this;
    }

    /** Default: ES256, PS256 and EdDSA. */
    public Builder algorithms(Set<SignatureAlgorithm> algorithms) {
      this.algorithms = Set.copyOf(algorithms);
      return this;
    }

    /** Default: {@code at+jwt}. */
    public Builder accessTokenTypes(Set<String> accessTokenTypes) {
      this.accessTokenTypes = Set.copyOf(accessTokenTypes);
      return this;
    }

    /** Default: every value means none. */
    public Builder levels(LevelMap levels) {
      this.levels = Objects.requireNonNull(levels);
      return this;
    }

    /** Default: none, so that none of its tokens can be exchanged. */
    public Builder clients(Map<String, String> clients) {
      this.clients = Map.copyOf(clients);
      return this;
    }

    /** Default: none. */
    public Builder audiences(Set<String> audiences) {
      this.audiences = Set.copyOf(audiences);
      return this;
    }

    /** Default: none. */
    public Builder blockedKeys(Set<String> blockedKeys) {
      this.blockedKeys = Set.copyOf(blockedKeys);
      return this;
    }

    /** Default: one hour. At most 24. */
    public Builder maxLifetime(Duration maxLifetime) {
      this.maxLifetime = Objects.requireNonNull(maxLifetime);
      return this;
    }

    /** Default: 60 seconds, which is also the maximum. */
    public Builder skew(Duration skew) {
      this.skew = Objects.requireNonNull(skew);
      return this;
    }

    /** Weaker than the default: tokens without {@code jti} may be exchanged. */
    public Builder allowMissingTokenId() {
      missingTokenIdAllowed = true;
      return this;
    }

    /** Stricter than the default: an exchange asks whether the token is still active. */
    public Builder demandStatus() {
      statusDemanded = true;
      return this;
    }

    /**
     * The issuer.
     *
     * @throws IllegalArgumentException naming the value that is not allowed
     */
    public TrustedIssuer build() {
      require(!id.isBlank() && !issuer.isBlank(), "id and issuer of an issuer must not be blank");
      require(!algorithms.isEmpty(), "issuer " + id + " needs an algorithm");
      require(
          !skew.isNegative() && skew.compareTo(MAX_SKEW) <= 0,
          "skew " + skew + " of issuer " + id + " is not allowed: 0 to " + MAX_SKEW);
      require(
          maxLifetime.isPositive() && maxLifetime.compareTo(Duration.ofHours(24)) <= 0,
          "lifetime " + maxLifetime + " of issuer " + id + " is not allowed: up to 24 hours");
      if (keySetAddress != null) {
        GuardedHttp.requireAllowed(keySetAddress, network);
      }
      return new TrustedIssuer(this);
    }

    private static void require(boolean condition, String message) {
      if (!condition) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
