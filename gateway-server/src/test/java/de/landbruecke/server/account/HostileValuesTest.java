package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.AttributeName;
import de.landbruecke.server.identity.Demand;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.pages.HtmlRules;
import de.landbruecke.server.web.Page;
import de.landbruecke.server.web.Pages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

/** What portals send is shown as one line of plain text, whatever it is. */
class HostileValuesTest extends AccountTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' autofocus onfocus='alert(1)",
        "</dd></dl><h1>Freigeben</h1>",
        "${7*7} $unsafe{x} @if(true)",
        "Clara\u202edlrow\u202c",
        "Clara\u0000\u0007\r\nSet-Cookie: a=b",
        "\u200b\u2066\ufeff",
        "{\"street_address\":\"<b>x</b>\",\"locality\":\"\\u202e\"}",
        "{not json",
        "[\"<i>\"]",
        "javascript:alert(1)",
        "&#x3c;script&#x3e;"
      })
  void release_ofHostileValues_isInert(String hostile) {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");
    browser.go("/konto/anmelden/" + transaction.id()).press("account-amt24").signIn("clara");
    Session session =
        gateway()
            .bean(Sessions.class)
            .find(Objects.requireNonNull(browser.cookie(gateway().origin, "lb-session")))
            .orElseThrow();
    RelyingService service = gateway().bean(Registry.class).current().service("hund").orElseThrow();
    HomeIssuer issuer = gateway().bean(Registry.class).current().issuer("amt24").orElseThrow();
    Demand demand =
        new Demand(
            service,
            AssuranceLevel.LOW,
            false,
            Set.of("given_name"),
            Set.of("address", "birthdate"),
            null,
            false);
    List<Attribute> items =
        List.of(
            new Attribute("given_name", hostile, "amt24", AssuranceLevel.BASIC),
            new Attribute("address", hostile, "amt24", AssuranceLevel.BASIC),
            new Attribute("birthdate", hostile, "amt24", AssuranceLevel.BASIC));

    ReleaseModel model =
        ReleaseModel.of(
            Language.DE,
            new Step.Ask(transaction, demand, session, issuer, items, false, 1, "rule"),
            List.of(),
            "token");
    byte[] body =
        Objects.requireNonNull(
            gateway()
                .bean(Pages.class)
                .uncached(
                    HttpStatus.OK, Page.of(model.title()).build(), "account/release.jte", model)
                .getBody());

    Document page = HtmlRules.checkUntrusted(new String(body, StandardCharsets.UTF_8));
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("img, script:not([src]), b, i")).isEmpty();
    assertThat(page.select(".lb-release__value")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "birthdate|1972-08-08|8. August 1972",
        "birthdate|1972|1972",
        "gender|female|weiblich",
        "gender|divers|divers",
        "email_verified|true|ja",
        "nationalities|[\"DEU\",\"FRA\"]|DEU, FRA",
        "address|{\"street_address\":\"Weg 1\",\"postal_code\":\"01067\",\"locality\":\"Dresden\","
            + "\"country\":\"DE\"}|Weg 1, 01067 Dresden, DE",
        "address|{\"formatted\":\"Weg 1\"}|Weg 1"
      })
  void value_isShownAsPeopleReadIt(String name, String value, String shown) {
    assertThat(Shown.value(name, value, Language.DE)).isEqualTo(shown);
  }

  @Test
  void csv_formulas_areText() {
    assertThat(Csv.of(List.of(List.of("=1+1", "+a", "-a", "@a", "say \"a\", b", ""))))
        .isEqualTo("\"'=1+1\",\"'+a\",\"'-a\",\"'@a\",\"say \"\"a\"\", b\",\"\"\r\n");
  }

  /** Keys of this side are never released, whatever a registration says. */
  @ParameterizedTest
  @ValueSource(strings = {"bpk", "bpk2", "bundid_pseudonym", "legacy_postkorb_handle", "sub"})
  void keysOfThisSide_areNoAttributes(String name) {
    assertThat(AttributeName.of(name)).isEmpty();
  }
}
