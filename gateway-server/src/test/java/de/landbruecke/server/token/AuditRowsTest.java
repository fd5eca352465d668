package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.AuditEntry;
import de.landbruecke.server.identity.AuditEvent.Log;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.CitizenId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What the audit log says of each decision about tokens, and that it says nothing of a person. */
@Tag("postgresql")
class AuditRowsTest extends TokenTest {

  @Autowired private AuditLog audit;

  private final Instant start = Instant.now();
  private final Person person = Person.anew(AssuranceLevel.SUBSTANTIAL);

  @Test
  void signInAtAService_isCodeAndToken_eachWithItsDecision() {
    Browser browser = new Browser();

    Map<String, String> request = request(SERVICE);
    request.put("scope", "openid profile");
    JsonNode tokens =
        json(browser.post(TOKEN, redemption(SERVICE, code(browser, request, person))));

    AuditEntry code = only("code.issued", SERVICE);
    assertThat(code.outcome()).isEqualTo("ok");
    assertThat(code.policyRevision()).isEqualTo(registry.current().revision());
    assertThat(code.rule()).isEqualTo("rule-0");
    assertThat(code.transaction()).isNotNull();
    assertThat(code.details())
        .containsOnlyKeys("grant", "attributes")
        .hasEntrySatisfying(
            "attributes",
            names -> assertThat(names).contains("given_name").doesNotContain("Clara"));
    AuditEntry token = only("token.issued", SERVICE);
    assertThat(token.details()).containsEntry("grant", code.details().get("grant"));
    assertThat(token.person()).isNotNull().isEqualTo(code.person());
    assertThat(token.person()).isNotEqualTo(citizen().value());
    assertNothingOfThePerson(tokens);
  }

  @Test
  void refusalOfTheCitizen_isARowWithTheErrorOfTheService() {
    Browser browser = new Browser();
    String begun = Browser.location(browser.get(authorize(request(SERVICE))));
    transactions.advance(
        transaction(browser, begun)
            .denied(new de.landbruecke.server.identity.OauthError("access_denied", null)));

    browser.get(
        ISSUER
            + "/oauth2/authorize/resume?transaction="
            + begun.substring(begun.lastIndexOf('/') + 1));

    AuditEntry refused = only("code.refused", SERVICE);
    assertThat(refused.outcome()).isEqualTo("access_denied");
    assertThat(refused.transaction()).isEqualTo(begun.substring(begun.lastIndexOf('/') + 1));
  }

  @Test
  void exchange_issued_namesPolicyVersionAndRule() throws Exception {
    CitizenId citizen =
        citizens.findOrCreate("home-bw", person.homeSubject(), AssuranceLevel.SUBSTANTIAL, "pwd");
    consents.grant(
        release(citizen, SN_SERVICE.id(), Set.of("given_name"), AssuranceLevel.SUBSTANTIAL),
        Duration.ofDays(1));
    String home = HOME_BW.accessToken(person.homeSubject(), claims -> {});

    JsonNode answer = json(post("/oauth2/token", SignInTest.with(BW_BACKEND, exchange(home))));

    AuditEntry row = only("token.exchanged", BW_BACKEND);
    assertThat(row.outcome()).isEqualTo("ok");
    assertThat(row.policyRevision()).isEqualTo(registry.current().revision());
    assertThat(row.rule()).isEqualTo("rule-2");
    assertThat(row.person()).isNotNull();
    assertThat(row.details()).containsOnlyKeys("grant", "audience", "levels");
    assertThat(row.details())
        .containsEntry("audience", SN_API)
        .containsEntry("levels", "home-bw-1");
    assertNothingOfThePerson(answer);
    assertThat(all().toString())
        .doesNotContain(home)
        .doesNotContain(SignedJWT.parse(home).getJWTClaimsSet().getJWTID());
  }

