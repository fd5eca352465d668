package de.landbruecke.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What people come for, from the first page to the last, with scripts and without. */
@ParameterizedClass(name = "scripts: {0}")
@ValueSource(booleans = {true, false})
class JourneysIT extends BrowserTest {

  @Parameter boolean scripts;

  private Visitor at(String path) {
    Visitor visitor = visitor(new Visitor.Setting().scripts(scripts));
    visitor.go(path);
    return visitor;
  }

  private static Locator hits(Visitor visitor) {
    return visitor.find(".lb-hit > h2 a");
  }

  private static Object languageOf(Visitor visitor, String selector) {
    return visitor.find(selector).evaluate("element => element.closest('[lang]').lang");
  }

  private static void send(Visitor visitor, String field, String text) {
    visitor.find(field).fill(text);
    visitor.find(field).focus();
    visitor.follow("Enter");
  }

  private static void click(Visitor visitor, String selector) {
    visitor.follow(page -> page.locator(selector).first().click());
  }

  @Test
  void search_filteredAndAtAPlace_leadsToTheOnlineService() {
    Visitor visitor = at("/");

    send(visitor, "#suche", "wohnsitz");
    assertThat(visitor.find("h1")).containsText("wohnsitz");
    assertThat(visitor.find(".lb-results__count")).hasText(Pattern.compile("\\d+\\sLeistung.*"));
    visitor.find(".lb-filter__summary").click();
    visitor.find("input[name=online][value=ja]").check();
    click(visitor, ".lb-filter__form button");
    assertThat(visitor.path()).isEqualTo("/suche?q=wohnsitz&online=ja");
    assertThat(visitor.find(".lb-chip")).containsText("online möglich");
    send(visitor, "#suche-ort", "Karlsruhe");
    assertThat(visitor.find(".lb-nav")).containsText("Ort: Karlsruhe");
    Locator online =
        visitor.find(".lb-hit", new Page.LocatorOptions().setHasText("Online möglich"));
    String title = online.locator("h2, h3").first().innerText();
    visitor.follow(page -> online.locator("h2 a, h3 a").first().click());

    assertThat(visitor.find("h1")).hasText(title);
    assertThat(visitor.find(".lb-placebox")).containsText("Gilt in Karlsruhe");
    Locator link = visitor.find(".lb-online a.kern-btn").first();
    URI target = URI.create(Objects.requireNonNull(link.getAttribute("href")));
    assertThat(target).hasScheme("https");
    assertThat(visitor.find(".lb-online li").first()).containsText("Führt zu " + target.getHost());
  }

  @Test
  void place_severalOfThatName_isChosenByDistrict() {
    Visitor visitor = at("/");

    visitor.find("#suche-ort").fill("Lichtenau");
    send(visitor, "#suche", "hund");
    assertThat(visitor.find("main .kern-alert")).containsText("Welcher Ort ist gemeint?");
    Locator choices = visitor.find(".lb-choices li");
    assertThat(choices).hasCount(2);
    assertThat(choices.first()).containsText("Mittelsachsen, Sachsen");
    assertThat(choices.last()).containsText("Rastatt, Baden-Württemberg");
    visitor.follow(page -> choices.last().locator("a").click());

    assertThat(visitor.find(".lb-nav")).containsText("Ort: Lichtenau");
    assertThat(visitor.find(".lb-choices")).hasCount(0);
    assertThat(hits(visitor).first()).isVisible();
    send(visitor, "#suche", "ausweis");
    assertThat(visitor.find(".lb-choices")).hasCount(0);
    assertThat(visitor.find(".lb-nav")).containsText("Ort: Lichtenau");
  }

  @Test
  void place_withoutTyping_isChosenFromTheList() {
    Visitor visitor = at("/suche?q=hund");

    click(visitor, ".lb-nav a[href^='/ort']");
    assertThat(visitor.find("h1")).hasText("Ort wählen");
    visitor.follow(
        page -> page.getByText("Sachsen", new Page.GetByTextOptions().setExact(true)).click());
    click(visitor, "a:has-text('Leipzig')");
    if (!visitor.path().startsWith("/suche")) {
      click(visitor, ".lb-choices a");
    }

    assertThat(visitor.path()).startsWith("/suche?q=hund&ort=14");
    assertThat(hits(visitor).first()).isVisible();
  }

  @Test
  void place_unknown_isToldAndTheSearchGoesOn() {
    Visitor visitor = at("/");

    visitor.find("#suche-ort").fill("Atlantis");
    send(visitor, "#suche", "hund");

    assertThat(visitor.find("main .kern-alert")).containsText("Ort nicht gefunden");
    assertThat(visitor.find("#suche-ort")).hasValue("Atlantis");
    assertThat(visitor.find("#suche-ort"))
        .hasAccessibleDescription(Pattern.compile("Atlantis.*kennen wir nicht"));
    assertThat(hits(visitor).first()).isVisible();
  }

  @Test
  void words_misspelt_areMendedByOneLink() {
    Visitor visitor = at("/");

    send(visitor, "#suche", "reisepas beantragn");
    assertThat(visitor.find(".lb-results__mend")).containsText("Meinten Sie");
    click(visitor, ".lb-results__mend a");

    assertThat(visitor.find("#suche"))
        .hasValue(Pattern.compile("reisepass.*", Pattern.CASE_INSENSITIVE));
    assertThat(hits(visitor).first())
        .containsText(Pattern.compile("reisepass", Pattern.CASE_INSENSITIVE));
  }

