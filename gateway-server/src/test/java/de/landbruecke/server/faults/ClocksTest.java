package de.landbruecke.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import de.landbruecke.demo.FederalState;
import de.landbruecke.server.faults.Journey.Step;
import de.landbruecke.server.identity.AuditEntry;
import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that are wrong: up to a minute is nobody's trouble, more is refused and told why. */
class ClocksTest extends FaultTest {

  @AfterEach
  void setClocksRight() {
    Duration now = Duration.between(Instant.now(), fileGateway().clock.instant());
    fileGateway().bwClock.shift(now);
  }

  @ParameterizedTest
  @ValueSource(ints = {-180, -55, -30, -5, 5, 30, 55})
  void homePortal_offByLessThanAMinuteOrAsOldAsItsTokensMayBe_isTrusted(int seconds) {
    fileGateway().bwClock.advance(Duration.ofSeconds(seconds));

    new Journey(fileGateway(), "doris").to(Step.REDEEM);
  }

  @ParameterizedTest
  @ValueSource(ints = {-600, 90, 180, 600})
  void homePortal_offByMore_isRefusedAndNobodyIsSignedIn(int seconds) {
    fileGateway().bwClock.advance(Duration.ofSeconds(seconds));
    Journey journey = new Journey(fileGateway(), "doris").to(Step.CHOICE);

    HttpResponse<String> answer = journey.take(Step.LEAVE);
    if (journey.accept(Step.LEAVE, answer)) {
      answer = journey.take(Step.ARRIVE);
    }

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(journey.browser().trouble()).isEqualTo("provider-down");
    assertThat(journey.browser().cookie(fileGateway().origin, "lb-session")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "-55,",
    "-5,",
    "5,",
    "55,",
    "-600,EXPIRED",
    "-150,EXPIRED",
    "90,ISSUED_IN_FUTURE",
    "600,ISSUED_IN_FUTURE"
  })
  void service_clockOfTheAssertionOff_isAllowedAMinute(int seconds, @Nullable String reason) {
    Client client = serviceOff(seconds);

    HttpResponse<String> answer = client.introspect(fileGateway().origin, "unknown");

    if (reason == null) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    } else {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(Client.text(answer, "error")).isEqualTo("invalid_client");
      assertThat(lastSecurityEvent().type()).isEqualTo("client.refused");
      assertThat(lastSecurityEvent().outcome()).isEqualTo(reason);
    }
  }

  @ParameterizedTest
  @CsvSource({"-55,true", "-5,true", "5,true", "55,true", "-90,false", "90,false", "-600,false"})
  void service_clockOfTheProofOff_isAllowedAMinute(int seconds, boolean good) throws JOSEException {
    new Journey(fileGateway(), "clara").to(Step.RESUME);
    ECKey key = new ECKeyGenerator(Curve.P_256).generate();
    Client right = backend(0);
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", fileGateway().bw.backendToken("clara"));
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("audience", FederalState.SAXONY.apiAudience());
    form.put("scope", "hund.lesen");

    HttpResponse<String> answer =
        right.post(
            fileGateway().origin, "/oauth2/token", form, "DPoP", backend(seconds).proof(key));

    if (good) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(Client.text(answer, "token_type")).isEqualTo("DPoP");
    } else {
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Client.text(answer, "error")).isEqualTo("invalid_dpop_proof");
    }
  }

  /** Two nodes that do not agree on the time decide together what is used once. */
  @Tag("proof")
  @Test
  void nodes_clocksOff_shareSessionsAndUseUpOnce() {
    ShiftedClock other = new ShiftedClock();
    Duration now = Duration.between(Instant.now(), gateway().clock.instant());
    // The tests before had time go by for the gateway as a whole.
    gateway().clock.shift(Duration.ZERO);
    gateway().bwClock.shift(Duration.ZERO);
    gateway().snClock.shift(Duration.ZERO);
    URI node = gateway().addNode(other);
    for (int seconds : new int[] {-600, -30, -5, 5, 30, 600}) {
      other.shift(Duration.ofSeconds(seconds));
      String about = "off by " + seconds;

      // A code is good once, wherever it is redeemed, and not longer than a minute of either node.
      Journey journey = new Journey(gateway(), "doris").to(Step.RESUME);
      Client there = new Client(FederalState.SAXONY.serviceClientId(), gateway().origin, other);
      HttpResponse<String> redeemed = there.redeem(node, journey.code(), journey.redirectUri());
      HttpResponse<String> here = journey.take(Step.REDEEM);
      if (seconds < 60) {
        assertThat(redeemed.statusCode()).as(about + redeemed.body()).isEqualTo(200);
        assertThat(Client.text(here, "error")).as(about).isEqualTo("invalid_grant");
      } else {
        assertThat(Client.text(redeemed, "error")).as(about).isEqualTo("invalid_grant");
        assertThat(here.statusCode()).as(about + here.body()).isEqualTo(200);
      }

      // A session and its tokens are the same on both.
      Journey session = new Journey(gateway(), "doris").to(Step.REDEEM);
      assertThat(there.userinfo(node, session.access()).statusCode())
          .as(about)
          .isEqualTo(seconds >= 600 ? 401 : 200);
      HttpResponse<String> refreshed = there.refresh(node, session.refresh());
      assertThat(refreshed.statusCode()).as(about + refreshed.body()).isEqualTo(200);
      assertThat(
              there.userinfo(gateway().origin, Client.text(refreshed, "access_token")).statusCode())
          .as(about)
          .isEqualTo(seconds <= -600 ? 401 : 200);

      // What one node took the other does not take again.
      String assertion = session.service().assertion();
      Map<String, String> form = Map.of("token", "unknown", "client_assertion", assertion);
      assertThat(session.service().post(gateway().origin, "/oauth2/introspect", form).statusCode())
          .as(about)
          .isEqualTo(200);
      assertThat(session.service().post(node, "/oauth2/introspect", form).statusCode())
          .as(about)
          .isEqualTo(401);
    }
    gateway().clock.shift(now);
    gateway().bwClock.shift(now);
    gateway().snClock.shift(now);
  }

  private Client serviceOff(int seconds) {
    return new Client(FederalState.SAXONY.serviceClientId(), fileGateway().origin, off(seconds));
  }

  private Client backend(int seconds) {
    return new Client(
        FederalState.BADEN_WUERTTEMBERG.backendClientId(), fileGateway().origin, off(seconds));
  }

  private Clock off(int seconds) {
    return Clock.offset(fileGateway().clock, Duration.ofSeconds(seconds));
  }

  private AuditEntry lastSecurityEvent() {
    return fileGateway()
        .bean(AuditLog.class)
        .entries(
            AuditEvent.Log.SECURITY,
            LocalDate.ofInstant(fileGateway().clock.instant(), ZoneOffset.UTC),
            1_000_000)
        .getLast();
  }
}
