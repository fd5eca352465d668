package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.AuditEntry;
import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.Link;
import de.landbruecke.server.identity.Pseudonyms;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two accounts become one person's, and each its own again. */
class LinkingTest extends AccountTest {

  private final Set<CitizenId> seen = new HashSet<>();

  /** The portals' persons are those of all tests: none stays linked. */
  @AfterEach
  void eraseAll() {
    seen.forEach(citizen -> {
      if (!gateway().bean(Citizens.class).links(citizen).isEmpty()) {
        gateway().bean(Citizens.class).erase(citizen);
      }
    });
  }

  @Test
  void linking_bothProven_isOnePersonByEitherOnlyWhenConfirmed() {
    TestBrowser browser = signedIn("service-bw", "clara");
    String cookie = browser.cookie(gateway().origin, "lb-session");

    browser.go("/konto/verknuepfungen").press("link-account").follow();
    assertThat(browser.text())
        .contains(
            "Umzug von einem alten Konto", "mindestens auf dem Vertrauensniveau substanziell");
    browser.press("account-amt24").signIn("clara");

    assertThat(browser.text())
        .contains("Diese Konten verknüpfen?", "Kommt hinzu Amt24", "Ihr Konto service-bw");
    assertThat(links(browser)).as("nothing is linked yet").hasSize(1);
    browser.press("link-allow").follow();

    assertThat(browser.path()).isEqualTo("/konto/verknuepfungen");
    assertThat(browser.text())
        .contains("Die Konten sind verknüpft", "höchstens auf dem Vertrauensniveau substanziell");
    assertThat(browser.cookie(gateway().origin, "lb-session")).isNotEqualTo(cookie);
    assertThat(browser.page().select(".lb-entry__title").eachText())
        .containsExactlyInAnyOrder("service-bw", "Amt24");
    assertThat(citizen(signedIn("amt24", "clara"))).isEqualTo(citizen(browser));
    assertThat(audited("account-linked"))
        .extracting(AuditEntry::details)
        .contains(Map.of("issuer", "amt24", "level", "substantial"));
  }

  @Test
  void linking_notConfirmed_changesNothing() {
    TestBrowser browser = proposed("service-bw", "amt24", "clara");

    browser.press("link-deny").follow();

    assertThat(browser.path()).isEqualTo("/konto/verknuepfungen");
    assertThat(browser.text()).contains("Es wurde nichts verknüpft");
    assertThat(links(browser)).hasSize(1);
  }

  @Test
  void linking_inEnglish_isTheSame() {
    TestBrowser browser = signedIn("service-bw", "clara");

    browser.go("/konto/verknuepfungen?sprache=en").press("link-account").follow();
    assertThat(browser.text()).contains("How it works", "Which account is to be added?");
    browser.press("account-amt24").signIn("clara");
    assertThat(browser.page().select("html").attr("lang")).isEqualTo("en");
    assertThat(browser.text()).contains("Link these accounts?", "Your account service-bw");
    browser.press("link-allow").follow();

    assertThat(browser.text()).contains("The accounts are linked", "Undo the link");
  }

  /** A sector goes on with the older pseudonym; an undo gives each account back its own. */
  @Test
  void undo_givesEachAccountBackWhatItHad() {
    Pseudonyms pseudonyms = gateway().bean(Pseudonyms.class);
    TestBrowser old = signedIn("amt24", "clara");
    CitizenId before = citizen(old);
    String older = pseudonyms.subject(before, "sector-buch");
    CitizenId alone = citizen(signedIn("service-bw", "clara"));
    String younger = pseudonyms.subject(alone, "sector-buch");

    TestBrowser browser = proposed("service-bw", "amt24", "clara");
    assertThat(browser.text()).contains("unter dem Kennzeichen, das er zuerst bekommen hat");
    browser.press("link-allow").follow();
    assertThat(pseudonyms.subject(citizen(browser), "sector-buch")).isEqualTo(older);
    assertThat(pseudonyms.aliases(citizen(browser), "sector-buch")).containsExactly(younger);

    String amt24 = linkOf(browser, "amt24").id();
    browser.go("/konto/verknuepfungen").submit("/" + amt24 + "/aufheben").follow();

    assertThat(browser.text()).contains("aufgehoben. Jedes Konto steht wieder für sich");
    assertThat(session(browser)).as("the account that is left is still signed in").isPresent();
    assertThat(citizen(browser)).isEqualTo(alone);
    assertThat(pseudonyms.subject(alone, "sector-buch")).isEqualTo(younger);
    TestBrowser again = signedIn("amt24", "clara");
    assertThat(citizen(again)).isEqualTo(before);
    assertThat(pseudonyms.subject(before, "sector-buch")).isEqualTo(older);
    assertThat(audited("account-unlinked"))
        .extracting(AuditEntry::details)
        .contains(Map.of("issuer", "amt24"));
  }

