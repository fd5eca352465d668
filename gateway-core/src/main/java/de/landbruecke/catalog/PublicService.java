package de.landbruecke.catalog;

import de.landbruecke.area.RegionalKey;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A service of the administration as one portal describes it ({@code leistung}).
 *
 * @param id unique together with the portal's agency, never by its value alone
 * @param title the everyday name (text module 03)
 * @param keys the nationwide service keys: often one, sometimes none or several
 * @param formalName the official name (02); null where the portal gives none
 * @param summary the teaser (24); null where the portal gives none
 * @param text the full text (06), sanitised HTML; null where the portal gives none
 * @param conditions who may apply (09), sanitised HTML; null where the portal gives none
 * @param procedure how it goes on (11), sanitised HTML; null where the portal gives none
 * @param documents what to bring (08)
 * @param fees what it costs
 * @param deadlines what must be done by when
 * @param processingTime how long the administration takes; null where the portal gives none
 * @param legalBasis the norms (07)
 * @param keywords citizens' words for it by language tag ({@code begriffImKontext})
 * @param lifeSituations the portal's life situations, names or codes
 * @param topics topics of the federal service catalog
 * @param audience whom it addresses ({@code leistungsadressat})
 * @param areas where the text is valid ({@code gueltigkeitGebietID}); empty: unknown, everywhere
 * @param approval the expert approval; null where the portal gives none
 * @param changedAt when the portal last changed the record; null where not given
 * @param origin the record's page on its portal; null where not given
 */
