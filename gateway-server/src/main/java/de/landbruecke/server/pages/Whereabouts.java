package de.landbruecke.server.pages;

import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.area.PlaceResolution;
import de.landbruecke.server.web.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a person lives, as far as the address of a page says it, and what has to be told about it.
 *
 * @param status what the words for the place led to
 * @param field what the place's field shows
 * @param place the place; null unless it is {@link Status#RESOLVED}
 * @param asked what was typed or found in the query, for people; empty for nothing
 * @param choices places to choose from; empty unless it is {@link Status#AMBIGUOUS}
 * @param fromQuery whether the place was found in the words of the search
 * @param change where another place can be chosen, leading back here
 * @param remove the same page without a place
 */
record Whereabouts(
    Status status,
    String field,
    @Nullable Place place,
    String asked,
    List<Choice> choices,
    boolean fromQuery,
    String change,
    String remove) {

  /** More choices are not listed here but on the page for places. */
  private static final int MOST_CHOICES = 8;

  /** What the words for a place led to. */
  enum Status {
    /** No place was named. */
    NONE,
    /** One place is meant. */
    RESOLVED,
    /** Several places may be meant. */
    AMBIGUOUS,
    /** No place is known by this name. */
    UNKNOWN,
    /** A place outside of the states that are covered. */
    OUTSIDE
  }

  /**
   * A place to choose.
   *
   * @param name plain text
   * @param detail district and state
   * @param href the page for this place
   */
  record Choice(String name, String detail, String href) {}

  /** Copies the list. */
  Whereabouts {
    choices = List.copyOf(choices);
  }

  /**
   * What to tell about a place.
   *
   * @param typed the place's own parameter; null for none
   * @param resolution what it, or the query, led to; null for nothing
   * @param areas all places
   * @param address the page with the given place, or with none
   */
  static Whereabouts of(
      @Nullable String typed,
      @Nullable PlaceResolution resolution,
      AreaDirectory areas,
      Function<@Nullable String, Address> address) {
    String remove = address.apply(null).toString();
    String change = PlacePageController.choose(remove, typed).toString();
    String field = typed == null ? "" : typed;
    boolean fromQuery = typed == null;
    return switch (resolution) {
      case null -> new Whereabouts(Status.NONE, "", null, "", List.of(), false, change, remove);
      case PlaceResolution.Resolved resolved ->
          new Whereabouts(
              Status.RESOLVED,
              fromQuery ? "" : field(resolved.place(), areas),
              resolved.place(),
              Text.line(resolved.place().name()),
              List.of(),
              fromQuery,
              change,
              remove);
      case PlaceResolution.Ambiguous several ->
          new Whereabouts(
              Status.AMBIGUOUS,
              field,
              null,
              fromQuery ? Text.line(several.candidates().getFirst().name()) : field,
              several.candidates().stream()
                  .limit(MOST_CHOICES)
                  .map(place -> choice(place, address.apply(place.key().value())))
                  .toList(),
              fromQuery,
              change,
              remove);
      case PlaceResolution.Unknown unknown ->
          new Whereabouts(
              Status.UNKNOWN,
              field,
              null,
              Text.line(unknown.text(), Question.LONGEST_PLACE),
              List.of(),
              fromQuery,
              change,
              remove);
      case PlaceResolution.Outside outside ->
          new Whereabouts(
              Status.OUTSIDE,
              field,
              null,
              Text.line(outside.text(), Question.LONGEST_PLACE),
              List.of(),
              fromQuery,
              change,
              remove);
    };
  }

  static Choice choice(Place place, Address address) {
    return new Choice(Text.line(place.name()), detail(place), address.toString());
  }

  /** What tells a place from its namesakes. */
  static String detail(Place place) {
    String district = place.district();
    return Text.line(
        district == null || district.equals(place.name())
            ? place.kind() + (place.name().equals(place.state()) ? "" : ", " + place.state())
            : district + ", " + place.state());
  }

  /**
   * The name where it is enough to find the place again, else the name with what tells it apart.
   */
  private static String field(Place place, AreaDirectory areas) {
    for (String text : List.of(place.name(), place.label())) {
      if (areas.resolve(text) instanceof PlaceResolution.Resolved resolved
          && resolved.place().key().equals(place.key())) {
        return Text.line(text, Question.LONGEST_PLACE);
      }
    }
    return place.key().value();
  }

  /** Whether one place is meant. */
  boolean isResolved() {
    return status == Status.RESOLVED;
  }

  /** Whether there is something to tell or to choose. */
  boolean isUnclear() {
    return status != Status.NONE && status != Status.RESOLVED;
  }

  /** What links carry on as their parameter {@code ort}; null for nothing. */
  @Nullable String key() {
    return place == null ? null : place.key().value();
  }

  /** The place for the layout; null for none. */
  Page.@Nullable Location location() {
    return place == null ? null : new Page.Location(place.key().value(), Text.line(place.name()));
  }
}
