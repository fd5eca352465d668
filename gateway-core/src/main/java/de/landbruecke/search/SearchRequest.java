package de.landbruecke.search;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.Topic;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks. Values within one filter mean <i>or</i>, different filters mean <i>and</i>,
 * and portal, online and level must hold for one and the same offer, at the asked place if one is
 * given.
 *
 * @param query free text; empty: everything. Never fails on syntax; cut at {@link #MAX_QUERY}
 * @param place a regional key, municipality key, postal code or name; null: none
 * @param portals only entries that one of these offers; empty: all
 * @param online only entries with (true) or without (false) an online service; null: all
 * @param levels only entries with an online service that asks for one of these; empty: all
 * @param topics only entries with one of these; empty: all
 * @param audience only entries for one of these; empty: all
 * @param language preferred language of the answer, BCP 47; German where there is no such text
 * @param sort the order of the hits
 * @param limit hits on this page, 0 to {@link #MAX_LIMIT}
 * @param cursor where this page starts, from {@link SearchResult#next()}; null: at {@code offset}
 * @param offset hits before this page, 0 to {@link #MAX_DEPTH} - 1; 0 where a cursor is given. It
 *     suits numbered pages; only a cursor notices that the generation was replaced
 * @param facets whether to count facets
 * @param highlights whether to mark the matched words and to tell why each hit was found
 */
public record SearchRequest(
    String query,
    @Nullable String place,
    Set<PortalId> portals,
    @Nullable Boolean online,
    Set<AssuranceLevel> levels,
    Set<Topic> topics,
    Set<Audience> audience,
    String language,
    SortOrder sort,
    int limit,
    @Nullable String cursor,
    int offset,
    boolean facets,
    boolean highlights) {

  /** The order of the hits; hits valid at the asked place come first in each. */
  public enum SortOrder {
    /** Best first. */
    RELEVANCE,
    /** By German title, alphabetically. */
    TITLE,
    /** Last approved first. */
    DATE;

    /** The lower-case name that interfaces use. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The order with this {@link #label()}, or empty when there is none. */
    public static Optional<SortOrder> ofLabel(String label) {
      return Arrays.stream(values()).filter(order -> order.label().equals(label)).findFirst();
    }
  }

  /** Hits on a page at most. */
  public static final int MAX_LIMIT = 50;

  /** How deep paging goes; deeper hits are not reachable. */
  public static final int MAX_DEPTH = 1_000;

  /** Characters of a query that are read; the rest is ignored. */
  public static final int MAX_QUERY = 500;

  /** Copies the sets and checks limit and offset. */
  public SearchRequest {
    portals = java.util.Collections.unmodifiableSet(new TreeSet<>(portals));
    levels = java.util.Collections.unmodifiableSet(new TreeSet<>(levels));
    topics = java.util.Collections.unmodifiableSet(new TreeSet<>(topics));
    audience = java.util.Collections.unmodifiableSet(new TreeSet<>(audience));
    if (limit < 0 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "a limit of " + limit + " is not allowed: 0 to " + MAX_LIMIT);
    }
    if (offset < 0 || offset >= MAX_DEPTH) {
      throw new IllegalArgumentException(
          "an offset of " + offset + " is not allowed: 0 to " + (MAX_DEPTH - 1));
    }
    if (cursor != null && offset > 0) {
      throw new IllegalArgumentException(
          "an offset of " + offset + " beside a cursor is not allowed: the cursor says it all");
    }
  }

  /** The first ten hits for a query, with everything by default. */
  public static SearchRequest of(String query) {
    return builder(query).build();
  }

  /** Starts a request. */
  public static Builder builder(String query) {
    return new Builder(query);
  }

  /** A builder that starts with this request's values. */
  public Builder toBuilder() {
    Builder builder = new Builder(query);
    builder.place = place;
    builder.portals.addAll(portals);
    builder.online = online;
    builder.levels.addAll(levels);
    builder.topics.addAll(topics);
    builder.audience.addAll(audience);
    builder.language = language;
    builder.sort = sort;
    builder.limit = limit;
    builder.cursor = cursor;
    builder.offset = offset;
    builder.facets = facets;
    builder.highlights = highlights;
    return builder;
  }

  /** Collects the parts of a request. Not thread-safe. */
  public static final class Builder {
    private final String query;
    private @Nullable String place;
    private final Set<PortalId> portals = new TreeSet<>();
    private @Nullable Boolean online;
    private final EnumSet<AssuranceLevel> levels = EnumSet.noneOf(AssuranceLevel.class);
    private final EnumSet<Topic> topics = EnumSet.noneOf(Topic.class);
    private final EnumSet<Audience> audience = EnumSet.noneOf(Audience.class);
    private String language = "de";
    private SortOrder sort = SortOrder.RELEVANCE;
    private int limit = 10;
    private @Nullable String cursor;
    private int offset;
    private boolean facets = true;
    private boolean highlights = true;

    private Builder(String query) {
      this.query = query;
    }

    /** A regional key, municipality key, postal code or name. */
    public Builder place(@Nullable String value) {
      place = value;
      return this;
    }

    /** Only entries that one of these offers. */
    public Builder portals(Collection<PortalId> values) {
      portals.addAll(values);
      return this;
    }

    /** Only entries with, or without, an online service. */
    public Builder online(@Nullable Boolean value) {
      online = value;
      return this;
    }

    /** Only entries with an online service that asks for one of these. */
    public Builder levels(Collection<AssuranceLevel> values) {
      levels.addAll(values);
      return this;
    }

    /** Only entries with one of these. */
    public Builder topics(Collection<Topic> values) {
      topics.addAll(values);
      return this;
    }

    /** Only entries for one of these. */
    public Builder audience(Collection<Audience> values) {
      audience.addAll(values);
      return this;
    }

    /** Preferred language of the answer. */
    public Builder language(String value) {
      language = value;
      return this;
    }

    /** The order of the hits. */
    public Builder sort(SortOrder value) {
      sort = value;
      return this;
    }

    /** Hits on this page. */
    public Builder limit(int value) {
      limit = value;
      return this;
    }

    /** Where this page starts. */
    public Builder cursor(@Nullable String value) {
      cursor = value;
      return this;
    }

    /** Hits before this page. */
    public Builder offset(int value) {
      offset = value;
      return this;
    }

    /** Whether to count facets. */
    public Builder facets(boolean value) {
      facets = value;
      return this;
    }

    /** Whether to mark the matched words. */
    public Builder highlights(boolean value) {
      highlights = value;
      return this;
    }

    /** The request. */
    public SearchRequest build() {
      return new SearchRequest(
          query,
          place,
          portals,
          online,
          levels,
          topics,
          audience,
          language,
          sort,
          limit,
          cursor,
          offset,
          facets,
          highlights);
    }
  }
}
