package de.landbruecke.server.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Services by letter.
 *
 * @param heading the page's one heading
 * @param letters all letters; those without services lead nowhere
 * @param groups the services that are shown, by letter
 * @param where the place
 */
record TitlesView(String heading, List<Letter> letters, List<Group> groups, Whereabouts where) {

  /** So many services are shown on one page; where there are more, each letter is a page. */
  private static final int MOST_ON_ONE_PAGE = 400;

  /**
   * A letter.
   *
   * @param name for people
   * @param href null where no service begins with it
   * @param current whether its page is this one
   */
  record Letter(String name, @Nullable String href, long count, boolean current) {}

  /** Services that begin with the same letter. */
  record Group(String id, String name, List<ServiceLink> services) {}

  /** Copies the lists. */
  TitlesView {
    letters = List.copyOf(letters);
    groups = List.copyOf(groups);
  }

  /**
   * The page.
   *
   * @param chosen the letter; null for all
   */
  static TitlesView of(
      Map<String, List<TitleIndex.Title>> byLetter, @Nullable String chosen, Whereabouts where) {
    List<Letter> letters = new ArrayList<>();
    byLetter.forEach((letter, titles) ->
        letters.add(
            new Letter(
                name(letter),
                titles.isEmpty()
                    ? null
                    : Address.of("/a-z/" + letter).with("ort", where.key()).toString(),
                titles.size(),
                letter.equals(chosen))));
    long all = byLetter.values().stream().mapToLong(List::size).sum();
    List<Group> groups = new ArrayList<>();
    byLetter.forEach((letter, titles) -> {
      boolean shown = chosen == null ? all <= MOST_ON_ONE_PAGE : letter.equals(chosen);
      if (shown && !titles.isEmpty()) {
        groups.add(new Group("buchstabe-" + letter, name(letter), links(titles, where)));
      }
    });
    return new TitlesView(
        chosen == null ? "Leistungen von A bis Z" : "Leistungen mit " + name(chosen),
        letters,
        groups,
        where);
  }

  private static List<ServiceLink> links(List<TitleIndex.Title> titles, Whereabouts where) {
    return titles.stream()
        .map(title ->
            ServiceLink.of(
                title.text(), ServicePageController.address(title.id(), where.key(), "de")))
        .toList();
  }

  private static String name(String letter) {
    return letter.equals(TitleIndex.DIGITS) ? "0–9" : letter.toUpperCase(Locale.ROOT);
  }
}
