package de.landbruecke.server.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.server.StubCatalogSearch;
import de.landbruecke.server.shared.IndexNotReadyException;
import de.landbruecke.server.shared.IndexStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing is served before the first generation; a failure never takes one away. */
class LiveIndexTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private final StubCatalogSearch search = new StubCatalogSearch();

  @Test
  void search_beforeTheFirstGeneration_isNotReady() {
    StubEngine engine = new StubEngine(null);
    LiveIndex index = index(engine);

    index.refresh();

    assertThat(index.served()).isEmpty();
    assertThatExceptionOfType(IndexNotReadyException.class).isThrownBy(index::generation);

    engine.search(search);
    index.refresh();
    assertThat(index.served()).map(IndexStatus.Served::generation).contains("1.0");
    assertThat(index.generation()).isEqualTo("1.0");
  }

  @Test
  void refresh_fullDisk_keepsTheOldGenerationAndSaysSo() {
    StubEngine engine = new StubEngine(search);
    LiveIndex index = index(engine);
    index.refresh();

    engine.fail(new IOException("No space left on device"));
    index.refresh();

    assertThat(index.generation()).isEqualTo("1.0");
    assertThat(index.served()).isPresent();
    assertThat(index.failed()).isOne();
    assertThat(index.lastUpdate())
        .contains(new IndexStatus.Update(NOON, "IOException: No space left on device"));

    engine.fail(null);
    search.publish("1.1");
    index.refresh();
    assertThat(index.lastUpdate()).contains(new IndexStatus.Update(NOON, null));
    assertThat(index.served()).map(IndexStatus.Served::generation).contains("1.1");
  }

  @Test
  void refresh_existingIndexButFailingUpdate_servesIt() {
    StubEngine engine = new StubEngine(search);
    engine.fail(new IOException("a catalog is broken"));
    LiveIndex index = index(engine);

    index.refresh();

    assertThat(index.generation()).isEqualTo("1.0");
    assertThat(index.failed()).isOne();
  }

  /** The interval is a minute: a stop that waited for the next round would not end in time. */
  @Test
  @Timeout(20)
  void stop_betweenTwoRounds_endsWithoutWaitingForTheNext() {
    StubEngine engine = new StubEngine(search);
    LiveIndex index = index(engine);

    index.start();
    index.stop();

    assertThat(index.isRunning()).isFalse();
    assertThat(engine.isClosed()).isTrue();
  }

  private static LiveIndex index(StubEngine engine) {
    return new LiveIndex(engine, Duration.ofMinutes(1), Clock.fixed(NOON, ZoneOffset.UTC));
  }
}
