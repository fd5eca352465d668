package de.landbruecke.server.pages;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.Place;
import de.landbruecke.area.PlaceResolution;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.PublicService.LegalReference;
import de.landbruecke.catalog.PublicService.RequiredDocument;
import de.landbruecke.catalog.PublicService.TimeLimit;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.EntryTitle;
import de.landbruecke.search.Explanation;
import de.landbruecke.search.Offer;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.SearchHit.FoundBy;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchResult;
import de.landbruecke.search.ServiceDetail;
import de.landbruecke.search.Suggestion;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An engine that cleans nothing: one text stands in every field of its only entry, and of its only
 * place.
 */
final class HostileCatalogSearch implements CatalogSearch {

  static final String ID = "L1.LB.1";

  private static final RegionalKey KEY = new RegionalKey("145220310310");

  private final String text;
  private final LocalizedText localized;
  private final URI address;
  private final AreaDirectory areas;

  HostileCatalogSearch(String text) {
    this.text = text;
    this.localized = LocalizedText.of(Map.of("de", text, "en", text));
    this.address = address(text);
    this.areas =
        new AreaDirectory(
            List.of(
                place(KEY, "14522310"),
                place(new RegionalKey("145220320320"), "14522320"),
                place(new RegionalKey("145220000000"), null),
                place(new RegionalKey("140000000000"), null)));
  }

  private static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return URI.create("javascript:alert(1)");
    }
  }

  private Place place(RegionalKey key, @Nullable String municipalityKey) {
    return new Place(
        key,
        text,
        text,
        municipalityKey,
        text,
        text,
        List.of("09244"),
        1,
        null,
        null,
        List.of(text),
        List.of());
  }

  private PublicService service(String agency) {
    return PublicService.builder(new RecordId(agency, RecordClass.SERVICE, "1"), localized)
        .formalName(localized)
        .summary(localized)
        .text(localized)
        .conditions(LocalizedText.of(Map.of("de", "<h3>" + text, "en", "<a href='" + text + "'>x")))
        .procedure(localized)
        .documents(List.of(new RequiredDocument(localized, true)))
        .fees(List.of(new Fee(BigDecimal.TEN, null, "EUR", localized)))
        .deadlines(List.of(new TimeLimit(localized, "P1D")))
        .processingTime(new TimeLimit(localized, null))
        .legalBasis(List.of(new LegalReference(text, address)))
        .areas(List.of(KEY))
        .approval(new Approval(LocalDate.of(2020, 1, 1), text))
        .origin(address)
        .build();
  }

  private OnlineService online(String agency) {
    return new OnlineService(
        new RecordId(agency, RecordClass.ONLINE_SERVICE, "1"),
        localized,
        address,
        AssuranceLevel.HIGH,
        Set.of(),
        Set.of());
  }

  private Offer offer(String portal) {
    return new Offer(
        new PortalId(portal),
        new RecordId(portal, RecordClass.SERVICE, "1"),
        text,
        text,
        text,
        address,
        List.of(KEY),
        null,
        List.of(new Fee(BigDecimal.TEN, null, "EUR", localized)),
        new TimeLimit(localized, null),
        1,
        new Approval(LocalDate.of(2020, 1, 1), text),
        List.of(new Offer.OnlineStart(text, address, AssuranceLevel.HIGH)));
  }

  private SearchHit hit(SearchHit.Match match) {
    return new SearchHit(
        ID,
        List.of(),
        text,
        text + " (amtlich)",
        text,
        List.of(),
        List.of(),
        // The core escapes these; this engine does not.
        Map.of("title", text, "summary", text),
        match,
        List.of(offer("amt24"), offer("service-bw")),
        match == SearchHit.Match.FULL,
        new SearchHit.Responsible(
            new RecordId("L1", RecordClass.ORGANIZATION, "1"),
            text,
            AreaLevel.MUNICIPALITY,
            KEY,
            address),
        List.of(new FoundBy(FoundBy.Kind.SYNONYM, text, text)),
        1);
  }

  @Override
  public SearchResult search(SearchRequest request) {
    List<SearchResult.FacetValue> values = List.of(new SearchResult.FacetValue("amt24", text, 1));
    return new SearchResult(
        request.query().isEmpty() ? 25 : 0,
        List.of(hit(SearchHit.Match.FULL), hit(SearchHit.Match.WEAK)),
        Map.of("portal", values),
        text,
        request.place() == null ? null : areas.resolve(request.place()),
        null,
        "1.0");
  }

  @Override
  public Optional<ServiceDetail> service(String id, @Nullable String place) {
    PlaceResolution resolution = place == null ? null : areas.resolve(place);
    return Optional.of(
        new ServiceDetail(
            ID,
            List.of(),
            List.of(
                new ServiceDetail.Variant(
                    new PortalId("amt24"), text, service("L1"), List.of(online("L1")), true),
                new ServiceDetail.Variant(
                    new PortalId("service-bw"), text, service("L2"), List.of(online("L2")), false)),
            List.of(
                new PublicOrganization(
                    new RecordId("L1", RecordClass.ORGANIZATION, "1"),
                    localized,
                    AreaLevel.MUNICIPALITY,
                    KEY,
                    address,
                    List.of(text),
                    text,
                    text,
                    List.of(text),
                    true)),
            resolution,
            List.of(new ServiceDetail.SimilarService(ID, text)),
            "1.0"));
  }

  @Override
  public List<EntryTitle> entries() {
    return List.of(
        new EntryTitle(
            ID,
            List.of(
                new EntryTitle.Name(text, List.of(KEY)), new EntryTitle.Name(text, List.of()))));
  }

  @Override
  public List<Suggestion> suggest(String prefix, int limit) {
    return List.of();
  }

  @Override
  public List<Place> places(String prefix, int limit) {
    return List.of();
  }

  @Override
  public Optional<Explanation> explain(SearchRequest request, String id) {
    return Optional.empty();
  }

  @Override
  public AreaDirectory areas() {
    return areas;
  }

  @Override
  public String generation() {
    return "1.0";
  }
}
