package de.landbruecke.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.source.CatalogBatch;
import de.landbruecke.source.CatalogSource;
import de.landbruecke.source.SourceReport;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link CatalogSource} promises: extend it, supply a source, inherit the tests. */
public abstract class CatalogSourceContract {

  /** A source over one readable service per title, then {@code broken} unreadable records. */
  protected abstract CatalogSource source(List<String> titles, int broken);

  /** A source that cannot be opened: opening it fails with an {@link IOException}. */
  protected abstract CatalogSource unreachable();

  @Test
  void read_services_arriveInOrder() throws IOException {
    List<String> titles = List.of("Hund anmelden", "Größere Feier anzeigen", "Älteres löschen");
    RecordingSink sink = new RecordingSink();

    SourceReport report = source(titles, 0).read(null, sink);

    assertThat(titles(sink)).isEqualTo(titles);
    assertThat(report.written()).isEqualTo(3);
    assertThat(report.skipped()).isZero();
    assertThat(report.skips()).isEmpty();
  }

  @Test
  void read_brokenRecords_areCountedAndHideNothing() throws IOException {
    RecordingSink sink = new RecordingSink();

    SourceReport report = source(List.of("Hund anmelden"), 3).read(null, sink);

    assertThat(titles(sink)).containsExactly("Hund anmelden");
    assertThat(report.written()).isEqualTo(1);
    assertThat(report.skipped()).isEqualTo(3);
    assertThat(report.skips())
        .hasSize(3)
        .allSatisfy(skip -> assertThat(skip.position()).isNotBlank())
        .allSatisfy(skip -> assertThat(skip.detail()).isNotBlank());
  }

  @Test
  void read_moreSkipsThanKept_areCounted() throws IOException {
    int broken = SourceReport.MAX_SKIPS + 1;

    SourceReport report = source(List.of("Hund anmelden"), broken).read(null, new RecordingSink());

    assertThat(report.skips()).hasSize(SourceReport.MAX_SKIPS);
    assertThat(report.skipped()).isEqualTo(broken);
  }

  @Test
  void read_empty_handsOnOneEmptyBatch() throws IOException {
    RecordingSink sink = new RecordingSink();

    source(List.of(), 0).read(null, sink);

    assertThat(sink.batches()).hasSize(1);
    assertThat(sink.changes()).isEmpty();
  }

  @Test
  void read_many_comeInBatchesOfOneExtent() throws IOException {
    List<String> titles = IntStream.range(0, 2_500).mapToObj(i -> "Leistung " + i).toList();
    RecordingSink sink = new RecordingSink();

    source(titles, 0).read(null, sink);

    assertThat(titles(sink)).isEqualTo(titles);
    assertThat(sink.batches()).hasSizeGreaterThan(1);
    assertThat(sink.batches().stream().map(CatalogBatch::extent).distinct()).hasSize(1);
    assertThat(sink.batches().subList(0, sink.batches().size() - 1))
        .as("only the last batch carries the position of a whole reading")
        .noneMatch(batch -> batch.position().equals(sink.position()));
  }

  @Test
  void read_afterItsOwnPosition_bringsNothing() throws IOException {
    CatalogSource source = source(List.of("Hund anmelden"), 0);
    RecordingSink first = new RecordingSink();
    source.read(null, first);
    RecordingSink second = new RecordingSink();

    SourceReport report = source.read(first.position(), second);

    assertThat(second.batches()).isEmpty();
    assertThat(report.written()).isZero();
  }

  @Test
  void read_afterAnotherPosition_bringsEverything() throws IOException {
    CatalogSource source = source(List.of("Hund anmelden"), 0);
    RecordingSink sink = new RecordingSink();

    source.read("another", sink);

    assertThat(titles(sink)).containsExactly("Hund anmelden");
  }

  @Test
  void read_twice_bringsTheSame() throws IOException {
    CatalogSource source = source(List.of("Hund anmelden", "Reisepass"), 1);
    RecordingSink first = new RecordingSink();
    RecordingSink second = new RecordingSink();

    source.read(null, first);
    source.read(null, second);

    assertThat(second.batches()).isEqualTo(first.batches());
  }

  @Test
  void read_sinkThatFails_stopsWithItsFailure() {
    IOException full = new IOException("disk is full");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            source(List.of("Hund anmelden"), 0)
                .read(
                    null,
                    batch -> {
                      throw full;
                    }))
        .isSameAs(full);
  }

  @Test
  void read_unreachable_throws() {
    CatalogSource source = unreachable();

    assertThat(source.connector()).isNotBlank();
    assertThat(source.portal()).isNotNull();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> source.read(null, new RecordingSink()));
  }

  private static List<String> titles(RecordingSink sink) {
    return sink.records().stream()
        .map(record -> ((PublicService) record).title().best(LocalizedText.GERMAN))
        .toList();
  }
}
