package de.landbruecke.server.search;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.Place;
import de.landbruecke.area.PlaceResolution;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.PublicService.TimeLimit;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.catalog.Topic;
import de.landbruecke.search.Offer;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.SearchResult;
import de.landbruecke.search.ServiceDetail;
import de.landbruecke.server.search.ServiceList.DidYouMean;
import de.landbruecke.server.search.ServiceList.Facet;
import de.landbruecke.server.search.ServiceList.FeeItem;
import de.landbruecke.server.search.ServiceList.Item;
import de.landbruecke.server.search.ServiceList.OfferItem;
import de.landbruecke.server.search.ServiceList.Office;
import de.landbruecke.server.search.ServiceList.OnlineItem;
import de.landbruecke.server.search.ServiceList.PlaceAnswer;
import de.landbruecke.server.search.ServiceList.PlaceItem;
import de.landbruecke.server.search.ServiceList.Reason;
import de.landbruecke.server.search.ServiceList.Time;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns the core's answers into what JSON shows. */
final class Views {

  private Views() {}

  static ServiceList list(
      SearchResult result, String language, @Nullable String path, @Nullable String queryString) {
    Map<String, List<Facet>> facets = new LinkedHashMap<>();
    for (String name : List.of("portal", "online", "trustLevel", "topic", "audience")) {
      List<SearchResult.FacetValue> values = result.facets().get(name);
      if (values != null) {
        facets.put(
            name, values.stream().map(v -> new Facet(v.value(), v.label(), v.count())).toList());
      }
    }
    String corrected = result.didYouMean();
    return new ServiceList(
        result.total(),
        result.hits().stream().map(hit -> item(hit, language)).toList(),
        facets,
        corrected == null
            ? null
            : new DidYouMean(
                corrected,
                path
                    + QueryStrings.with(
                        tail(QueryStrings.without(queryString, "cursor")), "q", corrected)),
        place(result.place()),
        result.next(),
        result.generation());
  }

  private static String tail(String query) {
    return query.isEmpty() ? "" : query.substring(1);
  }

  private static Item item(SearchHit hit, String language) {
    SearchHit.Responsible responsible = hit.responsible();
    return new Item(
        hit.id(),
        keys(hit.keys()),
        hit.title(),
        hit.formalName(),
        hit.summary(),
        topics(hit.topics()),
        audience(hit.audience()),
        // In a fixed order: a strong entity tag promises the same bytes.
        new TreeMap<>(hit.highlights()),
        hit.match().name().toLowerCase(Locale.ROOT),
        hit.offers().stream().map(offer -> offer(offer, language)).toList(),
        responsible == null
            ? null
            : new Office(
                responsible.id().toString(),
                responsible.name(),
                level(responsible.level()),
                key(responsible.regionalKey()),
                address(responsible.url())),
        hit.foundBy().stream()
            .map(f -> new Reason(f.kind().label(), f.typed(), f.matched()))
            .toList(),
        hit.score());
  }

  private static OfferItem offer(Offer offer, String language) {
    Approval approval = offer.approval();
    return new OfferItem(
        offer.portal().value(),
        offer.id().toString(),
        offer.title(),
        address(offer.url()),
        offer.language(),
        areas(offer.areas()),
        offer.validAtPlace(),
        fees(offer.fees(), language),
        time(offer.processingTime(), language),
        offer.documentCount(),
        approvedOn(approval),
        approval == null ? null : approval.by(),
        offer.onlineServices().stream().map(o -> online(o.title(), o.url(), o.level())).toList());
  }

  static ServiceView detail(ServiceDetail detail, String language) {
    return new ServiceView(
        detail.id(),
        keys(detail.keys()),
        detail.variants().getFirst().service().title().best(language),
        detail.variants().stream().map(variant -> variant(variant, language)).toList(),
        detail.offices().stream().map(office -> office(office, language)).toList(),
        place(detail.place()),
        detail.similar().stream()
            .map(s -> new ServiceView.Similar(s.id(), s.title(), "/api/v1/services/" + s.id()))
            .toList(),
        detail.generation());
  }

