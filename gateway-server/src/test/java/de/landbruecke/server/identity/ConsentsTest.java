package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.AssuranceLevel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What citizens released and refused. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ConsentsTest {

  private final IdentityFixture fixture;
  private final Consents consents;
  private final CitizenId citizen;

  ConsentsTest(TestDatabase database) {
    fixture = IdentityFixture.of(database, ConsentsTest.class);
    consents = fixture.stores.consents;
    citizen = fixture.newCitizen();
  }

  @Test
  void remembered_sameOrLess_needsNoNewQuestion() {
    Consent given = consents.grant(release("a", "b"), Duration.ofDays(30));

    assertThat(consents.remembered(release("a", "b"))).contains(given);
    assertThat(consents.remembered(release("a"))).contains(given);
    assertThat(consents.remembered(with(AssuranceLevel.LOW, "1", "p", false))).contains(given);
    assertThat(consents.find(citizen, "dog")).containsExactly(given);
    assertThat(consents.find(citizen, "cat")).isEmpty();
  }

  @Test
  void remembered_anythingNew_isAskedAgain() {
    consents.grant(release("a", "b"), Duration.ofDays(30));

    assertThat(consents.remembered(release("a", "c"))).isEmpty();
    assertThat(consents.remembered(with(AssuranceLevel.HIGH, "1", "p", false))).isEmpty();
    assertThat(consents.remembered(with(AssuranceLevel.LOW, "2", "p", false))).isEmpty();
    assertThat(consents.remembered(with(AssuranceLevel.LOW, "1", "q", false))).isEmpty();
    assertThat(consents.remembered(with(AssuranceLevel.LOW, "1", "p", true))).isEmpty();
  }

  @Test
  void grant_beyondAYear_isRefused() {
    assertThat(consents.grant(release("a"), Consents.LONGEST).expiresAt())
        .isEqualTo(fixture.clock.instant().plus(Consents.LONGEST));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> consents.grant(release("a"), Consents.LONGEST.plusMillis(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> consents.grant(release("a"), Duration.ZERO));
  }

  /** What was read and left out is known; what was not read is new, even where it is optional. */
  @Test
  void remembered_optionalThatWasNotRead_isAskedAgain() {
    Consent given = consents.grant(shown(Set.of("a"), Set.of("a", "b")), Duration.ofDays(30));

    assertThat(consents.remembered(shown(Set.of("a"), Set.of("a", "b")))).contains(given);
    assertThat(consents.remembered(shown(Set.of("a"), Set.of("a")))).contains(given);
    assertThat(consents.remembered(shown(Set.of("a"), Set.of("a", "c")))).isEmpty();
    assertThat(consents.remembered(shown(Set.of("a", "b"), Set.of("a", "b")))).isEmpty();
  }

  private Release shown(Set<String> released, Set<String> shown) {
    return new Release(citizen, "dog", "p", released, shown, AssuranceLevel.LOW, "1", false);
  }

  @Test
  void remembered_releaseForOnce_isNot() {
    consents.grant(release("a"), Consents.ONCE);
    assertThat(consents.remembered(release("a"))).isEmpty();

    Consent longer = consents.grant(release("a"), Consents.ONCE.plusMillis(1));
    assertThat(consents.remembered(release("a"))).contains(longer);
  }

  @Test
  void remembered_afterItsEnd_isEmpty() {
    consents.grant(release("a"), Duration.ofMinutes(15));

    fixture.clock.advance(Duration.ofMinutes(15).minusMillis(1));
    assertThat(consents.remembered(release("a"))).isPresent();
    fixture.clock.advance(Duration.ofMillis(1));

    assertThat(consents.remembered(release("a"))).isEmpty();
  }

  @Test
  void withdraw_standingConsent_endsItAndItsTokens() {
    Consent given = consents.grant(release("a"), Duration.ofDays(1));
    Grant grant =
        new Grant(
            Tokens.newId(),
            "dog",
            citizen,
            null,
            given.id(),
            null,
            null,
            fixture.clock.instant(),
            fixture.clock.instant().plusSeconds(600));
    assertThat(fixture.stores.tokens.save(grant, List.of())).isTrue();

    assertThat(consents.withdraw(fixture.newCitizen(), given.id())).isFalse();
    assertThat(consents.withdraw(citizen, given.id())).isTrue();
    assertThat(consents.withdraw(citizen, given.id())).isFalse();

    assertThat(consents.remembered(release("a"))).isEmpty();
    assertThat(fixture.stores.tokens.grant(grant.id())).isEmpty();
    assertThat(fixture.stores.tokens.save(grant, List.of())).isFalse();
    assertThat(consents.history(citizen, AssuranceLevel.HIGH))
        .singleElement()
        .satisfies(consent -> assertThat(consent.withdrawnAt()).isNotNull());
  }

  @Test
  void history_atALowerLevel_hidesWhatWasDecidedAbove() {
    consents.grant(with(AssuranceLevel.LOW, "1", "p", false), Duration.ofDays(1));
    consents.refuse(with(AssuranceLevel.HIGH, "1", "p", false));

    assertThat(consents.history(citizen, AssuranceLevel.BASIC)).isEmpty();
    assertThat(consents.history(citizen, AssuranceLevel.LOW)).hasSize(1);
    assertThat(consents.history(citizen, AssuranceLevel.HIGH))
        .extracting(Consent::outcome)
        .containsExactlyInAnyOrder(Consent.Outcome.GRANTED, Consent.Outcome.REFUSED);
  }

  @Test
  void history_twoYearsAfterTheEnd_forgets() {
    IdentityFixture own = IdentityFixture.fresh(TestDatabase.H2);
    CitizenId someone = own.newCitizen();
    Release asked = new Release(someone, "dog", "p", Set.of("a"), AssuranceLevel.LOW, "1", false);
    own.stores.consents.grant(asked, Duration.ofDays(10));

    own.clock.advance(Duration.ofDays(10).plus(Consents.HISTORY).minusMillis(1));
    own.stores.retention.deleteLongLived();
    assertThat(own.stores.consents.history(someone, AssuranceLevel.HIGH)).hasSize(1);
    own.clock.advance(Duration.ofMillis(1));
    assertThat(own.stores.consents.history(someone, AssuranceLevel.HIGH)).isEmpty();
    own.stores.retention.deleteLongLived();

    assertThat(own.stores.jdbc.sql("select count(*) from consent").query(Integer.class).single())
        .isZero();
  }

  @Test
  void export_history_isJsonWithoutIds() {
    consents.grant(release("given_name"), Duration.ofDays(1));

    String json = consents.export(citizen, AssuranceLevel.HIGH);

    assertThat(json)
        .contains("\"service\":\"dog\"", "\"attributes\":[\"given_name\"]", "\"level\":\"low\"")
        .doesNotContain(citizen.value());
  }

  private Release release(String... attributes) {
    return new Release(citizen, "dog", "p", Set.of(attributes), AssuranceLevel.LOW, "1", false);
  }

  private Release with(
      AssuranceLevel level, String textVersion, String purpose, boolean portalToPortal) {
    return new Release(citizen, "dog", purpose, Set.of("a"), level, textVersion, portalToPortal);
  }
}
