package de.landbruecke.index;

import static de.landbruecke.index.IndexTesting.ANALYZER;
import static de.landbruecke.index.IndexTesting.delete;
import static de.landbruecke.index.IndexTesting.entries;
import static de.landbruecke.index.IndexTesting.entryIds;
import static de.landbruecke.index.IndexTesting.id;
import static de.landbruecke.index.IndexTesting.key;
import static de.landbruecke.index.IndexTesting.leadsTo;
import static de.landbruecke.index.IndexTesting.online;
import static de.landbruecke.index.IndexTesting.service;
import static de.landbruecke.index.IndexTesting.serviceId;
import static de.landbruecke.index.IndexTesting.sources;
import static de.landbruecke.index.IndexTesting.titles;
import static de.landbruecke.index.IndexTesting.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import de.landbruecke.PortalId;
import de.landbruecke.analysis.Lexicon;
import de.landbruecke.analysis.TextAnalyzer;
import de.landbruecke.area.AreaLevel;
import de.landbruecke.area.Place;
import de.landbruecke.area.RegionalKey;
import de.landbruecke.catalog.CatalogRecord;
import de.landbruecke.catalog.Jurisdiction;
import de.landbruecke.catalog.LocalizedText;
import de.landbruecke.catalog.PlaceRecord;
import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.catalog.PublicService;
import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.grouping.EditorialDecisions;
import de.landbruecke.index.UpdateReport.Outcome;
import de.landbruecke.index.UpdateReport.Status;
import de.landbruecke.index.internal.EntryCard;
import de.landbruecke.index.internal.EntryReader;
import de.landbruecke.index.internal.MergedEntry;
import de.landbruecke.source.CatalogBatch;
import de.landbruecke.source.CatalogBatch.Extent;
import de.landbruecke.testing.ListCatalogSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogIndexTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir Path data;

  private CatalogIndex.Builder builder() {
    return CatalogIndex.builder(data, ANALYZER).clock(Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private CatalogIndex open() throws IOException {
    return builder().open();
  }

  private static ListCatalogSource full(String position, CatalogRecord... records) {
    return ListCatalogSource.full("north", "file", position, List.of(records));
  }

  private static List<PublicService> services(int count) {
    List<PublicService> services = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      services.add(service("s" + i, "Dienst " + i, i));
    }
    return services;
  }

  // Publishing

  @Test
  void update_firstTime_publishesFullGenerationThatReopens() throws IOException {
    try (CatalogIndex index = open()) {
      UpdateReport report =
          index.update(sources(full("p1", service("1", "Hund anmelden", 1), online("o", "1"))));

      assertThat(report.outcome()).isEqualTo(Outcome.FULL);
      assertThat(report.generation()).isEqualTo("1.0");
      assertThat(report.complete()).isTrue();
      assertThat(index.verify().findings()).isEmpty();
    }

    try (CatalogIndex index = open()) {
      IndexGeneration generation = index.generation().orElseThrow();
      assertThat(generation.id()).isEqualTo("1.0");
      assertThat(generation.publishedAt()).isEqualTo(NOON);
      assertThat(generation.entries()).isEqualTo(1);
      assertThat(generation.services(new PortalId("north"))).isEqualTo(1);
      assertThat(generation.positions()).containsEntry("file", "p1");
      assertThat(leadsTo(index, "A.LB.1")).isEqualTo(key(1).value());
      try (IndexSnapshot snapshot = index.acquire()) {
        EntryReader entries = entries(snapshot);
        EntryCard card = entries.card(entries.entry(key(1).value()).orElseThrow());
        assertThat(card.offers().getFirst().onlineServices()).hasSize(1);
        MergedEntry.Member member = entries.members(card).getFirst();
        assertThat(member.connector()).isEqualTo("file");
        assertThat(member.service()).isEqualTo(service("1", "Hund anmelden", 1));
        assertThat(member.onlineServices()).containsExactly(online("o", "1"));
      }
    }
  }

  @Test
  void update_sameAgain_publishesNothing() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));

      UpdateReport report = index.update(sources(full("p1", service("1", "Hund", 1))));

      assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
      assertThat(report.generation()).isEqualTo("1.0");
    }
  }

  @Test
  void update_onlyPositionNew_keepsGenerationAndPosition() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));

      index.update(sources(full("p2", service("1", "Hund", 1))));

      assertThat(index.generation().orElseThrow().id()).isEqualTo("1.0");
    }
    try (CatalogIndex index = open()) {
      ListCatalogSource next = full("p3");
      index.updateDespiteShrinking(sources(next));
      assertThat(next.asked()).containsExactly("p2");
    }
  }

  @Test
  void update_delta_isIncrementAndReplayChangesNothing() throws IOException {
    try (CatalogIndex index = builder().shrinkLimit(1).open()) {
      index.update(sources(full("p1", service("1", "Hund", 1), service("2", "Katze", 2))));
      ListCatalogSource delta =
          ListCatalogSource.delta(
              "north",
              "file",
              "p2",
              List.of(write(service("3", "Maus", 3)), delete(serviceId("2"))));

      UpdateReport first = index.update(sources(delta));
      UpdateReport replay = index.update(sources(delta));

      assertThat(first.outcome()).isEqualTo(Outcome.INCREMENT);
      assertThat(first.generation()).isEqualTo("1.1");
      assertThat(replay.outcome()).isEqualTo(Outcome.UNCHANGED);
      assertThat(delta.asked()).containsExactly("p1", "p2");
      assertThat(titles(index)).containsExactlyInAnyOrder("Hund", "Maus");
      assertThat(index.verify().findings()).isEmpty();
    }
  }

  @Test
  void update_fullInSeveralBatches_removesOnlyWhatNoneWrote() throws IOException {
    try (CatalogIndex index = builder().shrinkLimit(1).open()) {
      index.update(
          sources(full("p1", service("1", "Hund"), service("2", "Katze"), service("3", "Maus"))));

      index.update(
          sources(
              ListCatalogSource.of(
                  "north",
                  "file",
                  List.of(
                      new CatalogBatch(Extent.FULL, List.of(write(service("1", "Hund"))), "a"),
                      new CatalogBatch(Extent.FULL, List.of(write(service("2", "Kater"))), "b")))));

      assertThat(titles(index)).containsExactlyInAnyOrder("Hund", "Kater");
      assertThat(index.generation().orElseThrow().positions()).containsEntry("file", "b");
    }
  }

  @Test
  void update_batchesOfTwoExtents_failsThatSourceOnly() throws IOException {
    try (CatalogIndex index = open()) {
      UpdateReport report =
          index.update(
              sources(
                  ListCatalogSource.of(
                      "north",
                      "file",
                      List.of(
                          new CatalogBatch(Extent.FULL, List.of(), "a"),
                          new CatalogBatch(Extent.DELTA, List.of(), "b"))),
                  ListCatalogSource.full("south", "other", "p", List.of(service("1", "Hund")))));

      assertThat(report.sources().getFirst().status()).isEqualTo(Status.FAILED);
      assertThat(report.sources().getFirst().detail()).contains("DELTA after one that was FULL");
      assertThat(titles(index)).containsExactly("Hund");
    }
  }

  @Test
  void update_sourceFails_keepsItsRecordsAndPositionAndReadsTheOthers() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));
      ListCatalogSource failing = full("p2", service("9", "Halb gelesen")).failing("timeout");

      UpdateReport report =
          index.update(
              sources(
                  failing,
                  ListCatalogSource.full(
                      "south", "other", "q", List.of(service("2", "Katze", 2)))));

      assertThat(report.complete()).isFalse();
      assertThat(report.sources().getFirst().detail()).isEqualTo("timeout");
      assertThat(titles(index)).containsExactlyInAnyOrder("Hund", "Katze");
      assertThat(index.generation().orElseThrow().positions())
          .containsEntry("file", "p1")
          .containsEntry("other", "q");
    }
  }

  @Test
  void update_manyChanges_buildsFullGenerationAndRemovesOldOnes() throws IOException {
    try (CatalogIndex index = builder().shrinkLimit(1).open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));

      ListCatalogSource many = ListCatalogSource.full("north", "file", "p2", services(1_000));
      assertThat(index.update(sources(many)).outcome()).isEqualTo(Outcome.FULL);
      index.rebuild(sources(many));

      assertThat(index.generation().orElseThrow().id()).isEqualTo("3.0");
      assertThat(index.generation().orElseThrow().entries()).isEqualTo(1_000);
      assertThat(data.resolve("index/gen-1")).doesNotExist();
      assertThat(data.resolve("index/gen-2")).exists();
    }
  }

  @Test
  void update_fewerThanThousandChanges_isIncrement() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1")));

      ListCatalogSource many = ListCatalogSource.full("north", "file", "p2", services(999));

      assertThat(index.update(sources(many)).outcome()).isEqualTo(Outcome.INCREMENT);
      assertThat(index.verify().findings()).isEmpty();
    }
  }

  @Test
  void rebuild_connectorWithoutSource_loses() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(
          sources(
              full("p1", service("1", "Hund", 1)),
              ListCatalogSource.full("south", "other", "q", List.of(service("2", "Katze", 2)))));

      ListCatalogSource again = full("p1", service("1", "Hund", 1));
      UpdateReport report = index.rebuild(sources(again));

      assertThat(report.outcome()).isEqualTo(Outcome.FULL);
      assertThat(again.asked().getFirst()).isNull();
      assertThat(titles(index)).containsExactly("Hund");
      assertThat(index.generation().orElseThrow().positions()).containsOnlyKeys("file");
    }
  }

  @Test
  void update_overlongWordsAndTitles_areIndexed() throws IOException {
    String word = "Ä".repeat(50_000);
    String text = "Hund ".repeat(20_000);
    try (CatalogIndex index = open()) {
      PublicService service =
          PublicService.builder(serviceId("1"), LocalizedText.german(text + word))
              .text(LocalizedText.german(word + " " + text))
              .build();

      UpdateReport report = index.update(sources(full("p", service)));

      assertThat(report.outcome()).isEqualTo(Outcome.FULL);
      assertThat(index.verify().findings()).isEmpty();
    }
  }

  // Precedence and deletes

  private static PublicService changed(String title, Instant at) {
    return PublicService.builder(serviceId("1"), LocalizedText.german(title)).changedAt(at).build();
  }

  private static ListCatalogSource by(String connector, String title, Instant at) {
    return ListCatalogSource.full("north", connector, "p", List.of(changed(title, at)));
  }

  @Test
  void precedence_configured_beatsNewerVersion() throws IOException {
    try (CatalogIndex index = builder().precedence(List.of("b", "a")).open()) {
      index.update(sources(by("a", "von a", NOON.plusSeconds(60)), by("b", "von b", NOON)));

      assertThat(titles(index)).containsExactly("von b");
    }
  }

  @Test
  void precedence_none_newerVersionWinsThenFirstName() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(by("a", "von a", NOON), by("b", "von b", NOON.plusSeconds(60))));
      assertThat(titles(index)).containsExactly("von b");

      index.update(sources(by("b", "von b, so alt wie a", NOON)));
      assertThat(titles(index)).containsExactly("von a");
    }
  }

  @Test
  void precedence_changed_regroupsAtNextUpdate() throws IOException {
    try (CatalogIndex index = builder().precedence(List.of("a")).open()) {
      index.update(sources(by("a", "von a", NOON), by("b", "von b", NOON)));
    }
    try (CatalogIndex index = builder().precedence(List.of("b")).open()) {
      UpdateReport report = index.update(List.of());

      assertThat(report.outcome()).isEqualTo(Outcome.FULL);
      assertThat(titles(index)).containsExactly("von b");
      assertThat(index.verify().findings()).isEmpty();
    }
  }

  @Test
  void delete_byOtherConnector_doesNotCount() throws IOException {
    try (CatalogIndex index = builder().shrinkLimit(1).open()) {
      index.update(sources(by("a", "von a", NOON)));

      index.update(
          sources(ListCatalogSource.delta("north", "b", "q", List.of(delete(serviceId("1"))))));

      assertThat(titles(index)).containsExactly("von a");
    }
  }

  @Test
  void delete_ofWinner_bringsOtherConnectorsVersionBack() throws IOException {
    try (CatalogIndex index = builder().precedence(List.of("b")).open()) {
      index.update(sources(by("a", "von a", NOON), by("b", "von b", NOON)));

      UpdateReport report =
          index.update(
              sources(ListCatalogSource.delta("north", "b", "q", List.of(delete(serviceId("1"))))));

      assertThat(report.outcome()).isEqualTo(Outcome.INCREMENT);
      assertThat(titles(index)).containsExactly("von a");
    }
  }

  // Shrinking

  @Test
  void shrink_exactlyAtLimit_isAccepted() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(ListCatalogSource.full("north", "file", "p1", services(100))));

      UpdateReport report =
          index.update(sources(ListCatalogSource.full("north", "file", "p2", services(95))));

      assertThat(report.complete()).isTrue();
      assertThat(index.generation().orElseThrow().entries()).isEqualTo(95);
    }
  }

  @Test
  void shrink_overLimit_isRefusedForThatPortalOnly() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(ListCatalogSource.full("north", "file", "p1", services(100))));

      UpdateReport report =
          index.update(
              sources(
                  ListCatalogSource.full("north", "file", "p2", services(94)),
                  ListCatalogSource.full("south", "o", "q", List.of(service("x", "Neu")))));

      UpdateReport.SourceResult north = report.sources().getFirst();
      assertThat(north.status()).isEqualTo(Status.REFUSED);
      assertThat(north.servicesBefore()).isEqualTo(100);
      assertThat(north.servicesAfter()).isEqualTo(94);
      assertThat(north.detail()).contains("from 100 to 94").contains("0.05");
      assertThat(report.sources().getLast().status()).isEqualTo(Status.ACCEPTED);
      assertThat(index.generation().orElseThrow().entries()).isEqualTo(101);
      assertThat(index.generation().orElseThrow().positions()).containsEntry("file", "p1");
    }
  }

  @Test
  void shrink_overLimitOnRebuild_isRefusedAndOldRecordsStay() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(ListCatalogSource.full("north", "file", "p1", services(100))));

      UpdateReport report =
          index.rebuild(sources(ListCatalogSource.full("north", "file", "p2", services(10))));

      assertThat(report.sources().getFirst().status()).isEqualTo(Status.REFUSED);
      assertThat(index.generation().orElseThrow().entries()).isEqualTo(100);
    }
  }

  @Test
  void shrink_despite_isAccepted() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(ListCatalogSource.full("north", "file", "p1", services(100))));

      UpdateReport report =
          index.updateDespiteShrinking(
              sources(ListCatalogSource.full("north", "file", "p2", services(1))));

      assertThat(report.complete()).isTrue();
      assertThat(index.generation().orElseThrow().entries()).isEqualTo(1);
    }
  }

  // Rolling back

  @Test
  void rollback_increment_restoresContentAndPositionsUnderNewId() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));
      index.update(sources(full("p2", service("1", "Hündin", 1))));
      assertThat(index.generations()).extracting(IndexGeneration::id).containsExactly("1.1", "1.0");

      IndexGeneration generation = index.rollback();

      assertThat(generation.id()).isEqualTo("1.2");
      assertThat(titles(index)).containsExactly("Hund");
      assertThat(generation.positions()).containsEntry("file", "p1");
      assertThat(index.verify().findings()).isEmpty();
      assertThatIllegalStateException()
          .isThrownBy(index::rollback)
          .withMessageContaining("no former generation");
    }
    try (CatalogIndex index = open()) {
      assertThat(index.generation().orElseThrow().id()).isEqualTo("1.2");
      index.update(sources(full("p2", service("1", "Hündin", 1))));
      assertThat(index.rollback().id()).isEqualTo("1.4");
      assertThat(titles(index)).containsExactly("Hund");
    }
  }

  @Test
  void rollback_afterPositionOnlyCommit_leadsToFormerGeneration() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));
      index.update(sources(full("p2", service("1", "Hündin", 1))));
      index.update(sources(full("p3", service("1", "Hündin", 1))));

      index.rollback();

      assertThat(titles(index)).containsExactly("Hund");
    }
  }

  @Test
  void rollback_fullGeneration_returnsToFormerDirectory() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));
      index.rebuild(sources(full("p2", service("1", "Hündin", 1))));

      assertThat(index.rollback().id()).isEqualTo("3.0");

      assertThat(titles(index)).containsExactly("Hund");
      assertThat(index.verify().findings()).isEmpty();
    }
    try (CatalogIndex index = open()) {
      ListCatalogSource next = full("p2", service("1", "Hündin", 1));
      assertThat(index.update(sources(next)).generation()).isEqualTo("3.1");
      assertThat(next.asked()).containsExactly("p1");
      assertThat(index.rebuild(sources(next)).generation()).isEqualTo("4.0");
    }
  }

  @Test
  void rollback_firstGeneration_isRefused() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));

      assertThatIllegalStateException().isThrownBy(index::rollback);
    }
  }

  // Formats

  @Test
  void open_otherAnalyzer_needsRebuildAndIsNotRead() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));
    }
    TextAnalyzer other = new TextAnalyzer(Lexicon.of(new StringReader("Xylophonkurs\n")));

    try (CatalogIndex index = CatalogIndex.builder(data, other).open()) {
      assertThat(index.needsRebuild().orElseThrow()).contains("analyzed by other rules");
      assertThatIllegalStateException()
          .isThrownBy(index::acquire)
          .withMessageContaining("must be rebuilt");

      ListCatalogSource source = full("p1", service("1", "Hund", 1));
      UpdateReport report = index.update(sources(source));

      assertThat(source.asked().getFirst()).isNull();
      assertThat(report.generation()).isEqualTo("2.0");
      assertThat(index.needsRebuild()).isEmpty();
      assertThat(titles(index)).containsExactly("Hund");
    }
  }

  @Test
  void obstacle_otherFormatVersion_isNamed() {
    Manifest manifest =
        new Manifest(
            "1.0",
            Manifest.FORMER_NONE,
            NOON,
            "",
            "1.0",
            0,
            new java.util.TreeMap<>(),
            new java.util.TreeMap<>());
    var userData = new java.util.HashMap<>(manifest.toUserData(7));

    assertThat(Manifest.obstacle(userData, 7)).isNull();
    assertThat(Manifest.obstacle(userData, 8)).contains("analyzed");
    userData.put(Manifest.FORMAT_KEY, "0");
    assertThat(Manifest.obstacle(userData, 7)).contains("format version 0").contains("only 1");
  }

  @Test
  void open_halfBuiltGeneration_isRemoved() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));
    }
    Files.createDirectories(data.resolve("index/gen-2"));
    Files.writeString(data.resolve("index/gen-2/_0.fdt"), "half");
    Files.writeString(data.resolve("index/CURRENT.tmp"), "gen-");

    try (CatalogIndex index = open()) {
      assertThat(index.generation().orElseThrow().id()).isEqualTo("1.0");
      assertThat(data.resolve("index/gen-2")).doesNotExist();
    }
  }

  @Test
  void verify_damagedFile_isFound() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(ListCatalogSource.full("north", "file", "p1", services(50))));
      Path largest;
      try (var files = Files.list(data.resolve("index/gen-1"))) {
        largest =
            files
                .filter(f -> f.toString().endsWith(".cfs") || f.toString().endsWith(".fdt"))
                .findFirst()
                .orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(largest);
      bytes[bytes.length / 2] ^= 1;
      Files.write(largest, bytes);

      assertThat(index.verify().clean()).isFalse();
    }
  }

  // Writers and readers

  @Test
  void open_secondWriter_isRefused() throws IOException {
    try (CatalogIndex index = open()) {
      assertThatIOException().isThrownBy(this::open).withMessageContaining("one writer is allowed");
      assertThat(index.generation()).isEmpty();
    }
    try (CatalogIndex index = open()) {
      assertThat(index.generation()).isEmpty();
    }
  }

  @Test
  void acquire_empty_isRefused() throws IOException {
    try (CatalogIndex index = open()) {
      assertThatIllegalStateException()
          .isThrownBy(index::acquire)
          .withMessageContaining("update it first");
    }
  }

  @Test
  void openReadOnly_followsWriterAndCannotWrite() throws IOException {
    try (CatalogIndex reader = builder().openReadOnly();
        CatalogIndex writer = open()) {
      assertThat(reader.refresh()).isFalse();
      writer.update(sources(full("p1", service("1", "Hund", 1))));
      assertThat(reader.refresh()).isTrue();
      assertThat(titles(reader)).containsExactly("Hund");

      writer.update(sources(full("p2", service("1", "Hündin", 1))));
      assertThat(titles(reader)).containsExactly("Hund");
      assertThat(reader.refresh()).isTrue();
      assertThat(titles(reader)).containsExactly("Hündin");

      writer.rebuild(sources(full("p3", service("1", "Welpe", 1))));
      assertThat(reader.refresh()).isTrue();
      assertThat(titles(reader)).containsExactly("Welpe");
      assertThat(reader.refresh()).isFalse();
      assertThat(reader.verify().findings()).isEmpty();
      assertThatIllegalStateException()
          .isThrownBy(() -> reader.update(List.of()))
          .withMessageContaining("read-only");
    }
  }

  @Test
  void snapshot_held_staysAsItIsWhileNewerGenerationsArePublished() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1))));
      IndexSnapshot held = index.acquire();

      index.update(sources(full("p2", service("1", "Hündin", 1))));
      index.rebuild(sources(full("p3", service("1", "Welpe", 1))));
      index.rebuild(sources(full("p4", service("1", "Rüde", 1))));

      EntryReader entries = entries(held);
      EntryCard card = entries.card(entries.entry(key(1).value()).orElseThrow());
      assertThat(held.generation()).isEqualTo("1.0");
      assertThat(entries.members(card).getFirst().service().title().best("de")).isEqualTo("Hund");
      held.close();
      held.close();
      assertThat(titles(index)).containsExactly("Rüde");
    }
  }

  @Test
  void update_twoSourcesOfOneConnector_isRefused() throws IOException {
    try (CatalogIndex index = open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.update(sources(full("a"), full("b"))))
          .withMessageContaining("there twice");
    }
  }

  // Disks

  /** Fails after a number of bytes, like a full disk, until it is told otherwise. */
  private static final class SmallDisk extends FilterDirectory {
    private final AtomicInteger files;

    SmallDisk(Directory in, AtomicInteger files) {
      super(in);
      this.files = files;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      if (files.decrementAndGet() < 0) {
        throw new IOException("No space left on device");
      }
      return super.createOutput(name, context);
    }
  }

  private List<String> parts() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("index"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(f -> f.contains("part"))
          .toList();
    }
  }

  @Test
  void update_anyNumberOfThreads_sameEntriesInSamePositions() throws IOException {
    CatalogRecord[] records =
        IntStream.range(0, 40)
            .mapToObj(i -> service(Integer.toString(i), "Hund " + i, i % 30))
            .toArray(CatalogRecord[]::new);
    List<List<String>> contents = new ArrayList<>();

    for (int threads : List.of(1, 2, 7, 100)) {
      try (CatalogIndex index =
          CatalogIndex.builder(data.resolve("t" + threads), ANALYZER)
              .threads(threads)
              .leastInPart(1)
              .open()) {
        index.update(sources(full("p", records)));
        assertThat(index.verify().findings()).isEmpty();
        try (IndexSnapshot snapshot = index.acquire()) {
          contents.add(
              new IndexView(snapshot.reader())
                  .entries().stream()
                      .sorted(Comparator.comparingInt(entries(snapshot)::position))
                      .map(entries(snapshot)::card)
                      .map(EntryCard::toString)
                      .toList());
        }
      }
    }

    assertThat(contents.getFirst()).hasSize(30);
    assertThat(contents).containsOnly(contents.getFirst());
  }

  @Test
  void open_partsLeftByACrash_areRemoved() throws IOException {
    Path part = Files.createDirectories(data.resolve("index").resolve("gen-4.part-1"));
    Files.writeString(part.resolve("_0.cfs"), "half");

    try (CatalogIndex index = open()) {
      assertThat(index.generation()).isEmpty();
      assertThat(parts()).isEmpty();
    }
  }

  @Test
  void threads_fewerThanOne_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().threads(0))
        .withMessageContaining("0 threads");
    assertThat(builder().threads(1)).isNotNull();
  }

  @Test
  void update_diskFullAtAnyFile_oldGenerationServesAndLaterUpdateWorks() throws IOException {
    AtomicInteger files = new AtomicInteger(Integer.MAX_VALUE);
    try (CatalogIndex index =
        builder()
            .opener(path -> new SmallDisk(FSDirectory.open(path), files))
            .threads(2)
            .leastInPart(1)
            .open()) {
      index.update(sources(full("p0", service("1", "Stand 0", 1), service("2", "Stand 0", 2))));
      String serving = "Stand 0";
      int failures = 0;
      int successes = 0;
      for (int allowed = 0; successes < 6; allowed++) {
        files.set(allowed);
        boolean rebuild = allowed % 2 == 0;
        String title = "Versuch " + allowed;
        ListCatalogSource next =
            full("q" + allowed, service("1", title, 1), service("2", title, 2));
        try {
          if (rebuild) {
            index.rebuild(sources(next));
          } else {
            index.update(sources(next));
          }
          serving = title;
          successes++;
        } catch (IOException e) {
          failures++;
          assertThat(e).hasMessageContaining("No space left").hasMessageContaining("serves on");
        }
        files.set(Integer.MAX_VALUE);
        assertThat(parts()).isEmpty();
        assertThat(titles(index)).containsExactly(serving);
        assertThat(index.verify().findings()).isEmpty();
      }
      assertThat(failures).isGreaterThan(10);
    }
    try (CatalogIndex index = open()) {
      assertThat(index.verify().findings()).isEmpty();
      index.update(sources(full("p9", service("1", "Danach", 1), service("2", "Danach", 2))));
      assertThat(titles(index)).containsExactly("Danach");
    }
  }

  // Former ids

  @Test
  void formerId_recordGetsAndChangesKeys_leadsToItsEntryThroughRebuilds() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 7))));
      assertThat(entryIds(index)).containsExactly(key(7).value());

      index.update(sources(full("p2", service("1", "Hund", 8))));
      assertThat(leadsTo(index, key(7).value())).isEqualTo(key(8).value());

      index.rebuild(sources(full("p3", service("1", "Hund", 9))));
      assertThat(leadsTo(index, key(7).value())).isEqualTo(key(9).value());
      assertThat(leadsTo(index, key(8).value())).isEqualTo(key(9).value());
    }
  }

  @Test
  void formerId_thatBecomesAnEntryAgain_leadsToThatEntry() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 7))));
      index.update(sources(full("p2", service("1", "Hund", 8))));

      index.update(sources(full("p3", service("1", "Hund", 8), service("2", "Katze", 7))));
      assertThat(leadsTo(index, key(7).value())).isEqualTo(key(7).value());

      index.update(sources(full("p4", service("1", "Hund", 8), service("2", "Katze", 6))));
      assertThat(leadsTo(index, key(7).value())).isEqualTo(key(6).value());
      assertThat(index.verify().findings()).isEmpty();
    }
  }

  @Test
  void formerId_decisionJoinsEntries_leadsToJoinedEntry() throws IOException {
    ListCatalogSource source = full("p1", service("1", "Hund", 1), service("2", "Katze", 2));
    try (CatalogIndex index = open()) {
      index.update(sources(source));
      assertThat(entryIds(index)).hasSize(2);
    }
    String join =
        "{\"decision\":\"join\",\"keys\":[\"%s\",\"%s\"],\"reason\":\"r\",\"owner\":\"o\","
                .formatted(key(1), key(2))
            + "\"date\":\"2026-11-01\"}";
    EditorialDecisions decisions = EditorialDecisions.read(new StringReader(join), "test");

    try (CatalogIndex index = builder().decisions(decisions).open()) {
      index.update(sources(source));

      assertThat(entryIds(index)).containsExactly(key(1).value());
      assertThat(leadsTo(index, key(2).value())).isEqualTo(key(1).value());
    }
  }

  // Places and bodies

  private static PublicOrganization body(String value) {
    return new PublicOrganization(
        id(RecordClass.ORGANIZATION, value),
        LocalizedText.german("Amt " + value),
        AreaLevel.DISTRICT,
        null,
        null,
        List.of(),
        null,
        null,
        List.of(),
        false);
  }

  private static Jurisdiction responsible(
      String value, String body, String service, String area, Jurisdiction.Role role) {
    return new Jurisdiction(
        id(RecordClass.JURISDICTION, value),
        id(RecordClass.ORGANIZATION, body),
        Set.of(serviceId(service)),
        Set.of(new RegionalKey(area)),
        role);
  }

  @Test
  void responsible_severalAreas_narrowestDecidingOneCounts() throws IOException {
    RegionalKey stuttgart = new RegionalKey("081110000000");
    RegionalKey goeppingen = new RegionalKey("081170026026");
    RegionalKey leipzig = new RegionalKey("147130000000");
    List<RecordId> service = List.of(serviceId("1"));
    try (CatalogIndex index = builder().shrinkLimit(1).open()) {
      index.update(
          sources(
              full(
                  "p1",
                  service("1", "Hund", 1),
                  service("2", "Katze", 2),
                  body("land"),
                  body("kreis"),
                  body("stadt"),
                  body("rat"),
                  responsible("z1", "land", "1", "080000000000", Jurisdiction.Role.RESPONSIBLE),
                  responsible("z2", "kreis", "1", "081170000000", Jurisdiction.Role.RESPONSIBLE),
                  responsible("z3", "stadt", "2", "081170026026", Jurisdiction.Role.RESPONSIBLE),
                  responsible("z4", "rat", "1", "081170026026", Jurisdiction.Role.CONTACT))));
      try (IndexSnapshot snapshot = index.acquire()) {
        assertThat(entries(snapshot).responsible(service, goeppingen))
            .containsExactly(body("kreis"));
        assertThat(entries(snapshot).responsible(service, stuttgart)).containsExactly(body("land"));
        assertThat(entries(snapshot).responsible(service, leipzig)).isEmpty();
        assertThat(entries(snapshot).responsible(List.of(), stuttgart)).isEmpty();
      }

      index.update(
          sources(
              ListCatalogSource.delta(
                  "north",
                  "file",
                  "p2",
                  List.of(
                      write(
                          responsible(
                              "z5", "rat", "1", "081170000000", Jurisdiction.Role.RESPONSIBLE)),
                      delete(id(RecordClass.JURISDICTION, "z1"))))));
      try (IndexSnapshot snapshot = index.acquire()) {
        assertThat(entries(snapshot).responsible(service, goeppingen))
            .containsExactlyInAnyOrder(body("kreis"), body("rat"));
        assertThat(entries(snapshot).responsible(service, stuttgart)).isEmpty();
      }
    }
  }

  private static PlaceRecord place(String key, String name) {
    return new PlaceRecord(
        id(RecordClass.PLACE, key),
        new Place(
            new RegionalKey(key),
            name,
            "Stadt",
            null,
            null,
            "Sachsen",
            List.of(),
            null,
            null,
            null,
            List.of(),
            List.of()));
  }

  @Test
  void areas_incrementWithoutPlaces_keepsDirectoryAndWithOneRenewsIt() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", place("147130000000", "Leipzig"))));
      try (IndexSnapshot first = index.acquire()) {
        assertThat(first.areas().knowsName("Leipzig")).isTrue();
        index.update(
            sources(full("p2", place("147130000000", "Leipzig"), service("1", "Hund", 1))));
        try (IndexSnapshot second = index.acquire()) {
          assertThat(second.generation()).isEqualTo("1.1");
          assertThat(second.areas()).isSameAs(first.areas());
        }
      }
      index.update(
          sources(
              full(
                  "p3",
                  place("147130000000", "Leipzig"),
                  place("146120000000", "Dresden"),
                  service("1", "Hund", 1))));
      try (IndexSnapshot third = index.acquire()) {
        assertThat(third.areas().knowsName("Dresden")).isTrue();
      }
    }
  }

  @Test
  void online_written_touchesItsServicesEntry() throws IOException {
    try (CatalogIndex index = open()) {
      index.update(sources(full("p1", service("1", "Hund", 1), service("2", "Katze", 2))));

      index.update(
          sources(
              ListCatalogSource.delta("north", "file", "p2", List.of(write(online("o", "1"))))));
      try (IndexSnapshot snapshot = index.acquire()) {
        EntryReader entries = entries(snapshot);
        EntryCard card = entries.card(entries.entry(key(1).value()).orElseThrow());
        assertThat(card.offers().getFirst().onlineServices()).containsExactly(online("o", "1"));
      }

      index.update(
          sources(
              ListCatalogSource.delta("north", "file", "p3", List.of(write(online("o", "2"))))));
      try (IndexSnapshot snapshot = index.acquire()) {
        EntryReader entries = entries(snapshot);
        EntryCard card = entries.card(entries.entry(key(1).value()).orElseThrow());
        assertThat(card.offers().getFirst().onlineServices()).isEmpty();
      }
    }
  }
}