  @Test
  void exchange_denied_namesPolicyVersionRuleAndReason() {
    // Known to nobody: the rule fits, the link is missing.
    String home = HOME_BW.accessToken(person.homeSubject(), claims -> {});

    post("/oauth2/token", SignInTest.with(BW_BACKEND, exchange(home)));
    post("/oauth2/token", SignInTest.with(BW_BACKEND, exchange(home + "x")));

    List<AuditEntry> rows = rows("token.exchanged", BW_BACKEND);
    assertThat(rows).extracting(AuditEntry::outcome).contains("LINK_REQUIRED");
    AuditEntry denied =
        rows.stream()
            .filter(row -> row.outcome().equals("LINK_REQUIRED"))
            .findFirst()
            .orElseThrow();
    assertThat(denied.rule()).isEqualTo("rule-2");
    assertThat(denied.policyRevision()).isEqualTo(registry.current().revision());
    assertThat(denied.person()).isNull();
    assertThat(rows)
        .filteredOn(row -> row.outcome().equals("SUBJECT_TOKEN_REFUSED"))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.details()).containsOnlyKeys("rejection");
          assertThat(row.policyRevision()).isEqualTo(registry.current().revision());
        });
    assertThat(all().toString()).doesNotContain(person.homeSubject());
  }

  @Test
  void logoutAtAService_isARowOfTheCitizenAndTheService() {
    Browser browser = new Browser();
    JsonNode tokens = tokens(browser, SERVICE, person);

    browser.get(
        ISSUER
            + "/connect/logout?"
            + Browser.encoded(Map.of("id_token_hint", text(tokens, "id_token"))));

    AuditEntry row = only("session.ended", SERVICE);
    assertThat(row.outcome()).isEqualTo("service");
    assertThat(row.person()).isNotNull();
    assertNothingOfThePerson(tokens);
  }

  /** Second use of a code: an attack, so it stands in the log of 90 days. */
  @Test
  void codeUsedTwice_isInTheSecurityLog() {
    String code = code(new Browser(), request(SERVICE), person);
    post("/oauth2/token", redemption(SERVICE, code));
    post("/oauth2/token", redemption(SERVICE, code));

    assertThat(search(Log.SECURITY))
        .filteredOn(row -> row.type().equals("code.reused"))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.clientId()).isEqualTo(SERVICE.id());
          assertThat(row.person()).isNotNull();
          assertThat(row.details()).containsOnlyKeys("grant");
        });
  }

  private static Map<String, String> exchange(String token) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    form.put("subject_token", token);
    form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
    form.put("audience", SN_API);
    form.put("scope", "read");
    return form;
  }

  private CitizenId citizen() {
    return citizens.find("home-bw", person.homeSubject()).orElseThrow();
  }

  /** Neither in details nor anywhere else of a row; personal fields are read here, too. */
  private void assertNothingOfThePerson(JsonNode tokens) {
    String rows = all().toString();
    assertThat(rows)
        .doesNotContain(person.homeSubject())
        .doesNotContain(citizen().value())
        .doesNotContain("Clara", "Muster", "clara@example.org", "Musterstadt", "home-session");
    for (String name : List.of("access_token", "id_token", "refresh_token")) {
      if (tokens.has(name)) {
        assertThat(rows).doesNotContain(text(tokens, name));
      }
    }
  }

  private List<AuditEntry> all() {
    return java.util.Arrays.stream(Log.values()).flatMap(log -> search(log).stream()).toList();
  }

  private List<AuditEntry> search(Log log) {
    return audit.search(log, start, Instant.now().plusSeconds(5), null, 10_000);
  }

  private List<AuditEntry> rows(String type, TestClient client) {
    return search(Log.AUDIT).stream()
        .filter(row -> row.type().equals(type) && client.id().equals(row.clientId()))
        .toList();
  }

  private AuditEntry only(String type, TestClient client) {
    List<AuditEntry> rows = rows(type, client);
    assertThat(rows).as(type).hasSize(1);
    return rows.getFirst();
  }
}
