package de.landbruecke.server.harvest;

import de.landbruecke.area.AreaDirectory;
import de.landbruecke.area.Place;
import de.landbruecke.search.CatalogSearch;
import de.landbruecke.search.EntryTitle;
import de.landbruecke.search.Explanation;
import de.landbruecke.search.SearchRequest;
import de.landbruecke.search.SearchResult;
import de.landbruecke.search.ServiceDetail;
import de.landbruecke.search.Suggestion;
import de.landbruecke.server.shared.IndexNotReadyException;
import de.landbruecke.server.shared.IndexStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The search that the server answers with: empty until the first generation is published, then
 * always the newest. A failing update changes nothing but the status.
 */
final class LiveIndex implements CatalogSearch, IndexStatus, SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LiveIndex.class);

  /** How soon to try again while nothing is served. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final CatalogEngine engine;
  private final Duration interval;
  private final Clock clock;
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile @Nullable CatalogSearch search;
  private volatile @Nullable Served served;
  private volatile @Nullable Update lastUpdate;
  private @Nullable ScheduledExecutorService worker;

  LiveIndex(CatalogEngine engine, Duration interval, Clock clock) {
    this.engine = engine;
    this.interval = interval;
    this.clock = clock;
  }

  /** One round: open what is there when nothing is served yet, then update. Never throws. */
  void refresh() {
    try {
      if (search == null) {
        serve();
      }
      engine.update();
      serve();
      succeeded.incrementAndGet();
      lastUpdate = new Update(clock.instant(), null);
    } catch (IOException | RuntimeException e) {
      failed.incrementAndGet();
      lastUpdate = new Update(clock.instant(), reason(e));
      LOG.error(
          "the index could not be updated; {}",
          search == null ? "there is none to serve yet" : "the old generation goes on serving",
          e);
    }
  }

  private static String reason(Exception failure) {
    String message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  private void serve() throws IOException {
    CatalogSearch current = search;
    if (current == null) {
      current = engine.open().orElse(null);
      search = current;
    }
    if (current == null) {
      return;
    }
    String generation = current.generation();
    Served before = served;
    if (before != null && before.generation().equals(generation)) {
      return;
    }
    served = new Served(generation, clock.instant(), entries(current), engine.bytes());
    LOG.info("generation {} serves", generation);
  }

  private static Map<String, Long> entries(CatalogSearch search) {
    Map<String, Long> entries = new LinkedHashMap<>();
    search
        .search(SearchRequest.builder("").limit(0).highlights(false).build())
        .facets()
        .getOrDefault("portal", List.of())
        .forEach(value -> entries.put(value.value(), value.count()));
    return entries;
  }

  @Override
  public synchronized void start() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("harvest").daemon(true).factory());
    // Else a stop would wait for the next round.
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    worker = executor;
    executor.execute(() -> round(executor));
  }

  private void round(ScheduledExecutorService executor) {
    refresh();
    if (!executor.isShutdown()) {
      Duration wait = search == null ? RETRY : interval;
      var next = executor.schedule(() -> round(executor), wait.toMillis(), TimeUnit.MILLISECONDS);
      if (next.isCancelled()) {
        LOG.info("no further update: the server stops");
      }
    }
  }

  /** Stops after the requests have ended: the web server's phases are higher. */
  @Override
  public synchronized void stop() {
    ScheduledExecutorService executor = worker;
    if (executor == null) {
      return;
    }
    worker = null;
    executor.shutdown();
    try {
      if (!executor.awaitTermination(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("an update still runs; what it wrote is not published");
      }
      engine.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return worker != null;
  }

  @Override
  public int getPhase() {
    return 0;
  }

  private CatalogSearch current() {
    CatalogSearch current = search;
    if (current == null) {
      throw new IndexNotReadyException();
    }
    return current;
  }

  @Override
  public SearchResult search(SearchRequest request) {
    return current().search(request);
  }

  @Override
  public Optional<ServiceDetail> service(String id, @Nullable String place) {
    return current().service(id, place);
  }

  @Override
  public List<Suggestion> suggest(String prefix, int limit) {
    return current().suggest(prefix, limit);
  }

  @Override
  public List<Place> places(String prefix, int limit) {
    return current().places(prefix, limit);
  }

  @Override
  public Optional<Explanation> explain(SearchRequest request, String id) {
    return current().explain(request, id);
  }

  @Override
  public List<EntryTitle> entries() {
    return current().entries();
  }

  @Override
  public AreaDirectory areas() {
    return current().areas();
  }

  @Override
  public String generation() {
    return current().generation();
  }

  @Override
  public Optional<Served> served() {
    return Optional.ofNullable(served);
  }

  @Override
  public Optional<Update> lastUpdate() {
    return Optional.ofNullable(lastUpdate);
  }

  @Override
  public long succeeded() {
    return succeeded.get();
  }

  @Override
  public long failed() {
    return failed.get();
  }
}
