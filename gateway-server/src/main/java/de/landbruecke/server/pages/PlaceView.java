package de.landbruecke.server.pages;

import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.Place;
import de.landbruecke.area.PlaceResolution;
import de.landbruecke.area.RegionalKey;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page on which a place is chosen, by its name or step by step.
 *
 * @param query what was searched; empty for nothing
 * @param back where every choice leads, without a place
 * @param backLabel what is there
 * @param message what to tell about the search; null for nothing
 * @param found places that the search found
 * @param heading what the list below shows
 * @param steps the wider areas of the list, the widest first, as links
 * @param areas districts to open
 * @param places places to choose
 * @param whole the area itself as a choice; null where none is open
 */
record PlaceView(
    String query,
    String back,
    String backLabel,
    @Nullable String message,
    List<Whereabouts.Choice> found,
    String heading,
    List<ServiceLink> steps,
    List<ServiceLink> areas,
    List<Whereabouts.Choice> places,
    Whereabouts.@Nullable Choice whole) {

  private static final int MOST_FOUND = 20;

  /** Copies the lists. */
  PlaceView {
    found = List.copyOf(found);
    steps = List.copyOf(steps);
    areas = List.copyOf(areas);
    places = List.copyOf(places);
  }

  /**
   * The page.
   *
   * @param query what was searched; null for nothing
   * @param area the area that is open; null for none
   * @param back where choices lead
   */
  static PlaceView of(
      @Nullable String query, @Nullable String area, BackAddress back, AreaDirectory directory) {
    PlaceResolution resolution = query == null ? null : directory.resolve(query);
    List<Place> found = query == null ? List.of() : found(query, resolution, directory);
    Place open =
        Optional.ofNullable(area)
            .flatMap(RegionalKey::parse)
            .flatMap(directory::place)
            .filter(place -> isOpenable(place))
            .orElse(null);
    Function<Place, Whereabouts.Choice> choice =
        place -> Whereabouts.choice(place, back.at(place.key().value()));
    Function<Place, ServiceLink> step =
        place ->
            ServiceLink.of(
                place.name(),
                PlacePageController.choose(back.toString(), null)
                    .with("gebiet", place.key().value()));
    return new PlaceView(
        query == null ? "" : query,
        back.toString(),
        back.label(),
        query == null ? null : message(query, resolution, found),
        found.stream().map(choice).toList(),
        open == null ? "Länder" : Text.line(open.name()),
        open == null ? List.of() : wider(open, directory).stream().map(step).toList(),
        opened(open, directory).filter(PlaceView::isOpenable).map(step).toList(),
        opened(open, directory).filter(place -> !isOpenable(place)).map(choice).toList(),
        open == null ? null : choice.apply(open));
  }

  private static List<Place> found(
      String query, @Nullable PlaceResolution resolution, AreaDirectory directory) {
    Set<Place> found = new LinkedHashSet<>();
    switch (resolution) {
      case PlaceResolution.Resolved one -> found.add(one.place());
      case PlaceResolution.Ambiguous several -> found.addAll(several.candidates());
      case null, default -> {
        // What starts with the same letters may still be meant.
      }
    }
    directory.startingWith(query, MOST_FOUND * 2).stream()
        .filter(place -> place.municipalityKey() != null || isOpenable(place))
        .forEach(found::add);
    return found.stream().limit(MOST_FOUND).toList();
  }

  private static @Nullable String message(
      String query, @Nullable PlaceResolution resolution, List<Place> found) {
    if (resolution instanceof PlaceResolution.Outside) {
      return "„" + query + "“ liegt außerhalb der Länder, deren Leistungen Sie hier finden.";
    }
    if (found.isEmpty()) {
      return "Einen Ort „"
          + query
          + "“ kennen wir nicht. Prüfen Sie die Schreibweise, versuchen Sie es mit der Postleitzahl"
          + " oder wählen Sie den Ort unten aus.";
    }
    return found.size() == 1
        ? "Ein Ort passt zu „" + query + "“."
        : Formats.count(found.size(), "Ort", "Orte") + " passen zu „" + query + "“.";
  }

  /** States and districts that have municipalities of their own. */
  private static boolean isOpenable(Place place) {
    AreaLevel level = place.key().level();
    return place.municipalityKey() == null
        && (level == AreaLevel.STATE || level == AreaLevel.DISTRICT);
  }

  /** What lies in the open area: states; districts and towns that are one; municipalities. */
  private static Stream<Place> opened(@Nullable Place open, AreaDirectory directory) {
    Collator german = Collator.getInstance(Locale.GERMAN);
    Stream<Place> inside =
        directory.places().stream()
            .filter(place -> {
              AreaLevel level = place.key().level();
              if (open == null) {
                return level == AreaLevel.STATE;
              }
              boolean within = open.key().contains(place.key()) && !open.key().equals(place.key());
              return within
                  && (open.key().level() == AreaLevel.STATE
                      ? level == AreaLevel.DISTRICT
                      : place.municipalityKey() != null);
            });
    return inside.sorted(Comparator.comparing(Place::name, german));
  }

  private static List<Place> wider(Place place, AreaDirectory directory) {
    List<Place> wider = new ArrayList<>();
    place.key().selfAndAncestors().reversed().stream()
        .filter(key -> !key.equals(place.key()))
        .map(directory::place)
        .flatMap(Optional::stream)
        .filter(PlaceView::isOpenable)
        .forEach(wider::add);
    return wider;
  }
}
