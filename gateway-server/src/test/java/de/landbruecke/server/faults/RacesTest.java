package de.landbruecke.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.faults.Journey.Step;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many at once with the same code or refresh token, over HTTP. */
class RacesTest extends FaultTest {

  private static final int THREADS = 64;

  @ParameterizedTest(name = "PostgreSQL: {0}")
  @ValueSource(booleans = {true, false})
  void code_redeemedBy64Threads_isGoodOnceAndWhatItGaveIsRevoked(boolean postgres)
      throws Exception {
    redeem(postgres ? gateway() : fileGateway());
  }

  @ParameterizedTest(name = "PostgreSQL: {0}")
  @ValueSource(booleans = {true, false})
  void refreshToken_usedBy64Threads_hasOneSuccessorAndLaterUseRevokesAll(boolean postgres)
      throws Exception {
    refresh(postgres ? gateway() : fileGateway());
  }

  /** The share of {@code -Pproof}. */
  @Tag("proof")
  @Test
  void races_fiftyOfEach_areDecidedOnce() throws Exception {
    for (int i = 0; i < 25; i++) {
      for (FaultGateway each : List.of(gateway(), fileGateway())) {
        redeem(each);
        refresh(each);
      }
    }
    System.out.println("races of " + THREADS + " threads: 50 codes, 50 refresh tokens");
  }

  private static void redeem(FaultGateway gateway) throws Exception {
    Journey journey = new Journey(gateway, "doris").to(Step.RESUME);

    List<HttpResponse<String>> answers =
        atOnce(
            () -> journey.service().redeem(gateway.origin, journey.code(), journey.redirectUri()));

    assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() != 200)
        .allSatisfy(answer -> {
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
          assertThat(Client.text(answer, "error")).isEqualTo("invalid_grant");
        });
    HttpResponse<String> winner =
        answers.stream().filter(answer -> answer.statusCode() == 200).findFirst().orElseThrow();
    // RFC 6749, section 4.1.2: somebody has the code who should not.
    assertThat(
            Client.json(
                    journey
                        .service()
                        .introspect(gateway.origin, Client.text(winner, "access_token")))
                .path("active")
                .asBoolean(true))
        .isFalse();
  }

  private static void refresh(FaultGateway gateway) throws Exception {
    Journey journey = new Journey(gateway, "doris").to(Step.REDEEM);
    String first = journey.refresh();

    List<HttpResponse<String>> answers =
        atOnce(() -> journey.service().refresh(gateway.origin, first));

    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
    assertThat(answers)
        .extracting(answer -> Client.text(answer, "refresh_token"))
        .containsOnly(Client.text(answers.getFirst(), "refresh_token"))
        .doesNotContain(first);
    assertThat(answers)
        .extracting(answer -> Client.text(answer, "access_token"))
        .doesNotHaveDuplicates();
    String successor = Client.text(answers.getFirst(), "refresh_token");

    gateway.advance(Duration.ofSeconds(11));
    HttpResponse<String> late = journey.service().refresh(gateway.origin, first);
    assertThat(late.statusCode()).isEqualTo(400);
    assertThat(Client.text(late, "error")).isEqualTo("invalid_grant");
    assertThat(journey.service().refresh(gateway.origin, successor).statusCode()).isEqualTo(400);
  }

  private static List<HttpResponse<String>> atOnce(Callable<HttpResponse<String>> work)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<HttpResponse<String>> answers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(
            executor.submit(() -> {
              start.await();
              return work.call();
            }));
      }
      start.countDown();
      for (Future<HttpResponse<String>> each : futures) {
        answers.add(each.get());
      }
    }
    return answers;
  }
}
