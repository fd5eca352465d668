package de.landbruecke.source.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PlaceRecord;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.catalog.Topic;
import de.landbruecke.source.CatalogBatch.Extent;
import de.landbruecke.source.CatalogFormatException;
import de.landbruecke.source.CatalogFormatException.Reason;
import de.landbruecke.source.SourceLimits;
import de.landbruecke.source.SourceReport;
import de.landbruecke.source.SourceReport.SkipReason;
import de.landbruecke.testing.RecordingSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonCatalogSourceTest {

  private static final PortalId PORTAL = new PortalId("example");
  private static final String HEADER =
      "{\"format\":1,\"portal\":\"example\",\"agency\":\"L9\",\"position\":\"p1\"}\n";

  private static final String FULL_SERVICE =
      """
      {"kind":"service","id":"007","title":{"de":"Hund anmelden","en":"Register a dog",\
      "de-simple":"Den Hund melden"},"keys":["99102013104000","99102013104001"],\
      "formalName":"Hundesteuer Anmeldung","summary":{"de":"Wer einen Hund hält, meldet ihn."},\
      "text":{"de":"<p>Text mit <b>Fett</b> und <a href=\\"https://example.org/a?b=1&amp;c=2\\">Link</a></p>"},\
      "conditions":"<ul><li>volljährig</li></ul>","procedure":"<ol><li>Formular</li></ol>",\
      "documents":[{"title":{"de":"Ausweis"}},{"title":"Impfpass","optional":true}],\
      "fees":[{"amount":"46.00","maximum":"60.00","currency":"EUR","description":"je Hund"},\
      {"description":{"de":"keine für Blindenhunde"}}],\
      "deadlines":[{"description":"binnen zwei Wochen","duration":"P14D"}],\
      "processingTime":{"duration":"P6W"},\
      "legalBasis":[{"citation":"§ 9 Satzung","url":"https://example.org/satzung"}],\
      "keywords":{"de":["Hundesteuer","Vierbeiner"],"en":["dog tax"]},\
      "lifeSituations":["Haustiere"],"topics":["steuern_zoll"],"audience":["citizen","business"],\
      "areas":["081175005026"],"approvedOn":"2026-01-31","approvedBy":"Kämmerei",\
      "changedAt":"2026-02-01T10:15:30Z","originUrl":"https://example.org/hund"}
      """;

  private static final String OTHERS =
      """
      {"kind":"onlineService","id":"o1","title":"Antrag","url":"https://example.org/antrag",\
      "services":["007","L8.LB.5"],"areas":["08"],"trustLevel":"substantial"}
      {"kind":"organization","id":"r.1","title":"Rathaus","level":"municipality",\
      "area":"081175005026","url":"http://example.org","address":["Markt 1","12345 Ort"],\
      "phone":"0123 45","email":"info@example.org","openingHours":["Mo 8–12"],"demonstration":true}
      {"kind":"jurisdiction","id":"z1","organization":"r.1","services":["007"],\
      "areas":["081175005026"],"role":"contact"}
      {"kind":"place","id":"081175005026","title":"Göppingen","placeKind":"Große Kreisstadt",\
      "municipalityKey":"08117026","district":"Göppingen","state":"Baden-Württemberg",\
      "postalCodes":["73033","73035"],"population":58000,"latitude":48.7,"longitude":9.65,\
      "aliases":["Hohenstaufen"],"formerKeys":["08117099"]}
      """;

  @Test
  void read_fullService_hasEveryPart() throws IOException {
    RecordingSink sink = new RecordingSink();

    SourceReport report = source(HEADER + FULL_SERVICE).read(null, sink);

    assertThat(report.skips()).isEmpty();
    PublicService service = (PublicService) sink.records().getFirst();
    assertThat(service.id()).isEqualTo(new RecordId("L9", RecordClass.SERVICE, "007"));
    assertThat(service.title().in("de-simple")).contains("Den Hund melden");
    assertThat(service.keys()).extracting(ServiceKey::value).contains("99102013104001");
    assertThat(service.documents()).hasSize(2);
    assertThat(service.documents().get(1).optional()).isTrue();
    assertThat(service.fees().getFirst().maximum()).isEqualByComparingTo("60");
    assertThat(service.deadlines().getFirst().duration()).isEqualTo("P14D");
    assertThat(service.keywords())
        .isEqualTo(Map.of("de", List.of("Hundesteuer", "Vierbeiner"), "en", List.of("dog tax")));
    assertThat(service.topics()).containsExactly(Topic.STEUERN_ZOLL);
    assertThat(service.areas()).containsExactly(new RegionalKey("081175005026"));
    assertThat(service.changedAt()).isEqualTo(Instant.parse("2026-02-01T10:15:30Z"));
    assertThat(service.origin()).hasToString("https://example.org/hund");
    assertThat(sink.position()).isEqualTo("p1");
    assertThat(sink.batches().getFirst().extent()).isEqualTo(Extent.FULL);
  }

  @Test
  void read_otherKinds_haveEveryPart() throws IOException {
    RecordingSink sink = new RecordingSink();

    SourceReport report = source(HEADER + OTHERS).read(null, sink);

    assertThat(report.skips()).isEmpty();
    OnlineService online = (OnlineService) sink.records().get(0);
    assertThat(online.level()).isEqualTo(AssuranceLevel.SUBSTANTIAL);
    assertThat(online.services())
        .containsExactlyInAnyOrder(
            new RecordId("L9", RecordClass.SERVICE, "007"),
            new RecordId("L8", RecordClass.SERVICE, "5"));
    PublicOrganization organization = (PublicOrganization) sink.records().get(1);
    assertThat(organization.demonstration()).isTrue();
    Jurisdiction jurisdiction = (Jurisdiction) sink.records().get(2);
    assertThat(jurisdiction.organization()).isEqualTo(organization.id());
    assertThat(jurisdiction.role()).isEqualTo(Jurisdiction.Role.CONTACT);
    PlaceRecord place = (PlaceRecord) sink.records().get(3);
    assertThat(place.place().postalCodes()).containsExactly("73033", "73035");
  }

  @Test
  void write_whatWasRead_readsBackTheSame() throws IOException {
    RecordingSink first = new RecordingSink();
    source(HEADER + FULL_SERVICE + OTHERS + "{\"kind\":\"delete\",\"of\":\"place\",\"id\":\"1\"}")
        .read(null, first);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (JsonCatalogWriter writer = new JsonCatalogWriter(file, PORTAL, "L7", Extent.DELTA, null)) {
      for (CatalogChange change : first.changes()) {
        writer.write(change);
      }
    }
    RecordingSink second = new RecordingSink();

    SourceReport report = source(file.toByteArray()).read(null, second);

    assertThat(report.skips()).isEmpty();
    assertThat(second.changes()).isEqualTo(first.changes());
    assertThat(second.batches().getFirst().extent()).isEqualTo(Extent.DELTA);
    assertThat(second.position()).startsWith("sha256:");
  }

  @Test
  void read_delete_isInOrder() throws IOException {
    RecordingSink sink = new RecordingSink();

    source(HEADER + record("1") + "{\"kind\":\"delete\",\"of\":\"service\",\"id\":\"1\"}\n")
        .read(null, sink);

    RecordId id = new RecordId("L9", RecordClass.SERVICE, "1");
    assertThat(sink.changes().getLast()).isEqualTo(new CatalogChange.Delete(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"keys\":[\"123\"]",
        "\"keys\":\"99102013104000\"",
        "\"summary\":{\"Deutsch!\":\"x\"}",
        "\"summary\":5",
        "\"fees\":[{\"amount\":\"1e9\"}]",
        "\"fees\":[{\"amount\":\"5\",\"maximum\":\"4\"}]",
        "\"deadlines\":[{\"duration\":\"14 Tage\",\"description\":\"bald\"}]",
        "\"topics\":[\"fischen\"]",
        "\"audience\":[\"dogs\"]",
        "\"areas\":[\"0811\"]",
        "\"approvedOn\":\"31.01.2026\"",
        "\"changedAt\":\"gestern\"",
        "\"originUrl\":\"javascript:alert(1)\"",
        "\"originUrl\":\"https://amt@boese.example\"",
        "\"documents\":[\"Ausweis\"]",
        "\"legalBasis\":[{\"citation\":\"§ 1\",\"url\":\"ftp://x\"}]",
        "\"keywords\":{\"de\":5}"
      })
  void read_invalidValue_isReportedAndTheRecordStays(String member) throws IOException {
    RecordingSink sink = new RecordingSink();

    SourceReport report =
        source(HEADER + "{\"id\":\"1\",\"title\":\"Hund\"," + member + "}\n").read(null, sink);

    assertThat(sink.records()).hasSize(1);
    assertThat(report.skips())
        .extracting(SourceReport.Skip::reason)
        .isNotEmpty()
        .containsOnly(SkipReason.INVALID_VALUE);
    assertThat(report.skips().getFirst().position()).isEqualTo("test.jsonl:2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"1\"} | MISSING_PART",
        "{\"title\":\"x\"} | MISSING_PART",
        "{\"id\":5,\"title\":\"x\"} | INVALID_VALUE",
        "{\"id\":\"1\",\"title\":{\"en\":\"x\"}} | MISSING_PART",
        "{\"id\":\"1\",\"agency\":\"a.b\",\"title\":\"x\"} | INVALID_VALUE",
        "{\"kind\":\"recipe\",\"id\":\"1\",\"title\":\"x\"} | UNKNOWN_KIND",
        "{\"kind\":\"delete\",\"id\":\"1\"} | MISSING_PART",
        "{\"kind\":\"onlineService\",\"id\":\"1\",\"title\":\"x\"} | MISSING_PART",
        "{\"kind\":\"jurisdiction\",\"id\":\"1\",\"organization\":\"2\"} | MISSING_PART",
        "{\"kind\":\"place\",\"id\":\"1\",\"title\":\"x\"} | INVALID_VALUE",
        "[1] | MALFORMED",
        "{\"id\":\"1\" | MALFORMED",
        "{} {} | MALFORMED",
        "hallo | MALFORMED"
      })
  void read_brokenRecord_isSkippedWithItsReason(String line, SkipReason reason) throws IOException {
    RecordingSink sink = new RecordingSink();

    SourceReport report = source(HEADER + line + "\n" + record("after")).read(null, sink);

    assertThat(sink.records())
        .extracting(CatalogRecord::id)
        .extracting(RecordId::value)
        .containsExactly("after");
    assertThat(report.skips()).extracting(SourceReport.Skip::reason).containsExactly(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | NOT_A_CATALOG",
        "`  ` | NOT_A_CATALOG",
        "<xml/> | NOT_A_CATALOG",
        "{} | NOT_A_CATALOG",
        "{\"format\":\"1\",\"portal\":\"example\"} | NOT_A_CATALOG",
        "{\"format\":2,\"portal\":\"example\"} | UNSUPPORTED_VERSION",
        "{\"format\":1} | NOT_A_CATALOG",
        "{\"format\":1,\"portal\":\"EXAMPLE\"} | NOT_A_CATALOG",
        "{\"format\":1,\"portal\":\"other\"} | NOT_A_CATALOG",
        "{\"format\":1,\"portal\":\"example\",\"agency\":\"a.b\"} | NOT_A_CATALOG",
        "{\"format\":1,\"portal\":\"example\",\"extent\":\"half\"} | NOT_A_CATALOG",
        "{\"format\":1,\"portal\":\"example\",\"position\":7} | NOT_A_CATALOG"
      })
  void read_wrongHeader_isRefusedWithItsReason(String header, Reason reason) {
    RecordingSink sink = new RecordingSink();

    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> source(header).read(null, sink))
        .returns(reason, CatalogFormatException::reason)
        .withMessageContaining("test.jsonl");
    assertThat(sink.batches()).isEmpty();
  }

  @Test
  void read_byteOrderMarkAndWindowsLineEnds_areTolerated() throws IOException {
    RecordingSink sink = new RecordingSink();

    source("\uFEFF" + (HEADER + "\n" + record("1")).replace("\n", "\r\n")).read(null, sink);

    assertThat(sink.records()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1"})
  void read_headerInAnotherEncoding_isRefused(String encoding) {
    byte[] file =
        "{\"format\":1,\"portal\":\"example\",\"x\":\"ü\"}\n".getBytes(Charset.forName(encoding));

    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> source(file).read(null, new RecordingSink()))
        .returns(Reason.WRONG_ENCODING, CatalogFormatException::reason);
  }

  @Test
  void read_lineInAnotherEncoding_isSkipped() throws IOException {
    byte[] file =
        (HEADER + "{\"id\":\"1\",\"title\":\"Führung\"}\n{\"id\":\"2\",\"title\":\"Hund\"}\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    RecordingSink sink = new RecordingSink();

    SourceReport report = source(file).read(null, sink);

    assertThat(sink.records()).hasSize(1);
    assertThat(report.skips())
        .extracting(SourceReport.Skip::reason)
        .containsExactly(SkipReason.MALFORMED);
  }

  @Test
  void read_lastLineBrokenOff_isSkipped() throws IOException {
    RecordingSink sink = new RecordingSink();

    SourceReport report = source(HEADER + record("1") + "{\"id\":\"2\",\"ti").read(null, sink);

    assertThat(sink.records()).hasSize(1);
    assertThat(report.skips().getFirst().detail()).contains("last line");
  }

  @Test
  void read_lastLineWithoutEnd_counts() throws IOException {
    RecordingSink sink = new RecordingSink();

    source(HEADER + record("1").strip()).read(null, sink);

    assertThat(sink.records()).hasSize(1);
  }

  @Test
  void read_lineAtTheLimit_countsAndOneByteMoreIsSkipped() throws IOException {
    int limit = SourceLimits.DEFAULT.maxRecordBytes();
    String start = "{\"id\":\"1\",\"title\":\"Hund\",\"unknown\":[";
    String many = "0,".repeat((limit - start.length()) / 2 - 2);
    String line = start + many + "0";
    String exact = line + " ".repeat(limit - line.length() - 2) + "]}";
    RecordingSink sink = new RecordingSink();

    SourceReport report =
        source(HEADER + exact + "\n" + exact + " \n" + record("after")).read(null, sink);

    assertThat(exact).hasSize(limit);
    assertThat(sink.records())
        .extracting(CatalogRecord::id)
        .extracting(RecordId::value)
        .containsExactly("1", "after");
    assertThat(report.skips())
        .extracting(SourceReport.Skip::reason)
        .containsExactly(SkipReason.TOO_LARGE);
  }

  @Test
  void read_textAtTheLimit_countsAndOneCharacterMoreIsLeftOut() throws IOException {
    String text = "a".repeat(SourceLimits.DEFAULT.maxTextLength());
    String line = "{\"id\":\"1\",\"title\":\"Hund\",\"summary\":\"%s\"}\n";
    RecordingSink sink = new RecordingSink();

    SourceReport report =
        source(HEADER + line.formatted(text) + line.formatted(text + "a")).read(null, sink);

    assertThat(((PublicService) sink.records().get(0)).summary()).isNotNull();
    assertThat(((PublicService) sink.records().get(1)).summary()).isNull();
    assertThat(report.skips())
        .extracting(SourceReport.Skip::reason)
        .containsExactly(SkipReason.TOO_LARGE);
  }

  @Test
  void read_nestingAtTheLimit_countsAndOneLevelMoreIsSkipped() throws IOException {
    RecordingSink sink = new RecordingSink();
    String line = "{\"id\":\"1\",\"title\":\"Hund\",\"unknown\":%s0%s}\n";

    SourceReport report =
        source(
                HEADER
                    + line.formatted("[".repeat(31), "]".repeat(31))
                    + line.formatted("[".repeat(32), "]".repeat(32))
                    + line.formatted("[".repeat(500_000), "]".repeat(500_000)))
            .read(null, sink);

    assertThat(sink.records()).hasSize(1);
    assertThat(report.skips())
        .extracting(SourceReport.Skip::reason)
        .containsExactly(SkipReason.TOO_LARGE, SkipReason.TOO_LARGE);
  }

  @Test
  void read_endlessLine_endsAtTheLimitOfTheFile() {
    SourceLimits limits = new SourceLimits(1 << 24, 10, 100, 100, 10, 10, Duration.ofHours(1));
    byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
    InputStream endless =
        new java.io.SequenceInputStream(
            new ByteArrayInputStream(header),
            new InputStream() {
              @Override
              public int read() {
                return 'a';
              }

              @Override
              public int read(byte[] buffer, int offset, int length) {
                Arrays.fill(buffer, offset, offset + length, (byte) 'a');
                return length;
              }
            });

    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() ->
            new JsonCatalogSource(() -> endless, "endless", PORTAL, "c", limits, Clock.systemUTC())
                .read(null, new RecordingSink()))
        .returns(Reason.LIMIT_EXCEEDED, CatalogFormatException::reason);
  }

  @Test
  void read_moreLinesThanAllowed_handsOnThoseBefore() {
    SourceLimits limits = new SourceLimits(1 << 24, 3, 1000, 100, 10, 10, Duration.ofHours(1));
    String file = HEADER + record("1") + record("2") + record("3");
    RecordingSink sink = new RecordingSink();

    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> source(file, limits, Clock.systemUTC()).read(null, sink))
        .returns(Reason.LIMIT_EXCEEDED, CatalogFormatException::reason);

    assertThat(sink.records()).hasSize(2);
  }

  @Test
  void read_slowerThanAllowed_isStopped() {
    Instant noon = Instant.parse("2026-11-01T12:00:00Z");
    long[] ticks = {0};
    InstantSource jumping = () -> noon.plus(Duration.ofHours(3 * ticks[0]++));

    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() ->
            source(HEADER, SourceLimits.DEFAULT, jumping.withZone(ZoneOffset.UTC))
                .read(null, new RecordingSink()))
        .returns(Reason.LIMIT_EXCEEDED, CatalogFormatException::reason);
  }

  @Test
  void read_packed_isUnpacked() throws IOException {
    RecordingSink sink = new RecordingSink();

    source(packed(HEADER + record("1"))).read(null, sink);

    assertThat(sink.records()).hasSize(1);
  }

  @Test
  void read_packedAndBrokenOff_isTruncated() throws IOException {
    byte[] whole = packed(HEADER + record("1").repeat(100));
    byte[] half = Arrays.copyOf(whole, whole.length - 20);

    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> source(half).read(null, new RecordingSink()))
        .returns(Reason.TRUNCATED, CatalogFormatException::reason);
  }

  @Test
  void open_readsThePortalFromTheHeader() throws IOException {
    byte[] file = HEADER.getBytes(StandardCharsets.UTF_8);

    JsonCatalogSource source = JsonCatalogSource.open(() -> new ByteArrayInputStream(file), "f");

    assertThat(source.portal()).isEqualTo(PORTAL);
    assertThat(source.connector()).isEqualTo("json:example");
  }

  @Test
  void read_trustLevelCode_isTranslatedOrLeftOut() throws IOException {
    String line =
        "{\"kind\":\"onlineService\",\"id\":\"%s\",\"title\":\"x\",\"url\":\"https://a.example\","
            + "\"trustLevelCode\":\"%s\"}\n";
    RecordingSink sink = new RecordingSink();

    SourceReport report =
        source(HEADER + line.formatted("1", "00") + line.formatted("2", "15")).read(null, sink);

    assertThat(((OnlineService) sink.records().get(0)).level()).isEqualTo(AssuranceLevel.NONE);
    assertThat(((OnlineService) sink.records().get(1)).level()).isNull();
    assertThat(report.skips())
        .extracting(SourceReport.Skip::reason)
        .containsExactly(SkipReason.INVALID_VALUE);
  }

  /** Whatever a damaged file holds: the reader answers with a report or its own exception. */
  @Test
  void read_randomlyDamagedFile_neverFailsOtherwise() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    byte[] whole = (HEADER + FULL_SERVICE + OTHERS).getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 2_000; round++) {
      byte[] damaged = whole.clone();
      int changes = 1 + random.nextInt(6);
      for (int i = 0; i < changes; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      byte[] file = Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length));
      RecordingSink sink = new RecordingSink();
      try {
        SourceReport report = source(file).read(null, sink);
        assertThat(report.written()).as("seed %d", seed).isEqualTo(sink.records().size());
      } catch (CatalogFormatException e) {
        assertThat(e.reason()).as("seed %d", seed).isNotNull();
      }
    }
  }

  private static String record(String id) {
    return "{\"id\":\"" + id + "\",\"title\":\"Hund\"}\n";
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static JsonCatalogSource source(String file) {
    return source(file.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonCatalogSource source(byte[] file) {
    return new JsonCatalogSource(() -> new ByteArrayInputStream(file), "test.jsonl", PORTAL);
  }

  private static JsonCatalogSource source(String file, SourceLimits limits, Clock clock) {
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    return new JsonCatalogSource(
        () -> new ByteArrayInputStream(bytes), "test.jsonl", PORTAL, "c", limits, clock);
  }
}
