package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.trust.LevelMap;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A portal, or BundID, where citizens have their accounts.
 *
 * @param id short, lower-case, part of addresses
 * @param label what citizens read
 * @param issuerUri exactly as in its tokens; the entity id for SAML
 * @param ceiling the highest level that is ever believed
 * @param levels its values for levels; what is not here means none
 * @param notified those of {@code levels} that are notified by eIDAS
 * @param levelsVersion of that table, written into decisions
 * @param algorithms of its signatures, such as {@code ES256}
 * @param tokenTypes values of {@code typ} of tokens that may be exchanged, such as {@code at+jwt}
 * @param clientId what the gateway is called there
 * @param keyFile the gateway's own key there (JWK set or PKCS#12); null: a signing key of its own
 * @param attributeRequest how attributes are asked for there
 * @param tokensWithoutId whether tokens without {@code jti} are known again by their content
 * @param enabled whether it is used at all
 * @param saml only with that protocol; null with any other
 */
public record HomeIssuer(
    String id,
    String label,
    Protocol protocol,
    String issuerUri,
    Network network,
    AssuranceLevel ceiling,
    Map<String, AssuranceLevel> levels,
    Set<String> notified,
    int levelsVersion,
    Set<String> algorithms,
    Set<String> tokenTypes,
    String clientId,
    @Nullable String keyFile,
    AttributeRequest attributeRequest,
    boolean tokensWithoutId,
    boolean enabled,
    @Nullable Saml saml) {

  /**
   * What only SAML needs.
   *
   * @param metadataFile where the issuer's metadata lies: its address and certificates
   * @param onlineServiceId the gateway's number at BundID, such as {@code BMI-1234}; null: another
   *     identity provider, which knows nothing of BundID's extension
   * @param displayName what BundID tells the citizen of who asks
   */
  public record Saml(String metadataFile, @Nullable String onlineServiceId, String displayName) {}

  /** Copies the collections. */
  public HomeIssuer {
    levels = Map.copyOf(levels);
    notified = Set.copyOf(notified);
    algorithms = Set.copyOf(algorithms);
    tokenTypes = Set.copyOf(tokenTypes);
  }

  /** What a value of this issuer means, never more than its ceiling; unknown means none. */
  public AssuranceLevel level(@Nullable String value) {
    AssuranceLevel mapped =
        value == null ? AssuranceLevel.NONE : levels.getOrDefault(value, AssuranceLevel.NONE);
    return mapped.isAtLeast(ceiling) ? ceiling : mapped;
  }

  /** All values and what they mean, as the verifier of tokens wants it. */
  public LevelMap levelMap() {
    Map<String, LevelMap.Proven> values = new HashMap<>();
    levels.forEach(
        (value, level) -> values.put(value, new LevelMap.Proven(level, notified.contains(value))));
    return new LevelMap(id + "-" + levelsVersion, values, ceiling);
  }

  /**
   * The highest level that it can ever confirm.
   *
   * @param onlyNotified whether only means count that are notified
   */
  public AssuranceLevel highest(boolean onlyNotified) {
    return levels.keySet().stream()
        .filter(value -> !onlyNotified || notified.contains(value))
        .map(this::level)
        .max(Comparator.naturalOrder())
        .orElse(AssuranceLevel.NONE);
  }
}
