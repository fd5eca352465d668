package de.landbruecke.grouping;

import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What editors decided where the keys alone group wrongly. Immutable and safe to share between
 * threads. Read from JSON Lines; empty lines and lines that start with {@code #} are skipped:
 *
 * <pre>{@code
 * {"decision":"join","keys":["99…","99…"],"reason":"…","owner":"…","date":"2026-11-01"}
 * {"decision":"split","records":["AGENCY.LB.ID"],"reason":"…","owner":"…","date":"2026-11-01"}
 * }</pre>
 */
public final class EditorialDecisions {

  /** No decision at all. */
  public static final EditorialDecisions NONE = new EditorialDecisions(List.of());

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** What is decided. */
  public enum Kind {
    /** The entries of the named keys, and the named records, become one. */
    JOIN,
    /** The named records leave the entries of the named keys and are an entry of their own. */
    SPLIT
  }

  /**
   * One decision.
   *
   * @param kind what is decided
   * @param keys for a join what becomes one; for a split whose entries the records leave, none: all
   * @param records services; for a split at least one
   * @param reason why, for the next editor
   * @param owner who answers for it
   * @param date when it was made
   */
  public record Decision(
      Kind kind,
      SortedSet<ServiceKey> keys,
      SortedSet<RecordId> records,
      String reason,
      String owner,
      LocalDate date) {

    /** Checks that the decision says something. */
    public Decision {
      keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
      records = Collections.unmodifiableSortedSet(new TreeSet<>(records));
      if (kind == Kind.JOIN && keys.size() + records.size() < 2) {
        throw new IllegalArgumentException(
            "a join names " + (keys.size() + records.size()) + " keys and records: at least two");
      }
      if (kind == Kind.SPLIT && records.isEmpty()) {
        throw new IllegalArgumentException("a split names no record: at least one");
      }
      for (RecordId id : records) {
        if (id.recordClass() != RecordClass.SERVICE) {
          throw new IllegalArgumentException(
              "record '" + id + "' is no service: AGENCY.LB.ID is allowed");
        }
      }
      if (reason.isBlank() || owner.isBlank()) {
        throw new IllegalArgumentException("a decision needs a reason and an owner");
      }
    }
  }

  private final List<Decision> decisions;

  private EditorialDecisions(List<Decision> decisions) {
    this.decisions = List.copyOf(decisions);
    Set<RecordId> split = new HashSet<>();
    for (Decision decision : decisions) {
      for (RecordId id : decision.records()) {
        if (decision.kind() == Kind.SPLIT && !split.add(id)) {
          throw new IllegalArgumentException(
              "record '" + id + "' is split twice: one split with several keys is allowed");
        }
      }
    }
    for (Decision decision : decisions) {
      for (RecordId id : decision.records()) {
        if (decision.kind() == Kind.JOIN && split.contains(id)) {
          throw new IllegalArgumentException(
              "record '" + id + "' is joined and split: one of both is allowed");
        }
      }
    }
  }

  /**
   * These decisions.
   *
   * @throws IllegalArgumentException when two of them contradict each other
   */
  public static EditorialDecisions of(List<Decision> decisions) {
    return new EditorialDecisions(decisions);
  }

  /**
   * Reads decisions.
   *
   * @param source how the file is called in messages
   * @throws IllegalArgumentException when a line is no decision or two contradict each other; the
   *     message names source and line
   */
  public static EditorialDecisions read(Reader reader, String source) throws IOException {
    List<Decision> decisions = new ArrayList<>();
    BufferedReader lines = new BufferedReader(reader);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        decisions.add(decision(MAPPER.readTree(line)));
      } catch (JacksonException e) {
        throw new IllegalArgumentException(
            source + ", line " + number + ": no JSON object: " + e.getOriginalMessage(), e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(source + ", line " + number + ": " + e.getMessage(), e);
      }
    }
    try {
      return new EditorialDecisions(decisions);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  private static Decision decision(JsonNode node) {
    Kind kind =
        switch (text(node, "decision")) {
          case "join" -> Kind.JOIN;
          case "split" -> Kind.SPLIT;
          case String other ->
              throw new IllegalArgumentException(
                  "decision '" + other + "' is not allowed: join or split");
        };
    return new Decision(
        kind,
        set(node, "keys", ServiceKey::parse, "99 and twelve more digits"),
        set(node, "records", RecordId::parse, "AGENCY.LB.ID"),
        text(node, "reason"),
        text(node, "owner"),
        date(text(node, "date")));
  }

  private static String text(JsonNode node, String member) {
    JsonNode value = node.get(member);
    if (value == null || !value.isString() || value.stringValue().isBlank()) {
      throw new IllegalArgumentException("'" + member + "' is missing: a text is required");
    }
    return value.stringValue();
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "date '" + text + "' is not allowed: ISO 8601 such as 2026-11-01", e);
    }
  }

  private static <T extends Comparable<T>> SortedSet<T> set(
      JsonNode node, String member, Function<String, Optional<T>> parse, String allowed) {
    SortedSet<T> result = new TreeSet<>();
    JsonNode list = node.get(member);
    if (list == null) {
      return result;
    }
    if (!list.isArray()) {
      throw new IllegalArgumentException("'" + member + "' is no list");
    }
    for (JsonNode item : list) {
      String text = item.isString() ? item.stringValue() : item.toString();
      result.add(
          parse
              .apply(text)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "'" + text + "' in '" + member + "' is not allowed: " + allowed)));
    }
    return result;
  }

  /** All decisions in their order. */
  public List<Decision> all() {
    return decisions;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EditorialDecisions that && decisions.equals(that.decisions);
  }

  @Override
  public int hashCode() {
    return decisions.hashCode();
  }

  @Override
  public String toString() {
    return decisions.toString();
  }
}
