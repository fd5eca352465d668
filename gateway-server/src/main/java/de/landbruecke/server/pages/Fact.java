package de.landbruecke.server.pages;

import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.Fee;
import de.landbruecke.catalog.PublicService.TimeLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that is told about a service in a few words. What is not known makes none.
 *
 * @param label what it is about
 * @param values one or more, each a line of its own; never empty
 */
record Fact(String label, List<Text> values) {

  /** A short list of hits has no room for long sentences. */
  static final int SHORT = 120;

  private static final int MOST_FEES = 3;

  /** Copies the list. */
  Fact {
    values = List.copyOf(values);
  }

  /** A fact for each of these that has values. */
  static List<Fact> known(Fact... facts) {
    return Stream.of(facts).filter(fact -> !fact.values().isEmpty()).toList();
  }

  /** A German fact; without a value where there is none. */
  static Fact of(String label, @Nullable String value) {
    return new Fact(label, value == null || value.isBlank() ? List.of() : List.of(german(value)));
  }

  static Text german(String value) {
    return new Text(value, null);
  }

  /** Each fee in a line: its amount, and for whom or what. */
  static List<Text> fees(List<Fee> fees, String language, int longest) {
    return fees.stream().map(fee -> fee(fee, language, longest)).filter(Objects::nonNull).toList();
  }

  private static @Nullable Text fee(Fee fee, String language, int longest) {
    String amount = Formats.amount(fee);
    Text description =
        fee.description() == null
            ? null
            : Text.inLanguage(
                fee.description().best(language),
                fee.description().bestLanguage(language),
                longest);
    if (amount == null || description == null) {
      return amount == null ? description : german(amount);
    }
    return new Text(amount + " (" + withoutStop(description.value()) + ")", description.language());
  }

  /** The fees in one line. */
  static @Nullable Text feesInShort(List<Fee> fees, String language) {
    List<Text> lines = fees(fees, language, SHORT);
    if (lines.isEmpty()) {
      return null;
    }
    List<String> shown = new ArrayList<>(lines.stream().limit(MOST_FEES).map(Text::value).toList());
    int more = lines.size() - shown.size();
    if (more > 0) {
      shown.add(more == 1 ? "ein weiterer Betrag" : more + " weitere Beträge");
    }
    return new Text(
        Text.cut(
            shown.stream().map(Fact::withoutStop).reduce((a, b) -> a + "; " + b).orElse(""),
            2 * SHORT),
        lines.getFirst().language());
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") && sentence.indexOf('.') == sentence.length() - 1
        ? sentence.substring(0, sentence.length() - 1)
        : sentence;
  }

  /** How long something takes: the portal's words, with the duration where they do not tell it. */
  static @Nullable Text time(@Nullable TimeLimit limit, String language, int longest) {
    if (limit == null) {
      return null;
    }
    String duration = Formats.duration(limit.duration());
    Text words =
        limit.description() == null
            ? null
            : Text.inLanguage(
                limit.description().best(language),
                limit.description().bestLanguage(language),
                longest);
    if (words == null || duration == null) {
      return words == null && duration != null ? german(duration) : words;
    }
    return new Text(duration + ": " + words.value(), words.language());
  }

  /** The day of the approval; null where it is not known. */
  static @Nullable String day(@Nullable Approval approval) {
    return approval == null || approval.on() == null ? null : Formats.day(approval.on());
  }
}
