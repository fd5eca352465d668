package de.landbruecke.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A citizen's way through gateway and both portals, with scripts and without: each page of the
 * gateway on the way is checked and pictured.
 */
@ParameterizedClass(name = "scripts: {0}")
@ValueSource(booleans = {true, false})
@ExtendWith(SignInJourneysIT.Shared.class)
class SignInJourneysIT {

  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  @Parameter boolean scripts;
  private final List<String> faults = new ArrayList<>();
  private @Nullable Demonstration demonstration;
  private @Nullable BrowserContext context;
  private @Nullable Page page;

  /** Hands each test the portals and a browser of its own. */
  static final class Shared implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      Assumptions.assumeTrue(Chromium.isInstalled(), Chromium.MISSING);
      SignInJourneysIT test = (SignInJourneysIT) context.getRequiredTestInstance();
      test.demonstration = Demonstration.of(context);
      test.open(Chromium.of(context));
    }
  }

  private void open(Chromium chromium) {
    context =
        chromium.open(
            new Browser.NewContextOptions()
                .setLocale("de-DE")
                .setJavaScriptEnabled(scripts)
                .setViewportSize(scripts ? 1280 : 360, 900));
    page = context.newPage();
    page.setDefaultTimeout(15_000);
    page.onPageError(error -> faults.add("error in a script: " + error));
    page.onConsoleMessage(message -> {
      // Refused content, such as a form that the Content-Security-Policy does not let go.
      if (message.type().equals("error") && message.text().contains("Content Security Policy")) {
        faults.add(message.text());
      }
    });
  }

  @AfterEach
  void leave() {
    if (context != null) {
      context.close();
      assertThat(faults).as("what no page may do").isEmpty();
    }
  }

  private Page page() {
    return Objects.requireNonNull(page);
  }

  private Demonstration at() {
    return Objects.requireNonNull(demonstration);
  }

  private void click(String id) {
    page().locator("#" + id).click();
  }

  private void signIn(String person) {
    page().locator("#login-username").fill(person);
    page().locator("#login-password").fill("demo");
    click("login-submit");
  }

  /** A page of the gateway as it stands: sound, and kept as a picture. */
  private void look(String name) {
    page().waitForURL(address -> address.startsWith(at().gateway("/")));
    assertThat(page().locator("h1")).hasCount(1);
    if (scripts) {
      assertThat(Axe.violations(page())).as(name).isEmpty();
    }
    page()
        .screenshot(
            new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + "-" + (scripts ? 1280 : 360) + ".png"))
                .setFullPage(true));
  }

  @Test
  void saxonService_accountOfBadenWuerttemberg_getsWhatWasReleasedAndNoMore() {
    page().navigate(at().east("/hund-anmelden"));
    click("service-login");
    look("account-choice");
    click("account-service-bw");
    signIn("clara");
    look("account-release");
    click("consent-allow");

    assertThat(page()).hasURL(at().east("/hund-anmelden"));
    assertThat(page().locator("#received-level")).containsText("substanziell");
    assertThat(page().locator("#received-attributes")).containsText("Clara");
    assertThat(page().locator("#received-attributes")).not().containsText("clara@");
    page().locator("#dog-name").fill("Bello");
    click("dog-submit");
    assertThat(page().locator("#confirmation")).containsText("Bello");

    page().navigate(at().gateway("/konto/freigaben"));
    look("account-releases");
    assertThat(page().locator("main")).containsText("Hund anmelden (Demonstration Sachsen)");
    page().navigate(at().gateway("/konto/verknuepfungen"));
    look("account-links");
    page().navigate(at().gateway("/konto/sitzungen"));
    look("account-sessions");
    page().navigate(at().gateway("/konto/abmelden"));
    look("account-logout");
  }

  @Test
  void serviceOfBadenWuerttemberg_saxonAccountStepsUp_isReachedAtTheHigherLevel() {
    page().navigate(at().west("/hund-anmelden"));
    click("service-login");
    click("account-amt24");
    signIn("erik");
    click("consent-allow");
    assertThat(page().locator("#received-level")).containsText("untergeordnet");
    String subject = page().locator("#received-sub").innerText();

    click("service-step-up");
    look("account-step-up");
    click("account-amt24");
    if (page().locator("#login-submit").count() > 0) {
      signIn("erik");
    }
    click("card-submit");
    click("consent-allow");

    assertThat(page().locator("#received-level")).containsText("substanziell");
    assertThat(page().locator("#received-sub")).hasText(subject);
  }

  @Test
  void saxonService_accountOfBundId_releasesAndStepsUp() throws Exception {
    try (BundIdHome bundId = new BundIdHome(at())) {
      page().navigate(at().east("/hund-anmelden"));
      click("service-login");
      throughBundId();
      look("account-release-bundid");
      click("consent-allow");

      assertThat(page()).hasURL(at().east("/hund-anmelden"));
      assertThat(page().locator("#received-level")).containsText("untergeordnet");
      assertThat(page().locator("#received-attributes")).containsText("Muster & Söhne");
      // BundID's keys, which it sends with each answer.
      assertThat(page().locator("body")).not().containsText("marked-");
      assertThat(page().locator("body")).not().containsText("bpk2-");
      String subject = page().locator("#received-sub").innerText();

      click("service-step-up");
      throughBundId();
      click("consent-allow");

      assertThat(page().locator("#received-level")).containsText("substanziell");
      assertThat(page().locator("#received-sub")).hasText(subject);
      assertThat(bundId.isForced()).isTrue();
    }
  }

  private void throughBundId() {
    click("account-bundid");
    if (!scripts) {
      look("account-leave");
      click("leave-submit");
    }
    signIn("erik");
    if (!scripts) {
      click("continue");
    }
  }

  @Test
  void citizen_linksASecondAccount_confirmsAndUndoesIt() {
    page().navigate(at().gateway("/konto/verknuepfungen"));
    click("enter");
    click("account-service-bw");
    signIn("clara");
    click("link-account");
    look("account-link-choice");
    click("account-amt24");
    signIn("clara");
    look("account-link-confirm");
    click("link-allow");
    look("account-links-two");
    assertThat(page().locator(".lb-entry__title")).hasCount(2);

    page().locator("form[action$=aufheben] button").last().click();
    look("account-links-undone");
    assertThat(page().locator("main")).containsText("Jedes Konto steht wieder für sich");
  }

  @Test
  void service_citizenRefuses_getsNothing() {
    page().navigate(at().east("/hund-anmelden"));
    click("service-login");
    click("account-service-bw");
    signIn("anna");
    click("consent-deny");

    page().waitForURL(address -> address.startsWith(at().east("/")));
    assertThat(page().locator("#error-code")).containsText("access_denied");
    assertThat(page().locator("#received-sub")).hasCount(0);
  }

  @Test
  void service_citizenCancelsAtThePortal_mayTryAgain() {
    page().navigate(at().east("/hund-anmelden"));
    click("service-login");
    click("account-service-bw");
    click("login-cancel");

    look("account-cancelled");
    assertThat(page().locator("#error-code")).isVisible();
    assertThat(page().locator("#error-reference")).isVisible();
  }

  @Test
  void portal_holdsACitizensToken_reachesTheOtherPortalsInterface() {
    // What one person has the gateway remember, the next test's person is still asked.
    String person = scripts ? "doris" : "bernd";
    page().navigate(at().east("/hund-anmelden"));
    click("service-login");
    click("account-service-bw");
    signIn(person);
    page().locator("#portale").check();
    page().locator("#merken").check();
    click("consent-allow");
    page().locator("#dog-name").fill("Rex");
    click("dog-submit");

    page().navigate(at().west("/konto"));
    click("account-login");
    if (page().locator("#login-submit").count() > 0) {
      signIn(person);
    }
    click("neighbour-fetch");
    assertThat(page().locator("#neighbour-status")).containsText("200");
    assertThat(page().locator("#neighbour-answer")).containsText("Rex");

    page().navigate(at().east("/hund-anmelden"));
    click("service-logout");
    page().navigate(at().east("/hund-anmelden"));
    assertThat(page().locator("#service-login")).isVisible();
  }

  @Test
  void selfTest_serviceThatIsConnectedWell_passesAndRefusesWrongAnswers() {
    String test = at().gateway("/konto/selbsttest?dienst=demo-sn-service");
    page().navigate(test);
    assertThat(page().locator("#check-redirect")).containsText("offen");

    signInAtTheSaxonService();
    assertThat(page().locator("#received-level")).containsText("substanziell");
    click("service-logout");
    page().navigate(test);
    look("self-test-service");
    assertThat(page().locator("#check-redirect")).containsText("bestanden");
    assertThat(page().locator("#check-nonce")).containsText("bestanden");
    assertThat(page().locator("#check-redeemed")).containsText("bestanden");

    for (String fault : List.of("nonce", "state", "issuer")) {
      page().navigate(test);
      click("order-wrong-" + fault);
      assertThat(page().locator("#check-wrong-" + fault)).containsText("Bestellt");
      signInAtTheSaxonService();
      assertThat(page().locator("#error-code")).isVisible();
      page().navigate(test);
      assertThat(page().locator("#check-wrong-" + fault)).not().containsText("nicht bestanden");
      assertThat(page().locator("#check-wrong-" + fault)).not().containsText("Bestellt");
    }
  }

  private void signInAtTheSaxonService() {
    page().navigate(at().east("/hund-anmelden"));
    click("service-login");
    // Whoever is signed in at the gateway or the portal is not asked again.
    if (page().locator("#account-service-bw").count() > 0) {
      click("account-service-bw");
    }
    if (page().locator("#login-submit").count() > 0) {
      signIn("clara");
    }
    if (page().locator("#consent-allow").count() > 0) {
      click("consent-allow");
    }
  }

  @Test
  void selfTest_portalThatIsConnectedWell_passes() {
    page().navigate(at().gateway("/konto/selbsttest?portal=service-bw"));
    assertThat(page().locator("#check-discovery")).containsText("bestanden");

    click("try-low");
    signIn("clara");

    look("self-test-portal");
    assertThat(page().locator("#check-sign-in")).containsText("bestanden");
  }
}
