package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The citizen's own pages: releases, accounts, sessions, signing out, deletion. */
@Tag("postgresql")
class KontoTest extends AccountTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/konto/freigaben",
        "/konto/verknuepfungen",
        "/konto/sitzungen",
        "/konto/abmelden",
        "/konto/sitzung",
        "/konto/freigaben.json",
        "/konto/freigaben.csv"
      })
  void page_withoutSession_offersToSignIn(String path) {
    TestBrowser browser = gateway().browser();

    browser.go(path);

    assertThat(browser.status()).isEqualTo(200);
    assertThat(browser.page().getElementById("enter")).isNotNull();
  }

  @Test
  void enter_leadsToThePageThatWasWanted_withoutAskingForARelease() {
    TestBrowser browser = gateway().browser();

    browser.go("/konto/sitzungen").press("enter").follow();
    assertThat(browser.text()).contains("Wir führen kein eigenes Konto für Sie");
    browser.press("account-amt24").signIn("anna");

    assertThat(browser.path()).isEqualTo("/konto/sitzungen");
    assertThat(browser.text()).contains("Dieser Browser", "Vertrauensniveau untergeordnet");
    assertThat(session(browser).orElseThrow().attributes()).isEmpty();
  }

  @Test
  void releases_showWhoGotWhat_andAreWithdrawn() {
    TestBrowser browser = signedIn("amt24", "doris");
    release(browser, "karte", true);

    browser.go("/konto/freigaben");
    assertThat(browser.text())
        .contains("Karte bestellen", "Stadt Musterstadt", "Ihren Antrag bearbeiten")
        .contains("Familienname", "Gilt bis", "hoch")
        .doesNotContain("Musterstein");
    browser.submit("/widerrufen").follow();
    assertThat(browser.text()).contains("Die Freigabe ist widerrufen", "Widerrufen am");
    Transaction again = gateway().begin(browser, "karte");
    browser.go("/konto/anmelden/" + again.id());
    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
  }

  /** Who released twice and withdraws once must not be surprised. */
  @Test
  void releases_ofOneServiceGivenTwice_areWithdrawnTogether() {
    TestBrowser browser = signedIn("amt24", "doris");
    release(browser, "rente", false);
    release(browser, "rente", true);

    browser.go("/konto/freigaben").submit("/widerrufen").follow();

    assertThat(
            gateway().bean(Consents.class).find(session(browser).orElseThrow().citizen(), "rente"))
        .isEmpty();
  }

  @Test
  void releases_ofAHigherLevel_areNotSeenBelowIt() {
    TestBrowser strong = signedIn("service-bw", "erik");
    Transaction transaction = gateway().begin(strong, "karte");
    strong.go("/konto/anmelden/" + transaction.id()).press("account-service-bw").signIn("erik");
    strong.showCard().press("consent-allow");
    strong.go("/konto/freigaben");
    assertThat(strong.text()).contains("Karte bestellen");

    TestBrowser weak = signedIn("service-bw", "erik");

    assertThat(session(weak).orElseThrow().citizen())
        .isEqualTo(session(strong).orElseThrow().citizen());
    assertThat(weak.text()).doesNotContain("Karte bestellen");
    weak.go("/konto/freigaben.json");
    assertThat(weak.response().body()).doesNotContain("karte");
  }

  @Test
  void export_asJsonAndCsv_holdsNamesAndNoValues() {
    TestBrowser browser = signedIn("amt24", "clara");
    release(browser, "karte", false);

    browser.go("/konto/freigaben.json");
    assertThat(JsonMapper.shared().readTree(browser.response().body()).toString())
        .contains("karte", "family_name")
        .doesNotContain("Musterkind");
    assertThat(browser.header("Content-Disposition")).contains("attachment");
    browser.go("/konto/freigaben.csv");
    assertThat(browser.response().body())
        .contains("\"Karte bestellen\",\"Ihren Antrag bearbeiten\",\"Familienname\"")
        .doesNotContain("Musterkind");
  }

  @Test
  void sessions_another_isEnded() {
    TestBrowser one = signedIn("service-bw", "bernd");
    TestBrowser other = signedIn("service-bw", "bernd");
    String id = session(other).orElseThrow().id();

    one.go("/konto/sitzungen").submit("/" + id + "/beenden").follow();

    assertThat(one.text()).contains("Die Sitzung ist beendet");
    assertThat(session(other)).isEmpty();
    assertThat(session(one)).isPresent();
  }

  @Test
  void sessions_ofSomebodyElse_areNotEnded() {
    TestBrowser one = signedIn("service-bw", "bernd");
    TestBrowser stranger = signedIn("amt24", "doris");
    String own = session(one).orElseThrow().id();
    String token = formToken(one);

    one.post(
        gateway()
            .origin
            .resolve("/konto/sitzungen/" + session(stranger).orElseThrow().id() + "/beenden"),
        Map.of("token", List.of(token)));

    assertThat(one.status()).isEqualTo(303);
    assertThat(session(stranger)).isPresent();
    assertThat(session(one).orElseThrow().id()).isEqualTo(own);
  }

  @Test
  void logout_here_endsThisSessionOnly() {
    TestBrowser one = signedIn("amt24", "bernd");
    TestBrowser other = signedIn("amt24", "bernd");

    one.go("/konto/abmelden").press("logout-confirm").follow();

    assertThat(one.text()).contains("Sie sind abgemeldet", "Amt24");
    assertThat(one.cookie(gateway().origin, "lb-session")).isNull();
    assertThat(session(other)).isPresent();
  }

  @Test
  void logout_everywhere_endsAll() {
    TestBrowser one = signedIn("amt24", "bernd");
    TestBrowser other = signedIn("amt24", "bernd");

    one.go("/konto/abmelden").press("logout-everywhere").follow();
    assertThat(one.text()).contains("Alle Ihre Sitzungen bei der Landbrücke sind beendet");

    assertThat(session(other)).isEmpty();
    other.go("/konto/freigaben");
    assertThat(other.text()).contains("Sie sind nicht mehr angemeldet");
  }

  /** OpenID Connect Back-Channel Logout 1.0, section 2.8. */
  @Test
  void logout_atThePortal_endsTheSessionHere() throws InterruptedException {
    TestBrowser browser = signedIn("amt24", "clara");

    browser.get(URI.create(gateway().sn.origin() + "/oauth2/logout")).press("logout-confirm");

    for (int i = 0; i < 200 && session(browser).isPresent(); i++) {
      Thread.sleep(20);
    }
    assertThat(session(browser)).isEmpty();
  }

  /** OpenID Connect Back-Channel Logout 1.0, section 2.8: 400 for what does not hold. */
  @ParameterizedTest
  @ValueSource(strings = {"amt24", "niemand"})
  void logoutToken_thatDoesNotHold_isRefused(String issuer) {
    TestBrowser portal = gateway().browser();

    portal.post(
        gateway().origin.resolve("/logout/connect/back-channel/" + issuer),
        Map.of("logout_token", List.of("eyJhbGciOiJub25lIn0.e30.")));

    assertThat(portal.status()).isEqualTo(400);
    assertThat(portal.response().body()).isEqualTo("{\"error\":\"invalid_request\"}");
  }

  @Test
  void session_aboutToEnd_isTold_withoutScripts_andExtended() {
    TestBrowser browser = signedIn("amt24", "clara");
    browser.go("/konto/freigaben");
    assertThat(browser.header("Refresh")).matches("7[45]\\d; url=/konto/sitzung\\?.*");
    Session before = session(browser).orElseThrow();

    browser.go("/konto/sitzung?zurueck=/konto/freigaben");
    assertThat(browser.text()).contains("Ihre Sitzung endet bald");
    assertThat(session(browser).orElseThrow().lastUsedAt()).isEqualTo(before.lastUsedAt());
    browser.press("session-extend");

    assertThat(browser.location()).isEqualTo("/konto/freigaben?sprache=de");
    assertThat(session(browser).orElseThrow().lastUsedAt()).isAfterOrEqualTo(before.lastUsedAt());
  }

  /** Nobody here knows an address of theirs: it is told wherever they are signed in. */
  @Test
  void unusedLink_aboutToGo_isToldOnEveryPage_untilItIsUsed() {
    TestBrowser browser = signedIn("service-bw", "bernd");
    browser.go("/konto/verknuepfungen").press("link-account").follow();
    browser.press("account-amt24").signIn("bernd");
    browser.press("link-allow").follow();
    Instant lastUse = Instant.now().minus(Citizens.UNUSED);
    JdbcClient.create(gateway().bean(DataSource.class))
        .sql(
            "update home_link set last_used_at = ?, noticed_at = ? where issuer = 'amt24' and"
                + " citizen_id in (select id from citizen where root = ?)")
        .params(
            lastUse.toEpochMilli(),
            Instant.now().toEpochMilli(),
            session(browser).orElseThrow().citizen().value())
        .update();
    String day = Shown.day(Instant.now().plus(Citizens.NOTICE), Language.DE);

    for (String path : List.of("/konto/freigaben", "/konto/verknuepfungen", "/konto/sitzungen")) {
      browser.go(path);
      assertThat(browser.text())
          .contains("Amt24: Mit diesem Konto haben Sie sich lange nicht angemeldet")
          .contains("am " + day + " gelöscht");
    }
    browser.go("/konto/freigaben?sprache=en");
    assertThat(browser.text()).contains("Amt24: You have not signed in by this account for long");
    TestBrowser asked = gateway().browser();
    Transaction transaction = gateway().begin(asked, "hund");
    asked.go("/konto/anmelden/" + transaction.id()).press("account-service-bw").signIn("bernd");
    assertThat(asked.text()).contains("Amt24: Mit diesem Konto", "Nicht freigeben");

    TestBrowser again = signedIn("amt24", "bernd");

    assertThat(again.text()).doesNotContain("lange nicht angemeldet");
    browser.go("/konto/verknuepfungen").submit("/aufheben");
  }

  @Test
  void erase_onlyWhenConfirmed_leavesNothing() {
    TestBrowser browser = signedIn("amt24", "anna");
    release(browser, "buch", true);
    Session session = session(browser).orElseThrow();

    browser.go("/konto/verknuepfungen").press("erase").follow();
    assertThat(browser.text()).contains("Es wurde nichts gelöscht");
    browser.press("erase", "sicher", "ja").follow();

    assertThat(browser.text()).contains("Ihre Daten bei der Landbrücke sind gelöscht");
    assertThat(browser.cookie(gateway().origin, "lb-session")).isNull();
    assertThat(gateway().bean(Sessions.class).byId(session.id())).isEmpty();
    TestBrowser again = signedIn("amt24", "anna");
    assertThat(session(again).orElseThrow().citizen()).isNotEqualTo(session.citizen());
    assertThat(again.text()).contains("Bisher haben Sie nichts freigegeben");
    assertThat(
            gateway()
                .bean(AuditLog.class)
                .entries(AuditEvent.Log.AUDIT, LocalDate.now(ZoneOffset.UTC), 1_000))
        .filteredOn(entry -> entry.type().equals("record.erased"))
        .as("that it was done, and nothing of whom")
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.personal()).isNullOrEmpty());
  }

  private void release(TestBrowser browser, String service, boolean remember) {
    Transaction transaction =
        gateway().begin(browser, AccountGateway.request(service).prompt("consent").build());
    browser.go("/konto/anmelden/" + transaction.id());
    if (browser.page().getElementById("account-amt24") != null) {
      browser.press("account-amt24").follow();
    }
    if (remember) {
      browser.press("consent-allow", "merken", "ja");
    } else {
      browser.press("consent-allow");
    }
    assertThat(browser.location()).isEqualTo(gateway().resume(transaction));
  }

  private static String formToken(TestBrowser browser) {
    browser.go("/konto/abmelden");
    return browser.page().select("form[action=/konto/abmelden] input[name=token]").val();
  }

  private TestBrowser signedIn(String issuer, String person) {
    TestBrowser browser = gateway().browser();
    browser.go("/konto/freigaben").press("enter").follow().press("account-" + issuer);
    browser.signIn(person);
    assertThat(browser.path()).isEqualTo("/konto/freigaben");
    return browser;
  }

  private Optional<Session> session(TestBrowser browser) {
    String cookie = browser.cookie(gateway().origin, "lb-session");
    return cookie == null ? Optional.empty() : gateway().bean(Sessions.class).find(cookie);
  }
}
