package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import de.landbruecke.server.identity.AuditEvent.Log;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit log: what was written cannot be removed, changed or moved without being seen. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AuditLogTest {

  private final IdentityFixture fixture;
  private final AuditLog audit;
  private final LocalDate day;

  AuditLogTest(TestDatabase database) {
    fixture = IdentityFixture.fresh(database, null);
    audit = fixture.stores.audit;
    day = LocalDate.ofInstant(fixture.clock.instant(), ZoneOffset.UTC);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void append_event_isReadWithItsDecisionAndPersonalFields() {
    CitizenId citizen = fixture.newCitizen();

    audit.append(
        AuditEvent.audit("token.exchanged", "ok")
            .citizen(citizen)
            .client("dog")
            .transaction("t1")
            .decidedBy(7, "bw-to-sn")
            .detail("audience", "https://dog.example")
            .personal("sub", "1.abc")
            .build());

    assertThat(audit.entries(Log.AUDIT, day, 10))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.policyRevision()).isEqualTo(7);
          assertThat(entry.rule()).isEqualTo("bw-to-sn");
          assertThat(entry.details()).containsEntry("audience", "https://dog.example");
          assertThat(entry.personal()).isEqualTo(Map.of("sub", "1.abc"));
          assertThat(entry.person()).isNotEqualTo(citizen.value());
          assertThat(entry.happenedAt()).isEqualTo(fixture.clock.instant());
        });
    assertThat(audit.verify(day)).isEmpty();
  }

  @Test
  void append_rolledBack_leavesNothingAndNoGap() {
    write(2);
    assertThatIllegalStateException()
        .isThrownBy(() ->
            fixture.stores.transactions.run(() -> {
              write(3);
              throw new IllegalStateException("rolled back");
            }));
    write(2);

    assertThat(audit.entries(Log.AUDIT, day, 10)).hasSize(4);
    assertThat(audit.verify(day)).isEmpty();
  }

  @Test
  void append_byManyThreads_staysVerifiable() throws Exception {
    IdentityFixture.race(
        32,
        () -> {
          fixture.stores.transactions.run(() -> write(3));
          return true;
        });

    assertThat(audit.entries(Log.AUDIT, day, 1_000)).hasSize(96);
    assertThat(audit.verify(day)).isEmpty();
  }

  @Test
  void append_afterARestart_continuesTheChain() {
    write(3);
    IdentityFixture again = fixture.restarted();

    again.stores.audit.append(AuditEvent.audit("later", "ok").build());

    assertThat(again.stores.audit.verify(day)).isEmpty();
    assertThat(again.stores.audit.entries(Log.AUDIT, day, 10)).hasSize(4);
    assertThat(
            again.stores.jdbc.sql("select max(seq) from audit_event").query(Integer.class).single())
        .isEqualTo(4);
    again.stores.close();
  }

  @Test
  void verify_removedRow_isFound() {
    write(5);

    change("delete from audit_event where seq = 3");

    assertThat(audit.verify(day)).singleElement().asString().contains("rows 3 to 3 are missing");
  }

  @Test
  void verify_changedRow_isFound() {
    for (String column :
        List.of("outcome", "event_type", "client_id", "rule_id", "person", "details")) {
      write(1);
      change("update audit_event set " + column + " = 'x' where seq = 1");
      assertThat(audit.verify(day)).as(column).anyMatch(fault -> fault.contains("was changed"));
    }
    change("update audit_event set policy_revision = policy_revision + 1");
    assertThat(audit.verify(day)).allMatch(fault -> fault.contains("was changed"));
  }

  @Test
  void verify_changedTimeOrPersonalField_isFound() {
    CitizenId citizen = fixture.newCitizen();
    audit.append(AuditEvent.audit("a", "ok").citizen(citizen).personal("sub", "1.abc").build());
    assertThat(audit.verify(day)).isEmpty();

    change("update audit_event set happened_at = happened_at + 1");
    assertThat(audit.verify(day)).singleElement().asString().contains("was changed");
    change("update audit_event set happened_at = happened_at - 1");
    change("update audit_event set personal = null");
    assertThat(audit.verify(day)).singleElement().asString().contains("was changed");
  }

  /**
   * Who has the database can make a chain that holds; but not the anchor that named the old one.
   */
  @Test
  void verify_chainWrittenAnew_isFoundOnceItWasAnchored() {
    write(3);
    audit.anchor();
    change("delete from audit_event");
    IdentityFixture again = fixture.restarted();

    again.stores.transactions.run(() -> {
      for (int i = 0; i < 3; i++) {
        again.stores.audit.append(AuditEvent.audit("event", "forged").client("dog").build());
      }
    });

    assertThat(again.stores.audit.verify(day))
        .singleElement()
        .asString()
        .contains("row 3", "anchor 1", "is missing or another");
    again.stores.close();
  }

  @Test
  void verify_reorderedRows_areFound() {
    write(3);

    change("update audit_event set seq = 99 where seq = 2");
    change("update audit_event set seq = 2 where seq = 3");
    change("update audit_event set seq = 3 where seq = 99");

    assertThat(audit.verify(day)).isNotEmpty();
  }

  @Test
  void verify_cutOffEnd_isFoundOnceItWasAnchored() {
    write(5);
    audit.anchor();

    change("delete from audit_event where seq > 3");

    assertThat(audit.verify(day))
        .singleElement()
        .asString()
        .contains("row 5", "anchor 1", "is missing");
  }

  @Test
  void verify_wholeDayRemoved_isFound() {
    write(2);
    audit.anchor();
    write(2);
    audit.anchor();
    assertThat(audit.verify(day)).isEmpty();

    change("delete from audit_event");

    assertThat(audit.verify(day)).hasSize(2);
  }

  @Test
  void verify_removedOrForgedAnchor_isFound() {
    for (int i = 0; i < 3; i++) {
      write(1);
      audit.anchor();
    }
    assertThat(audit.verify(day)).isEmpty();

    change("delete from audit_anchor where number = 2");
    assertThat(audit.verify(day)).singleElement().asString().contains("from 2 on");

    change("update audit_anchor set signed = replace(signed, '.', '.A') where number = 3");
    assertThat(audit.verify(day)).anyMatch(fault -> fault.contains("was changed"));
  }

  @Test
  void anchor_nothingNew_isNotSignedAgain() {
    write(1);
    audit.anchor();
    audit.anchor();

    assertThat(
            fixture
                .stores
                .jdbc
                .sql("select count(*) from audit_anchor")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  /** Regulation (EU) 2016/679, article 17: nobody can read it, and the chain still holds. */
  @Test
  void erase_citizen_makesPersonalFieldsUnreadableAndKeepsTheChain() {
    CitizenId citizen = fixture.newCitizen();
    CitizenId other = fixture.newCitizen();
    for (CitizenId each : List.of(citizen, other)) {
      audit.append(
          AuditEvent.audit("release", "ok").citizen(each).personal("sub", "1.abc").build());
    }
    audit.anchor();

    fixture.stores.citizens.erase(citizen);

    assertThat(audit.verify(day)).isEmpty();
    assertThat(audit.entries(Log.AUDIT, day, 10))
        .extracting(entry -> entry.personal() == null)
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void deleteOld_eachLog_isKeptAsLongAsItSays() {
    audit.append(AuditEvent.audit("a", "ok").build());
    audit.append(AuditEvent.security("s", "refused").build());
    audit.append(AuditEvent.technical("t", "ok").build());

    for (Log log : List.of(Log.TECHNICAL, Log.SECURITY, Log.AUDIT)) {
      LocalDate last = day.plusDays(AuditLog.days(log));
      LocalDate today = LocalDate.ofInstant(fixture.clock.instant(), ZoneOffset.UTC);
      fixture.clock.advance(Duration.ofDays(last.toEpochDay() - today.toEpochDay()));
      audit.deleteOld();
      assertThat(audit.entries(log, day, 10)).as(log + " on its last day").hasSize(1);
      assertThat(audit.verify(day)).isEmpty();

      fixture.clock.advance(Duration.ofDays(1));
      audit.deleteOld();
      assertThat(audit.entries(log, day, 10)).as(log + " after it").isEmpty();
      assertThat(audit.verify(day)).isEmpty();
    }
    assertThat(AuditLog.days(Log.AUDIT)).isBetween(730, 731);
    assertThat(AuditLog.days(Log.SECURITY)).isEqualTo(90);
    assertThat(AuditLog.days(Log.TECHNICAL)).isEqualTo(14);
  }

  private void write(int rows) {
    fixture.stores.transactions.run(() -> {
      for (int i = 0; i < rows; i++) {
        audit.append(AuditEvent.audit("event", "ok").client("dog").build());
      }
    });
  }

  private void change(String sql) {
    fixture.stores.jdbc.sql(sql).update();
  }
}
