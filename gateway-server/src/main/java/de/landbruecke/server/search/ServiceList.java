package de.landbruecke.server.search;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to a search, as JSON has it. */
@Schema(name = "ServiceList", description = "The answer to a search")
record ServiceList(
    @Schema(description = "How many entries match; weak ones are not counted") long total,
    List<Item> items,
    @Schema(description = "By name; each counts as if its own filter were not set")
        Map<String, List<Facet>> facets,
    @Nullable DidYouMean didYouMean,
    @Nullable PlaceAnswer place,
    @Schema(description = "The cursor of the next page; null on the last") @Nullable String next,
    @Schema(description = "The generation of the index that answered") String generation) {

  @Schema(name = "ServiceItem", description = "One public service with every portal's offer")
  record Item(
      String id,
      List<String> serviceKeys,
      String title,
      @Nullable String formalName,
      @Nullable String summary,
      List<String> topics,
      List<String> audience,
      @Schema(description = "By field: HTML, all characters escaped, matched words in mark")
          Map<String, String> highlights,
      @Schema(allowableValues = {"full", "weak"}) String match,
      List<OfferItem> offers,
      @Nullable Office responsible,
      List<Reason> foundBy,
      double score) {}

  @Schema(name = "Offer", description = "One portal's description")
  record OfferItem(
      String portal,
      String id,
      String title,
      @Nullable String url,
      String language,
      @Schema(description = "Regional keys; empty: everywhere") List<String> areas,
      @Nullable Boolean validAtPlace,
      List<FeeItem> fees,
      @Nullable Time processingTime,
      int documentCount,
      @Nullable String approvedOn,
      @Nullable String approvedBy,
      List<OnlineItem> onlineServices) {}

  @Schema(name = "Fee")
  record FeeItem(
      @Nullable BigDecimal amount,
      @Nullable BigDecimal maximum,
      String currency,
      @Nullable String description) {}

  @Schema(name = "Time", description = "An ISO 8601 duration, words, or both")
  record Time(@Nullable String duration, @Nullable String description) {}

  @Schema(name = "OnlineService")
  record OnlineItem(
      String title,
      String url,
      @Nullable String host,
      @Schema(
              nullable = true,
              allowableValues = {"none", "basic", "low", "substantial", "high"})
          @Nullable String trustLevel) {}

  @Schema(name = "Office", description = "Who is responsible at the place")
  record Office(
      String id,
      String name,
      @Nullable String level,
      @Nullable String regionalKey,
      @Nullable String url) {}

  @Schema(name = "FoundBy", description = "Why it was found, where it is not plain to see")
  record Reason(
      @Schema(allowableValues = {"synonym", "correction", "compound", "translation"}) String kind,
      String typed,
      String matched) {}

  @Schema(name = "Facet")
  record Facet(String value, String label, long count) {}

  @Schema(name = "DidYouMean")
  record DidYouMean(String text, String url) {}

  @Schema(name = "PlaceAnswer", description = "What the asked place, or one in the query, leads to")
  record PlaceAnswer(
      @Schema(allowableValues = {"resolved", "ambiguous", "unknown", "outside"}) String status,
      @Nullable String regionalKey,
      @Nullable String name,
      List<PlaceItem> candidates) {}

  @Schema(name = "Place")
  record PlaceItem(
      String regionalKey,
      String name,
      @Schema(description = "The name with what tells it from namesakes") String label,
      String kind,
      String level,
      @Nullable String municipalityKey,
      @Nullable String district,
      String state,
      List<String> postalCodes,
      @Nullable Integer population,
      @Nullable Double latitude,
      @Nullable Double longitude) {}
}
