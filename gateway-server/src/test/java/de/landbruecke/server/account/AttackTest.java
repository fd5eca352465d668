package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.Link;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.TransactionState;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others try with a citizen's browser, or with their own. */
class AttackTest extends AccountTest {

  /** RFC 9700, section 4.4: an answer counts only at its own portal's address. */
  @Test
  void mixUp_answerAtTheAddressOfAnotherPortal_isRefusedAndTheCodeSentNowhere() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");
    URI answer =
        browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").answer("clara");

    browser.get(
        URI.create(
            answer
                .toString()
                .replace("/login/oauth2/code/amt24", "/login/oauth2/code/service-bw")));

    assertThat(browser.trouble()).isEqualTo("session-expired");
    assertThat(session(browser)).isNull();
    assertThat(gateway().now(browser, transaction).state()).isEqualTo(TransactionState.AT_HOME);
    // Not redeemed: it still is good where it belongs.
    browser.get(answer).follow();
    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
  }

  /** RFC 9700, section 4.7: an answer counts only in the browser that was sent away. */
  @Test
  void loginCsrf_answerOfSomebodyElse_isRefused() {
    TestBrowser attacker = gateway().browser();
    Transaction transaction = gateway().begin(attacker, "buch");
    URI answer =
        attacker.go("/konto/anmelden/" + transaction.id()).press("account-amt24").answer("anna");
    TestBrowser victim = gateway().browser();
    gateway().begin(victim, "buch");

    victim.get(answer);

    assertThat(victim.trouble()).isEqualTo("session-expired");
    assertThat(session(victim)).isNull();
    assertThat(victim.cookie(gateway().origin, "lb-session")).isNull();
  }

  /** RFC 9700, section 4.7. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=abc&iss={iss}",
        "code=abc&state=&iss={iss}",
        "code=abc&state=made-up&iss={iss}",
        "code=abc&state={state}&state={state}&iss={iss}",
        "error=access_denied",
        ""
      })
  void answer_withoutItsState_isRefusedAndKeepsTheTransaction(String query) {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");
    URI answer =
        browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").answer("clara");
    String state = answer.getRawQuery().replaceAll(".*state=([^&]*).*", "$1");

    browser.go(
        "/login/oauth2/code/amt24?"
            + query
                .replace("{state}", state)
                .replace("{iss}", TestBrowser.encode(gateway().sn.origin().toString())));

    assertThat(browser.trouble()).isEqualTo("session-expired");
    assertThat(gateway().now(browser, transaction).state()).isEqualTo(TransactionState.AT_HOME);
  }

  /** The back button brings the same answer again: a page, and the sign-in goes on. */
  @Test
  void answer_again_isRefusedAndTheTransactionKept() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");
    URI answer =
        browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").answer("clara");
    browser.get(answer).follow();
    String cookie = browser.cookie(gateway().origin, "lb-session");

    browser.get(answer);

    assertThat(browser.trouble()).isEqualTo("session-expired");
    assertThat(browser.status()).isEqualTo(410);
    assertThat(browser.cookie(gateway().origin, "lb-session")).isEqualTo(cookie);
    assertThat(gateway().now(browser, transaction).state()).isEqualTo(TransactionState.LINKED);
    browser.go("/konto/anmelden/" + transaction.id()).press("consent-allow");
    assertThat(browser.location()).isEqualTo(gateway().resume(transaction));
  }

  @Test
  void answer_broughtEightTimesAtOnce_countsOnce() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");
    URI answer =
        browser
            .go("/konto/anmelden/" + transaction.id())
            .press("account-service-bw")
            .answer("doris");
    String secret = Objects.requireNonNull(browser.cookie(gateway().origin, "lb-browser"));

    long sessions =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> {
              TestBrowser copy = gateway().browser();
              copy.setCookie(gateway().origin, "lb-browser", secret);
              return copy.get(answer);
            })
            .filter(copy -> copy.cookie(gateway().origin, "lb-session") != null)
            .count();

    assertThat(sessions).isEqualTo(1);
  }

  /** OWASP ASVS 5.0, 7.2.4: a session that was there before is never the one after. */
  @Test
  void fixation_plantedSessionCookie_isReplaced() {
    TestBrowser browser = gateway().browser();
    browser.setCookie(gateway().origin, "lb-session", "A".repeat(43));
    Transaction transaction = gateway().begin(browser, "buch");

    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");

    assertThat(browser.cookie(gateway().origin, "lb-session")).isNotEqualTo("A".repeat(43));
    assertThat(gateway().bean(Sessions.class).find("A".repeat(43))).isEmpty();
  }

  @Test
  void fixation_sessionOfTheAttacker_endsWhenTheVictimSignsIn() {
    TestBrowser attacker = signedIn("service-bw", "anna");
    String planted = Objects.requireNonNull(attacker.cookie(gateway().origin, "lb-session"));
    TestBrowser victim = gateway().browser();
    victim.setCookie(gateway().origin, "lb-session", planted);
    Transaction transaction =
        gateway().begin(victim, AccountGateway.request("buch").prompt("login").build());

    victim.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");

    assertThat(victim.cookie(gateway().origin, "lb-session")).isNotEqualTo(planted);
    assertThat(Objects.requireNonNull(session(victim)).citizen())
        .isNotEqualTo(attackerCitizen("anna"));
    assertThat(gateway().bean(Sessions.class).find(planted)).isEmpty();
  }

  /** Forced linking: the attacker's answer in the victim's browser links nothing. */
  @Test
  void linking_answerOfTheAttackersBrowser_linksNothing() {
    TestBrowser attacker = signedIn("service-bw", "bernd");
    attacker.go("/konto/verknuepfungen").press("link-account").follow();
    URI answer = attacker.press("account-amt24").answer("bernd");
    TestBrowser victim = signedIn("amt24", "doris");
    int before = links(victim).size();

    victim.get(answer);

    assertThat(victim.trouble()).isEqualTo("session-expired");
    assertThat(links(victim)).hasSize(before);
  }

  /** Forced linking: a page of somebody else cannot begin it. */
  @Test
  void linking_formOfAnotherPage_isRefused() {
    TestBrowser victim = signedIn("amt24", "doris");

    victim.post(
        gateway().origin.resolve("/konto/anmelden"),
        Map.of("zweck", List.of("verknuepfen"), "ziel", List.of("verknuepfungen")));
    assertThat(victim.trouble()).isEqualTo("session-expired");
    victim.go("/konto/verknuepfungen");
    String token = victim.page().select("form[action=/konto/anmelden] input[name=token]").val();
    victim.post(
        gateway().origin.resolve("/konto/anmelden"),
        Map.of("zweck", List.of("verknuepfen"), "token", List.of(token)),
        "Sec-Fetch-Site",
        "cross-site");
    assertThat(victim.trouble()).isEqualTo("session-expired");
  }

  /** Both have to be proven in one session. */
  @Test
  void linking_whoseSessionWasReplaced_linksNothing() {
    TestBrowser browser = signedIn("service-bw", "clara");
    browser.go("/konto/verknuepfungen").press("link-account").follow();
    URI answer = browser.press("account-amt24").answer("clara");
    TestBrowser other = signedIn("amt24", "doris");
    browser.setCookie(
        gateway().origin,
        "lb-session",
        Objects.requireNonNull(other.cookie(gateway().origin, "lb-session")));
    int before = links(other).size();

    browser.get(answer);

    assertThat(browser.trouble()).isEqualTo("session-expired");
    assertThat(links(other)).hasSize(before);
  }

  @Test
  void form_withTheTokenOfAnotherTransaction_isRefused() {
    TestBrowser browser = gateway().browser();
    Transaction one = gateway().begin(browser, "buch");
    Transaction other = gateway().begin(browser, "buch");
    String token =
        browser.go("/konto/anmelden/" + other.id()).page().select("input[name=token]").val();

    browser.post(
        gateway().origin.resolve("/konto/anmelden/" + one.id() + "/abbrechen"),
        Map.of("token", List.of(token)));

    assertThat(browser.trouble()).isEqualTo("session-expired");
    assertThat(gateway().now(browser, one).state()).isEqualTo(TransactionState.REQUESTED);
  }

  /** The release is the citizen's: another session of the same browser cannot give it. */
  @Test
  void release_afterTheSessionWasReplaced_isNotGiven() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");
    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");
    String form = browser.page().select("input[name=token]").val();
    TestBrowser other = signedIn("service-bw", "bernd");
    browser.setCookie(
        gateway().origin,
        "lb-session",
        Objects.requireNonNull(other.cookie(gateway().origin, "lb-session")));

    browser.post(
        gateway().origin.resolve("/konto/anmelden/" + transaction.id() + "/freigabe"),
        Map.of("token", List.of(form), "entscheidung", List.of("freigeben")));

    assertThat(gateway().now(browser, transaction).state()).isEqualTo(TransactionState.LINKED);
    assertThat(browser.text()).doesNotContain("Clara");
  }

  /** Nobody learns which portals, transactions or services there are. */
  @Test
  void unknownThings_areAllAnsweredAlike() {
    TestBrowser stranger = gateway().browser();
    Transaction transaction = gateway().begin(gateway().browser(), "hund");
    gateway().begin(stranger, "buch");

    List<String> answers =
        List.of(
                "/konto/anmelden/" + transaction.id(),
                "/konto/anmelden/AAAAAAAAAAAAAAAAAAAAAA",
                "/login/oauth2/code/amt24?code=a&state=b",
                "/login/oauth2/code/niemand?code=a&state=b",
                "/login/oauth2/code/stumm?error=access_denied&state=b")
            .stream()
            .map(path -> stranger.go(path))
            .map(seen ->
                seen.status()
                    + seen.page().select("main").text().replaceAll("[2-9A-Z]{4}-[2-9A-Z]{4}", "")
                    + seen.response().headers().map().keySet())
            .distinct()
            .toList();

    assertThat(answers).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "https://evil.example/konto/freigaben",
        "/\\evil.example",
        "/konto/../oauth2/authorize",
        "/konto/freigaben?a=b",
        "javascript:alert(1)"
      })
  void sessionPage_withAnAddressElsewhere_leadsToOurOwn(String back) {
    TestBrowser browser = signedIn("amt24", "clara");

    browser.go("/konto/sitzung?zurueck=" + TestBrowser.encode(back)).press("session-extend");

    assertThat(browser.location()).isEqualTo("/konto/freigaben?sprache=de");
  }

  /** A cookie that stands twice was planted by a sister host or a parent path. */
  @Test
  void cookies_standingTwice_countAsNone() {
    TestBrowser browser = signedIn("amt24", "clara");
    String cookie = browser.cookie(gateway().origin, "lb-session");

    browser.setCookie(gateway().origin, "lb-session", cookie + "; lb-session=" + "B".repeat(43));
    browser.go("/konto/freigaben");

    assertThat(browser.page().getElementById("enter")).isNotNull();
  }

  private TestBrowser signedIn(String issuer, String person) {
    TestBrowser browser = gateway().browser();
    browser.go("/konto/freigaben").press("enter").follow().press("account-" + issuer);
    browser.signIn(person);
    assertThat(browser.path()).isEqualTo("/konto/freigaben");
    return browser;
  }

  private Object attackerCitizen(String person) {
    TestBrowser again = signedIn("service-bw", person);
    return Objects.requireNonNull(session(again)).citizen();
  }

  private List<Link> links(TestBrowser browser) {
    return gateway().bean(Citizens.class).links(Objects.requireNonNull(session(browser)).citizen());
  }

  private @Nullable Session session(TestBrowser browser) {
    String cookie = browser.cookie(gateway().origin, "lb-session");
    return cookie == null ? null : gateway().bean(Sessions.class).find(cookie).orElse(null);
  }
}
