package de.landbruecke.source.json;

import de.landbruecke.PortalId;
import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.source.CatalogFormatException;
import de.landbruecke.source.CatalogFormatException.Reason;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.SourceLimits;
import de.landbruecke.source.SourceReport;
import de.landbruecke.source.SourceReport.SkipReason;
import de.landbruecke.source.StreamOpener;
import de.landbruecke.source.internal.CatalogReading;
import de.landbruecke.source.internal.DeliveryStream;
import de.landbruecke.source.internal.TrustLevels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a catalog file of the project's own format, version 1 ({@code
 * docs/reference/catalog-format.md}), line by line, so that a file may be larger than the memory.
 *
 * <p>A value that has not its form is left out and reported, a record without a required part is
 * skipped and reported; both with file and line. A file whose position is that of the last
 * published reading brings no batch. Gzip is unpacked. Used by one thread at a time.
 */
public final class JsonCatalogSource implements CatalogSource {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final StreamOpener opener;
  private final String name;
  private final PortalId portal;
  private final String connector;
  private final SourceLimits limits;
  private final Clock clock;
  private final JsonMapper mapper;

  /** A source of this portal with the default limits, whose connector is {@code json:portal}. */
  public JsonCatalogSource(StreamOpener opener, String name, PortalId portal) {
    this(opener, name, portal, "json:" + portal, SourceLimits.DEFAULT, Clock.systemUTC());
  }

  /**
   * A source.
   *
   * @param opener opens the file, once or twice for each reading
   * @param name how reports and messages call the file
   * @param portal whose catalog it is; the file's header must agree
   * @param connector unique among all sources
   * @param limits how much the file may ask
   * @param clock measures how long a reading takes
   */
  public JsonCatalogSource(
      StreamOpener opener,
      String name,
      PortalId portal,
      String connector,
      SourceLimits limits,
      Clock clock) {
    this.opener = opener;
    this.name = name;
    this.portal = portal;
    this.connector = connector;
    this.limits = limits;
    this.clock = clock;
    this.mapper = mapper(limits);
  }

  /**
   * A source of the portal that the file's header names.
   *
   * @throws CatalogFormatException when the header is none
   * @throws IOException when the file cannot be read
   */
  public static JsonCatalogSource open(StreamOpener opener, String name) throws IOException {
    SourceLimits limits = SourceLimits.DEFAULT;
    try (DeliveryStream in = DeliveryStream.open(opener, name, limits, Clock.systemUTC())) {
      LineReader lines = new LineReader(in, limits.maxRecordBytes());
      return new JsonCatalogSource(opener, name, header(lines, name, mapper(limits)).portal());
    }
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
   * <p>A file that breaks off or goes over a limit: what was read before is handed on, then the
   * failure is thrown. A last line without its end that is no record is only skipped.
   */
  @Override
  public SourceReport read(@Nullable String lastPosition, Sink sink) throws IOException {
    try (DeliveryStream in = DeliveryStream.open(opener, name, limits, clock)) {
      LineReader lines = new LineReader(in, limits.maxRecordBytes());
      Header header = header(lines, name, mapper);
      if (!header.portal().equals(portal)) {
        throw Header.notACatalog(
            name, "the catalog is of " + header.portal() + ": only " + portal + " is allowed");
      }
      CatalogReading reading = new CatalogReading(header.extent(), sink);
      if (lastPosition != null && lastPosition.equals(positionAhead(header))) {
        return reading.report();
      }
      try {
        records(lines, header, reading);
      } catch (CatalogFormatException e) {
        reading.interrupt();
        throw e;
      }
      String position = header.position();
      return reading.finish(position == null ? in.hash() : position);
    }
  }

  private String positionAhead(Header header) throws IOException {
    String position = header.position();
    return position == null ? DeliveryStream.hashOf(opener, name, limits, clock) : position;
  }

  private void records(LineReader lines, Header header, CatalogReading reading) throws IOException {
    RecordReader records =
        new RecordReader(header.agency(), reading, limits, TrustLevels.shipped());
    for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
      if (line.number() > limits.maxRecords()) {
        throw new CatalogFormatException(
            Reason.LIMIT_EXCEEDED,
            name + ": not allowed: more than " + limits.maxRecords() + " lines");
      }
      String position = name + ":" + line.number();
      CatalogChange change;
      try {
        String text = text(line);
        if (text.isBlank()) {
          continue;
        }
        change = records.read(tree(text), position);
      } catch (BadRecordException e) {
        String end = line.terminated() ? "" : " (the last line, without its end)";
        reading.skip(e.reason(), position, Objects.toString(e.getMessage()) + end);
        continue;
      }
      switch (change) {
        case CatalogChange.Write write -> reading.write(write.record());
        case CatalogChange.Delete delete -> reading.delete(delete.id());
      }
    }
  }

