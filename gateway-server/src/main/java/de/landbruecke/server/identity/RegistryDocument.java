package de.landbruecke.server.identity;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The registry as it is written down, by the same names in configuration and JSON. Every value is
 * still a text, so that {@link RegistryReader} can tell all faults at once.
 *
 * @param version null in a document that was changed at run time
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RegistryDocument(
    @Nullable String version,
    @Nullable Map<String, IssuerEntry> issuers,
    @Nullable Map<String, ServiceEntry> services,
    @Nullable List<PolicyEntry> policies) {

  private static final String PREFIX = "landbruecke.identity";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .changeDefaultPropertyInclusion(included ->
              included.withValueInclusion(
                  com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** A home issuer as it is written down. */
  record IssuerEntry(
      @Nullable String label,
      @Nullable String protocol,
      @Nullable String issuerUri,
      @Nullable String network,
      @Nullable String ceiling,
      @Nullable Map<String, String> levels,
      @Nullable String levelsVersion,
      @Nullable List<String> algorithms,
      @Nullable List<String> tokenTypes,
      @Nullable String clientId,
      @Nullable String keyFile,
      @Nullable String attributeRequest,
      @Nullable String tokensWithoutId,
      @Nullable String metadataFile,
      @Nullable String onlineServiceId,
      @Nullable String displayName,
      @Nullable String enabled) {}

  /** A service as it is written down. */
  record ServiceEntry(
      @Nullable String name,
      @Nullable String sector,
      @Nullable String controller,
      @Nullable String audience,
      @Nullable String portal,
      @Nullable List<String> homeClients,
      @Nullable List<String> redirectUris,
      @Nullable List<String> postLogoutRedirectUris,
      @Nullable String backchannelLogoutUri,
      @Nullable String network,
      @Nullable String jwks,
      @Nullable String minimumLevel,
      @Nullable AttributesEntry attributes,
      @Nullable List<String> scopes,
      @Nullable String profile,
      @Nullable List<String> grants,
      @Nullable String authentication,
      @Nullable String secretHash,
      @Nullable String certificateSubject,
      @Nullable String senderConstraint,
      @Nullable String idTokenAlgorithm,
      @Nullable String userinfoAlgorithm,
      @Nullable String purpose,
      @Nullable List<String> weakenings,
      @Nullable String enabled) {}

  /** Which attributes a service asks for. */
  record AttributesEntry(@Nullable List<String> required, @Nullable List<String> optional) {}

  /** A rule as it is written down. */
  record PolicyEntry(
      @Nullable String id,
      @Nullable String from,
      @Nullable String to,
      @Nullable String service,
      @Nullable String minimumLevel,
      @Nullable List<String> scopes,
      @Nullable List<String> attributes,
      @Nullable String exchange,
      @Nullable String uses,
      @Nullable String lifetime,
      @Nullable String senderConstraint,
      @Nullable ValidEntry valid,
      @Nullable String approvedBy) {}

  /** From when and until when a rule holds. */
  record ValidEntry(@Nullable String from, @Nullable String until) {}

  static RegistryDocument of(Environment environment) {
    return Binder.get(environment).bindOrCreate(PREFIX, Bindable.of(RegistryDocument.class));
  }

  /**
   * Reads JSON: the registry alone, or as {@link #toConfiguration} writes it.
   *
   * @throws InvalidRegistryException if it is none, or has keys that do not exist
   */
  static RegistryDocument parse(String json) {
    try {
      JsonNode tree = unwrapped(MAPPER.readTree(json));
      List<String> unknown = UnknownKeys.of(tree);
      if (!unknown.isEmpty()) {
        throw new InvalidRegistryException(unknown);
      }
      // A key set may be written as an object, which is easier to read.
      for (JsonNode service : tree.path("services")) {
        if (service.path("jwks").isObject()) {
          ((ObjectNode) service).put("jwks", service.get("jwks").toString());
        }
      }
      return MAPPER.treeToValue(tree, RegistryDocument.class);
    } catch (JacksonException e) {
      throw new InvalidRegistryException(
          List.of(
              "registry: found no such JSON document at line "
                  + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())));
    }
  }

  String toJson() {
    return MAPPER.writeValueAsString(this);
  }

  /** As a configuration file: below its prefix, with keys that a binder leaves as they are. */
  String toConfiguration() {
    ObjectNode file = MAPPER.createObjectNode();
    file.putObject("landbruecke")
        .set("identity", renamed(MAPPER.valueToTree(this), RegistryDocument::bracketed));
    return MAPPER.writeValueAsString(file);
  }

  private static JsonNode unwrapped(JsonNode tree) {
    JsonNode prefix = tree.path("landbruecke");
    return tree.size() == 1 && prefix.size() == 1 && prefix.path("identity").isObject()
        ? renamed(prefix.get("identity"), RegistryDocument::unbracketed)
        : tree;
  }

  /** With the operator's own keys changed: ids, and the issuers' words for levels. */
  private static JsonNode renamed(JsonNode tree, UnaryOperator<String> change) {
    ObjectNode renamed = (ObjectNode) tree.deepCopy();
    for (String map : List.of("issuers", "services")) {
      if (renamed.path(map).isObject()) {
        renamed.set(map, keys(renamed.get(map), change));
      }
    }
    for (JsonNode issuer : renamed.path("issuers")) {
      if (issuer.path("levels").isObject()) {
        ((ObjectNode) issuer).set("levels", keys(issuer.get("levels"), change));
      }
    }
    return renamed;
  }

  private static ObjectNode keys(JsonNode map, UnaryOperator<String> change) {
    ObjectNode changed = MAPPER.createObjectNode();
    map.properties().forEach(entry -> changed.set(change.apply(entry.getKey()), entry.getValue()));
    return changed;
  }

  private static String bracketed(String key) {
    return key.matches("[a-z0-9-]+") ? key : "[" + key + "]";
  }

  private static String unbracketed(String key) {
    return key.startsWith("[") && key.endsWith("]") ? key.substring(1, key.length() - 1) : key;
  }

  /** This and a part: what the part has by the same id takes the place of what is here. */
  RegistryDocument with(RegistryDocument part) {
    Map<String, PolicyEntry> rules = new LinkedHashMap<>();
    List<PolicyEntry> unnamed = new ArrayList<>();
    for (RegistryDocument each : List.of(this, part)) {
      for (PolicyEntry rule : each.policies == null ? List.<PolicyEntry>of() : each.policies) {
        if (rule.id() == null) {
          // The reader tells that it has none.
          unnamed.add(rule);
        } else {
          rules.put(rule.id(), rule);
        }
      }
    }
    unnamed.addAll(0, rules.values());
    return new RegistryDocument(
        version, both(issuers, part.issuers), both(services, part.services), unnamed);
  }

  private static <V> Map<String, V> both(
      @Nullable Map<String, V> first, @Nullable Map<String, V> second) {
    Map<String, V> all = new LinkedHashMap<>(first == null ? Map.of() : first);
    all.putAll(second == null ? Map.of() : second);
    return all;
  }

  RegistryDocument withoutVersion() {
    return new RegistryDocument(null, issuers, services, policies);
  }

  boolean isEmpty() {
    return (issuers == null || issuers.isEmpty())
        && (services == null || services.isEmpty())
        && (policies == null || policies.isEmpty());
  }
}
