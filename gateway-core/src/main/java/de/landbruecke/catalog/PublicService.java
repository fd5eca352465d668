package de.landbruecke.catalog;

import de.landbruecke.area.RegionalKey;
import java.net.URI;
import java.time.Instant;
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
