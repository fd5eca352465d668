package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.demo.Fault;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.TransactionState;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A portal that answers wrongly: refused each time, told rightly, and nothing kept. */
class FaultyPortalTest extends AccountTest {

  /** OpenID Connect Core, section 3.1.3.7; RFC 9207, section 2.4; RFC 8725, section 3. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.INCLUDE,
      names = {
        "WRONG_ISSUER",
        "WRONG_AUDIENCE",
        "WRONG_NONCE",
        "MISSING_NONCE",
        "EXPIRED",
        "ISSUED_IN_FUTURE",
        "STALE_LOGIN",
        "ALGORITHM_NONE",
        "ALGORITHM_HS256",
        "ALGORITHM_RS256",
        "WRONG_SIGNATURE",
        "UNPUBLISHED_KEY",
        "RESPONSE_WRONG_ISSUER",
        "RESPONSE_MISSING_ISSUER",
        "TEMPORARILY_UNAVAILABLE",
        "TOKEN_SLOW",
        "TOKEN_UNAVAILABLE",
        "USERINFO_WRONG_SUBJECT"
      })
  void answer_wrong_isRefusedAndNothingKept(Fault fault) {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");
    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24");
    gateway().sn.inject(fault);

    browser.signIn("clara");

    assertThat(browser.trouble()).as(browser.text()).isEqualTo("provider-down");
    assertThat(browser.status()).isEqualTo(502);
    assertThat(browser.page().select("#error-reference").text()).matches("[2-9A-Z]{4}-[2-9A-Z]{4}");
    assertThat(browser.cookie(gateway().origin, "lb-session")).isNull();
    assertThat(gateway().now(browser, transaction))
        .returns(TransactionState.HOME_CHOSEN, Transaction::state)
        .returns(null, Transaction::session);
  }

  /** It harms only its own users: the same transaction goes on with another account. */
  @Test
  void answer_wrong_anotherAccountStillWorks() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");
    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24");
    gateway().sn.inject(Fault.TOKEN_UNAVAILABLE);
    browser.signIn("clara");
    assertThat(browser.trouble()).isEqualTo("provider-down");

    browser
        .go("/konto/anmelden/" + transaction.id())
        .press("account-service-bw")
        .signIn("clara")
        .press("consent-allow");

    assertThat(gateway().now(browser, transaction).state()).isEqualTo(TransactionState.RELEASED);
  }

  /** RFC 9470: a lower or unknown level is a refusal, with an offer to retry twice at most. */
  @ParameterizedTest
  @CsvSource({"LOWER_LEVEL", "UNKNOWN_LEVEL"})
  void level_lowerThanAsked_isRefusedAndRetriedTwiceAtMost(Fault fault) {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "karte");
    gateway().sn.inject(fault);

    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");
    for (int retry = 1; retry <= 2; retry++) {
      assertThat(browser.trouble()).isEqualTo("level-too-low");
      assertThat(browser.status()).isEqualTo(403);
      browser.press("account-amt24").signIn("clara");
    }

    assertThat(browser.trouble()).isEqualTo("level-too-low");
    assertThat(browser.page().getElementById("account-amt24")).isNull();
    assertThat(browser.cookie(gateway().origin, "lb-session")).isNull();
    browser.go("/konto/anmelden/" + transaction.id());
    assertThat(browser.page().getElementById("account-amt24")).isNull();
    assertThat(browser.text()).contains("mehrmals nicht erreicht");
  }

  @Test
  void level_tooLow_theServiceIsToldWhy() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "karte");
    gateway().sn.inject(Fault.LOWER_LEVEL);
    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");

    browser.submit("/abbrechen");

    assertThat(browser.location()).isEqualTo(gateway().resume(transaction));
    assertThat(Objects.requireNonNull(gateway().now(browser, transaction).error()).code())
        .isEqualTo("unmet_authentication_requirements");
  }

  @Test
  void citizen_cancelsAtThePortal_mayChooseAgain() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");

    browser
        .go("/konto/anmelden/" + transaction.id())
        .press("account-amt24")
        .follow()
        .press("login-cancel")
        .follow();

    assertThat(browser.trouble()).isEqualTo("user-cancelled");
    assertThat(browser.page().getElementById("account-amt24")).isNotNull();
    browser.submit("/abbrechen");
    assertThat(Objects.requireNonNull(gateway().now(browser, transaction).error()).code())
        .isEqualTo("access_denied");
  }

  /** A portal that was never reached is shown as such, and keeps nobody waiting. */
  @Test
  void portal_downFromTheStart_isTold() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");
    String path = "/konto/anmelden/" + transaction.id();
    browser.go(path);

    if (browser.page().getElementById("account-stumm") != null) {
      browser.press("account-stumm");
      assertThat(browser.trouble()).isEqualTo("provider-down");
      browser.go(path);
    }

    assertThat(browser.text()).contains("Stummes Portal Gerade nicht erreichbar");
  }

  @Test
  void service_reachesNoRule_nobodyIsSentAnywhere() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "unbekannt");

    browser.go("/konto/anmelden/" + transaction.id());

    assertThat(browser.trouble()).isEqualTo("request-invalid");
  }
}
