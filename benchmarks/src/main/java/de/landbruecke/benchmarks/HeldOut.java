package de.landbruecke.benchmarks;

import de.landbruecke.evaluation.JudgementList;
import de.landbruecke.evaluation.JudgementList.Question;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/**
 * Questions that the editors' own words make: a keyword or an official name is taken out of the
 * catalogs and asked for. Nobody tunes to them, and every engine gets the same.
 */
final class HeldOut {

  /** What is held out and who is relevant. */
  enum Kind {
    /** A keyword; relevant are the records that had it. */
    KEY("key"),
    /** The same with one typing error. */
    TYPO("typo"),
    /** A keyword; relevant are all records of its record's service keys. */
    FED("fed"),
    /** The official name; relevant are the records that had it. */
    TITLE("title");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  private static final int KEYWORDS_OF_A_RECORD = 2;

  private HeldOut() {}

  /** The catalogs without what is held out. */
  static List<Catalog> corpus(Kind kind, Collection<Catalog> catalogs) {
    return catalogs.stream()
        .map(catalog ->
            new Catalog(
                catalog.portal(),
                catalog.agency(),
                catalog.services().stream().map(service -> without(kind, service)).toList()))
        .toList();
  }

  private static ObjectNode without(Kind kind, ObjectNode service) {
    ObjectNode copy = service.deepCopy();
    copy.remove(kind == Kind.TITLE ? "formalName" : "keywords");
    if (kind != Kind.FED) {
      // Records as documents: without a key nothing is merged.
      copy.remove("keys");
    }
    return copy;
  }

  /** The questions; the same seed gives the same ones. */
  static JudgementList questions(Kind kind, Collection<Catalog> catalogs, long seed) {
    Map<String, Set<String>> byText = new HashMap<>();
    Map<String, Set<String>> byKey = new HashMap<>();
    for (Catalog catalog : catalogs) {
      for (ObjectNode service : catalog.services()) {
        String id = catalog.recordId(service);
        for (String text : texts(kind, service)) {
          byText.computeIfAbsent(lower(text), t -> new LinkedHashSet<>()).add(id);
        }
        for (String key : Catalog.keys(service)) {
          byKey.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(id);
        }
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    // Errors have dice of their own: the same keywords are asked with and without them.
    SplittableRandom errors = new SplittableRandom(seed + 1);
    Map<String, Question> questions = new LinkedHashMap<>();
    for (Catalog catalog : catalogs) {
      for (ObjectNode service : catalog.services()) {
        List<String> texts = new ArrayList<>(texts(kind, service));
        for (int i = 0; i < KEYWORDS_OF_A_RECORD && !texts.isEmpty(); i++) {
          String text = texts.remove(random.nextInt(texts.size()));
          String query = kind == Kind.TYPO ? Typos.one(text, errors) : text;
          Set<String> relevant = byText.getOrDefault(lower(text), Set.of());
          if (kind == Kind.FED) {
            relevant = new LinkedHashSet<>(relevant);
            for (String key : Catalog.keys(service)) {
              relevant.addAll(byKey.getOrDefault(key, Set.of()));
            }
          }
          Map<String, Integer> grades = new LinkedHashMap<>();
          relevant.forEach(id -> grades.put(id, 1));
          questions.putIfAbsent(
              lower(text),
              new Question(
                  kind.label() + questions.size(), query, null, "de", kind.label(), grades));
        }
      }
    }
    return JudgementList.of(List.copyOf(questions.values()), JudgementList.TREC_RELEVANT);
  }

  private static List<String> texts(Kind kind, ObjectNode service) {
    if (kind != Kind.TITLE) {
      return Catalog.keywords(service, "de");
    }
    String name = service.path("formalName").path("de").asString("");
    return name.isBlank() ? List.of() : List.of(name);
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.GERMAN);
  }
}
