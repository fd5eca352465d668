package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.Consent;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.TransactionState;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Signing in at a service, from its request to the way back. */
class SignInTest extends AccountTest {

  @Test
  void signIn_accountOfAnotherState_releasesWhatWasAllowed() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");

    browser.go("/konto/anmelden/" + transaction.id());
    assertThat(browser.text()).contains("Hund anmelden", "Stadt Musterstadt", "normal", "115");
    browser.press("account-service-bw").signIn("clara");
    assertThat(browser.path()).isEqualTo("/konto/anmelden/" + transaction.id());
    assertThat(browser.text()).contains("Vornamen", "Clara", "Familienname", "service-bw");
    browser.press("consent-allow", "angabe", "email");

    assertThat(browser.status()).isEqualTo(303);
    assertThat(browser.location()).isEqualTo(gateway().resume(transaction));
    Transaction done = gateway().now(browser, transaction);
    assertThat(done.state()).isEqualTo(TransactionState.RELEASED);
    assertThat(done.released()).containsExactlyInAnyOrder("given_name", "family_name", "email");
    Consent consent =
        gateway().bean(Consents.class).byId(Objects.requireNonNull(done.consent())).orElseThrow();
    assertThat(consent.attributes()).isEqualTo(done.released());
    assertThat(session(browser).level()).isEqualTo(AssuranceLevel.SUBSTANTIAL);
  }

  @Test
  void signIn_optionalNotTicked_isNotReleased() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");

    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");
    assertThat(browser.page().select("input[name=angabe]")).isNotEmpty();
    assertThat(browser.page().select("input[checked]")).isEmpty();
    browser.press("consent-allow");

    assertThat(gateway().now(browser, transaction).released())
        .containsExactlyInAnyOrder("given_name", "family_name");
  }

  @Test
  void signIn_attributeOutsideTheRule_isNeitherShownNorReleased() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");

    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");
    assertThat(browser.text()).doesNotContain("Anschrift");
    browser.press("consent-allow", "angabe", "address", "angabe", "nickname");

    assertThat(gateway().now(browser, transaction).released())
        .containsExactlyInAnyOrder("given_name", "family_name");
  }

  @Test
  void signIn_selfDeclaredAttributes_areBasicAtMostWhateverTheLogin() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");

    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("doris");

    assertThat(session(browser).level()).isEqualTo(AssuranceLevel.HIGH);
    assertThat(session(browser).attributes())
        .filteredOn(attribute -> attribute.name().equals("email"))
        .extracting(Attribute::level)
        .containsExactly(AssuranceLevel.BASIC);
    assertThat(session(browser).attributes())
        .filteredOn(attribute -> attribute.name().equals("family_name"))
        .extracting(Attribute::level, Attribute::source)
        .containsExactly(tuple(AssuranceLevel.HIGH, "amt24"));
    assertThat(browser.text()).contains("Vertrauensniveau untergeordnet", "Vertrauensniveau hoch");
  }

  @Test
  void signIn_attributesThatNobodyAskedFor_areNotKept() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "karte");

    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");

    assertThat(session(browser).attributes())
        .extracting(attribute -> attribute.name())
        .containsExactly("family_name");
  }

  @Test
  void refusal_leadsBackWithAccessDenied_andIsKept() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");

    browser
        .go("/konto/anmelden/" + transaction.id())
        .press("account-amt24")
        .signIn("bernd")
        .press("consent-deny");

    assertThat(browser.location()).isEqualTo(gateway().resume(transaction));
    Transaction done = gateway().now(browser, transaction);
    assertThat(done.state()).isEqualTo(TransactionState.DENIED);
    assertThat(Objects.requireNonNull(done.error()).code()).isEqualTo("access_denied");
    assertThat(
            gateway().bean(Consents.class).history(session(browser).citizen(), AssuranceLevel.HIGH))
        .first()
        .returns(Consent.Outcome.REFUSED, Consent::outcome);
  }

  @Test
  void consent_remembered_isNotAskedAgain_untilSomethingIsNew() {
    TestBrowser browser = gateway().browser();
    Transaction first = gateway().begin(browser, "karte");
    browser
        .go("/konto/anmelden/" + first.id())
        .press("account-amt24")
        .signIn("clara")
        .press("consent-allow", "merken", "ja");

    Transaction second = gateway().begin(browser, "karte");
    browser.go("/konto/anmelden/" + second.id());
    assertThat(browser.location()).isEqualTo(gateway().resume(second));

    Transaction asked =
        gateway().begin(browser, AccountGateway.request("karte").prompt("consent").build());
    browser.go("/konto/anmelden/" + asked.id());
    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
  }

  /** What may be left out is new to the citizen, too, where it was not read before. */
  @Test
  void consent_remembered_isAskedAgainForOptionalDataThatWasNotRead() {
    TestBrowser browser = gateway().browser();
    Transaction first =
        gateway()
            .begin(browser, AccountGateway.request("hund").scopes("openid", "profile").build());
    browser
        .go("/konto/anmelden/" + first.id())
        .press("account-amt24")
        .signIn("clara")
        .press("consent-allow", "merken", "ja");

    Transaction same =
        gateway()
            .begin(browser, AccountGateway.request("hund").scopes("openid", "profile").build());
    browser.go("/konto/anmelden/" + same.id());
    assertThat(browser.location()).isEqualTo(gateway().resume(same));

    Transaction more =
        gateway()
            .begin(
                browser,
                AccountGateway.request("hund").scopes("openid", "profile", "email").build());
    browser.go("/konto/anmelden/" + more.id());
    assertThat(browser.location()).isNull();
    assertThat(browser.page().getElementById("account-amt24")).isNull();
    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
  }

  @Test
  void session_tooWeakForTheNextService_isExplainedAndUpgraded() {
    TestBrowser browser = gateway().browser();
    Transaction first = gateway().begin(browser, "buch");
    browser
        .go("/konto/anmelden/" + first.id())
        .press("account-service-bw")
        .signIn("erik")
        .press("consent-allow");
    Session before = session(browser);
    assertThat(before.level()).isEqualTo(AssuranceLevel.BASIC);
    String cookie = browser.cookie(gateway().origin, "lb-session");

    Transaction second = gateway().begin(browser, "karte");
    browser.go("/konto/anmelden/" + second.id());
    assertThat(browser.text())
        .contains("Ihre jetzige Anmeldung genügt noch nicht", "Online-Ausweis");
    browser.press("account-service-bw").signIn("erik").showCard();

    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
    assertThat(session(browser).level()).isEqualTo(AssuranceLevel.SUBSTANTIAL);
    assertThat(session(browser).id()).isEqualTo(before.id());
    assertThat(browser.cookie(gateway().origin, "lb-session")).isNotEqualTo(cookie);
    assertThat(gateway().bean(Sessions.class).find(Objects.requireNonNull(cookie))).isEmpty();
  }

  @Test
  void choose_accountsThatCannotReachTheLevel_areShownWithTheReason() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "rente");

    browser.go("/konto/anmelden/" + transaction.id());

    assertThat(browser.page().getElementById("account-amt24")).isNotNull();
    assertThat(browser.page().getElementById("account-klein")).isNull();
    assertThat(browser.text())
        .contains("Kleines Portal Erreicht höchstens das Vertrauensniveau normal, nötig ist hoch");
  }

  @Test
  void choose_accountNotAllowedForTheService_isShownWithTheReason() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");

    browser.go("/konto/anmelden/" + transaction.id());

    assertThat(browser.text()).contains("BundID Für diesen Dienst nicht vorgesehen");
  }

  @Test
  void choose_rememberedOnlyWhenAskedFor() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");
    String path = "/konto/anmelden/" + transaction.id();

    browser.go(path).press("account-service-bw");
    assertThat(browser.cookie(gateway().origin, "lb-account")).isNull();
    browser.go(path).press("account-service-bw", "merken", "ja");
    assertThat(browser.cookie(gateway().origin, "lb-account")).isEqualTo("service-bw");
    browser.go(path);
    assertThat(browser.text()).contains("Zuletzt verwendet");
    assertThat(browser.page().select(".lb-choose__account").eachAttr("id"))
        .startsWith("account-service-bw");
  }

  @Test
  void pages_inEnglish_whenTheServiceOrTheCitizenWishes() {
    TestBrowser browser = gateway().browser();
    Transaction transaction =
        gateway().begin(browser, AccountGateway.request("hund").languages("en-GB", "de").build());
    String path = "/konto/anmelden/" + transaction.id();

    browser.go(path);
    assertThat(browser.page().select("html").attr("lang")).isEqualTo("en");
    assertThat(browser.text()).contains("By which account?");
    browser.press("account-amt24").signIn("clara");
    assertThat(browser.text()).contains("Release these details?", "Given names");
    browser.go(path + "?sprache=de");
    assertThat(browser.text()).contains("Diese Angaben freigeben?");
  }

  @Test
  void hint_ofAnAccountThatFits_leadsThereAtOnce_andBackShowsTheChoice() {
    TestBrowser browser = gateway().browser();
    Transaction transaction =
        gateway().begin(browser, AccountGateway.request("buch").hint("amt24").build());

    browser.go("/konto/anmelden/" + transaction.id());
    assertThat(browser.location()).startsWith(gateway().sn.origin().toString());
    browser.go("/konto/anmelden/" + transaction.id());
    assertThat(browser.page().getElementById("account-amt24")).isNotNull();
  }

  @Test
  void policy_ofForms_namesTheNextOriginsOnly() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");

    browser.go("/konto/anmelden/" + transaction.id());
    assertThat(browser.header("Content-Security-Policy"))
        .contains(gateway().bw.origin().toString(), gateway().sn.origin().toString())
        .doesNotContain("id.example", "127.0.0.1:19");
    browser.press("account-amt24").signIn("clara");
    assertThat(browser.header("Content-Security-Policy"))
        .contains("form-action 'self' https://hund.example;");
  }

  /** The addresses of eIDAS ask for notified means, which the same level alone does not satisfy. */
  @Test
  void acr_ofEidas_needsNotifiedMeans() {
    TestBrowser browser = gateway().browser();
    Transaction transaction =
        gateway()
            .begin(
                browser,
                AccountGateway.request("karte")
                    .acr("http://eidas.europa.eu/LoA/substantial")
                    .build());

    browser.go("/konto/anmelden/" + transaction.id());
    assertThat(browser.page().getElementById("account-service-bw")).isNull();
    browser.press("account-amt24").signIn("clara").press("consent-allow");

    assertThat(gateway().now(browser, transaction).state()).isEqualTo(TransactionState.RELEASED);
    // The session knows that its means were notified, so that it meets the demand once more.
    Transaction later =
        gateway()
            .begin(
                browser,
                AccountGateway.request("karte")
                    .acr("http://eidas.europa.eu/LoA/substantial")
                    .build());
    browser.go("/konto/anmelden/" + later.id());
    assertThat(session(browser).notified()).isTrue();
    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
  }

  /** As high a level by means that were not notified meets nothing of the kind. */
  @Test
  void acr_ofEidas_isNotMetByASessionThatWasNotNotified() {
    TestBrowser browser = gateway().browser();
    Transaction first = gateway().begin(browser, "karte");
    browser.go("/konto/anmelden/" + first.id()).press("account-service-bw").signIn("doris");
    assertThat(session(browser).level()).isEqualTo(AssuranceLevel.HIGH);
    assertThat(session(browser).notified()).isFalse();

    Transaction second =
        gateway()
            .begin(
                browser,
                AccountGateway.request("karte").acr("http://eidas.europa.eu/LoA/low").build());
    browser.go("/konto/anmelden/" + second.id());

    assertThat(browser.page().getElementById("account-amt24")).isNotNull();
    assertThat(browser.page().getElementById("account-service-bw")).isNull();
  }

  /** A level that the service asks for counts even where it is registered for less. */
  @Test
  void acr_aboveTheRegisteredLevel_isDemanded_andBelowItIsNot() {
    TestBrowser browser = gateway().browser();
    Transaction higher =
        gateway()
            .begin(
                browser,
                AccountGateway.request("buch")
                    .acr("http://bsi.bund.de/eID/LoA/hoch", "unknown")
                    .build());
    browser.go("/konto/anmelden/" + higher.id());
    assertThat(browser.text()).contains("hoch (Online-Ausweis)");

    Transaction lower =
        gateway()
            .begin(
                browser, AccountGateway.request("rente").acr("urn:landbruecke:loa:basic").build());
    browser.go("/konto/anmelden/" + lower.id());
    assertThat(browser.text()).contains("hoch (Online-Ausweis)");
  }

  /** OpenID Connect Core, section 3.1.2.1: older sign-ins do not count, here nor at the portal. */
  @Test
  void maxAge_olderSession_signsInAnew() {
    TestBrowser browser = gateway().browser();
    Transaction first = gateway().begin(browser, "buch");
    browser.go("/konto/anmelden/" + first.id()).press("account-amt24").signIn("bernd");

    Transaction second =
        gateway().begin(browser, AccountGateway.request("buch").maxAge(Duration.ZERO).build());
    browser.go("/konto/anmelden/" + second.id());
    assertThat(browser.page().getElementById("account-amt24")).isNotNull();
    browser.press("account-amt24").follow();
    assertThat(browser.page().getElementById("login-submit")).isNotNull();
    browser.signIn("bernd");
    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
  }

  private Session session(TestBrowser browser) {
    return gateway()
        .bean(Sessions.class)
        .find(Objects.requireNonNull(browser.cookie(gateway().origin, "lb-session")))
        .orElseThrow();
  }
}
