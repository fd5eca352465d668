package de.landbruecke.server.pages;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.search.Offer;
import de.landbruecke.search.SearchHit;
import de.landbruecke.search.SearchHit.FoundBy;
import gg.jte.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/**
 * One service in the list of results.
 *
 * @param href its page
 * @param title the everyday name, with the matched words marked
 * @param language of title and summary; null for German
 * @param formalName null where it is not given or says the same
 * @param summary with the matched words marked; null where there is none
 * @param badges what matters most, in a word each
 * @param facts what is known, in a fixed order
 * @param offeredBy which portals have it
 * @param approved when the text was last approved; null where not known
 * @param foundBy why it was found, where that is not plain to see; null where it is
 */
record ResultCard(
    String href,
    Content title,
    @Nullable String language,
    @Nullable Text formalName,
    @Nullable Content summary,
    List<Badge> badges,
    List<Fact> facts,
    String offeredBy,
    @Nullable String approved,
    @Nullable String foundBy) {

  private static final int LONGEST_SUMMARY = 150;
  private static final int MOST_REASONS = 3;

  /**
   * A word or two that stand out.
   *
   * @param text says it all: its colour adds nothing
   * @param kind of the design system: {@code info}, {@code success} or {@code warning}
   */
  record Badge(String text, String kind) {}

  /** Copies the lists. */
  ResultCard {
    badges = List.copyOf(badges);
    facts = List.copyOf(facts);
  }

  /** A hit as a card. */
  static ResultCard of(
      SearchHit hit, Whereabouts where, String language, AreaNames areas, Address page) {
    List<Offer> shown = shown(hit);
    Offer first = shown.getFirst();
    Text title = Text.inLanguage(hit.title(), first.language(), Text.LONGEST_TITLE);
    String plainTitle = title == null ? hit.id() : title.value();
    return new ResultCard(
        page.toString(),
        marked(hit.highlights().get("title"), plainTitle, Text.LONGEST_TITLE),
        Text.foreign(first.language()),
        formalName(hit.formalName(), plainTitle, first.language()),
        summary(hit),
        badges(hit, where, shown),
        facts(hit, shown, language, areas),
        offeredBy(hit.offers()),
        approved(shown, areas),
        foundBy(hit.foundBy()));
  }

  /** The offers that hold for the person: those at the place, or all where none is named. */
  private static List<Offer> shown(SearchHit hit) {
    List<Offer> valid =
        hit.offers().stream().filter(o -> Boolean.TRUE.equals(o.validAtPlace())).toList();
    // The first of them is for the narrowest area: it is the one that holds.
    return valid.isEmpty() ? hit.offers() : valid.subList(0, 1);
  }

  private static Content marked(@Nullable String highlighted, String plain, int longest) {
    return CatalogHtml.marked(highlighted == null ? Entities.escape(plain) : highlighted, longest);
  }

  private static @Nullable Content summary(SearchHit hit) {
    String summary = hit.summary();
    String line = summary == null ? "" : Text.line(summary);
    return line.isEmpty() ? null : marked(hit.highlights().get("summary"), line, LONGEST_SUMMARY);
  }

  /** Null where the official name says the same as the everyday one. */
  static @Nullable Text formalName(@Nullable String formalName, String title, String language) {
    Text name = Text.inLanguage(formalName, language, Text.LONGEST_TITLE);
    return name == null || letters(name.value()).equals(letters(title)) ? null : name;
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.GERMAN).replaceAll("[^\\p{L}\\p{N}]+", "");
  }

  private static List<Badge> badges(SearchHit hit, Whereabouts where, List<Offer> shown) {
    List<Badge> badges = new ArrayList<>();
    if (shown.stream().anyMatch(offer -> !offer.onlineServices().isEmpty())) {
      badges.add(
          new Badge(
              hit.validAtPlace() == null ? "Online möglich, je nach Ort" : "Online möglich",
              "success"));
    }
    if (where.place() != null && hit.validAtPlace() != null) {
      String place = Text.line(where.place().name());
      badges.add(
          hit.validAtPlace()
              ? new Badge("Gilt in " + place, "info")
              : new Badge("Für " + place + " nicht beschrieben", "warning"));
    }
    return badges;
  }

  private static List<Fact> facts(
      SearchHit hit, List<Offer> offers, String language, AreaNames areas) {
    Map<Offer, String> labels = labels(offers, areas);
    SearchHit.Responsible responsible = hit.responsible();
    boolean elsewhere = Boolean.FALSE.equals(hit.validAtPlace());
    return Fact.known(
        Fact.of(
            "Beschrieben für",
            elsewhere ? Formats.joined(labels.values().stream().distinct().toList()) : null),
        Fact.of(
            "Zuständig", responsible == null ? null : Text.line(responsible.name(), Fact.SHORT)),
        perOffer("Kosten", labels, offer -> Fact.feesInShort(offer.fees(), language)),
        perOffer("Dauer", labels, offer -> Fact.time(offer.processingTime(), language, Fact.SHORT)),
        perOffer("Anmeldung", labels, ResultCard::level),
        perOffer(
            "Mitbringen",
            labels,
            offer ->
                offer.documentCount() == 0
                    ? null
                    : Fact.german(
                        Formats.count(offer.documentCount(), "Unterlage", "Unterlagen"))));
  }

  private static @Nullable String approved(List<Offer> offers, AreaNames areas) {
    Fact days =
        perOffer(
            "Stand",
            labels(offers, areas),
            offer -> {
              String day = Fact.day(offer.approval());
              return day == null ? null : Fact.german(day);
            });
    return days.values().isEmpty()
        ? null
        : days.values().stream().map(Text::value).collect(Collectors.joining(", "));
  }

  /** What the least demanding of the online services asks for. */
  private static @Nullable Text level(Offer offer) {
    AssuranceLevel least = null;
    for (Offer.OnlineStart online : offer.onlineServices()) {
      AssuranceLevel level = online.level();
      if (level != null && (least == null || least.isAtLeast(level))) {
        least = level;
      }
    }
    return least == null ? null : Fact.german(Formats.level(least));
  }

  /** What tells the offers apart: their areas, or where those are alike their portals. */
  private static Map<Offer, String> labels(List<Offer> offers, AreaNames areas) {
    Map<Offer, String> labels = new LinkedHashMap<>();
    for (Offer offer : offers) {
      String area = areas.of(offer.areas());
      labels.put(offer, area == null ? PortalNames.of(offer.portal()) : area);
    }
    return labels;
  }

  /** One value where all offers agree, else one for each that has one, with what tells it apart. */
  private static Fact perOffer(
      String label, Map<Offer, String> offers, Function<Offer, @Nullable Text> value) {
    List<Text> lines = new ArrayList<>();
    Set<Text> known = new LinkedHashSet<>();
    offers.forEach((offer, name) -> {
      Text text = value.apply(offer);
      if (text != null) {
        known.add(text);
        lines.add(new Text(name + ": " + text.value(), text.language()));
      }
    });
    boolean agree = known.size() == 1 && lines.size() == offers.size();
    return new Fact(label, agree ? List.copyOf(known) : lines.stream().distinct().toList());
  }

  private static String offeredBy(List<Offer> offers) {
    String names =
        Formats.joined(
            offers.stream().map(offer -> PortalNames.of(offer.portal())).distinct().toList());
    return offers.size() > 1 ? names + " (" + offers.size() + " Varianten)" : names;
  }

  /** Null where it is plain to see why the service was found. */
  static @Nullable String foundBy(List<FoundBy> reasons) {
    List<String> texts =
        reasons.stream()
            .limit(MOST_REASONS)
            .map(reason -> {
              String typed = Text.line(reason.typed(), 60);
              String matched = Text.line(reason.matched(), 60);
              return switch (reason.kind()) {
                case SYNONYM, TRANSLATION ->
                    typed.equalsIgnoreCase(matched) ? matched : typed + " (" + matched + ")";
                case CORRECTION -> matched + " (statt " + typed + ")";
                case COMPOUND -> typed + " in " + matched;
              };
            })
            .toList();
    return texts.isEmpty() ? null : String.join(", ", texts);
  }
}