  @Test
  void search_withoutHits_helpsOn() {
    Visitor visitor = at("/");

    send(visitor, "#suche", "xqzwvk");

    assertThat(hits(visitor)).hasCount(0);
    assertThat(visitor.find("main")).containsText("So kommen Sie weiter");
    assertThat(visitor.find("main a[href='tel:115']")).isVisible();
    assertThat(visitor.find("#suche")).hasValue("xqzwvk");
    click(visitor, "main a[href='/themen']");
    assertThat(visitor.find("h1")).containsText("Themen");
  }

  @Test
  void results_onSeveralPages_areTurnedAndTurnedBack() {
    Visitor visitor = at("/suche?q=antrag");
    List<String> first = hits(visitor).allInnerTexts();

    click(visitor, "a[rel=next]");
    List<String> second = hits(visitor).allInnerTexts();
    assertThat(visitor.page()).hasTitle(Pattern.compile("antrag.*Seite 2"));
    assertThat(visitor.find(".lb-pagination [aria-current=page]")).containsText("2");
    visitor.follow(Page::goBack);

    assertThat(hits(visitor).allInnerTexts()).isEqualTo(first).doesNotContainAnyElementsOf(second);
    assertThat(visitor.find("#suche")).hasValue("antrag");
  }

  @Test
  void topics_oneChosen_leadToAService() {
    Visitor visitor = at("/");

    click(visitor, ".lb-nav a[href='/themen']");
    click(visitor, "a[href='/themen/familie_kind']");
    assertThat(visitor.find("h1")).hasText("Familie & Kind");
    String title = visitor.find("main a[href^='/leistung/']").first().innerText();
    click(visitor, "main a[href^='/leistung/']");

    assertThat(visitor.find("h1")).hasText(title);
  }

  @Test
  void letters_oneChosen_leadToAService() {
    Visitor visitor = at("/");

    click(visitor, ".lb-nav a[href='/a-z']");
    click(visitor, "nav[aria-label=Buchstaben] a:text-is('P')");
    assertThat(visitor.find("nav[aria-label=Buchstaben] [aria-current=page]")).hasText("P");
    Locator service = visitor.find("main a[href^='/leistung/']").first();
    assertThat(service).hasText(Pattern.compile("^P.*"));
    String title = service.innerText();
    click(visitor, "main a[href^='/leistung/']");

    assertThat(visitor.find("h1")).isVisible();
    assertThat(visitor.find("main")).containsText(title);
  }

  @Test
  void service_byAPortalsId_isRedirectedAndKeepsThePlace() {
    Visitor visitor = at("/leistung/amt24.LB.6000875?ort=Leipzig");

    assertThat(visitor.path()).isEqualTo("/leistung/99102013104000?ort=Leipzig");
    assertThat(visitor.find("h1")).containsText("Hund");
    assertThat(visitor.find(".lb-nav")).containsText("Ort: Leipzig");
  }

  @Test
  void service_onSeveralPortals_isComparedAndReadWithTheValidOneFirst() {
    Visitor visitor = at("/leistung/99102013104000?ort=Stuttgart");

    assertThat(visitor.find("main section h2").first()).isVisible();
    assertThat(visitor.find("table.lb-compare caption")).containsText("im Vergleich");
    assertThat(visitor.find("table.lb-compare th[scope=col]").first()).containsText("service-bw");
    visitor.find("details.lb-more summary").first().click();
    assertThat(visitor.find("details.lb-more h3").first()).isVisible();
    visitor.find("#ort").fill("Leipzig");
    visitor.find("#ort").focus();
    visitor.follow("Enter");

    assertThat(visitor.find("table.lb-compare th[scope=col]").first()).containsText("Amt24");
  }

  @Test
  void service_inAnotherLanguage_isReadInItAndBack() {
    Visitor visitor = at("/leistung/99008001012000");

    click(visitor, ".lb-languages__list a[hreflang=en]");
    assertThat(visitor.path()).contains("sprache=en");
    assertThat(languageOf(visitor, "h1")).isEqualTo("en");
    assertThat(visitor.find(".lb-languages__list [aria-current=true]")).hasAttribute("lang", "en");
    click(visitor, ".lb-languages__list a[hreflang=de]");

    assertThat(languageOf(visitor, "h1")).isEqualTo("de");
  }

  @Test
  void service_andBack_showsTheSameResults() {
    Visitor visitor = at("/suche?q=ausweis&ort=Stuttgart");
    List<String> before = hits(visitor).allInnerTexts();

    visitor.follow(page -> hits(visitor).first().click());
    assertThat(visitor.path()).startsWith("/leistung/");
    visitor.follow(Page::goBack);

    assertThat(visitor.path()).isEqualTo("/suche?q=ausweis&ort=Stuttgart");
    assertThat(hits(visitor).allInnerTexts()).isEqualTo(before);
    assertThat(visitor.find("#suche")).hasValue("ausweis");
  }

  @Test
  void address_leadingNowhere_saysSoAndHelpsOn() {
    Visitor visitor = visitor(new Visitor.Setting().scripts(scripts));

    assertThat(visitor.go("/gibt-es-nicht").status()).isEqualTo(404);

    assertThat(visitor.find("h1")).isVisible();
    click(visitor, "main a[href='/']");
    assertThat(visitor.path()).isEqualTo("/");
  }

  @Test
  void address_withWrongParts_isAnsweredAndTold() {
    Visitor visitor = at("/suche?q=hund&seite=abc&thema=unfug");

    assertThat(visitor.find("main .kern-alert")).containsText("Seite „abc“ gibt es nicht");
    assertThat(visitor.find("main .kern-alert")).containsText("unfug");
    assertThat(hits(visitor).first()).isVisible();
  }

  @Test
  void form_sentEmpty_hasAShortAddress() {
    Visitor visitor = at("/");

    send(visitor, "#suche", "");

    assertThat(visitor.path()).isIn("/suche", "/");
  }
}
