package de.landbruecke.server.pages;

import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.area.RegionalKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the areas for which a text is valid are called. */
final class AreaNames {

  private static final int MOST = 3;

  private final AreaDirectory areas;

  AreaNames(AreaDirectory areas) {
    this.areas = areas;
  }

  /** Such as {@code Sachsen} or {@code Chemnitz und Plauen}; null where that is not known. */
  @Nullable String of(Collection<RegionalKey> keys) {
    if (keys.contains(RegionalKey.FEDERATION)) {
      return "ganz Deutschland";
    }
    List<String> names = names(keys, Place::name);
    if (names.size() > MOST) {
      names = names(keys, Place::state);
    }
    if (names.isEmpty()) {
      return null;
    }
    return names.size() > MOST
        ? Formats.joined(
            List.of(names.get(0), names.get(1), (names.size() - 2) + " weiteren Gebieten"))
        : Formats.joined(names);
  }

  private List<String> names(
      Collection<RegionalKey> keys, java.util.function.Function<Place, String> name) {
    return keys.stream()
        .map(areas::place)
        .flatMap(Optional::stream)
        .map(name)
        .map(Text::line)
        .distinct()
        .toList();
  }
}
