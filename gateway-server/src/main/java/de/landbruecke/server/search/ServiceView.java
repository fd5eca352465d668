package de.landbruecke.server.search;

import de.landbruecke.server.search.ServiceList.FeeItem;
import de.landbruecke.server.search.ServiceList.OnlineItem;
import de.landbruecke.server.search.ServiceList.PlaceAnswer;
import de.landbruecke.server.search.ServiceList.Time;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything about one entry, as JSON has it. */
@Schema(name = "Service", description = "Everything about one entry")
record ServiceView(
    String id,
    List<String> serviceKeys,
    String title,
    List<Variant> variants,
    @Schema(description = "Who is responsible at the place, the narrowest area first")
        List<OfficeView> offices,
    @Nullable PlaceAnswer place,
    List<Similar> similar,
    String generation) {

  @Schema(name = "Variant", description = "One portal's record with all its texts")
  record Variant(
      String portal,
      String connector,
      String id,
      List<String> serviceKeys,
      String language,
      @Schema(description = "Languages in which there is at least a title") List<String> languages,
      String title,
      @Nullable String formalName,
      @Nullable String summary,
      @Schema(description = "Sanitised HTML") @Nullable String text,
      @Schema(description = "Sanitised HTML") @Nullable String conditions,
      @Schema(description = "Sanitised HTML") @Nullable String procedure,
      List<DocumentView> documents,
      List<FeeItem> fees,
      List<Time> deadlines,
      @Nullable Time processingTime,
      List<Norm> legalBasis,
      List<String> keywords,
      List<String> lifeSituations,
      List<String> topics,
      List<String> audience,
      List<String> areas,
      @Nullable Boolean validAtPlace,
      @Nullable String approvedOn,
      @Nullable String approvedBy,
      @Nullable String changedAt,
      @Nullable String url,
      List<OnlineItem> onlineServices) {}

  @Schema(name = "Document")
  record DocumentView(String title, boolean optional) {}

  @Schema(name = "Norm")
  record Norm(String citation, @Nullable String url) {}

  @Schema(name = "Similar")
  record Similar(String id, String title, String url) {}

  @Schema(name = "OfficeDetail")
  record OfficeView(
      String id,
      String name,
      @Nullable String level,
      @Nullable String regionalKey,
      @Nullable String url,
      List<String> address,
      @Nullable String phone,
      @Nullable String email,
      List<String> openingHours,
      @Schema(description = "Whether it is invented and only shows how an office looks")
          boolean demonstration) {}
}
