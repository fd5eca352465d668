package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.AssuranceLevel;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Erasures by staff: two persons, and a citizen whom nobody names. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ErasuresTest {

  private final IdentityFixture fixture;
  private final Erasures erasures;

  ErasuresTest(TestDatabase database) {
    fixture = IdentityFixture.of(database, ErasuresTest.class);
    erasures = fixture.stores.erasures;
  }

  @Test
  void approve_bySomebodyElse_erasesWhomTheServiceMeant() {
    CitizenId citizen = fixture.newCitizen();
    String subject = fixture.stores.pseudonyms.subject(citizen, "karlsruhe");
    NewSession session = fixture.stores.sessions.create(fixture.signIn(citizen));
    ErasureProposal proposal =
        erasures.proposeByService("cat", subject, "letter", "olga").orElseThrow();

    assertThat(proposal.namedBy()).isEqualTo("service cat");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> erasures.approve(proposal.id(), "OLGA"))
        .withMessage("a proposal is approved by somebody else");
    assertThat(fixture.stores.sessions.find(session.cookieValue())).isPresent();
    erasures.approve(proposal.id(), "paul");

    assertThat(fixture.stores.sessions.find(session.cookieValue())).isEmpty();
    assertThat(fixture.stores.pseudonyms.resolve("karlsruhe", subject)).isEmpty();
    assertThat(fixture.stores.citizens.root(citizen)).isEmpty();
    assertThat(erasures.proposals()).doesNotContain(proposal);
    assertThat(
            fixture.stores.audit.verify(
                LocalDate.ofInstant(fixture.clock.instant(), ZoneOffset.UTC)))
        .isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> erasures.approve(proposal.id(), "paul"))
        .withMessage("there is no such proposal");
  }

  @Test
  void propose_unknown_isEmptyAndKeepsNothing() {
    CitizenId citizen = fixture.newCitizen();
    String subject = fixture.stores.pseudonyms.subject(citizen, "karlsruhe");
    int before = erasures.proposals().size();

    assertThat(erasures.proposeByService("car", subject, "another sector", "olga")).isEmpty();
    assertThat(erasures.proposeByService("bird", subject, "no service", "olga")).isEmpty();
    assertThat(erasures.proposeByAccount("amt24", subject, "no account", "olga")).isEmpty();

    assertThat(erasures.proposals()).hasSize(before);
  }

  /** What the citizen does meanwhile takes the proposal along. */
  @Test
  void proposal_ofACitizenWhoErasedThemselves_isGone() {
    String subject = fixture.newSubject();
    CitizenId citizen =
        fixture.stores.citizens.findOrCreate("amt24", subject, AssuranceLevel.LOW, null);
    ErasureProposal proposal =
        erasures.proposeByAccount("amt24", subject, "letter", "olga").orElseThrow();

    fixture.stores.citizens.erase(citizen);

    assertThat(erasures.proposals()).doesNotContain(proposal);
    assertThat(erasures.reject(proposal.id(), "paul")).isFalse();
  }

  @Test
  void retention_proposalNobodyDecides_isDroppedAfter90Days() {
    IdentityFixture own = IdentityFixture.fresh(TestDatabase.H2);
    String subject = own.newSubject();
    own.stores.citizens.findOrCreate("amt24", subject, AssuranceLevel.LOW, null);
    own.stores.erasures.proposeByAccount("amt24", subject, "letter", "olga");

    own.clock.advance(Duration.ofDays(90));
    own.stores.retention.deleteLongLived();
    assertThat(own.stores.erasures.proposals()).hasSize(1);
    own.clock.advance(Duration.ofMillis(1));
    own.stores.retention.deleteLongLived();
    assertThat(own.stores.erasures.proposals()).isEmpty();
  }

  /** The removal of links is told to the audit log, without whose they were. */
  @Test
  void retention_unusedLinks_areCountedInTheAuditLog() {
    IdentityFixture own = IdentityFixture.fresh(TestDatabase.H2);
    own.stores.citizens.findOrCreate("amt24", own.newSubject(), AssuranceLevel.LOW, null);
    own.clock.advance(Citizens.UNUSED.plusMillis(1));
    own.stores.retention.deleteLongLived();
    own.clock.advance(Citizens.NOTICE.plusMillis(1));
    own.stores.retention.deleteLongLived();

    LocalDate day = LocalDate.ofInstant(own.clock.instant(), ZoneOffset.UTC);
    assertThat(own.stores.audit.entries(AuditEvent.Log.AUDIT, day, 10))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.type()).isEqualTo("links.expired");
          assertThat(row.details()).containsEntry("links", "1");
          assertThat(row.person()).isNull();
        });
  }
}
