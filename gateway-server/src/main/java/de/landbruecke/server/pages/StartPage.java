package de.landbruecke.server.pages;

import de.landbruecke.area.RegionalKey;
import de.landbruecke.data.DataFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What editors put on the start page: services that many ask for, each with somebody who answers
 * for it and a day until which it is shown, and life situations. Immutable.
 */
final class StartPage {

  /** The first line of the file with featured services. */
  static final String FEATURED = "id\ttitle\towner\tuntil\tstate";

  /** The first line of the file with life situations. */
  static final String SITUATIONS = "name\tquery";

  private final List<Featured> featured;
  private final List<Situation> situations;

  private StartPage(List<Featured> featured, List<Situation> situations) {
    this.featured = List.copyOf(featured);
    this.situations = List.copyOf(situations);
  }

  /**
   * A service that editors put forward.
   *
   * @param id the entry
   * @param title what the editors call it
   * @param owner who answers for it
   * @param until the last day on which it is shown
   * @param state only for places of this state; null for all
   */
  record Featured(
      String id, String title, String owner, LocalDate until, @Nullable RegionalKey state) {}

  /**
   * A situation in life in which several services are needed.
   *
   * @param name for people
   * @param query the words that find the services
   */
  record Situation(String name, String query) {}

  /**
   * Reads both files.
   *
   * @param featured null for none
   * @param situations null for none
   * @throws IOException when one cannot be read, or with the line that is not of the form
   */
  static StartPage read(@Nullable DataFile featured, @Nullable DataFile situations)
      throws IOException {
    return new StartPage(
        rows(featured, FEATURED, StartPage::service),
        rows(situations, SITUATIONS, cells -> new Situation(cells[0], cells[1])));
  }

  private static Featured service(String[] cells) throws IOException {
    String owner = cells[2] == null ? "" : cells[2].strip();
    String until = cells[3] == null ? "" : cells[3];
    String state = cells[4] == null ? "" : cells[4].strip();
    if (owner.isEmpty()) {
      throw new IOException("nobody owns '" + cells[1] + "'; who answers for it must be named");
    }
    Optional<RegionalKey> key = RegionalKey.parse(state);
    if (!state.isEmpty() && (state.length() != 2 || key.isEmpty())) {
      throw new IOException("the state '" + state + "'; two digits such as 08 are allowed");
    }
    try {
      return new Featured(cells[0], cells[1], owner, LocalDate.parse(until), key.orElse(null));
    } catch (DateTimeParseException e) {
      throw new IOException("until '" + until + "'; a day such as 2027-12-31 is allowed", e);
    }
  }

  private interface Row<T> {
    T of(String[] cells) throws IOException;
  }

  private static <T> List<T> rows(@Nullable DataFile file, String header, Row<T> row)
      throws IOException {
    List<T> rows = new ArrayList<>();
    if (file == null) {
      return rows;
    }
    int columns = header.split("\t").length;
    int number = 0;
    try (BufferedReader lines = file.reader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (number == 1 && !line.equals(header)) {
          throw new IOException("the header '" + header + "', tab-separated, is needed");
        }
        if (number > 1 && !line.isBlank() && !line.startsWith("#")) {
          String[] cells = Arrays.copyOf(line.split("\t", -1), columns);
          if (cells[0].isBlank() || cells[1] == null || cells[1].isBlank()) {
            throw new IOException("'" + line + "' does not have its " + columns + " columns");
          }
          rows.add(row.of(cells));
        }
      }
      if (number == 0) {
        throw new IOException("the header '" + header + "', tab-separated, is needed");
      }
    } catch (IOException e) {
      throw new IOException(file.name() + ", line " + number + ": " + e.getMessage(), e);
    }
    return rows;
  }

  /**
   * The services that are put forward on a day, by name as the editors ordered them; those that the
   * catalogs do not have are left out.
   *
   * @param place where the person lives; null where that is not known
   */
  List<ServiceLink> featured(TitleIndex titles, @Nullable RegionalKey place, LocalDate today) {
    List<ServiceLink> links = new ArrayList<>();
    for (Featured service : featured) {
      boolean here = service.state() == null || place == null || service.state().contains(place);
      if (here && !service.until().isBefore(today)) {
        titles
            .title(service.id(), place)
            .map(title ->
                ServiceLink.of(
                    service.title(),
                    ServicePageController.address(
                        service.id(), place == null ? null : place.value(), "de")))
            .ifPresent(links::add);
      }
    }
    return links;
  }

  /** Life situations as searches. */
  List<ServiceLink> situations(@Nullable String place) {
    return situations.stream()
        .map(situation ->
            ServiceLink.of(
                situation.name(),
                Address.of(Question.PATH).with("q", situation.query()).with("ort", place)))
        .toList();
  }
}