  private static ServiceView.Variant variant(ServiceDetail.Variant variant, String language) {
    PublicService service = variant.service();
    Approval approval = service.approval();
    List<String> keywords =
        service
            .keywords()
            .getOrDefault(
                language, service.keywords().getOrDefault(LocalizedText.GERMAN, List.of()));
    return new ServiceView.Variant(
        variant.portal().value(),
        variant.connector(),
        service.id().toString(),
        keys(service.keys()),
        service.title().bestLanguage(language),
        List.copyOf(service.title().byLanguage().keySet()),
        service.title().best(language),
        text(service.formalName(), language),
        text(service.summary(), language),
        text(service.text(), language),
        text(service.conditions(), language),
        text(service.procedure(), language),
        service.documents().stream()
            .map(d -> new ServiceView.DocumentView(d.title().best(language), d.optional()))
            .toList(),
        fees(service.fees(), language),
        service.deadlines().stream().map(d -> limit(d, language)).toList(),
        time(service.processingTime(), language),
        service.legalBasis().stream()
            .map(norm -> new ServiceView.Norm(norm.citation(), address(norm.url())))
            .toList(),
        keywords,
        service.lifeSituations(),
        topics(service.topics()),
        audience(service.audience()),
        areas(service.areas()),
        variant.validAtPlace(),
        approvedOn(approval),
        approval == null ? null : approval.by(),
        service.changedAt() == null ? null : service.changedAt().toString(),
        address(service.origin()),
        variant.onlineServices().stream()
            .map(o -> online(o.title().best(language), o.url(), o.level()))
            .toList());
  }

  private static ServiceView.OfficeView office(PublicOrganization office, String language) {
    return new ServiceView.OfficeView(
        office.id().toString(),
        office.title().best(language),
        level(office.level()),
        key(office.area()),
        address(office.url()),
        office.address(),
        office.phone(),
        office.email(),
        office.openingHours(),
        office.demonstration());
  }

  static @Nullable PlaceAnswer place(@Nullable PlaceResolution place) {
    return switch (place) {
      case null -> null;
      case PlaceResolution.Resolved r ->
          new PlaceAnswer("resolved", r.place().key().value(), r.place().name(), List.of());
      case PlaceResolution.Ambiguous a ->
          new PlaceAnswer(
              "ambiguous", null, null, a.candidates().stream().map(Views::place).toList());
      case PlaceResolution.Unknown u -> new PlaceAnswer("unknown", null, null, List.of());
      case PlaceResolution.Outside o -> new PlaceAnswer("outside", null, null, List.of());
    };
  }

  static PlaceItem place(Place place) {
    return new PlaceItem(
        place.key().value(),
        place.name(),
        place.label(),
        place.kind(),
        place.key().level().label(),
        place.municipalityKey(),
        place.district(),
        place.state(),
        place.postalCodes(),
        place.population(),
        place.latitude(),
        place.longitude());
  }

  static Set<String> languages(SearchResult result) {
    Set<String> languages = new LinkedHashSet<>();
    result.hits().forEach(hit -> hit.offers().forEach(offer -> languages.add(offer.language())));
    return languages;
  }

  static Set<String> languages(ServiceDetail detail, String preferred) {
    Set<String> languages = new LinkedHashSet<>();
    detail.variants().forEach(v -> languages.add(v.service().title().bestLanguage(preferred)));
    return languages;
  }

  private static List<String> keys(Collection<ServiceKey> keys) {
    return keys.stream().map(ServiceKey::value).toList();
  }

  private static List<String> areas(Collection<RegionalKey> areas) {
    return areas.stream().map(RegionalKey::value).toList();
  }

  private static List<String> topics(Collection<Topic> topics) {
    return topics.stream().map(Topic::slug).toList();
  }

  private static List<String> audience(Collection<Audience> audience) {
    return audience.stream().map(Audience::label).toList();
  }

  private static List<FeeItem> fees(List<Fee> fees, String language) {
    return fees.stream()
        .map(fee ->
            new FeeItem(
                fee.amount(), fee.maximum(), fee.currency(), text(fee.description(), language)))
        .toList();
  }

  private static @Nullable Time time(@Nullable TimeLimit limit, String language) {
    return limit == null ? null : limit(limit, language);
  }

  private static Time limit(TimeLimit limit, String language) {
    return new Time(limit.duration(), text(limit.description(), language));
  }

  private static OnlineItem online(String title, URI url, @Nullable AssuranceLevel level) {
    return new OnlineItem(
        title, url.toString(), url.getHost(), level == null ? null : level.label());
  }

  private static @Nullable String approvedOn(@Nullable Approval approval) {
    return approval == null || approval.on() == null ? null : approval.on().toString();
  }

  private static @Nullable String text(@Nullable LocalizedText text, String language) {
    return text == null ? null : text.best(language);
  }

  private static @Nullable String level(@Nullable AreaLevel level) {
    return level == null ? null : level.label();
  }

  private static @Nullable String key(@Nullable RegionalKey key) {
    return key == null ? null : key.value();
  }

  private static @Nullable String address(@Nullable URI uri) {
    return uri == null ? null : uri.toString();
  }
}