public record PublicService(
    RecordId id,
    LocalizedText title,
    SortedSet<ServiceKey> keys,
    @Nullable LocalizedText formalName,
    @Nullable LocalizedText summary,
    @Nullable LocalizedText text,
    @Nullable LocalizedText conditions,
    @Nullable LocalizedText procedure,
    List<RequiredDocument> documents,
    List<Fee> fees,
    List<TimeLimit> deadlines,
    @Nullable TimeLimit processingTime,
    List<LegalReference> legalBasis,
    Map<String, List<String>> keywords,
    List<String> lifeSituations,
    Set<Topic> topics,
    Set<Audience> audience,
    SortedSet<RegionalKey> areas,
    @Nullable Approval approval,
    @Nullable Instant changedAt,
    @Nullable URI origin)
    implements CatalogRecord {

  /**
   * A document that the applicant brings ({@code dokument}).
   *
   * @param title what it is
   * @param optional whether it is needed only in some cases
   */
  public record RequiredDocument(LocalizedText title, boolean optional) {}

  /**
   * What a service costs ({@code kosten}). At least one of amount and description is there.
   *
   * @param amount in units of the currency; null where only a text is known
   * @param maximum the upper end of a range that starts at {@code amount}; null for a fixed amount
   * @param currency ISO 4217, {@code EUR} by default
   * @param description for whom or what; null where the amount says it all
   */
  public record Fee(
      @Nullable BigDecimal amount,
      @Nullable BigDecimal maximum,
      String currency,
      @Nullable LocalizedText description) {

    /** Checks that the fee says something and that amounts are not negative. */
    public Fee {
      if (amount == null && description == null) {
        throw new IllegalArgumentException("a fee needs an amount or a description");
      }
      if (amount != null && amount.signum() < 0) {
        throw new IllegalArgumentException("a fee of " + amount + " is not allowed: 0 or more");
      }
      if (maximum != null && (amount == null || maximum.compareTo(amount) < 0)) {
        throw new IllegalArgumentException(
            "a fee's maximum of " + maximum + " is not allowed: at least its amount, " + amount);
      }
    }
  }

  /**
   * A deadline ({@code frist}) or a processing time ({@code bearbeitungsdauer}).
   *
   * @param description the portal's words; null where only the duration is known
   * @param duration an ISO 8601 duration such as {@code P14D} or {@code P6W}; null where unknown
   */
  public record TimeLimit(@Nullable LocalizedText description, @Nullable String duration) {

    /** Checks that it says something and that the duration has the form of ISO 8601. */
    public TimeLimit {
      if (description == null && duration == null) {
        throw new IllegalArgumentException("a time limit needs a duration or a description");
      }
      if (duration != null
          && (duration.length() < 3
              || !duration.matches("P(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(\\d+H)?(\\d+M)?)?"))) {
        throw new IllegalArgumentException(
            "'"
                + duration
                + "' is no duration: ISO 8601 such as P14D, P6W, P3M or PT2H is allowed");
      }
    }
  }

  /**
   * A norm on which a service rests.
   *
   * @param citation as lawyers cite it, such as {@code § 9 Personalausweisgesetz (PAuswG)}
   * @param url where it can be read; null where not given
   */
  public record LegalReference(String citation, @Nullable URI url) {}

  /**
   * The expert approval of a text ({@code fachlicheFreigabe}).
   *
   * @param on the day; null where not given
   * @param by the body; null where not given
   */
  public record Approval(@Nullable LocalDate on, @Nullable String by) {}

  /** Copies the collections. */
  public PublicService {
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    documents = List.copyOf(documents);
    fees = List.copyOf(fees);
    deadlines = List.copyOf(deadlines);
    legalBasis = List.copyOf(legalBasis);
    Map<String, List<String>> words = new LinkedHashMap<>();
    keywords.forEach((language, list) -> words.put(language, List.copyOf(list)));
    keywords = Collections.unmodifiableMap(words);
    lifeSituations = List.copyOf(lifeSituations);
    topics = Collections.unmodifiableSet(new TreeSet<>(topics));
    audience = Collections.unmodifiableSet(new TreeSet<>(audience));
    areas = Collections.unmodifiableSortedSet(new TreeSet<>(areas));
  }

  /** Starts a service of which only the required parts are known. */
  public static Builder builder(RecordId id, LocalizedText title) {
    return new Builder(id, title);
  }

  /** Collects the parts of a service. Not thread-safe. */
  public static final class Builder {
    private final RecordId id;
    private final LocalizedText title;
    private final SortedSet<ServiceKey> keys = new TreeSet<>();
    private @Nullable LocalizedText formalName;
    private @Nullable LocalizedText summary;
    private @Nullable LocalizedText text;
    private @Nullable LocalizedText conditions;
    private @Nullable LocalizedText procedure;
    private final List<RequiredDocument> documents = new ArrayList<>();
    private final List<Fee> fees = new ArrayList<>();
    private final List<TimeLimit> deadlines = new ArrayList<>();
    private @Nullable TimeLimit processingTime;
    private final List<LegalReference> legalBasis = new ArrayList<>();
    private final Map<String, List<String>> keywords = new LinkedHashMap<>();
    private final List<String> lifeSituations = new ArrayList<>();
    private final Set<Topic> topics = new TreeSet<>();
    private final Set<Audience> audience = new TreeSet<>();
    private final SortedSet<RegionalKey> areas = new TreeSet<>();
    private @Nullable Approval approval;
    private @Nullable Instant changedAt;
    private @Nullable URI origin;

    private Builder(RecordId id, LocalizedText title) {
      this.id = id;
      this.title = title;
    }

    /** Adds service keys. */
    public Builder keys(Collection<ServiceKey> values) {
      keys.addAll(values);
      return this;
    }

    /** Sets the official name. */
    public Builder formalName(@Nullable LocalizedText value) {
      formalName = value;
      return this;
    }

    /** Sets the teaser. */
    public Builder summary(@Nullable LocalizedText value) {
      summary = value;
      return this;
    }

    /** Sets the full text. */
    public Builder text(@Nullable LocalizedText value) {
      text = value;
      return this;
    }

    /** Sets who may apply. */
    public Builder conditions(@Nullable LocalizedText value) {
      conditions = value;
      return this;
    }

    /** Sets how it goes on. */
    public Builder procedure(@Nullable LocalizedText value) {
      procedure = value;
      return this;
    }

    /** Adds documents. */
    public Builder documents(Collection<RequiredDocument> values) {
      documents.addAll(values);
      return this;
    }

    /** Adds fees. */
    public Builder fees(Collection<Fee> values) {
      fees.addAll(values);
      return this;
    }

    /** Adds deadlines. */
    public Builder deadlines(Collection<TimeLimit> values) {
      deadlines.addAll(values);
      return this;
    }

    /** Sets how long the administration takes. */
    public Builder processingTime(@Nullable TimeLimit value) {
      processingTime = value;
      return this;
    }

    /** Adds norms. */
    public Builder legalBasis(Collection<LegalReference> values) {
      legalBasis.addAll(values);
      return this;
    }

    /** Adds citizens' words in one language. */
    public Builder keywords(String language, Collection<String> values) {
      keywords.computeIfAbsent(language, l -> new ArrayList<>()).addAll(values);
      return this;
    }

    /** Adds life situations. */
    public Builder lifeSituations(Collection<String> values) {
      lifeSituations.addAll(values);
      return this;
    }

    /** Adds topics. */
    public Builder topics(Collection<Topic> values) {
      topics.addAll(values);
      return this;
    }

    /** Adds whom it addresses. */
    public Builder audience(Collection<Audience> values) {
      audience.addAll(values);
      return this;
    }

    /** Adds where the text is valid. */
    public Builder areas(Collection<RegionalKey> values) {
      areas.addAll(values);
      return this;
    }

    /** Sets the expert approval. */
    public Builder approval(@Nullable Approval value) {
      approval = value;
      return this;
    }

    /** Sets when the portal last changed the record. */
    public Builder changedAt(@Nullable Instant value) {
      changedAt = value;
      return this;
    }

    /** Sets the record's page on its portal. */
    public Builder origin(@Nullable URI value) {
      origin = value;
      return this;
    }

    /** The service. */
    public PublicService build() {
      return new PublicService(
          id,
          title,
          keys,
          formalName,
          summary,
          text,
          conditions,
          procedure,
          documents,
          fees,
          deadlines,
          processingTime,
          legalBasis,
          keywords,
          lifeSituations,
          topics,
          audience,
          areas,
          approval,
          changedAt,
          origin);
    }
  }
}
