package de.landbruecke.source.xzufi;

import de.landbruecke.PortalId;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.source.CatalogBatch.Extent;
import de.landbruecke.source.CatalogFormatException;
import de.landbruecke.source.CatalogFormatException.Reason;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.SourceLimits;
import de.landbruecke.source.SourceReport;
import de.landbruecke.source.SourceReport.SkipReason;
import de.landbruecke.source.StreamOpener;
import de.landbruecke.source.internal.CatalogReading;
import de.landbruecke.source.internal.DeliveryStream;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a transfer file of XZuFi 2.1, 2.2 or 2.3: services, online services, organizations and
 * responsibilities, written or deleted in the file's order. Online services come last, because only
 * then is known which services they serve.
 *
 * <p>The file is streamed; only one record is in memory at a time, and what waits for the end. The
 * root element may have any name, its namespace decides. Unknown elements are passed over. A file
 * whose content is that of the last published reading brings no batch. Gzip is unpacked. Used by
 * one thread at a time.
 */
public final class XzufiCatalogSource implements CatalogSource {

  private static final String NAMESPACE = "http://xoev.de/schemata/xzufi/";
  private static final Pattern SUPPORTED = Pattern.compile("2_[123]_\\d{1,3}");

  private final StreamOpener opener;
  private final String name;
  private final PortalId portal;
  private final Extent extent;
  private final String connector;
  private final String agency;
  private final SourceLimits limits;
  private final Clock clock;
  private final Names names;
  private final Function<String, Optional<RegionalKey>> municipalityKeys;

  private XzufiCatalogSource(Builder builder) {
    this.opener = builder.opener;
    this.name = builder.name;
    this.portal = builder.portal;
    this.extent = builder.extent;
    this.connector = builder.connector;
    this.agency = builder.agency;
    this.limits = builder.limits;
    this.clock = builder.clock;
    this.names = Names.shippedWith(builder.nameChanges);
    this.municipalityKeys = builder.municipalityKeys;
  }

  /**
   * Starts a source.
   *
   * @param opener opens the file, once or twice for each reading
   * @param name how reports and messages call the file
   * @param portal whose catalog it is
   * @param extent whether the file tells everything or only what changed; XZuFi does not say
   */
  public static Builder builder(StreamOpener opener, String name, PortalId portal, Extent extent) {
    return new Builder(opener, name, portal, extent);
  }

  @Override
  public PortalId portal() {
    return portal;
  }

  @Override
  public String connector() {
    return connector;
  }

  /**
   * {@inheritDoc}
   *
   * <p>XML that breaks off cannot be read on: what was read before is handed on, then the failure
   * is thrown. Since the reading has not ended, nothing is gone because it was missing.
   */
  @Override
  public SourceReport read(@Nullable String lastPosition, Sink sink) throws IOException {
    try (DeliveryStream in = DeliveryStream.open(opener, name, limits, clock)) {
      ElementReader elements = new ElementReader(in, name, limits, names);
      String namespace = elements.root();
      checkVersion(namespace);
      elements.ours(namespace);
      CatalogReading reading = new CatalogReading(extent, sink);
      if (lastPosition != null
          && lastPosition.equals(DeliveryStream.hashOf(opener, name, limits, clock))) {
        return reading.report();
      }
      RecordMapper mapper = new RecordMapper(reading);
      try {
        message(elements, mapper, reading);
        elements.end();
      } catch (CatalogFormatException e) {
        mapper.finish();
        reading.interrupt();
        throw e;
      }
      mapper.finish();
      return reading.finish(in.hash());
    }
  }

