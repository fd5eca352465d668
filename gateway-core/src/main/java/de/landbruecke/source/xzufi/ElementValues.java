package de.landbruecke.source.xzufi;

import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.source.SourceLimits;
import de.landbruecke.source.SourceReport.SkipReason;
import de.landbruecke.source.internal.CatalogReading;
import de.landbruecke.source.internal.CatalogTexts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads values out of one record's elements; what has not its form is reported and left out. Not
 * thread-safe.
 */
final class ElementValues {

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}");

  private final Names names;
  private final SourceLimits limits;
  private final CatalogReading reading;
  private final String position;
  private final String defaultAgency;
  private final Function<String, Optional<RegionalKey>> municipalityKeys;

  ElementValues(
      Names names,
      SourceLimits limits,
      CatalogReading reading,
      String position,
      String defaultAgency,
      Function<String, Optional<RegionalKey>> municipalityKeys) {
    this.names = names;
    this.limits = limits;
    this.reading = reading;
    this.position = position;
    this.defaultAgency = defaultAgency;
    this.municipalityKeys = municipalityKeys;
  }

  Names names() {
    return names;
  }

  String position() {
    return position;
  }

  /** Reports a value that is left out. */
  void invalid(String what, String found, String allowed) {
    reading.skip(
        SkipReason.INVALID_VALUE,
        position,
        what + " is '" + CatalogReading.excerpt(found, 80) + "': " + allowed);
  }

  /** The identifier in a child element. */
  RecordId id(Element parent, Name child, RecordClass recordClass) throws BadElementException {
    Element id =
        parent
            .child(child)
            .orElseThrow(() ->
                new BadElementException(
                    SkipReason.MISSING_PART, parent.name() + " has no " + names.of(child)));
    return id(id, recordClass);
  }

  /** The identifier in this element; without an agency of its own that of the delivery. */
  RecordId id(Element id, RecordClass recordClass) throws BadElementException {
    String text = id.text();
    if (text.isEmpty()) {
      throw new BadElementException(SkipReason.MISSING_PART, id.name() + " is empty");
    }
    try {
      return new RecordId(id.attribute(Name.AGENCY).orElse(defaultAgency), recordClass, text);
    } catch (IllegalArgumentException e) {
      throw new BadElementException(
          SkipReason.INVALID_VALUE, CatalogReading.excerpt(Objects.toString(e.getMessage()), 200));
    }
  }

  /** A code that the table knows, or empty; an unknown one is reported. */
  Optional<String> code(String list, Element element) {
    String code = element.code();
    if (code.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> meaning = names.code(list, code);
    if (meaning.isEmpty()) {
      invalid(element.name(), code, "the code is not in the table of names");
    }
    return meaning;
  }

  /** Texts by language, each made by {@code form}; the first of a language counts. */
  Map<String, String> texts(Collection<Element> elements, Function<String, String> form) {
    Map<String, String> texts = new TreeMap<>();
    for (Element element : elements) {
      String source = element.html();
      if (source.length() > limits.maxTextLength()) {
        reading.skip(
            SkipReason.TOO_LARGE,
            position,
            element.name() + " has more than " + limits.maxTextLength() + " characters");
        continue;
      }
      String text = source.isEmpty() ? "" : form.apply(source);
      Optional<String> language = text.isBlank() ? Optional.empty() : language(element);
      language.ifPresent(tag -> texts.putIfAbsent(tag, text));
    }
    return texts;
  }

  /** A localized text of one line each, or null. */
  @Nullable LocalizedText plain(Collection<Element> elements) {
    return localized(texts(elements, CatalogTexts::plain));
  }

  static @Nullable LocalizedText localized(Map<String, String> texts) {
    return texts.isEmpty() ? null : LocalizedText.of(texts);
  }

  /** The tag of an element's language: German where it gives none. */
  private Optional<String> language(Element element) {
    Optional<String> given = element.attribute(Name.LANGUAGE);
    if (given.isEmpty()) {
      return Optional.of(LocalizedText.GERMAN);
    }
    Optional<String> known = names.code("language", given.get());
    if (known.isPresent()) {
      return known;
    }
    // de-DE and de_DE are German: XZuFi's texts do not differ by country.
    String tag = given.get().toLowerCase(Locale.ROOT).replace('_', '-');
    String language = tag.matches("[a-z]{2}-[a-z]{2}") ? tag.substring(0, 2) : tag;
    if (!LANGUAGE.matcher(language).matches()) {
      invalid("language", given.get(), "a language tag such as de or en is allowed");
      return Optional.empty();
    }
    return Optional.of(language);
  }

  /**
   * The lines of texts that list things: paragraphs or list entries. Languages stand side by side
   * where they have equally many lines; otherwise only German counts, or the first there is.
   */
  List<LocalizedText> lines(Collection<Element> elements) {
    Map<String, List<String>> byLanguage = new LinkedHashMap<>();
    texts(elements, text -> String.join("\n", CatalogTexts.lines(text)))
        .forEach((language, text) -> byLanguage.put(language, List.of(text.split("\n"))));
    if (byLanguage.isEmpty()) {
      return List.of();
    }
    List<String> first =
        byLanguage.getOrDefault(LocalizedText.GERMAN, byLanguage.values().iterator().next());
    boolean parallel = byLanguage.values().stream().allMatch(l -> l.size() == first.size());
    String language =
        byLanguage.containsKey(LocalizedText.GERMAN)
            ? LocalizedText.GERMAN
            : byLanguage.keySet().iterator().next();
    List<LocalizedText> lines = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      Map<String, String> line = new TreeMap<>();
      line.put(language, first.get(i));
      if (parallel) {
        int index = i;
        byLanguage.forEach((tag, texts) -> line.put(tag, texts.get(index)));
      }
      lines.add(LocalizedText.of(line));
    }
    return lines;
  }

  /** The areas in these elements. */
  List<RegionalKey> areas(Collection<Element> elements) {
    List<RegionalKey> areas = new ArrayList<>();
    for (Element element : elements) {
      String text = element.code();
      String scheme = element.attribute(Name.SCHEME).orElse("");
      String municipalityScheme = names.code("scheme", "ags").orElse("");
      // The URN may carry a version, such as …:ags_2024-10-31.
      boolean municipality =
          scheme.equals(municipalityScheme) || scheme.startsWith(municipalityScheme + "_");
      Optional<RegionalKey> key = municipality ? municipalityKey(text) : RegionalKey.parse(text);
      key.ifPresentOrElse(
          areas::add,
          () ->
              invalid(
                  element.name(),
                  text,
                  municipality
                      ? "a municipality key that the places know is allowed"
                      : "a regional key of 12 digits is allowed"));
    }
    return areas;
  }

  /** Municipality keys of whole districts are regional keys without the zeros; others are not. */
  private Optional<RegionalKey> municipalityKey(String text) {
    if (text.matches("\\d{5}000")) {
      return RegionalKey.parse(text);
    }
    return text.matches("\\d{8}") ? municipalityKeys.apply(text) : RegionalKey.parse(text);
  }
}