  private String text(LineReader.Line line) throws BadRecordException {
    byte[] bytes = line.bytes();
    if (bytes == null) {
      throw new BadRecordException(
          SkipReason.TOO_LARGE, "the line has more than " + limits.maxRecordBytes() + " bytes");
    }
    try {
      return decode(bytes);
    } catch (CharacterCodingException e) {
      throw new BadRecordException(SkipReason.MALFORMED, "the line is not UTF-8");
    }
  }

  private JsonNode tree(String text) throws BadRecordException {
    try {
      return mapper.readTree(text);
    } catch (StreamConstraintsException e) {
      throw new BadRecordException(
          SkipReason.TOO_LARGE,
          "nested deeper than " + limits.maxDepth() + " levels, or a name or number is too long");
    } catch (JacksonException e) {
      throw new BadRecordException(
          SkipReason.MALFORMED, "not one JSON object: " + e.getOriginalMessage());
    }
  }

  private static Header header(LineReader lines, String name, JsonMapper mapper)
      throws IOException {
    LineReader.Line line = lines.next();
    byte[] mark = line == null ? null : line.bytes();
    String text = line == null ? "" : headerText(line, mark, name);
    while (text.isBlank()) {
      line = lines.next();
      if (line == null) {
        throw Header.notACatalog(name, "the file is empty: a header line is required");
      }
      text = headerText(line, line.bytes(), name);
    }
    try {
      return Header.read(mapper.readTree(text), name);
    } catch (JacksonException e) {
      throw new CatalogFormatException(
          Reason.NOT_A_CATALOG,
          name
              + ": the first line is "
              + CatalogReading.excerpt(text, 60)
              + ": a header such as {\"format\":1,\"portal\":\"…\"} is required",
          e);
    }
  }

  private static String headerText(LineReader.Line line, byte @Nullable [] bytes, String name)
      throws CatalogFormatException {
    if (bytes == null) {
      throw new CatalogFormatException(
          Reason.LIMIT_EXCEEDED, name + ": the header line is longer than a line may be");
    }
    boolean marked =
        bytes.length >= 3
            && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3)
            && line.number() == 1;
    byte[] content = marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    try {
      String text = decode(content);
      // UTF-16 and UTF-32 of Latin letters are valid UTF-8, full of zeros.
      if (text.indexOf('\0') < 0) {
        return text;
      }
      throw new CatalogFormatException(
          Reason.WRONG_ENCODING, name + ": the header has zero bytes: only UTF-8 is allowed");
    } catch (CharacterCodingException e) {
      throw new CatalogFormatException(
          Reason.WRONG_ENCODING, name + ": the header is not UTF-8: only UTF-8 is allowed", e);
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    // A new decoder reports what is wrong; the one behind String replaces it.
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static JsonMapper mapper(SourceLimits limits) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxStringLength(limits.maxRecordBytes())
                        .maxNumberLength(100)
                        .maxNameLength(1_000)
                        .build())
                .build())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