  private void checkVersion(String namespace) throws CatalogFormatException {
    if (!namespace.startsWith(NAMESPACE)) {
      throw new CatalogFormatException(
          Reason.NOT_A_CATALOG,
          name
              + ": the root element's namespace is '"
              + CatalogReading.excerpt(namespace, 100)
              + "': "
              + NAMESPACE
              + "2_1_* to 2_3_* are allowed");
    }
    String version = namespace.substring(NAMESPACE.length());
    if (!SUPPORTED.matcher(version).matches()) {
      throw new CatalogFormatException(
          Reason.UNSUPPORTED_VERSION,
          name
              + ": XZuFi "
              + CatalogReading.excerpt(version, 40)
              + " is not supported: 2_1_*, 2_2_* and 2_3_* are allowed");
    }
  }

  /** The children of the root, and of the containers in it. */
  private void message(ElementReader elements, RecordMapper mapper, CatalogReading reading)
      throws IOException {
    int open = 1;
    long records = 0;
    while (open > 0) {
      if (!elements.nextTag()) {
        open--;
      } else if (elements.at(Name.CONTAINER)) {
        open++;
      } else if (elements.at(Name.WRITE) || elements.at(Name.DELETE)) {
        if (++records > limits.maxRecords()) {
          throw new CatalogFormatException(
              Reason.LIMIT_EXCEEDED,
              name + ": not allowed: more than " + limits.maxRecords() + " records");
        }
        operation(elements, mapper, reading);
      } else {
        elements.skip();
      }
    }
  }

  private void operation(ElementReader elements, RecordMapper mapper, CatalogReading reading)
      throws IOException {
    String position = name + ":" + elements.line();
    ElementValues values =
        new ElementValues(names, limits, reading, position, agency, municipalityKeys);
    boolean delete = elements.at(Name.DELETE);
    try {
      Element operation = elements.element();
      if (delete) {
        mapper.delete(operation, values);
      } else {
        write(operation, mapper, values);
      }
    } catch (BadElementException e) {
      reading.skip(e.reason(), position, Objects.toString(e.getMessage()));
    }
  }

  private static void write(Element operation, RecordMapper mapper, ElementValues values)
      throws IOException, BadElementException {
    if (operation.children().isEmpty()) {
      throw new BadElementException(SkipReason.MISSING_PART, operation.name() + " is empty");
    }
    if (operation.child(Name.ID).isPresent()) {
      // Answers of 2.1 may hold the record's parts without an element of its own around them.
      mapper.write(operation, values);
      return;
    }
    for (Element record : operation.children()) {
      mapper.write(record, values);
    }
  }

  /** Collects what a source needs. Not thread-safe. */
  public static final class Builder {
    private final StreamOpener opener;
    private final String name;
    private final PortalId portal;
    private final Extent extent;
    private String connector;
    private String agency;
    private SourceLimits limits = SourceLimits.DEFAULT;
    private Clock clock = Clock.systemUTC();
    private final Properties nameChanges = new Properties();
    private Function<String, Optional<RegionalKey>> municipalityKeys = key -> Optional.empty();

    private Builder(StreamOpener opener, String name, PortalId portal, Extent extent) {
      this.opener = opener;
      this.name = name;
      this.portal = portal;
      this.extent = extent;
      this.connector = "xzufi:" + portal;
      this.agency = portal.value();
    }

    /** The connector's name, unique among all sources; {@code xzufi:portal} by default. */
    public Builder connector(String value) {
      connector = value;
      return this;
    }

    /** The agency of identifiers that name none; the portal by default. */
    public Builder agency(String value) {
      agency = value;
      return this;
    }

    /** How much the file may ask. */
    public Builder limits(SourceLimits value) {
      limits = value;
      return this;
    }

    /** Measures how long a reading takes. */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /** Replaces or adds entries of {@code xzufi-names.properties}. */
    public Builder names(Properties changes) {
      nameChanges.putAll(changes);
      return this;
    }

    /**
     * Finds the regional key of an 8-digit municipality key. Without it, areas given by
     * municipality key are reported and left out, unless they are whole districts.
     */
    public Builder municipalityKeys(Function<String, Optional<RegionalKey>> value) {
      municipalityKeys = value;
      return this;
    }

    /** The source. */
    public XzufiCatalogSource build() {
      return new XzufiCatalogSource(this);
    }
  }
}
