package de.landbruecke.server.shared;

import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.search.ServiceDetail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An entry as schema.org's {@code GovernmentService} in JSON-LD. */
public final class LinkedData {

  /** The media type of JSON-LD. */
  public static final String MEDIA_TYPE = "application/ld+json";

  private LinkedData() {}

  /** The entry's description, its members in a fixed order. */
  public static Map<String, Object> of(ServiceDetail detail, String language) {
    PublicService first = detail.variants().getFirst().service();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("@context", "https://schema.org");
    data.put("@type", "GovernmentService");
    data.put("@id", address(detail.id()));
    data.put(
        "identifier",
        detail.keys().isEmpty()
            ? List.of(detail.id())
            : detail.keys().stream().map(ServiceKey::value).toList());
    data.put("name", first.title().best(language));
    if (first.formalName() != null) {
      data.put("alternateName", first.formalName().best(language));
    }
    if (first.summary() != null) {
      data.put("description", first.summary().best(language));
    }
    data.put("inLanguage", first.title().bestLanguage(language));
    List<String> pages =
        detail.variants().stream()
            .map(variant -> variant.service().origin())
            .map(WebLink::of)
            .filter(Objects::nonNull)
            .map(WebLink::href)
            .toList();
    if (!pages.isEmpty()) {
      data.put("sameAs", pages);
    }
    List<Map<String, String>> areas =
        detail.variants().stream()
            .flatMap(variant -> variant.service().areas().stream())
            .distinct()
            .map(key -> node("@type", "AdministrativeArea", "identifier", key.value()))
            .toList();
    if (!areas.isEmpty()) {
      data.put("areaServed", areas);
    }
    List<Map<String, String>> channels =
        detail.variants().stream()
            .flatMap(variant -> variant.onlineServices().stream())
            .map(online -> WebLink.of(online.url()))
            .filter(Objects::nonNull)
            .map(link -> node("@type", "ServiceChannel", "serviceUrl", link.href()))
            .distinct()
            .toList();
    if (!channels.isEmpty()) {
      data.put("availableChannel", channels);
    }
    if (!detail.offices().isEmpty()) {
      data.put(
          "serviceOperator",
          detail.offices().stream().map(office -> operator(office, language)).toList());
    }
    List<Map<String, String>> similar =
        detail.similar().stream()
            .map(s -> node("@type", "GovernmentService", "@id", address(s.id()), "name", s.title()))
            .toList();
    if (!similar.isEmpty()) {
      data.put("isSimilarTo", similar);
    }
    return data;
  }

  private static String address(String id) {
    return "/api/v1/services/" + id;
  }

  private static Map<String, String> operator(PublicOrganization office, String language) {
    return node(
        "@type",
        "GovernmentOrganization",
        "identifier",
        office.id().toString(),
        "name",
        office.title().best(language));
  }

  /** Names and values in turn, in a fixed order: a strong entity tag promises the same bytes. */
  private static Map<String, String> node(String... pairs) {
    Map<String, String> node = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      node.put(pairs[i], pairs[i + 1]);
    }
    return node;
  }
}