  @Test
  void undo_ofTheAccountThatIsSignedIn_endsTheSession() {
    TestBrowser browser = proposed("service-bw", "amt24", "clara");
    browser.press("link-allow").follow();

    String own = linkOf(browser, "service-bw").id();
    browser.go("/konto/verknuepfungen").submit("/" + own + "/aufheben").follow();

    assertThat(session(browser)).isEmpty();
    assertThat(browser.text()).contains("aufgehoben");
    assertThat(citizen(signedIn("amt24", "clara")))
        .isNotEqualTo(citizen(signedIn("service-bw", "clara")));
  }

  /** Who links at a low level ends what counts for more, on both sides. */
  @Test
  void linking_endsSessionsOfTheSecondAccount_andStrongerOnes() {
    TestBrowser strong = gateway().browser();
    Transaction transaction = gateway().begin(strong, "karte");
    strong.go("/konto/anmelden/" + transaction.id()).press("account-service-bw").signIn("erik");
    strong.showCard();
    assertThat(session(strong).orElseThrow().level()).isEqualTo(AssuranceLevel.SUBSTANTIAL);
    TestBrowser weak = signedIn("service-bw", "erik");
    TestBrowser second = signedIn("amt24", "erik");

    proposed("service-bw", "amt24", "erik").press("link-allow").follow();

    assertThat(session(strong)).isEmpty();
    assertThat(session(second)).isEmpty();
    assertThat(session(weak)).isPresent();
  }

  @Test
  void linking_confirmedTwice_countsOnce() {
    TestBrowser browser = proposed("service-bw", "amt24", "clara");
    URI page = browser.address();
    String token = browser.page().select("input[name=token]").val();
    browser.press("link-allow").follow();
    assertThat(links(browser)).hasSize(2);

    browser.post(
        page.resolve(page.getPath() + "/verknuepfung"),
        Map.of("token", List.of(token), "entscheidung", List.of("verknuepfen")));

    assertThat(browser.trouble()).isEqualTo("session-expired");
    assertThat(links(browser)).hasSize(2);
  }

  /** Both have to be proven in one session, and confirmed in it. */
  @Test
  void confirm_inAnotherSession_linksNothing() {
    TestBrowser browser = proposed("service-bw", "amt24", "clara");
    TestBrowser other = signedIn("amt24", "doris");
    browser.setCookie(
        gateway().origin,
        "lb-session",
        Objects.requireNonNull(other.cookie(gateway().origin, "lb-session")));

    browser.press("link-allow");

    assertThat(browser.trouble()).isEqualTo("session-expired");
    assertThat(links(other)).hasSize(1);
  }

  /** Back from the confirmation to the choice, and another account instead. */
  @Test
  void confirm_backToTheChoice_provesAnotherAccount() {
    TestBrowser browser = signedIn("service-bw", "clara");
    browser.go("/konto/verknuepfungen").press("link-account").follow();
    URI page = browser.address();
    String token = browser.page().select("input[name=token]").val();
    browser.press("account-amt24").signIn("doris");
    assertThat(browser.page().getElementById("link-allow")).isNotNull();

    browser
        .post(
            page.resolve(page.getPath() + "/konto"),
            Map.of("token", List.of(token), "konto", List.of("amt24")))
        .signIn("clara");
    browser.press("link-allow").follow();

    assertThat(links(browser)).hasSize(2);
    assertThat(citizen(signedIn("amt24", "clara"))).isEqualTo(citizen(browser));
  }

  @Test
  void confirm_formOfAnotherPage_isRefused() {
    TestBrowser browser = proposed("service-bw", "amt24", "clara");

    browser.press("link-allow", "token=", "of another page");

    assertThat(browser.trouble()).isEqualTo("session-expired");
    assertThat(links(browser)).hasSize(1);
  }

