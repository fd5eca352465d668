package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.trust.LevelMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions, their limits, and who is told of their end. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SessionsTest {

  private final IdentityFixture fixture;
  private final Sessions sessions;

  SessionsTest(TestDatabase database) {
    fixture = IdentityFixture.of(database, SessionsTest.class);
    sessions = fixture.stores.sessions;
  }

  @Test
  void create_signIn_isFoundByItsCookieWithAllThatWasConfirmed() {
    CitizenId citizen = fixture.newCitizen();
    SignIn signIn = fixture.signIn(citizen);

    NewSession made = sessions.create(signIn);

    Session found = sessions.find(made.cookieValue()).orElseThrow();
    assertThat(found).isEqualTo(made.session());
    assertThat(found.citizen()).isEqualTo(citizen);
    assertThat(found.attributes()).isEqualTo(signIn.attributes());
    assertThat(found.homeSessionId()).isEqualTo(signIn.homeSessionId());
    assertThat(found.level()).isEqualTo(AssuranceLevel.SUBSTANTIAL);
    assertThat(sessions.find(made.cookieValue() + "x")).isEmpty();
    assertThat(made.cookieValue()).hasSize(43);
  }

  @Test
  void find_atTheIdleLimit_isOver() {
    NewSession made = sessions.create(fixture.signIn(fixture.newCitizen()));

    fixture.clock.advance(Sessions.IDLE.minusMillis(1));
    assertThat(sessions.find(made.cookieValue())).isPresent();
    fixture.clock.advance(Duration.ofMillis(1));

    assertThat(sessions.find(made.cookieValue())).isEmpty();
    assertThat(sessions.touch(made.session().id())).isFalse();
  }

  @Test
  void touch_again_goesOnUntilTheLimitInAll() {
    NewSession made = sessions.create(fixture.signIn(fixture.newCitizen()));
    Instant end = fixture.clock.instant().plus(Sessions.LONGEST);

    while (fixture.clock.instant().plus(Duration.ofMinutes(14)).isBefore(end)) {
      fixture.clock.advance(Duration.ofMinutes(14));
      assertThat(sessions.touch(made.session().id())).isTrue();
    }
    fixture.clock.advance(Duration.between(fixture.clock.instant(), end).minusMillis(1));
    assertThat(sessions.touch(made.session().id())).isTrue();
    fixture.clock.advance(Duration.ofMillis(1));

    assertThat(sessions.find(made.cookieValue())).isEmpty();
  }

  /** RFC 9700, section 4.7, and OWASP: a session is not fixed across a sign-in. */
  @Test
  void renew_stepUp_changesTheCookieAndKeepsTheSession() {
    CitizenId citizen = fixture.newCitizen();
    NewSession first = sessions.create(fixture.signIn(citizen));
    SignIn higher =
        new SignIn(
            citizen,
            "amt24",
            AssuranceLevel.HIGH,
            true,
            fixture.clock.instant(),
            "eID",
            null,
            List.of());

    NewSession second = sessions.renew(first.session(), higher).orElseThrow();

    assertThat(first.session().notified()).isFalse();
    assertThat(second.session().notified()).isTrue();
    assertThat(second.session().id()).isEqualTo(first.session().id());
    assertThat(second.session().level()).isEqualTo(AssuranceLevel.HIGH);
    assertThat(second.session().createdAt()).isEqualTo(first.session().createdAt());
    assertThat(sessions.find(first.cookieValue())).isEmpty();
    assertThat(sessions.find(second.cookieValue())).isPresent();
  }

  /** What a session no longer counts for, its tokens must not say. */
  @Test
  void lower_toLess_endsTheTokens_andToTheSameKeepsThem() {
    CitizenId citizen = fixture.newCitizen();
    NewSession made = sessions.create(fixture.signIn(citizen));
    Grant grant = grantOf(made.session());

    NewSession same =
        sessions
            .lower(made.session(), new LevelMap.Proven(AssuranceLevel.HIGH, true))
            .orElseThrow();
    assertThat(same.session().proven()).isEqualTo(made.session().proven());
    assertThat(same.cookieValue()).isNotEqualTo(made.cookieValue());
    assertThat(fixture.stores.tokens.grant(grant.id())).isPresent();

    LevelMap.Proven less = new LevelMap.Proven(AssuranceLevel.LOW, false);
    NewSession lower = sessions.lower(same.session(), less).orElseThrow();
    assertThat(lower.session().proven()).isEqualTo(less);
    assertThat(lower.session().id()).isEqualTo(made.session().id());
    assertThat(fixture.stores.tokens.grant(grant.id())).isEmpty();
  }

  private Grant grantOf(Session session) {
    Grant grant =
        new Grant(
            Tokens.newId(),
            "dog",
            session.citizen(),
            session.id(),
            null,
            null,
            null,
            fixture.clock.instant(),
            fixture.clock.instant().plusSeconds(600));
    assertThat(fixture.stores.tokens.save(grant, List.of())).isTrue();
    return grant;
  }

  @Test
  void renew_byAnotherCitizen_isRefused() {
    NewSession made = sessions.create(fixture.signIn(fixture.newCitizen()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sessions.renew(made.session(), fixture.signIn(fixture.newCitizen())))
        .withMessageContaining("another citizen");
  }

  @Test
  void renew_afterTheEnd_isEmpty() {
    CitizenId citizen = fixture.newCitizen();
    NewSession made = sessions.create(fixture.signIn(citizen));
    sessions.end(made.session().id());

    assertThat(sessions.renew(made.session(), fixture.signIn(citizen))).isEmpty();
  }

  /** Row P1 of the attack list: no value is shared between services. */
  @Test
  void serviceSid_ofEachClient_isAnotherAndFindsTheSession() {
    Session session = sessions.create(fixture.signIn(fixture.newCitizen())).session();
    assertThat(sessions.join(session, "dog")).isTrue();
    assertThat(sessions.join(session, "car")).isTrue();
    assertThat(sessions.join(session, "dog")).isTrue();

    String dog = sessions.serviceSid(session, "dog");
    String car = sessions.serviceSid(session, "car");

    assertThat(dog).isNotEqualTo(car).doesNotContain(session.id());
    assertThat(sessions.byServiceSid("dog", dog)).contains(session);
    assertThat(sessions.byServiceSid("car", dog)).isEmpty();
    assertThat(sessions.clients(session)).containsExactly("car", "dog");
  }

  /** OpenID Connect Back-Channel Logout 1.0, section 2.4: the sub and sid of the ID token. */
  @Test
  void end_joinedServices_areQueuedOnceWithTheirSubAndSid() {
    CitizenId citizen = fixture.newCitizen();
    Session session = sessions.create(fixture.signIn(citizen)).session();
    sessions.join(session, "dog");
    sessions.join(session, "cat");
    sessions.join(session, "car");
    fixture.stores.logouts.take(1_000, Duration.ofDays(2));

    String logout = LogoutDeliveries.newName();
    assertThat(sessions.end(session.id(), logout)).isTrue();
    assertThat(sessions.end(session.id(), logout)).isFalse();

    List<LogoutDelivery> due = fixture.stores.logouts.take(1_000, Duration.ofMinutes(1));
    assertThat(due).extracting(LogoutDelivery::clientId).containsExactlyInAnyOrder("dog", "car");
    LogoutDelivery dog =
        due.stream().filter(each -> each.clientId().equals("dog")).findFirst().orElseThrow();
    assertThat(dog.subject()).isEqualTo(fixture.stores.pseudonyms.subject(citizen, "karlsruhe"));
    assertThat(dog.sid()).isEqualTo(sessions.serviceSid(session, "dog"));
    assertThat(fixture.stores.logouts.take(1_000, Duration.ofMinutes(1))).isEmpty();

    fixture.stores.logouts.confirmed(dog.id());
    assertThat(fixture.stores.logouts.states(logout))
        .containsExactly(
            new LogoutState("car", LogoutState.State.WAITING),
            new LogoutState("cat", LogoutState.State.UNTOLD),
            new LogoutState("dog", LogoutState.State.CONFIRMED));
    assertThat(fixture.stores.logouts.states("another")).isEmpty();
    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(fixture.stores.logouts.take(1_000, Duration.ofMinutes(1)))
        .singleElement()
        .returns("car", LogoutDelivery::clientId)
        .returns(1, LogoutDelivery::attempts);
  }

  @Test
  void take_byManyThreads_givesEachDeliveryToOne() throws Exception {
    for (int i = 0; i < 10; i++) {
      Session session = sessions.create(fixture.signIn(fixture.newCitizen())).session();
      sessions.join(session, "dog");
      sessions.end(session.id());
    }

    List<List<LogoutDelivery>> taken =
        IdentityFixture.race(8, () -> fixture.stores.logouts.take(1_000, Duration.ofHours(1)));

    assertThat(taken.stream().flatMap(List::stream).map(LogoutDelivery::id))
        .hasSizeGreaterThanOrEqualTo(10)
        .doesNotHaveDuplicates();
  }

  @Test
  void endOfHomeSession_sid_endsItOnlyAtThatIssuer() {
    SignIn signIn = fixture.signIn(fixture.newCitizen());
    NewSession made = sessions.create(signIn);
    String sid = String.valueOf(signIn.homeSessionId());

    assertThat(sessions.endOfHomeSession("service-bw", sid)).isZero();
    assertThat(sessions.endOfHomeSession("amt24", sid)).isEqualTo(1);

    assertThat(sessions.find(made.cookieValue())).isEmpty();
  }

  @Test
  void endAll_citizen_leavesOthers() {
    CitizenId citizen = fixture.newCitizen();
    sessions.create(fixture.signIn(citizen));
    sessions.create(fixture.signIn(citizen));
    NewSession other = sessions.create(fixture.signIn(fixture.newCitizen()));

    assertThat(sessions.ofCitizen(citizen)).hasSize(2);
    assertThat(sessions.endAll(citizen)).isEqualTo(2);

    assertThat(sessions.ofCitizen(citizen)).isEmpty();
    assertThat(sessions.find(other.cookieValue())).isPresent();
  }

  @Test
  void deliveries_finished_keepNoSubAndAreForgottenAfterAnHour() {
    IdentityFixture own = IdentityFixture.fresh(TestDatabase.H2);
    Session session = own.stores.sessions.create(own.signIn(own.newCitizen())).session();
    own.stores.sessions.join(session, "dog");
    String logout = LogoutDeliveries.newName();
    own.stores.sessions.end(session.id(), logout);
    own.stores.logouts.failed(own.stores.logouts.take(1, Duration.ofMinutes(1)).getFirst().id());

    assertThat(own.stores.logouts.states(logout))
        .containsExactly(new LogoutState("dog", LogoutState.State.FAILED));
    assertThat(
            own.stores
                .jdbc
                .sql("select count(*) from logout_delivery where sealed is not null")
                .query(Integer.class)
                .single())
        .isZero();
    own.clock.advance(LogoutDeliveries.SEEN.minusMillis(1));
    own.stores.retention.deleteShortLived();
    assertThat(own.stores.logouts.states(logout)).hasSize(1);
    own.clock.advance(Duration.ofMillis(1));
    own.stores.retention.deleteShortLived();
    assertThat(own.stores.logouts.states(logout)).isEmpty();
  }

  @Test
  void endExpired_idleSession_tellsItsServices() {
    IdentityFixture own = IdentityFixture.fresh(TestDatabase.H2);
    Session session = own.stores.sessions.create(own.signIn(own.newCitizen())).session();
    own.stores.sessions.join(session, "dog");
    own.clock.advance(Sessions.IDLE);

    own.stores.retention.deleteShortLived();

    assertThat(own.stores.logouts.take(10, Duration.ofMinutes(1))).hasSize(1);
  }
}
