package de.landbruecke.source.json;

import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.source.SourceLimits;
import de.landbruecke.source.SourceReport.SkipReason;
import de.landbruecke.source.internal.CatalogReading;
import de.landbruecke.source.internal.CatalogTexts;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The values of one JSON object. What has not its form is reported and left out. Not thread-safe.
 */
@SuppressWarnings("TypeParameterUnusedInFormals") // what is invalid is null, of whatever type
final class Values {

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}");
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}(\\.\\d{1,4})?");

  private final JsonNode node;
  private final String path;
  private final Context context;

  /**
   * What all values of a record share.
   *
   * @param position where the record stands
   * @param agency whose record it is
   */
  record Context(CatalogReading reading, SourceLimits limits, String position, String agency) {}

  Values(JsonNode node, String path, Context context) {
    this.node = node;
    this.path = path;
    this.context = context;
  }

  /** Whether the member is there and not null. */
  boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** A text of one or more lines without control characters, or null. */
  @Nullable String text(String name) {
    return text(node.get(name), name);
  }

  private @Nullable String text(@Nullable JsonNode value, String name) {
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      return invalid(name, value, "a text is allowed");
    }
    String text = value.asString();
    if (text.length() > context.limits().maxTextLength()) {
      return tooLarge(name, text.length() + " characters", context.limits().maxTextLength());
    }
    String clean = clean(text).strip();
    return clean.isEmpty() ? null : clean;
  }

  /** A localized text, or null; a plain string is German. */
  @Nullable LocalizedText localized(String name) {
    return localized(name, Function.identity());
  }

  /** A localized text of which each language is sanitised HTML, or null. */
  @Nullable LocalizedText html(String name) {
    return localized(name, CatalogTexts::html);
  }

  private @Nullable LocalizedText localized(String name, Function<String, String> form) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    Map<String, String> texts = new TreeMap<>();
    if (value.isObject()) {
      if (value.size() > context.limits().maxListEntries()) {
        return tooLarge(name, value.size() + " languages", context.limits().maxListEntries());
      }
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        String member = name + "." + entry.getKey();
        if (!LANGUAGE.matcher(entry.getKey()).matches()) {
          invalid(
              member, entry.getValue(), "a language tag such as de, en or de-simple is allowed");
          continue;
        }
        put(texts, entry.getKey(), text(entry.getValue(), member), form);
      }
    } else if (value.isString()) {
      put(texts, LocalizedText.GERMAN, text(value, name), form);
    } else {
      return invalid(name, value, "a text, or an object from language tag to text, is allowed");
    }
    return texts.isEmpty() ? null : LocalizedText.of(texts);
  }

  private static void put(
      Map<String, String> texts,
      String language,
      @Nullable String text,
      Function<String, String> f) {
    String formed = text == null ? "" : f.apply(text);
    if (!formed.isBlank()) {
      texts.put(language, formed);
    }
  }

  /** A list of texts; empty when absent. */
  List<String> texts(String name) {
    return list(name, this::text);
  }

  /** Lists of texts by language tag; a plain list is German. */
  Map<String, List<String>> keywords(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return Map.of();
    }
    if (value.isArray()) {
      return Map.of(LocalizedText.GERMAN, texts(name));
    }
    if (!value.isObject() || value.size() > context.limits().maxListEntries()) {
      invalid(name, value, "a list, or an object from language tag to list, is allowed");
      return Map.of();
    }
    Values languages = new Values(value, path + name + ".", context);
    Map<String, List<String>> byLanguage = new TreeMap<>();
    for (String language : value.propertyNames()) {
      if (!LANGUAGE.matcher(language).matches()) {
        languages.invalid(language, "a language tag such as de, en or de-simple is allowed");
        continue;
      }
      List<String> words = languages.texts(language);
      if (!words.isEmpty()) {
        byLanguage.put(language, words);
      }
    }
    return byLanguage;
  }

  /** A list whose entries are read by {@code form}, null for one that is left out. */
  <T> List<T> list(String name, EntryForm<T> form) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      invalid(name, value, "a list is allowed");
      return List.of();
    }
    if (value.size() > context.limits().maxListEntries()) {
      tooLarge(name, value.size() + " entries", context.limits().maxListEntries());
      return List.of();
    }
    List<T> list = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      T entry = form.read(value.get(i), name + "[" + i + "]");
      if (entry != null) {
        list.add(entry);
      }
    }
    return list;
  }

  /** Reads one entry of a list. */
  @FunctionalInterface
  interface EntryForm<T> {
    /** The entry, or null when it is left out. */
    @Nullable T read(JsonNode value, String name);
  }

  /** A list of objects whose entries are read by {@code form}. */
  <T> List<T> objects(String name, Function<Values, @Nullable T> form) {
    return list(name, (value, entry) -> object(value, entry, form));
  }

  /** One object, or null. */
  <T> @Nullable T object(String name, Function<Values, @Nullable T> form) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : object(value, name, form);
  }

  private <T> @Nullable T object(JsonNode value, String name, Function<Values, @Nullable T> form) {
    if (!value.isObject()) {
      return invalid(name, value, "an object is allowed");
    }
    return form.apply(new Values(value, path + name + ".", context));
  }

  /** A list of texts that {@code parser} understands. */
  <T> List<T> parsed(String name, String allowed, Function<String, Optional<T>> parser) {
    return list(
        name,
        (value, entry) -> {
          String text = text(value, entry);
          return text == null ? null : parse(entry, value, text, allowed, parser);
        });
  }

  /** A text that {@code parser} understands, or null. */
  <T> @Nullable T value(String name, String allowed, Function<String, Optional<T>> parser) {
    String text = text(name);
    JsonNode value = node.get(name);
    return text == null || value == null ? null : parse(name, value, text, allowed, parser);
  }

  private <T> @Nullable T parse(
      String name, JsonNode value, String text, String allowed, Function<String, Optional<T>> by) {
    Optional<T> parsed = by.apply(text);
    return parsed.isPresent() ? parsed.get() : invalid(name, value, allowed);
  }

  /** An http or https address, or null. */
  @Nullable URI webAddress(String name) {
    return value(name, "an absolute http or https address is allowed", CatalogTexts::webAddress);
  }

  /** A list of regional keys. */
  List<RegionalKey> areas(String name) {
    return parsed(name, "a regional key of 12 digits is allowed", RegionalKey::parse);
  }

  /** A reference to a record of this class: its id, or the composite form. */
  Optional<RecordId> reference(String text, RecordClass recordClass) {
    try {
      Optional<RecordId> composite = RecordId.parse(text);
      return composite.isPresent()
          ? composite.filter(id -> id.recordClass() == recordClass)
          : Optional.of(new RecordId(context.agency(), recordClass, text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** References to records of this class. */
  Set<RecordId> references(String name, RecordClass recordClass) {
    return new LinkedHashSet<>(
        parsed(
            name,
            "an id, or AGENCY." + recordClass.code() + ".ID, is allowed",
            text -> reference(text, recordClass)));
  }

  /** True or false; false when absent. */
  boolean flag(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull() || value.isBoolean()) {
      return value != null && value.asBoolean(false);
    }
    invalid(name, value, "true or false is allowed");
    return false;
  }

  /** A sum of money, given as text or number, or null. */
  @Nullable BigDecimal amount(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    String text = value.isString() || value.isNumber() ? value.asString() : "";
    return AMOUNT.matcher(text).matches()
        ? new BigDecimal(text)
        : invalid(name, value, "an amount such as 46.00 is allowed");
  }

  /** A whole number in this range, or null. */
  @Nullable Integer integer(String name, int min, int max) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    boolean good = value.isIntegralNumber() && value.canConvertToInt();
    int number = good ? value.intValue() : 0;
    return good && number >= min && number <= max
        ? (Integer) number
        : invalid(name, value, "a whole number from " + min + " to " + max + " is allowed");
  }

  /** A number in this range, or null. */
  @Nullable Double decimal(String name, double min, double max) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    return number >= min && number <= max
        ? (Double) number
        : invalid(name, value, "a number from " + min + " to " + max + " is allowed");
  }

  /** Reports that the member is left out, although each of its parts is in order. */
  <T> @Nullable T invalid(String name, String detail) {
    report(SkipReason.INVALID_VALUE, path + name + ": " + detail);
    return null;
  }

  private <T> @Nullable T invalid(String name, JsonNode value, String allowed) {
    String found = CatalogReading.excerpt(value.toString(), 80);
    report(SkipReason.INVALID_VALUE, path + name + " is " + found + ": " + allowed);
    return null;
  }

  private <T> @Nullable T tooLarge(String name, String found, int allowed) {
    report(SkipReason.TOO_LARGE, path + name + " has " + found + ": at most " + allowed);
    return null;
  }

  private void report(SkipReason reason, String detail) {
    context.reading().skip(reason, context.position(), detail);
  }

  /** Control characters become blanks, half characters the replacement character. */
  static String clean(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char good = c;
      if (Character.isISOControl(c) && c != '\n' && c != '\t') {
        good = ' ';
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        if (out != null) {
          out.append(c).append(text.charAt(i + 1));
        }
        i++;
        continue;
      } else if (Character.isSurrogate(c)) {
        good = '\uFFFD';
      }
      if (good != c && out == null) {
        out = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (out != null) {
        out.append(good);
      }
    }
    return out == null ? text : out.toString();
  }
}
