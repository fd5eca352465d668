package de.landbruecke.server.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lists below the fields of the search: a combobox by ARIA 1.2. Numbers in the comments are
 * those of the acceptance criteria of the component accessible-autocomplete.
 */
class SuggestionsIT extends BrowserTest {

  private static final String ASKED = "**/api/v1/suggestions?*";

  private Visitor start(Visitor.Setting setting) {
    Visitor visitor = visitor(setting);
    visitor.go("/");
    return visitor;
  }

  private Visitor start() {
    return start(new Visitor.Setting());
  }

  private static Locator words(Visitor visitor) {
    return visitor.find("#suche");
  }

  private static Locator place(Visitor visitor) {
    return visitor.find("#suche-ort");
  }

  private static Locator list(Visitor visitor) {
    return visitor.find("[role=listbox]:visible");
  }

  private static Locator options(Visitor visitor) {
    return list(visitor).locator("[role=option]");
  }

  private static Locator selected(Visitor visitor) {
    return list(visitor).locator("[aria-selected=true]");
  }

  /** Types and waits for the list. */
  private static void type(Locator field, Visitor visitor, String text) {
    field.pressSequentially(text);
    assertThat(list(visitor)).isVisible();
  }

  private static void answer(Page page, String json) {
    page.route(
        ASKED,
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(json)));
  }

  /** Criteria 1 to 6 and 15: what the field is, before anything happens. */
  @Test
  void field_untouched_saysWhatItIs() {
    Visitor visitor = start();
    visitor.go("/suche?q=ausweis&ort=Leipzig");

    for (Locator field : List.of(words(visitor), place(visitor))) {
      field.focus();
      assertThat(field).isFocused();
      assertThat(field).isEditable();
      assertThat(field).hasRole(AriaRole.COMBOBOX);
      assertThat(field).hasAttribute("aria-autocomplete", "list");
      assertThat(field).hasAttribute("aria-expanded", "false");
      assertThat(field).hasAttribute("autocomplete", "off");
      assertThat(field).hasAccessibleDescription(Pattern.compile("Vorschläge.*Pfeiltasten"));
      assertThat(visitor.find("#" + field.getAttribute("aria-controls"))).isHidden();
      assertThat(field).not().hasAttribute("aria-activedescendant", Pattern.compile(".*"));
    }
    assertThat(words(visitor)).hasValue("ausweis");
    assertThat(place(visitor)).hasValue("Leipzig");
  }

  /** Criteria 7 to 10: that there is a list, how long it is, and when that changes. */
  @Test
  void typing_someLetters_showsGroupsAndSaysHowMany() {
    Visitor visitor = start();
    answer(
        visitor.page(),
        """
        {"items": [
          {"kind": "service", "text": "Wohngeld beantragen", "id": "1"},
          {"kind": "service", "text": "Wohnsitz anmelden", "id": "2"},
          {"kind": "keyword", "text": "Wohnung"},
          {"kind": "place", "text": "Wohnau", "id": "081110000000", "detail": "Rastatt"},
          {"kind": "topic", "text": "Bauen & Wohnen", "id": "bauen_wohnen"},
          {"kind": "of the future", "text": "Unbekannt"}]}
        """);

    type(words(visitor), visitor, "wohn");

    assertThat(words(visitor)).hasAttribute("aria-expanded", "true");
    assertThat(list(visitor)).hasAccessibleName("Vorschläge");
    assertThat(options(visitor)).hasCount(5);
    assertThat(selected(visitor)).hasCount(0);
    Locator groups = list(visitor).locator("[role=group]");
    assertThat(groups).hasCount(4);
    assertThat(groups.nth(0)).hasAccessibleName("Leistungen");
    assertThat(groups.nth(1)).hasAccessibleName("Suchwörter");
    assertThat(groups.nth(2)).hasAccessibleName("Orte");
    assertThat(groups.nth(3)).hasAccessibleName("Themen");
    assertThat(groups.nth(3)).containsText("Bauen & Wohnen");
    Locator status = visitor.find(".lb-search [role=status]").first();
    assertThat(status).hasText("Vorschläge: 2 Leistungen, 1 Suchwort, 1 Ort, 1 Thema.");

    answer(visitor.page(), "{\"items\": []}");
    words(visitor).pressSequentially("x");

    assertThat(status).hasText("Keine Vorschläge.");
    assertThat(words(visitor)).hasAttribute("aria-expanded", "false");
  }

  /** Criteria 11 to 14: one key at a time, each step said with its number. */
  @Test
  void arrows_upAndDown_selectInACircleThroughTheField() {
    Visitor visitor = start();
    type(words(visitor), visitor, "ausweis");
    int count = options(visitor).count();

    visitor.press("ArrowDown");

    assertThat(selected(visitor)).hasCount(1);
    assertThat(options(visitor).first()).hasAttribute("aria-selected", "true");
    assertThat(options(visitor).first()).hasAttribute("aria-posinset", "1");
    assertThat(options(visitor).first()).hasAttribute("aria-setsize", Integer.toString(count));
    assertThat(words(visitor))
        .hasAttribute(
            "aria-activedescendant",
            Objects.requireNonNull(options(visitor).first().getAttribute("id")));
    assertThat(words(visitor)).isFocused();
    assertThat(words(visitor)).hasValue("ausweis");

    visitor.press("ArrowUp");
    assertThat(selected(visitor)).hasCount(0);
    visitor.press("ArrowUp");
    assertThat(options(visitor).last()).hasAttribute("aria-selected", "true");
    assertThat(options(visitor).last()).isInViewport();
    visitor.press("ArrowDown");
    assertThat(selected(visitor)).hasCount(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Home", "End", "ArrowLeft", "ArrowRight"})
  void key_thatMovesWithinTheText_leavesTheList(String key) {
    Visitor visitor = start();
    type(words(visitor), visitor, "ausweis");

    visitor.press("ArrowDown", key);

    assertThat(list(visitor)).isVisible();
    assertThat(selected(visitor)).hasCount(0);
    words(visitor).pressSequentially("X");
    assertThat(words(visitor))
        .hasValue(
            switch (key) {
              case "Home" -> "Xausweis";
              case "ArrowLeft" -> "ausweiXs";
              default -> "ausweisX";
            });
  }

  @Test
  void escape_openList_closesItAndKeepsTheText() {
    Visitor visitor = start();
    type(words(visitor), visitor, "ausweis");

    visitor.press("ArrowDown", "Escape");

    assertThat(list(visitor)).hasCount(0);
    assertThat(words(visitor)).hasValue("ausweis");
    assertThat(words(visitor)).hasAttribute("aria-expanded", "false");
    assertThat(words(visitor)).isFocused();

    visitor.press("ArrowDown");
    assertThat(options(visitor).first()).hasAttribute("aria-selected", "true");
    visitor.press("Alt+ArrowUp");
    assertThat(list(visitor)).hasCount(0);
    visitor.press("Alt+ArrowDown");
    assertThat(list(visitor)).isVisible();
    assertThat(selected(visitor)).hasCount(0);
  }

  @Test
  void enter_nothingSelected_sendsWhatWasTyped() {
    Visitor visitor = start();
    type(words(visitor), visitor, "ausweis");

    visitor.follow("Enter");

    assertThat(visitor.path()).isEqualTo("/suche?q=ausweis");
  }

  /** Criteria 16 and 17, for a service: one is on its page. */
  @Test
  void enter_serviceSelected_goesToItsPageAndKeepsThePlace() {
    Visitor visitor = start();
    place(visitor).fill("Leipzig");
    type(words(visitor), visitor, "personalausweis");
    String title = options(visitor).first().innerText();

    visitor.press("ArrowDown");
    visitor.follow("Enter");

    assertThat(visitor.path()).matches("/leistung/[^?]+\\?ort=Leipzig");
    assertThat(visitor.page().title()).contains(title.substring(0, 12));
  }

  @Test
  void enter_topicSelected_goesToTheTopic() {
    Visitor visitor = start();
    type(words(visitor), visitor, "famil");

    visitor.press("ArrowUp");
    visitor.follow("Enter");

    assertThat(visitor.path()).isEqualTo("/themen/familie_kind");
  }

  @Test
  void enter_wordSelected_searchesForIt() {
    Visitor visitor = start();
    type(words(visitor), visitor, "per");
    Locator word =
        list(visitor).locator("[role=group][aria-label=Suchwörter] [role=option]").first();
    String text = word.innerText();

    while (!"true".equals(word.getAttribute("aria-selected"))) {
      visitor.press("ArrowDown");
    }
    visitor.follow("Enter");

    assertThat(visitor.find("#suche")).hasValue(text);
    assertThat(visitor.path()).startsWith("/suche?q=");
  }

  /** Criteria 16 to 18, for a place: it is taken over, that is said, and the focus stays. */
  @Test
  void enter_placeSelected_fillsThePlaceWithoutSending() {
    Visitor visitor = start();
    type(place(visitor), visitor, "lichtenau");
    assertThat(options(visitor).first()).containsText("Mittelsachsen");

    visitor.press("ArrowDown", "Enter");

    assertThat(place(visitor)).hasValue("Lichtenau (Landkreis Mittelsachsen, Sachsen)");
    assertThat(place(visitor)).isFocused();
    assertThat(list(visitor)).hasCount(0);
    assertThat(visitor.find(".lb-search [role=status]").last())
        .hasText("Ort eingetragen: Lichtenau (Landkreis Mittelsachsen, Sachsen).");
    assertThat(visitor.path()).isEqualTo("/");

    words(visitor).fill("hund");
    visitor.follow("Enter");
    assertThat(visitor.find(".lb-nav")).containsText("Ort: Lichtenau");
  }

  @Test
  void enter_placeSelectedAmongTheWords_movesItToItsField() {
    Visitor visitor = start();
    type(words(visitor), visitor, "leipz");

    visitor.press("ArrowUp", "Enter");

    assertThat(place(visitor)).hasValue("Leipzig (Sachsen)");
    assertThat(words(visitor)).hasValue("");
    assertThat(words(visitor)).isFocused();
    words(visitor).fill("hund");
    visitor.follow("Enter");
    assertThat(visitor.find(".lb-nav")).containsText("Ort: Leipzig");
  }

  @Test
  void tab_listOpen_leavesTheFieldAsItIs() {
    Visitor visitor = start();
    type(words(visitor), visitor, "personalausweis");

    visitor.press("ArrowDown", "Tab");

    assertThat(words(visitor)).hasValue("personalausweis");
    assertThat(list(visitor)).hasCount(0);
    assertThat(place(visitor)).isFocused();

    type(place(visitor), visitor, "leipzig");
    visitor.press("ArrowDown", "Tab");

    assertThat(place(visitor)).hasValue("Leipzig (Sachsen)");
    assertThat(visitor.find(".lb-search button[type=submit]")).isFocused();
    assertThat(visitor.path()).isEqualTo("/");
  }

  @Test
  void click_option_isChosen() {
    Visitor visitor = start();
    type(words(visitor), visitor, "personalausweis");

    visitor.follow(page -> options(visitor).first().click());

    assertThat(visitor.path()).startsWith("/leistung/");
  }

  @Test
  void tap_onAPhone_choosesAndFitsTheWindow() {
    Visitor visitor = start(new Visitor.Setting().touch());
    place(visitor).tap();
    type(place(visitor), visitor, "leipzig");

    assertThat(
            visitor
                .page()
                .evaluate(
                    """
                    () => {
                      const box = document.querySelector("[role=listbox]:not([hidden])").getBoundingClientRect();
                      return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
                    }
                    """))
        .isEqualTo(true);
    options(visitor).first().tap();

    assertThat(place(visitor)).hasValue("Leipzig (Sachsen)");
    assertThat(list(visitor)).hasCount(0);
  }

  @Test
  void list_noRoomBelow_opensAbove() {
    Visitor visitor = start();
    visitor.page().setViewportSize(1280, 480);

    type(words(visitor), visitor, "personalausweis");

    BoundingBox list = list(visitor).boundingBox();
    BoundingBox field = words(visitor).boundingBox();
    assertThat(field.y).as("the field stands at the lower end").isGreaterThan(300);
    assertThat(list.y).isNotNegative();
    assertThat(list.y + list.height).isLessThanOrEqualTo(field.y + 1);
  }

  @Test
  void list_textOfDoubleSizeInANarrowWindow_staysInside() {
    Visitor visitor = start(new Visitor.Setting().width(320));
    visitor.page().evaluate("() => { document.documentElement.style.fontSize = '200%'; }");
    type(words(visitor), visitor, "personalausweis");

    for (int i = 0; i < options(visitor).count(); i++) {
      visitor.press("ArrowDown");
      assertThat(selected(visitor)).isInViewport();
    }
    assertThat(Geometry.overflowing(visitor)).isEmpty();
    assertThat(Axe.violations(visitor.page())).isEmpty();
  }

  @Test
  void enter_answerUnderWay_sendsWhatWasTypedAtOnce() {
    Visitor visitor = start();
    visitor.tolerate("/api/v1/suggestions");
    visitor.page().route(ASKED, route -> {});

    words(visitor).pressSequentially("ausweis");
    visitor.page().waitForRequest(ASKED, () -> words(visitor).pressSequentially("e"));
    visitor.follow("Enter");

    assertThat(visitor.path()).isEqualTo("/suche?q=ausweise");
  }

  @Test
  void answer_toWhatIsNoLongerTyped_isIgnored() {
    Visitor visitor = start();
    visitor.tolerate("/api/v1/suggestions");
    List<Route> late = new ArrayList<>();
    answer(visitor.page(), "{\"items\": [{\"kind\": \"keyword\", \"text\": \"neu\"}]}");
    visitor.page().route("**q=aus&*", late::add);

    visitor.page().waitForRequest("**q=aus&*", () -> words(visitor).pressSequentially("aus"));
    words(visitor).pressSequentially("weis");
    assertThat(options(visitor)).hasText("neu");
    late.getFirst()
        .fulfill(
            new Route.FulfillOptions()
                .setContentType("application/json")
                .setBody("{\"items\": [{\"kind\": \"keyword\", \"text\": \"alt\"}]}"));
    visitor.page().waitForTimeout(300);

    assertThat(options(visitor)).hasText("neu");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void answer_failing_leavesThePlainField(int status) {
    Visitor visitor = start();
    visitor.tolerate("/api/v1/suggestions");
    AtomicInteger asked = new AtomicInteger();
    visitor
        .page()
        .route(
            ASKED,
            route -> {
              asked.incrementAndGet();
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(status)
                      .setHeaders(Map.of("Retry-After", "60")));
            });

    visitor.page().waitForResponse(ASKED, () -> words(visitor).pressSequentially("aus"));
    words(visitor).pressSequentially("weis");
    visitor.page().waitForTimeout(500);

    assertThat(asked.get()).as("it waits as long as it is told to").isEqualTo(1);
    assertThat(list(visitor)).hasCount(0);
    visitor.follow("Enter");
    assertThat(visitor.path()).isEqualTo("/suche?q=ausweis");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{\"items\": 3}", "<html>"})
  void answer_thatMakesNoSense_leavesThePlainField(String body) {
    Visitor visitor = start();
    answer(visitor.page(), body);

    visitor.page().waitForResponse(ASKED, () -> words(visitor).pressSequentially("ausweis"));

    assertThat(list(visitor)).hasCount(0);
    visitor.follow("Enter");
    assertThat(visitor.path()).isEqualTo("/suche?q=ausweis");
  }

  @Test
  void network_away_leavesThePlainField() {
    Visitor visitor = start();
    visitor.tolerate("/api/v1/suggestions");
    visitor.page().route(ASKED, Route::abort);

    words(visitor).pressSequentially("ausweis");
    visitor.page().waitForTimeout(500);

    assertThat(list(visitor)).hasCount(0);
    visitor.follow("Enter");
    assertThat(visitor.path()).isEqualTo("/suche?q=ausweis");
  }

  @Test
  void markup_inAnAnswer_isText() {
    Visitor visitor = start();
    answer(
        visitor.page(),
        """
        {"items": [{"kind": "keyword", "text": "<img src=x onerror=alert(1)><b>x</b>"},
          {"kind": "place", "text": "<i>Ort</i>", "detail": "<script>alert(1)</script>"}]}
        """);

    type(words(visitor), visitor, "ausweis");

    assertThat(options(visitor).first()).hasText("<img src=x onerror=alert(1)><b>x</b>");
    assertThat(list(visitor).locator("img, b, i, script")).hasCount(0);
  }

  /** While a word is composed its keys belong to the input method. */
  @Test
  void composition_underWay_isLeftAlone() {
    Visitor visitor = start();
    AtomicInteger asked = new AtomicInteger();
    visitor
        .page()
        .onRequest(request -> {
          if (request.url().contains("/api/v1/suggestions")) {
            asked.incrementAndGet();
          }
        });
    words(visitor).focus();
    var composing = visitor.page().context().newCDPSession(visitor.page());
    JsonObject text = new JsonObject();
    text.addProperty("text", "ausweis");
    text.addProperty("selectionStart", 7);
    text.addProperty("selectionEnd", 7);

    composing.send("Input.imeSetComposition", text);
    visitor.page().waitForTimeout(500);
    int during = asked.get();
    JsonObject done = new JsonObject();
    done.addProperty("text", "ausweis");
    composing.send("Input.insertText", done);

    assertThat(list(visitor)).isVisible();
    assertThat(during).isZero();
    assertThat(words(visitor)).hasValue("ausweis");
  }

  @Test
  void back_fromTheResults_showsNoOldList() {
    Visitor visitor = start();
    type(words(visitor), visitor, "ausweis");
    visitor.follow("Enter");

    visitor.follow(page -> page.goBack());

    assertThat(visitor.path()).isEqualTo("/");
    assertThat(list(visitor)).hasCount(0);
  }

  @Test
  void script_compressed_isSmallerThan4Kilobytes() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (InputStream script =
            Objects.requireNonNull(getClass().getResourceAsStream("/assets/suggestions.js"));
        GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      script.transferTo(gzip);
    }

    assertThat(compressed.size()).isLessThan(4096);
  }
}
