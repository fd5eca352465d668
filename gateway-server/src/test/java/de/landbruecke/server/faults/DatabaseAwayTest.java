package de.landbruecke.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.faults.Journey.Step;
import de.landbruecke.server.faults.StoppableDatabase.End;
import de.landbruecke.server.identity.AuditLog;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL goes away in the middle of a sign-in: the answer says so in the way of who asked,
 * nothing is half done, and once the database is back all goes on without a restart.
 */
class DatabaseAwayTest extends FaultTest {

  @Test
  void database_stoppedInMidLogin_isToldAndNothingIsHalfDone() {
    stopOften(1, System.nanoTime());
  }

  /** The share of {@code -Pproof}. */
  @Tag("proof")
  @Test
  void database_stoppedInMidLoginAHundredTimes_isToldAndNothingIsHalfDone() {
    stopOften(100, System.nanoTime());
  }

  /** It takes connections and never answers, as where a network was cut. */
  @Tag("proof")
  @Test
  void database_standsStill_requestsEndAndGoOnAfterwards() {
    Journey journey = new Journey(gateway(), "bernd").to(Step.REDEEM);
    database().freeze(true);
    long start = System.nanoTime();
    HttpResponse<String> refreshed;
    HttpResponse<String> begun;
    try {
      refreshed = journey.take(Step.REFRESH);
      begun = journey.take(Step.AUTHORIZE);
    } finally {
      database().freeze(false);
    }
    System.out.println("two requests ended after ms " + (System.nanoTime() - start) / 1_000_000);

    assertIsTold(Step.REFRESH, refreshed, journey, "frozen");
    assertIsTold(Step.AUTHORIZE, begun, journey, "frozen");
    awaitRecovery();
    new Journey(gateway(), "bernd").to(Step.REVOKE);
    assertNothingIsHalfDone("frozen");
  }

  private void stopOften(int times, long seed) {
    System.out.println("seed of the stops: " + seed);
    Random random = new Random(seed);
    Map<Step, Integer> told = new EnumMap<>(Step.class);
    int done = 0;
    long slowest = 0;
    for (int i = 0; i < times; i++) {
      Step step = any(random, List.of(Step.values()));
      End end = any(random, List.of(End.values()));
      // A single one is not left to luck: the request comes when the database is gone.
      boolean during = times > 1 && random.nextInt(3) == 0;
      String about = "seed " + seed + ", stop " + i + ": " + end + " at " + step + " " + during;
      Journey journey = new Journey(gateway(), List.of("clara", "doris").get(i % 2));
      journey.before(step).prepare(step);

      HttpResponse<String> answer;
      if (during) {
        long delay = random.nextLong(12);
        CompletableFuture<Void> stopped =
            CompletableFuture.runAsync(() -> {
              sleep(delay);
              database().stop(end);
            });
        answer = journey.take(step);
        stopped.join();
      } else {
        database().stop(end);
        answer = journey.take(step);
      }
      boolean isDone = journey.accept(step, answer);
      if (isDone) {
        done++;
      } else {
        assertIsTold(step, answer, journey, about);
        told.merge(step, 1, Integer::sum);
      }
      database().start();
      slowest = Math.max(slowest, awaitRecovery());
      new Journey(gateway(), "clara").to(Step.REVOKE);
      assertNothingIsHalfDone(about);
    }
    System.out.println(
        "told " + told + ", done in spite of it " + done + ", slowest recovery " + slowest + " ms");
  }

  /** Without a restart. The pool of connections tries again every few seconds; how long it took. */
  private long awaitRecovery() {
    long start = System.nanoTime();
    for (int i = 0; i < 30; i++) {
      HttpResponse<String> answer = new Journey(gateway(), "clara").take(Step.AUTHORIZE);
      if (answer.headers().firstValue("Location").orElse("").contains("/konto/anmelden/")) {
        return (System.nanoTime() - start) / 1_000_000;
      }
    }
    throw new AssertionError("no sign-in begins any more");
  }

  private void assertIsTold(Step step, HttpResponse<String> answer, Journey journey, String about) {
    String body = answer.body();
    assertThat(body)
        .as(about)
        .doesNotContain("Exception", "org.postgresql", "java.", "hikari", "\tat ");
    assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
        .as(about)
        .contains("no-store");
    if (step.isAuthorization() && answer.statusCode() == 303) {
      String location = answer.headers().firstValue("Location").orElse("");
      assertThat(location).as(about).startsWith(journey.redirectUri());
      assertThat(Journey.parameter(location, "error"))
          .as(about)
          .isEqualTo("temporarily_unavailable");
      assertThat(Journey.parameter(location, "state")).as(about).isEqualTo("st-1");
      assertThat(Journey.parameter(location, "iss"))
          .as(about)
          .isEqualTo(gateway().origin.toString());
      return;
    }
    assertThat(answer.statusCode()).as(about + body).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).as(about).contains("5");
    if (step.isPage()) {
      Document page = Jsoup.parse(body);
      assertThat(page.select("#error-code").text())
          .as(about)
          .isEqualTo(step.isAuthorization() ? "temporarily_unavailable" : "technical");
      assertThat(page.select("#error-reference").text()).as(about).isNotEmpty();
    } else {
      assertThat(Client.text(answer, "error")).as(about).isEqualTo("temporarily_unavailable");
    }
  }

  /** What was committed was committed whole. */
  private void assertNothingIsHalfDone(String about) {
    assertThat(
            database()
                .count(
                    "select count(*) from token t where t.kind in ('ACCESS', 'EXCHANGED') and not"
                        + " exists (select 1 from audit_event e where e.outcome = 'ok' and"
                        + " e.event_type in ('token.issued', 'token.refreshed', 'token.exchanged')"
                        + " and position(t.grant_id in e.details) > 0)"))
        .as(about + ": tokens without a row of the audit log")
        .isZero();
    assertThat(
            database()
                .count(
                    "select count(*) from token t where t.kind = 'CODE' and t.used_at is not null"
                        + " and not exists (select 1 from audit_event e"
                        + " where position(t.grant_id in e.details) > 0"
                        + " and e.event_type = 'token.issued')"))
        .as(about + ": codes that were used up for nothing")
        .isZero();
    assertThat(
            database()
                .count(
                    "select (select count(*) from consent where granted)"
                        + " - (select count(*) from audit_event"
                        + " where event_type = 'consent-granted')"))
        .as(about + ": consents without a row of the audit log, or the reverse")
        .isZero();
    assertThat(
            database()
                .count(
                    "select (select count(*) from consent where granted) - (select count(*) from"
                        + " sign_in where state in ('RELEASED', 'ISSUED'))"))
        .as(about + ": consents of no sign-in, or the reverse")
        .isZero();
    assertThat(
            database()
                .count(
                    "select (select count(*) from sign_in where state = 'ISSUED')"
                        + " - (select count(*) from audit_event where event_type = 'code.issued')"))
        .as(about + ": sign-ins that ended without a code")
        .isZero();
    AuditLog log = gateway().bean(AuditLog.class);
    LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    assertThat(log.verify(today)).as(about).isEmpty();
  }

  private static <T> T any(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
