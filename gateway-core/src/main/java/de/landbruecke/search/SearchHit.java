package de.landbruecke.search;

import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.catalog.Topic;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One public service with every portal's offer.
 *
 * @param id the entry: its smallest service key, else the composite id of its only record
 * @param keys all its service keys
 * @param title the everyday name of its first offer
 * @param formalName the official name of its first offer; null where none is given
 * @param summary the teaser of its first offer; null where none is given
 * @param topics topics of all its offers
 * @param audience whom its offers address
 * @param highlights by field ({@code title}, {@code summary}): the text as HTML, all characters
 *     escaped, matched words in {@code <mark>}; empty when not asked for
 * @param match whether the words matched or only pieces of them
 * @param offers the ones valid at the asked place first, then those in the preferred language
 * @param validAtPlace whether one of the offers is valid at the asked place; null: none was asked
 * @param responsible who is responsible at the asked place; null when unknown or not asked
 * @param foundBy why it was found, where it is not plain to see
 * @param score comparable only within one answer
 */
public record SearchHit(
    String id,
    List<ServiceKey> keys,
    String title,
    @Nullable String formalName,
    @Nullable String summary,
    List<Topic> topics,
    List<Audience> audience,
    Map<String, String> highlights,
    Match match,
    List<Offer> offers,
    @Nullable Boolean validAtPlace,
    @Nullable Responsible responsible,
    List<FoundBy> foundBy,
    double score) {

  /** How a hit matched. */
  public enum Match {
    /** Words matched: forms, parts of compounds, synonyms, corrections. */
    FULL,
    /** Too little of the query matched; only fills up a short page and is not counted. */
    WEAK
  }

  /**
   * Why a hit was found, where it is not plain to see.
   *
   * @param kind what led to the hit
   * @param typed the person's word
   * @param matched the word of the catalog
   */
  public record FoundBy(Kind kind, String typed, String matched) {

    /** What led to a hit. */
    public enum Kind {
      /** An everyday word for an official one, or the reverse. */
      SYNONYM,
      /** A word with a typing error was read as another. */
      CORRECTION,
      /** Only a part of a compound matched. */
      COMPOUND,
      /** A word of another language. */
      TRANSLATION;

      /** The lower-case name that interfaces use. */
      public String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * Who is responsible at the asked place.
   *
   * @param id the body
   * @param name its name
   * @param level its level; null where not known
   * @param regionalKey its area; null where not known
   * @param url its page; null where not known
   */
  public record Responsible(
      RecordId id,
      String name,
      @Nullable AreaLevel level,
      @Nullable RegionalKey regionalKey,
      @Nullable URI url) {}

  /** Copies the collections. */
  public SearchHit {
    keys = List.copyOf(keys);
    topics = List.copyOf(topics);
    audience = List.copyOf(audience);
    highlights = Map.copyOf(highlights);
    offers = List.copyOf(offers);
    foundBy = List.copyOf(foundBy);
  }
}
