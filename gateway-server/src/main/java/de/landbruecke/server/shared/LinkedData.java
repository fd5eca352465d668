package de.landbruecke.server.search;

import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.search.ServiceDetail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An entry as schema.org's {@code GovernmentService} in JSON-LD. */
final class LinkedData {

  static final String MEDIA_TYPE = "application/ld+json";

  private LinkedData() {}

  static Map<String, Object> of(ServiceDetail detail, String language) {
    ServiceView view = Views.detail(detail, language);
    ServiceView.Variant first = view.variants().getFirst();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("@context", "https://schema.org");
    data.put("@type", "GovernmentService");
    data.put("@id", "/api/v1/services/" + view.id());
    data.put("identifier", view.serviceKeys().isEmpty() ? List.of(view.id()) : view.serviceKeys());
    data.put("name", view.title());
    if (first.formalName() != null) {
      data.put("alternateName", first.formalName());
    }
    if (first.summary() != null) {
      data.put("description", first.summary());
    }
    data.put("inLanguage", first.language());
    List<String> pages =
        view.variants().stream().map(ServiceView.Variant::url).filter(u -> u != null).toList();
    if (!pages.isEmpty()) {
      data.put("sameAs", pages);
    }
    List<Map<String, String>> areas =
        view.variants().stream()
            .flatMap(variant -> variant.areas().stream())
            .distinct()
            .map(key -> node("@type", "AdministrativeArea", "identifier", key))
            .toList();
    if (!areas.isEmpty()) {
      data.put("areaServed", areas);
    }
    List<Map<String, String>> channels =
        view.variants().stream()
            .flatMap(variant -> variant.onlineServices().stream())
            .map(online -> node("@type", "ServiceChannel", "serviceUrl", online.url()))
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
        view.similar().stream()
            .map(s -> node("@type", "GovernmentService", "@id", s.url(), "name", s.title()))
            .toList();
    if (!similar.isEmpty()) {
      data.put("isSimilarTo", similar);
    }
    return data;
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
