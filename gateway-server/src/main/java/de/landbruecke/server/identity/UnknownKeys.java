package de.landbruecke.server.identity;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds every key of a registry in JSON that does not exist. */
final class UnknownKeys {

  private UnknownKeys() {}

  static List<String> of(JsonNode tree) {
    List<String> faults = new ArrayList<>();
    if (!tree.isObject()) {
      return List.of("registry: found no JSON object");
    }
    check("", tree, RegistryDocument.class, faults);
    for (Map.Entry<String, JsonNode> issuer : tree.path("issuers").properties()) {
      check(
          "issuers." + issuer.getKey() + ".",
          issuer.getValue(),
          RegistryDocument.IssuerEntry.class,
          faults);
    }
    for (Map.Entry<String, JsonNode> service : tree.path("services").properties()) {
      String where = "services." + service.getKey() + ".";
      check(where, service.getValue(), RegistryDocument.ServiceEntry.class, faults);
      check(
          where + "attributes.",
          service.getValue().path("attributes"),
          RegistryDocument.AttributesEntry.class,
          faults);
    }
    int i = 0;
    for (JsonNode policy : tree.path("policies")) {
      String where = "policies[" + i++ + "].";
      check(where, policy, RegistryDocument.PolicyEntry.class, faults);
      check(where + "valid.", policy.path("valid"), RegistryDocument.ValidEntry.class, faults);
    }
    return faults;
  }

  private static void check(
      String where, JsonNode node, Class<? extends Record> type, List<String> faults) {
    List<String> allowed = keys(type);
    for (String key : node.propertyNames()) {
      if (!allowed.contains(key)) {
        faults.add(
            where
                + key
                + ": no such key, allowed are "
                + allowed.stream().sorted().collect(Collectors.joining(", ")));
      }
    }
  }

  static List<String> keys(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
        .toList();
  }
}
