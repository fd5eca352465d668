package de.landbruecke.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.demo.FederalState;
import de.landbruecke.server.account.TestBrowser;
import de.landbruecke.server.faults.Journey.Step;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A home portal goes away under load: what runs goes on, its own users are told, the other portal's
 * users notice nothing, and all recovers by itself.
 */
class HomeDownTest extends FaultTest {

  @Test
  void homePortal_refusesConnections_harmsOnlyItsOwnUsers() throws Exception {
    goesAway(fileGateway(), false, Duration.ofSeconds(1));
  }

  /** The share of {@code -Pproof}. */
  @Tag("proof")
  @Test
  void homePortal_awayForLong_harmsOnlyItsOwnUsers() throws Exception {
    goesAway(fileGateway(), false, Duration.ofSeconds(20));
  }

  /** It takes connections and says nothing, which is worse. */
  @Tag("proof")
  @Test
  void homePortal_silentForLong_harmsOnlyItsOwnUsers() throws Exception {
    goesAway(fileGateway(), true, Duration.ofSeconds(20));
  }

  /** What happens while a phase lasts. */
  private static final class Load {
    final Queue<Long> others = new ConcurrentLinkedQueue<>();
    final Queue<Long> told = new ConcurrentLinkedQueue<>();
    final Queue<String> faults = new ConcurrentLinkedQueue<>();
    final AtomicInteger exchanged = new AtomicInteger();
    final AtomicInteger refreshed = new AtomicInteger();
    final AtomicBoolean over = new AtomicBoolean();
  }

  private static void goesAway(FaultGateway gateway, boolean silent, Duration phase)
      throws Exception {
    // Clara lets back ends ask, and the gateway knows both portals' keys.
    new Journey(gateway, "clara").to(Step.RESUME);
    Journey running = new Journey(gateway, "clara").to(Step.EXCHANGE);
    new Journey(gateway, "doris", FederalState.SAXONY).to(Step.REDEEM);

    Load calm = load(gateway, running, phase, false);
    assertThat(calm.faults).isEmpty();

    gateway.stopBw();
    Load away;
    if (silent) {
      try (ServerSocket unused =
          new ServerSocket(
              gateway.bw.origin().getPort(), 1_000, InetAddress.getLoopbackAddress())) {
        away = load(gateway, running, phase, true);
      }
    } else {
      away = load(gateway, running, phase, true);
    }
    gateway.startBw();

    assertThat(away.faults).isEmpty();
    assertThat(away.exchanged).as("exchanges by keys that are kept").hasPositiveValue();
    assertThat(away.refreshed).as("running sessions").hasPositiveValue();
    assertThat(away.told).as("sign-ins that were refused by a page").isNotEmpty();
    assertThat(away.others).as("sign-ins at the other portal").isNotEmpty();
    System.out.println(
        (silent ? "silent" : "stopped")
            + " for "
            + phase
            + ": others' sign-ins, median ms calm "
            + median(calm.others)
            + " of "
            + calm.others.size()
            + ", away "
            + median(away.others)
            + " of "
            + away.others.size()
            + "; told after ms "
            + median(away.told)
            + " of "
            + away.told.size()
            + "; exchanges "
            + calm.exchanged
            + " and "
            + away.exchanged
            + ", refreshes "
            + calm.refreshed
            + " and "
            + away.refreshed);
    // With new keys, which nobody announced.
    new Journey(gateway, "clara").to(Step.EXCHANGE);
  }

  private static Load load(FaultGateway gateway, Journey running, Duration phase, boolean away)
      throws Exception {
    Load load = new Load();
    Client backend =
        new Client(
            FederalState.BADEN_WUERTTEMBERG.backendClientId(), gateway.origin, gateway.clock);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        workers.add(
            executor.submit(() -> {
              while (!load.over.get()) {
                long start = System.nanoTime();
                new Journey(gateway, "doris", FederalState.SAXONY).to(Step.REDEEM);
                load.others.add(System.nanoTime() - start);
              }
            }));
      }
      workers.add(
          executor.submit(() -> {
            while (!load.over.get()) {
              HttpResponse<String> answer =
                  backend.exchange(
                      gateway.origin,
                      gateway.bw.backendToken("clara"),
                      FederalState.SAXONY.apiAudience());
              count(answer, load.exchanged, load);
            }
          }));
      workers.add(
          executor.submit(() -> {
            while (!load.over.get()) {
              HttpResponse<String> answer = running.take(Step.REFRESH);
              count(answer, load.refreshed, load);
              running.accept(Step.REFRESH, answer);
            }
          }));
      // More at once than may wait for one portal.
      for (int i = 0; away && i < 48; i++) {
        workers.add(
            executor.submit(() -> {
              while (!load.over.get()) {
                tell(gateway, load);
              }
              return null;
            }));
      }
      Thread.sleep(phase);
      load.over.set(true);
      for (Future<?> each : workers) {
        each.get();
      }
    }
    return load;
  }

  private static void tell(FaultGateway gateway, Load load) throws InterruptedException {
    Journey journey = new Journey(gateway, "anna").to(Step.CHOICE);
    TestBrowser browser = journey.browser();
    if (browser.page().getElementById("account-service-bw") != null) {
      long start = System.nanoTime();
      HttpResponse<String> answer = journey.take(Step.LEAVE);
      load.told.add(System.nanoTime() - start);
      boolean told =
          answer.statusCode() == 502
              && browser.trouble().equals("provider-down")
              && !browser.page().select("#error-reference").isEmpty();
      if (!told) {
        load.faults.add("told " + answer.statusCode() + " " + browser.text());
      }
    }
    // People do not try again within a second.
    Thread.sleep(1_000);
  }

  private static void count(HttpResponse<String> answer, AtomicInteger good, Load load) {
    if (answer.statusCode() == 200) {
      good.incrementAndGet();
    } else {
      load.faults.add(answer.statusCode() + " " + answer.body());
    }
  }

  private static long median(Queue<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get(sorted.size() / 2) / 1_000_000;
  }
}
