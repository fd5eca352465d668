package de.landbruecke.source.xzufi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.PortalId;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.Audience;
import de.landbruecke.catalog.CatalogChange;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.OnlineService;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.PublicService.Approval;
import de.landbruecke.catalog.PublicService.LegalReference;
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
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XzufiCatalogSourceTest {

  private static final PortalId PORTAL = new PortalId("example");
  private static final String START = "<t xmlns='http://xoev.de/schemata/xzufi/2_2_0'>";

  @Test
  void read_transfer22_service_hasEveryPart() throws IOException {
    RecordingSink sink = new RecordingSink();

    fixture("transfer-2_2.xml").build().read(null, sink);

    PublicService service = (PublicService) sink.records().getFirst();
    assertThat(service.id()).isEqualTo(id("L100022", RecordClass.SERVICE, "0130"));
    assertThat(service.title().byLanguage())
        .containsEntry("de", "Hund anmelden")
        .containsEntry("en", "Register a dog");
    assertThat(Objects.requireNonNull(service.formalName()).best("de"))
        .isEqualTo("Anmeldung zur Hundesteuer");
    assertThat(service.keys())
        .extracting(ServiceKey::value)
        .containsExactly("99102013070000", "99102013071000", "99102013104000");
    assertThat(Objects.requireNonNull(service.summary()).best("de"))
        .isEqualTo("So melden Sie Ihren Hund an.");
    assertThat(Objects.requireNonNull(service.text()).best("de"))
        .isEqualTo("<p>Wer einen Hund hält, meldet ihn an.</p>");
    assertThat(service.legalBasis())
        .extracting(LegalReference::citation)
        .containsExactly("§ 1 Satzung", "§ 2 Satzung");
    assertThat(service.legalBasis().getFirst().url()).hasToString("https://example.org/satzung");
    assertThat(service.documents()).hasSize(2);
    assertThat(service.documents().get(1).title().byLanguage())
        .containsEntry("de", "Impfpass")
        .containsEntry("en", "vaccination card");
    assertThat(service.fees()).hasSize(1);
    assertThat(service.fees().getFirst().amount()).isEqualByComparingTo("46");
    assertThat(service.deadlines()).hasSize(1);
    assertThat(service.deadlines().getFirst().duration()).isEqualTo("P14D");
    assertThat(Objects.requireNonNull(service.processingTime()).duration()).isNull();
    assertThat(service.keywords().get("de")).containsExactly("Vierbeiner", "Hundesteuer");
    assertThat(service.approval())
        .isEqualTo(new Approval(LocalDate.of(2026, 1, 31), "Kämmerei Musterstadt"));
    assertThat(service.origin()).hasToString("https://example.org/130");
    assertThat(service.audience()).containsExactly(Audience.CITIZEN);
    assertThat(service.topics()).containsExactly(Topic.STEUERN_ZOLL);
    assertThat(service.lifeSituations()).containsExactly("Haustiere");
    assertThat(service.areas()).containsExactly(new RegionalKey("081175005026"));
    assertThat(service.changedAt()).isEqualTo(Instant.parse("2026-02-01T09:15:30Z"));
  }

  @Test
  void read_transfer22_otherRecords_andSkips() throws IOException {
    RecordingSink sink = new RecordingSink();

    SourceReport report = fixture("transfer-2_2.xml").build().read(null, sink);

    PublicOrganization organization = (PublicOrganization) sink.records().get(1);
    assertThat(organization.address()).containsExactly("Markt 1", "01234 Musterstadt");
    assertThat(organization.area()).isEqualTo(new RegionalKey("081175005026"));
    Jurisdiction nested = (Jurisdiction) sink.records().get(2);
    assertThat(nested.role()).isEqualTo(Jurisdiction.Role.CONTACT);
    Jurisdiction own = (Jurisdiction) sink.records().get(3);
    assertThat(own.organization()).isEqualTo(organization.id());
    assertThat(own.role()).isEqualTo(Jurisdiction.Role.RESPONSIBLE);
    OnlineService online = (OnlineService) sink.records().get(4);
    assertThat(online.level()).isEqualTo(AssuranceLevel.NONE);
    assertThat(online.url()).hasToString("https://example.org/antrag?id=1&ars=081175005026");
    assertThat(online.services()).containsExactly(id("L100022", RecordClass.SERVICE, "0130"));
    assertThat(online.areas()).containsExactly(new RegionalKey("080000000000"));
    assertThat(sink.changes())
        .contains(new CatalogChange.Delete(id("L100022", RecordClass.SERVICE, "99")));
    assertThat(report.written()).isEqualTo(5);
    assertThat(report.deleted()).isEqualTo(1);
    assertThat(report.skips())
        .extracting(SourceReport.Skip::reason)
        .containsExactlyInAnyOrder(
            SkipReason.INVALID_VALUE, // the key of eight digits
            SkipReason.INVALID_VALUE, // the municipality key that nothing translates
            SkipReason.UNKNOWN_KIND, // the specialisation
            SkipReason.MISSING_PART, // the empty part
            SkipReason.UNKNOWN_KIND); // the form
  }

  @Test
  void read_municipalityKeyThatPlacesKnow_isTranslated() throws IOException {
    RegionalKey known = new RegionalKey("081175001012");
    RecordingSink sink = new RecordingSink();

    fixture("transfer-2_2.xml")
        .municipalityKeys(key -> Optional.of(known))
        .build()
        .read(null, sink);

    assertThat(((PublicService) sink.records().getFirst()).areas()).contains(known);
  }

  @Test
  void read_report21_inLatin1_isRead() throws IOException {
    RecordingSink sink = new RecordingSink();

    SourceReport report = fixture("report-2_1.xml").build().read(null, sink);

    assertThat(report.skips()).isEmpty();
    assertThat(sink.records()).hasSize(3);
    assertThat(((PublicService) sink.records().get(1)).title().best("de"))
        .isEqualTo("Zweite Prüfung");
  }

  @Test
  void read_transfer23_isReadAndADeletedOnlineServiceStaysAway() throws IOException {
    RecordingSink sink = new RecordingSink();

    fixture("transfer-2_3.xml").build().read(null, sink);

    assertThat(sink.records()).hasSize(1);
    assertThat(((PublicService) sink.records().getFirst()).areas())
        .containsExactly(new RegionalKey("140000000000"));
    assertThat(sink.changes())
        .contains(new CatalogChange.Delete(id("L1", RecordClass.ONLINE_SERVICE, "2")));
    assertThat(sink.batches().getFirst().extent()).isEqualTo(Extent.DELTA);
  }

  @Test
  void read_changedNames_areUsed() throws IOException {
    Properties names = new Properties();
    names.setProperty("SERVICE", "dienstleistung");
    String file = START + service("1", "Hund").replace("leistung>", "dienstleistung>") + "</t>";
    RecordingSink sink = new RecordingSink();

    source(file).names(names).build().read(null, sink);

    assertThat(sink.records()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "http://xoev.de/schemata/xzufi/2_0_0, UNSUPPORTED_VERSION",
    "http://xoev.de/schemata/xzufi/2_4_0, UNSUPPORTED_VERSION",
    "http://xoev.de/schemata/xzufi/3_0_0, UNSUPPORTED_VERSION",
    "http://xoev.de/schemata/xzufi/2_2, UNSUPPORTED_VERSION",
    "http://www.w3.org/1999/xhtml, NOT_A_CATALOG",
    "'', NOT_A_CATALOG"
  })
  void read_otherNamespace_isRefusedByName(String namespace, Reason reason) {
    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> read("<t xmlns='" + namespace + "'/>"))
        .returns(reason, CatalogFormatException::reason)
        .withMessageContaining("2_1_*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2_1_0", "2_1_17", "2_2_0", "2_2_9", "2_3_0", "2_3_1", "2_3_12"})
  void read_anyPatchOfASupportedVersion_isRead(String version) throws IOException {
    String file = "<t xmlns='http://xoev.de/schemata/xzufi/" + version + "'/>";

    assertThat(read(file).batches()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "hallo", "{\"format\":1}", "<", "<t", "<?xml version='1.0'?>"})
  void read_noXml_isRefused(String file) {
    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> read(file))
        .returns(Reason.NOT_A_CATALOG, CatalogFormatException::reason);
  }

  @Test
  void read_brokenOff_handsOnWhatWasReadBefore() {
    String whole = START + service("1", "Hund") + service("2", "Katze") + "</t>";
    for (String file :
        List.of(
            whole.substring(0, whole.length() - 4),
            whole.substring(0, whole.length() - 40),
            whole.replace("Katze", "Katze<falsch>"))) {
      RecordingSink sink = new RecordingSink();

      assertThatExceptionOfType(CatalogFormatException.class)
          .isThrownBy(() -> source(file).build().read(null, sink))
          .returns(Reason.TRUNCATED, CatalogFormatException::reason)
          .withMessageContaining("test.xml:1");

      assertThat(sink.records()).isNotEmpty();
      assertThat(sink.position()).startsWith("unfinished");
    }
  }

  @Test
  void read_externalEntity_isNeverFetched(@TempDir Path folder) throws IOException {
    Path secret = folder.resolve("secret.txt");
    Files.writeString(secret, "streng geheim");
    try (ServerSocket server = new ServerSocket(0)) {
      server.setSoTimeout(200);
      for (String address :
          List.of(
              secret.toUri().toString(), "http://localhost:" + server.getLocalPort() + "/x.dtd")) {
        for (String type :
            List.of(
                "<!DOCTYPE t [<!ENTITY x SYSTEM '" + address + "'>]>",
                "<!DOCTYPE t SYSTEM '" + address + "'>",
                "<!DOCTYPE t [<!ENTITY % x SYSTEM '" + address + "'> %x;]>")) {
          RecordingSink sink = new RecordingSink();

          assertThatExceptionOfType(CatalogFormatException.class)
              .isThrownBy(() ->
                  source(type + START + service("1", "&x;") + "</t>").build().read(null, sink))
              .returns(Reason.NOT_A_CATALOG, CatalogFormatException::reason);

          assertThat(sink.batches()).isEmpty();
        }
      }
      assertThatExceptionOfType(java.net.SocketTimeoutException.class).isThrownBy(server::accept);
    }
  }

  @Test
  void read_billionLaughs_isRefused() {
    StringBuilder type = new StringBuilder("<!DOCTYPE t [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 10; i++) {
      type.append("<!ENTITY a").append(i).append(" '");
      type.append(("&a" + (i - 1) + ";").repeat(10)).append("'>");
    }

    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> read(type + "]>" + START + service("1", "&a9;") + "</t>"))
        .returns(Reason.NOT_A_CATALOG, CatalogFormatException::reason);
  }

  @Test
  void read_undeclaredEntity_breaksTheFile() {
    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> read(START + service("1", "&nbsp;") + "</t>"))
        .returns(Reason.TRUNCATED, CatalogFormatException::reason);
  }

  @Test
  void read_manyEscapedCharacters_areNoEntityBomb() throws IOException {
    String text = "&lt;p&gt;".repeat(10_000) + "&#228;";
    StringBuilder file = new StringBuilder(START);
    for (int i = 0; i < 60; i++) {
      file.append(service(String.valueOf(i), "Hund " + text));
    }

    assertThat(read(file + "</t>").records()).hasSize(60);
  }

  @Test
  void read_nestingAtTheLimit_countsAndOneLevelMoreIsSkipped() throws IOException {
    RecordingSink sink = new RecordingSink();
    // schreibe and leistung are the first two of 32 levels.
    String file = START + nested(30) + nested(31) + nested(900) + service("after", "x") + "</t>";

    SourceReport report = source(file).build().read(null, sink);

    assertThat(sink.records()).hasSize(2);
    assertThat(report.skips())
        .extracting(SourceReport.Skip::reason)
        .containsExactly(SkipReason.TOO_LARGE, SkipReason.TOO_LARGE);
  }

  @Test
  void read_tooManyAttributes_isStopped() {
    StringBuilder element = new StringBuilder("<schreibe");
    for (int i = 0; i < 20_000; i++) {
      element.append(" a").append(i).append("='1'");
    }

    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> read(START + element + "/></t>"))
        .returns(Reason.LIMIT_EXCEEDED, CatalogFormatException::reason);
  }

  @Test
  void read_nestedWithoutEnd_isStopped() {
    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> read(START + "<a>".repeat(200_000)))
        .returns(Reason.LIMIT_EXCEEDED, CatalogFormatException::reason);
  }

  @Test
  void read_recordOverTheLimit_isSkipped() throws IOException {
    RecordingSink sink = new RecordingSink();
    String huge = "a".repeat(SourceLimits.DEFAULT.maxRecordBytes());

    SourceReport report =
        source(START + service("1", huge) + service("2", "Hund") + "</t>").build().read(null, sink);

    assertThat(sink.records()).hasSize(1);
    assertThat(report.skips())
        .extracting(SourceReport.Skip::reason)
        .containsExactly(SkipReason.TOO_LARGE);
  }

  @Test
  void read_endlessAttribute_isStopped() {
    String start = START + "<schreibe a='";
    InputStream endless =
        new java.io.SequenceInputStream(
            new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)),
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
            XzufiCatalogSource.builder(() -> endless, "endless", PORTAL, Extent.FULL)
                .build()
                .read(null, new RecordingSink()))
        .returns(Reason.LIMIT_EXCEEDED, CatalogFormatException::reason);
  }

  @Test
  void read_moreRecordsThanAllowed_handsOnThoseBefore() {
    SourceLimits limits = new SourceLimits(1 << 24, 2, 10_000, 100, 100, 10, Duration.ofHours(1));
    RecordingSink sink = new RecordingSink();
    String file = START + service("1", "a") + service("2", "b") + service("3", "c") + "</t>";

    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> source(file).limits(limits).build().read(null, sink))
        .returns(Reason.LIMIT_EXCEEDED, CatalogFormatException::reason);

    assertThat(sink.records()).hasSize(2);
  }

  @Test
  void read_bytesNotInTheDeclaredEncoding_areRefused() {
    byte[] file =
        (START + service("1", "Hund") + " ".repeat(100_000) + service("2", "Führung") + "</t>")
            .getBytes(StandardCharsets.ISO_8859_1);
    RecordingSink sink = new RecordingSink();

    assertThatExceptionOfType(CatalogFormatException.class)
        .isThrownBy(() -> source(file).build().read(null, sink))
        .returns(Reason.WRONG_ENCODING, CatalogFormatException::reason);
    assertThat(sink.records()).hasSize(1);
  }

  @Test
  void read_unknownCodes_areReportedAndLeftOut() throws IOException {
    RecordingSink sink = new RecordingSink();
    String online =
        "<schreibe><onlinedienst><id>1</id><bezeichnung>x</bezeichnung>"
            + "<link><link>javascript:alert(1)</link></link>"
            + "<link><link>https://example.org</link></link>"
            + "<vertrauensniveau><code>15</code></vertrauensniveau></onlinedienst></schreibe>";

    SourceReport report = source(START + online + "</t>").build().read(null, sink);

    OnlineService record = (OnlineService) sink.records().getFirst();
    assertThat(record.level()).isNull();
    assertThat(record.id().agency()).isEqualTo("example");
    assertThat(record.url()).hasToString("https://example.org");
    assertThat(report.skips())
        .extracting(SourceReport.Skip::reason)
        .containsExactly(SkipReason.INVALID_VALUE, SkipReason.INVALID_VALUE);
  }

  /** Whatever a damaged file holds: the reader answers with a report or its own exception. */
  @Test
  void read_randomlyDamagedFile_neverFailsOtherwise() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    byte[] whole = bytes("transfer-2_2.xml");
    for (int round = 0; round < 1_000; round++) {
      byte[] damaged = whole.clone();
      int changes = 1 + random.nextInt(3);
      for (int i = 0; i < changes; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) (' ' + random.nextInt(95));
      }
      byte[] file =
          random.nextBoolean()
              ? damaged
              : Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length));
      RecordingSink sink = new RecordingSink();
      try {
        SourceReport report = source(file).build().read(null, sink);
        assertThat(report.written()).as("seed %d", seed).isEqualTo(sink.records().size());
      } catch (CatalogFormatException e) {
        assertThat(e.reason()).as("seed %d", seed).isNotNull();
      }
    }
  }

  private static String service(String id, String title) {
    return "<schreibe><leistung><id>"
        + id
        + "</id><modulText><leikaTextmodul><code>03</code></leikaTextmodul><inhalt>"
        + title
        + "</inhalt></modulText></leistung></schreibe>";
  }

  private static String nested(int levels) {
    return service(String.valueOf(levels), "Hund")
        .replace("</leistung>", "<a>".repeat(levels) + "</a>".repeat(levels) + "</leistung>");
  }

  private static RecordId id(String agency, RecordClass recordClass, String value) {
    return new RecordId(agency, recordClass, value);
  }

  private static RecordingSink read(String file) throws IOException {
    RecordingSink sink = new RecordingSink();
    source(file).build().read(null, sink);
    return sink;
  }

  private static XzufiCatalogSource.Builder source(String file) {
    return source(file.getBytes(StandardCharsets.UTF_8));
  }

  private static XzufiCatalogSource.Builder source(byte[] file) {
    return XzufiCatalogSource.builder(
        () -> new ByteArrayInputStream(file), "test.xml", PORTAL, Extent.FULL);
  }

  private static XzufiCatalogSource.Builder fixture(String name) throws IOException {
    byte[] file = bytes(name);
    return XzufiCatalogSource.builder(
        () -> new ByteArrayInputStream(file), name, PORTAL, Extent.DELTA);
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(XzufiCatalogSourceTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }
}
