package de.landbruecke.data;

import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PlaceRecord;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.SourceReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The shipped data, read once for all tests by the reader that the search uses. */
final class Shipped {

  static final List<PublicService> SERVICES = new ArrayList<>();
  static final List<OnlineService> ONLINE = new ArrayList<>();
  static final Map<RecordId, PublicOrganization> ORGANIZATIONS = new HashMap<>();
  static final List<Jurisdiction> JURISDICTIONS = new ArrayList<>();
  static final List<Place> PLACES = new ArrayList<>();
  static final Map<String, SourceReport> REPORTS = new LinkedHashMap<>();
  static final AreaDirectory AREAS;

  static {
    try {
      for (CatalogSource source : IndexData.sources()) {
        SourceReport report = source.read(null, batch -> batch.changes().forEach(Shipped::change));
        REPORTS.put(source.portal().value(), report);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AREAS = new AreaDirectory(PLACES);
  }

  private Shipped() {}

  private static void change(CatalogChange change) {
    CatalogRecord record = ((CatalogChange.Write) change).record();
    switch (record) {
      case PublicService service -> SERVICES.add(service);
      case OnlineService online -> ONLINE.add(online);
      case PublicOrganization organization -> ORGANIZATIONS.put(organization.id(), organization);
      case Jurisdiction jurisdiction -> JURISDICTIONS.add(jurisdiction);
      case PlaceRecord place -> PLACES.add(place.place());
    }
  }

  /** The body with this id; a missing one fails the test. */
  static PublicOrganization organization(RecordId id) {
    return Objects.requireNonNull(ORGANIZATIONS.get(id), id.toString());
  }

  /** The 155 keys that the catalogs must describe. */
  static List<String> scope() throws IOException {
    try (InputStream in = Shipped.class.getResourceAsStream("scope.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  /** The rows of a tab-separated file below its header, checked to be this one. */
  static List<String[]> rows(DataFile file, String header) throws IOException {
    try (BufferedReader reader = file.reader()) {
      List<String> lines = reader.lines().toList();
      if (!lines.getFirst().equals(header.replace(' ', '\t'))) {
        throw new IOException(file.name() + " starts with " + lines.getFirst());
      }
      return lines.subList(1, lines.size()).stream().map(line -> line.split("\t", -1)).toList();
    }
  }
}