  @Test
  void linking_accountAlreadyLinked_isTold() {
    TestBrowser browser = signedIn("service-bw", "doris");

    browser.go("/konto/verknuepfungen").press("link-account").follow();
    browser.press("account-service-bw").signIn("doris");

    assertThat(browser.trouble()).isEqualTo("data-mismatch");
    assertThat(browser.text()).contains("Dieses Konto ist schon verknüpft");
  }

  @Test
  void linking_secondAccountWeaker_isRefused() {
    TestBrowser browser = signedIn("service-bw", "doris");

    browser.go("/konto/verknuepfungen").press("link-account").follow();
    browser.press("account-amt24").signIn("anna");

    assertThat(browser.page().getElementById("link-allow")).isNull();
    assertThat(links(browser)).hasSize(1);
  }

  /** Who stole the weaker of two accounts gets no further by a strong one of his own. */
  @Test
  void linking_atALowLevel_capsBothAccountsAtIt() {
    TestBrowser browser = signedIn("service-bw", "anna");
    browser.go("/konto/verknuepfungen").press("link-account").follow();
    browser.press("account-amt24").signIn("erik").press("link-allow").follow();
    TestBrowser strong = gateway().browser();
    Transaction transaction = gateway().begin(strong, "karte");

    strong.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("erik");
    strong.showCard();

    assertThat(strong.trouble()).isEqualTo("level-too-low");
    assertThat(strong.text()).contains("Heben Sie die Verknüpfung auf");
    assertThat(session(strong)).isEmpty();
    browser.go("/konto/verknuepfungen").submit("/aufheben").follow();
    strong.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("erik");
    if (strong.page().getElementById("card-submit") != null) {
      strong.showCard();
    }
    assertThat(strong.page().getElementById("consent-allow")).as("alone again").isNotNull();
    session(strong).ifPresent(each -> seen.add(each.citizen()));
  }

  /** Notified means of one account prove nothing of the other, whose means were not. */
  @Test
  void linking_withAnAccountThatWasNotNotified_isNotNotified() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "karte");
    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");
    assertThat(session(browser).orElseThrow().notified()).isTrue();
    seen.add(citizen(browser));

    browser.go("/konto/verknuepfungen").press("link-account").follow();
    browser.press("account-service-bw").signIn("clara").press("link-allow").follow();

    assertThat(session(browser).orElseThrow().notified()).isFalse();
    TestBrowser later = gateway().browser();
    Transaction demanding =
        gateway()
            .begin(
                later,
                AccountGateway.request("karte").acr("http://eidas.europa.eu/LoA/low").build());
    later.go("/konto/anmelden/" + demanding.id()).press("account-amt24").signIn("clara");
    assertThat(later.trouble()).isEqualTo("level-too-low");
  }

  private TestBrowser proposed(String first, String second, String person) {
    TestBrowser browser = signedIn(first, person);
    browser.go("/konto/verknuepfungen").press("link-account").follow();
    browser.press("account-" + second).signIn(person);
    assertThat(browser.page().getElementById("link-allow")).isNotNull();
    return browser;
  }

  private TestBrowser signedIn(String issuer, String person) {
    TestBrowser browser = gateway().browser();
    browser.go("/konto/freigaben").press("enter").follow().press("account-" + issuer);
    browser.signIn(person);
    assertThat(browser.path()).isEqualTo("/konto/freigaben");
    seen.add(citizen(browser));
    return browser;
  }

  private Optional<Session> session(TestBrowser browser) {
    String cookie = browser.cookie(gateway().origin, "lb-session");
    return cookie == null ? Optional.empty() : gateway().bean(Sessions.class).find(cookie);
  }

  private CitizenId citizen(TestBrowser browser) {
    return session(browser).orElseThrow().citizen();
  }

  private List<Link> links(TestBrowser browser) {
    return gateway().bean(Citizens.class).links(citizen(browser));
  }

  private Link linkOf(TestBrowser browser, String issuer) {
    return links(browser).stream()
        .filter(link -> link.issuer().equals(issuer))
        .findFirst()
        .orElseThrow();
  }

  private List<AuditEntry> audited(String type) {
    return gateway()
        .bean(AuditLog.class)
        .entries(AuditEvent.Log.AUDIT, LocalDate.now(ZoneOffset.UTC), 1_000)
        .stream()
        .filter(entry -> entry.type().equals(type))
        .toList();
  }
}
