package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.identity.AuditEntry;
import de.landbruecke.server.identity.AuditEvent.Log;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the audit log says of each decision of a citizen, and that it says nothing of a person. */
@Tag("postgresql")
class AuditRowsTest extends AccountTest {

  private final Instant start = Instant.now();

  /** Whatever happened: no claim of a demonstration person stands in any row. */
  @AfterEach
  void nothingOfAnyPerson() {
    String rows =
        Arrays.stream(Log.values()).flatMap(log -> search(log).stream()).toList().toString();
    assertThat(rows)
        .doesNotContainIgnoringCase("musterkind")
        .doesNotContainIgnoringCase("clara")
        .doesNotContain("Chemnitz", "1988-02-29", "Erdachter", "demo.landbruecke.example");
  }

  @Test
  void signInAndRelease_areRowsOfOneTransaction_withRevisionAndRule() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");
    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");
    browser.press("consent-allow", "angabe", "email");

    AuditEntry signIn = only("sign-in", transaction);
    assertThat(signIn.outcome()).isEqualTo("ok");
    assertThat(signIn.policyRevision()).isEqualTo(revision());
    assertThat(signIn.details())
        .containsOnlyKeys("issuer", "level", "levels-version")
        .containsEntry("issuer", "amt24")
        .containsEntry("level", "substantial");
    AuditEntry release = only("consent-granted", transaction);
    assertThat(release.clientId()).isEqualTo("hund");
    assertThat(release.policyRevision()).isEqualTo(revision());
    assertThat(release.rule()).isEqualTo("rule-2");
    assertThat(release.details())
        .containsEntry("attributes", "given_name family_name email")
        .containsEntry("level", "substantial");
    assertThat(release.person()).isNotNull().isEqualTo(signIn.person());
    assertThat(release.person()).isNotEqualTo(citizen(browser).value());
  }

  @Test
  void refusal_isARowWithRevisionAndRule() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");
    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");
    browser.press("consent-deny");

    AuditEntry refused = only("consent-refused", transaction);
    assertThat(refused.clientId()).isEqualTo("hund");
    assertThat(refused.rule()).isEqualTo("rule-2");
    assertThat(refused.policyRevision()).isEqualTo(revision());
  }

  /** A failed attempt is kept for 90 days, with its reason and without a person. */
  @Test
  void accountTooWeak_isInTheSecurityLog() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "rente");
    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");

    assertThat(search(Log.SECURITY))
        .filteredOn(row -> transaction.id().equals(row.transaction()))
        .isNotEmpty()
        .allSatisfy(row -> {
          assertThat(row.type()).isEqualTo("sign-in");
          assertThat(row.clientId()).isEqualTo("rente");
          assertThat(row.person()).isNull();
          assertThat(row.details()).containsOnlyKeys("issuer");
        });
  }

  @Test
  void linkingUnlinkingLogoutAndErasure_areRowsOfOnePerson() {
    TestBrowser browser = signedIn();
    CitizenId citizen = citizen(browser);
    browser.go("/konto/verknuepfungen").press("link-account").follow();
    browser.press("account-service-bw").signIn("erik");
    browser.press("link-allow");
    AuditEntry linked = only("account-linked");
    assertThat(linked.details())
        .containsOnlyKeys("issuer", "level")
        .containsEntry("issuer", "service-bw")
        .containsEntry("level", "basic");
    assertThat(linked.policyRevision()).isEqualTo(revision());

    browser.go("/konto/verknuepfungen").submit("/aufheben");
    assertThat(only("account-unlinked").person()).isEqualTo(linked.person());

    TestBrowser again = signedIn();
    again.go("/konto/abmelden").press("logout-everywhere");
    AuditEntry ended = only("session.ended");
    assertThat(ended.outcome()).isEqualTo("citizen");
    assertThat(ended.details()).containsEntry("everywhere", "true");

    TestBrowser last = signedIn();
    CitizenId gone = citizen(last);
    last.go("/konto/verknuepfungen").press("erase", "sicher", "ja");
    AuditEntry erased = only("record.erased");
    assertThat(erased.outcome()).isEqualTo("citizen");
    assertThat(erased.person()).isNotNull().isNotEqualTo(gone.value());
    assertThat(erased.personal()).as("nothing was ever encrypted in it").isEmpty();
    assertThat(search(Log.AUDIT).toString())
        .doesNotContain(citizen.value())
        .doesNotContain(gone.value());
  }

  private TestBrowser signedIn() {
    TestBrowser browser = gateway().browser();
    browser.go("/konto/freigaben").press("enter").follow().press("account-amt24");
    browser.signIn("erik");
    assertThat(browser.path()).isEqualTo("/konto/freigaben");
    return browser;
  }

  private CitizenId citizen(TestBrowser browser) {
    String cookie = String.valueOf(browser.cookie(gateway().origin, "lb-session"));
    return gateway().bean(Sessions.class).find(cookie).orElseThrow().citizen();
  }

  private long revision() {
    return gateway().bean(Registry.class).current().revision();
  }

  private List<AuditEntry> search(Log log) {
    return gateway()
        .bean(AuditLog.class)
        .search(log, start, Instant.now().plusSeconds(5), null, 10_000);
  }

  private AuditEntry only(String type) {
    List<AuditEntry> rows =
        search(Log.AUDIT).stream().filter(row -> row.type().equals(type)).toList();
    assertThat(rows).as(type).hasSize(1);
    return rows.getFirst();
  }

  private AuditEntry only(String type, Transaction transaction) {
    List<AuditEntry> rows =
        search(Log.AUDIT).stream()
            .filter(row -> row.type().equals(type) && transaction.id().equals(row.transaction()))
            .toList();
    assertThat(rows).as(type).hasSize(1);
    return rows.getFirst();
  }
}
