package de.landbruecke.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.harvest.StubIndexConfiguration;
import de.landbruecke.server.identity.AuditEntry;
import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.CitizenId;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.Pseudonyms;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.SigningKeys;
import de.landbruecke.server.identity.TestDatabase;
import de.landbruecke.server.shared.HomeDirectory;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.InvalidConfigurationException;
import de.landbruecke.trust.IssuerKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The administration of a running server, by staff, by citizens and by nobody. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"management.server.port=0", "landbruecke.rate-limit.enabled=false"})
@ActiveProfiles("conformance")
@Import(StubIndexConfiguration.class)
@Tag("postgresql")
class AdminTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String OWN_ISSUER = "https://konto.example.org";
  private static final TestIssuer STAFF = new TestIssuer();
  private static final TestIssuer CITIZENS = new TestIssuer();

  private static final Set<StaffRole> ALL = Set.of(StaffRole.values());
  private static final Set<StaffRole> OPERATOR = Set.of(StaffRole.OPERATOR);
  private static final Set<StaffRole> EDITOR = Set.of(StaffRole.EDITOR);

  /** Who may do what, written down a second time: an operation without a row fails. */
  private static final Map<AdminOperation, Row> MATRIX =
      Map.ofEntries(
          row(AdminOperation.READ_REGISTRY, "GET registry", ALL, 200),
          row(AdminOperation.EXPORT_REGISTRY, "GET registry/export", ALL, 200),
          row(AdminOperation.LIST_REVISIONS, "GET registry/revisions", ALL, 200),
          row(AdminOperation.READ_REVISION, "GET registry/revisions/{id}", ALL, 404),
          row(
              AdminOperation.UNDO,
              "POST registry/undo",
              Set.of(StaffRole.OPERATOR, StaffRole.APPROVER),
              400),
          row(AdminOperation.RESTORE, "POST registry/restore", EDITOR, 400),
          row(AdminOperation.LIST_PROPOSALS, "GET proposals", ALL, 200),
          row(AdminOperation.READ_PROPOSAL, "GET proposals/{id}", ALL, 404),
          row(AdminOperation.PROPOSE, "POST proposals", EDITOR, 400),
          row(
              AdminOperation.APPROVE,
              "POST proposals/{id}/approve",
              Set.of(StaffRole.APPROVER),
              404),
          row(
              AdminOperation.REJECT,
              "POST proposals/{id}/reject",
              Set.of(StaffRole.APPROVER, StaffRole.EDITOR),
              404),
          row(AdminOperation.DISABLE_ISSUER, "POST issuers/{id}/disable", OPERATOR, 404),
          row(AdminOperation.DISABLE_SERVICE, "POST services/{id}/disable", OPERATOR, 404),
          row(AdminOperation.DISABLE_LINK, "POST links/disable", OPERATOR, 400),
          row(
              AdminOperation.LIST_KEYS,
              "GET keys",
              Set.of(StaffRole.OPERATOR, StaffRole.AUDITOR),
              200),
          row(AdminOperation.ROTATE_KEY, "POST keys/rotate", OPERATOR, 400),
          row(
              AdminOperation.LIST_ERASURES,
              "GET erasures",
              Set.of(StaffRole.OPERATOR, StaffRole.APPROVER, StaffRole.AUDITOR),
              200),
          row(AdminOperation.PROPOSE_ERASURE, "POST erasures", OPERATOR, 400),
          row(
              AdminOperation.APPROVE_ERASURE,
              "POST erasures/{id}/approve",
              Set.of(StaffRole.APPROVER),
              404),
          row(
              AdminOperation.REJECT_ERASURE,
              "POST erasures/{id}/reject",
              Set.of(StaffRole.APPROVER, StaffRole.OPERATOR),
              404),
          row(AdminOperation.DISABLE_KEY, "POST keys/{id}/disable", OPERATOR, 400),
          row(AdminOperation.SEARCH_AUDIT, "GET audit", Set.of(StaffRole.AUDITOR), 200),
          row(
              AdminOperation.VERIFY_AUDIT,
              "GET audit/verification",
              Set.of(StaffRole.AUDITOR),
              200));

  @Autowired private Environment environment;
  @Autowired private SigningKeys signingKeys;
  @Autowired private Registry registry;
  @Autowired private Citizens citizens;
  @Autowired private Pseudonyms pseudonyms;
  @Autowired private AuditLog audit;
  @Autowired private HomeDirectory directory;
  @Autowired private IssuerKeys issuerKeys;

  /** Who may, and what they get with a blank that names nothing and an empty body. */
  private record Row(String address, Set<StaffRole> roles, int status) {}

  private static Map.Entry<AdminOperation, Row> row(
      AdminOperation operation, String address, Set<StaffRole> roles, int status) {
    return Map.entry(operation, new Row(address, roles, status));
  }

  @DynamicPropertySource
  static void configuration(DynamicPropertyRegistry registry) {
    Map<String, Object> properties = new LinkedHashMap<>();
    Path directory = newDirectory();
    properties.put("landbruecke.data-directory", directory);
    properties.putAll(TestDatabase.ofThisRun(directory));
    properties.put("landbruecke.identity.issuer", OWN_ISSUER);
    properties.put("landbruecke.identity.version", "1");
    properties.put("landbruecke.identity.staff.issuer-uri", STAFF.issuer());
    properties.put("landbruecke.identity.staff.audience", TestIssuer.AUDIENCE);
    properties.put("landbruecke.identity.staff.network", "private");
    String home = "landbruecke.identity.issuers.amt24.";
    properties.put(home + "issuer-uri", CITIZENS.issuer());
    properties.put(home + "network", "private");
    properties.put(home + "ceiling", "high");
    properties.put(home + "client-id", "landbruecke");
    properties.put(home + "levels[urn\\:basic]", "basic");
    properties.forEach((name, value) -> registry.add(name, () -> value));
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory(
          Files.createDirectories(Path.of("target", "admin-tests")), "data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(AdminOperation.class)
  void operation_forEachRoleAndStranger_answersAsTheMatrixSays(AdminOperation operation)
      throws Exception {
    assertThat(MATRIX).as("a new operation needs a row in the matrix").containsKey(operation);
    Row row = Objects.requireNonNull(MATRIX.get(operation));
    assertThat(operation.method() + " " + operation.path()).isEqualTo(row.address());

    for (StaffRole role : StaffRole.values()) {
      String token = STAFF.token("somebody", List.of(role.claim()));
      int expected = row.roles().contains(role) ? row.status() : 403;
      assertThat(call(operation, token).statusCode()).as(role.name()).isEqualTo(expected);
    }
    for (String token : notAllowed()) {
      HttpResponse<String> answer = call(operation, token);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer "));
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
    assertThat(call(operation, STAFF.token("somebody", List.of())).statusCode()).isEqualTo(403);
    assertThat(call(operation, STAFF.token("somebody", List.of("Operator", "admin"))).statusCode())
        .isEqualTo(403);
  }

  /** No token, an old one, one of a home portal, our own, one for others, and a bound one. */
  private List<String> notAllowed() {
    List<String> roles = Arrays.stream(StaffRole.values()).map(StaffRole::claim).toList();
    List<String> tokens = new ArrayList<>();
    tokens.add("");
    tokens.add(
        STAFF.token(
            "late",
            roles,
            claims ->
                claims
                    .issueTime(Date.from(Instant.now().minusSeconds(600)))
                    .expirationTime(Date.from(Instant.now().minusSeconds(120)))));
    tokens.add(CITIZENS.token("citizen", roles));
    tokens.add(CITIZENS.token("forger", roles, claims -> claims.issuer(STAFF.issuer())));
    tokens.add(
        TestIssuer.sign(
            (ECKey) signingKeys.current(JWSAlgorithm.ES256),
            TestIssuer.claims(OWN_ISSUER, "own", roles).build()));
    tokens.add(STAFF.token("elsewhere", roles, claims -> claims.audience("another")));
    tokens.add(STAFF.token("bound", roles, claims -> claims.claim("cnf", Map.of("jkt", "abc"))));
    return tokens;
  }

  @Test
  void admin_onThePublicPort_isNotThere() throws Exception {
    String token = STAFF.token("somebody", List.of("auditor"));

    assertThat(send("local.server.port", "GET", "registry", token, "").statusCode()).isEqualTo(404);
    assertThat(get("registry", token).statusCode()).isEqualTo(200);
  }

  @Test
  void address_unknownOrOtherMethod_isRefused() throws Exception {
    String token = STAFF.token("somebody", List.of("operator"));

    assertThat(get("nothing", token).statusCode()).isEqualTo(404);
    assertThat(get("registry/", token).statusCode()).isEqualTo(404);
    HttpResponse<String> wrongMethod =
        send("local.management.port", "DELETE", "registry", token, "");
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void proposal_ofOnePerson_needsAnother() throws Exception {
    String editor = STAFF.token("erika", List.of("editor", "approver"));
    String approver = STAFF.token("paul", List.of("approver"));
    long before = registry.current().revision();

    HttpResponse<String> proposed =
        post("proposals", editor, proposal("https://dog.example/callback"));
    assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(200);
    String id = json(proposed).get("id").asString();
    assertThat(json(get("proposals/" + id, approver)).at("/proposedBy").asString())
        .isEqualTo("erika");
    assertThat(post("proposals/" + id + "/approve", editor, "").statusCode()).isEqualTo(409);
    assertThat(registry.current().revision()).isEqualTo(before);

    HttpResponse<String> approved = post("proposals/" + id + "/approve", approver, "");
    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
    assertThat(registry.current().services()).containsKey("dog");
    assertThat(audited("admin.approve", "erika")).contains("conflict");
    assertThat(audited("admin.approve", "paul")).contains("ok");

    String operator = STAFF.token("olga", List.of("operator"));
    HttpResponse<String> disabled =
        post("services/dog/disable", operator, "{\"reason\":\"key lost\"}");
    assertThat(disabled.statusCode()).as(disabled.body()).isEqualTo(200);
    assertThat(registry.current().service("dog")).isEmpty();

    HttpResponse<String> restored =
        post("registry/restore", editor, "{\"reason\":\"back\",\"revision\":" + (before + 1) + "}");
    assertThat(restored.statusCode()).as(restored.body()).isEqualTo(200);
    assertThat(registry.current().service("dog")).isEmpty();
    assertThat(
            post("proposals/" + json(restored).get("id").asString() + "/approve", approver, "")
                .statusCode())
        .isEqualTo(200);
    assertThat(registry.current().service("dog")).isPresent();
    assertThat(json(get("registry/export", approver)).at("/landbruecke/identity/services/dog"))
        .isNotEmpty();
  }

  @Test
  void undo_newestChange_isEffectiveAtOnceByOnePerson() throws Exception {
    String operator = STAFF.token("olga", List.of("operator"));
    String address = CITIZENS.issuer();
    assertThat(post("issuers/amt24/disable", operator, "{\"reason\":\"broken into\"}").statusCode())
        .isEqualTo(200);
    assertThat(registry.current().issuerByUri(address)).isEmpty();
    long disabled = registry.current().revision();

    HttpResponse<String> older = post("registry/undo", operator, undo(disabled - 1));
    HttpResponse<String> undone =
        post("registry/undo", STAFF.token("paul", List.of("approver")), undo(disabled));

    assertThat(older.statusCode()).as(older.body()).isIn(404, 409);
    assertThat(undone.statusCode()).as(undone.body()).isEqualTo(200);
    assertThat(registry.current().revision()).isEqualTo(disabled + 1);
    assertThat(registry.current().issuerByUri(address)).isPresent();
    assertThat(post("registry/undo", operator, undo(disabled)).statusCode()).isEqualTo(409);
    assertThat(audited("admin.undo", "paul")).containsExactly("ok");
    assertThat(details(AuditEvent.Log.AUDIT))
        .anySatisfy(row ->
            assertThat(row)
                .containsEntry("reason", "repaired")
                .containsEntry("proposed-by", "paul")
                .containsEntry("approved-by", ""));
  }

  private static String undo(long revision) {
    return "{\"reason\":\"repaired\",\"revision\":" + revision + "}";
  }

  @Test
  void rotation_byCommand_publishesTheNextKeyAndNotesIt() throws Exception {
    String operator = STAFF.token("olga", List.of("operator"));
    String before = signingKeys.current(JWSAlgorithm.ES256).getKeyID();

    HttpResponse<String> rotated =
        post("keys/rotate", operator, "{\"algorithm\":\"ES256\",\"reason\":\"yearly\"}");

    assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(200);
    String next = json(rotated).get("published").asString();
    assertThat(next).isNotEqualTo(before);
    assertThat(signingKeys.published().getKeyByKeyId(next)).isNotNull();
    assertThat(signingKeys.current(JWSAlgorithm.ES256).getKeyID()).isEqualTo(before);
    assertThat(details(AuditEvent.Log.AUDIT))
        .anySatisfy(row ->
            assertThat(row)
                .containsEntry("kid", next)
                .containsEntry("reason", "yearly")
                .containsEntry("by", "olga"));
    assertThat(
            post("keys/rotate", operator, "{\"algorithm\":\"HS256\",\"reason\":\"x\"}")
                .statusCode())
        .isEqualTo(400);
  }

  /** Regulation (EU) 2016/679, article 17, for whoever cannot sign in any more. */
  @ParameterizedTest
  @ValueSource(strings = {"service", "issuer"})
  void erasure_byTwoPersons_leavesNothingAndNamesNobody(String namedBy) throws Exception {
    String operator = STAFF.token("olga", List.of("operator", "approver"));
    String approver = STAFF.token("paul", List.of("approver"));
    String homeSubject = "home-subject-" + UUID.randomUUID();
    CitizenId citizen = citizens.findOrCreate("amt24", homeSubject, AssuranceLevel.BASIC, null);
    String pseudonym = pseudonyms.subject(citizen, "karlsruhe");
    String subject = namedBy.equals("service") ? pseudonym : homeSubject;
    if (namedBy.equals("service") && registry.current().service("dog").isEmpty()) {
      String id =
          json(post(
                  "proposals",
                  STAFF.token("erika", List.of("editor")),
                  proposal("https://dog.example/callback")))
              .get("id")
              .asString();
      post("proposals/" + id + "/approve", approver, "");
    }
    String body = "{\"%s\":\"%s\",\"subject\":\"%s\",\"reason\":\"letter of 3 May\"}";

    HttpResponse<String> nobody =
        post(
            "erasures",
            operator,
            body.formatted(namedBy, namedBy.equals("service") ? "dog" : "amt24", "nobody"));
    HttpResponse<String> proposed =
        post(
            "erasures",
            operator,
            body.formatted(namedBy, namedBy.equals("service") ? "dog" : "amt24", subject));
    assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(200);
    String id = json(proposed).get("id").asString();
    HttpResponse<String> listed = get("erasures", approver);
    HttpResponse<String> own = post("erasures/" + id + "/approve", operator, "");
    boolean isThereAfterOne = citizens.find("amt24", homeSubject).isPresent();
    HttpResponse<String> approved = post("erasures/" + id + "/approve", approver, "");

    assertThat(nobody.statusCode()).isEqualTo(404);
    assertThat(own.statusCode()).isEqualTo(409);
    assertThat(isThereAfterOne).isTrue();
    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
    assertThat(citizens.find("amt24", homeSubject)).isEmpty();
    assertThat(pseudonyms.resolve("karlsruhe", pseudonym)).isEmpty();
    assertThat(json(get("erasures", approver)).get("erasures").toString()).doesNotContain(id);
    assertThat(listed.body()).contains(id, "letter of 3 May").doesNotContain(subject);
    assertThat(details(AuditEvent.Log.AUDIT).toString())
        .contains("proposed-by=olga", "approved-by=paul")
        .doesNotContain(subject)
        .doesNotContain(citizen.value());
  }

  @Test
  void erasure_rejectedOrNamedTwice_changesNothing() throws Exception {
    String operator = STAFF.token("olga", List.of("operator"));
    CitizenId citizen = citizens.findOrCreate("amt24", "kept", AssuranceLevel.BASIC, null);
    String id =
        json(post(
                "erasures",
                operator,
                "{\"issuer\":\"amt24\",\"subject\":\"kept\",\"reason\":\"x\"}"))
            .get("id")
            .asString();

    assertThat(post("erasures/" + id + "/reject", operator, "").statusCode()).isEqualTo(200);
    assertThat(post("erasures/" + id + "/reject", operator, "").statusCode()).isEqualTo(404);
    assertThat(
            post(
                    "erasures",
                    operator,
                    "{\"issuer\":\"amt24\",\"service\":\"dog\",\"subject\":\"kept\",\"reason\":\"x\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(citizens.find("amt24", "kept")).contains(citizen);
  }

  @Test
  void proposal_rejected_isGone() throws Exception {
    String editor = STAFF.token("erika", List.of("editor"));
    String id =
        json(post("proposals", editor, proposal("https://dog.example/other"))).get("id").asString();

    assertThat(post("proposals/" + id + "/reject", editor, "").statusCode()).isEqualTo(200);
    assertThat(get("proposals/" + id, editor).statusCode()).isEqualTo(404);
  }

  @Test
  void proposal_thatCannotBe_tellsAllFaults() throws Exception {
    String editor = STAFF.token("erika", List.of("editor"));

    HttpResponse<String> answer =
        post("proposals", editor, proposal("http://dog.example/callback"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json(answer).get("faults")).isNotEmpty();
    assertThat(post("proposals", editor, "[]").statusCode()).isEqualTo(400);
    assertThat(post("proposals", editor, "{\"reason\":\"x\",\"reason\":\"y\"}").statusCode())
        .isEqualTo(400);
    assertThat(post("proposals", editor, "{\"x\":1}").body()).contains("there is no x here");
    assertThat(post("proposals", editor, "{\"a\":\"" + "b".repeat(1 << 20) + "\"}").statusCode())
        .isEqualTo(413);
  }

  @Test
  void link_nobodys_isNotFoundAndNamedNowhere() throws Exception {
    String operator = STAFF.token("olga", List.of("operator"));

    HttpResponse<String> answer =
        post(
            "links/disable",
            operator,
            "{\"issuer\":\"amt24\",\"subject\":\"marked-subject\",\"reason\":\"theft\"}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(entries(AuditEvent.Log.AUDIT).toString() + details(AuditEvent.Log.AUDIT))
        .doesNotContain("marked-subject");
  }

  @Test
  void key_disabled_isGoneFromTheKeySet() throws Exception {
    String operator = STAFF.token("olga", List.of("operator"));
    String kid = signingKeys.current(JWSAlgorithm.ES256).getKeyID();

    assertThat(get("keys", operator).body()).contains(kid).doesNotContain("\"d\"");
    assertThat(post("keys/" + kid + "/disable", operator, "{\"reason\":\"lost\"}").statusCode())
        .isEqualTo(200);

    assertThat(signingKeys.published().getKeyByKeyId(kid)).isNull();
  }

  @Test
  void audit_search_findsByTimeAndTransaction() throws Exception {
    String auditor = STAFF.token("alma", List.of("auditor"));
    audit.append(
        AuditEvent.audit("test.happened", "ok").transaction("transaction-of-a-test1").build());

    JsonNode found = json(get("audit?transaction=transaction-of-a-test1", auditor));
    assertThat(found.at("/entries/0/type").asString()).isEqualTo("test.happened");
    assertThat(found.get("entries")).hasSize(1);
    assertThat(found.get("more").asBoolean()).isFalse();
    assertThat(json(get("audit?until=2020-01-01T00:00:00Z", auditor)).get("entries")).isEmpty();
    assertThat(json(get("audit?limit=1", auditor)).get("more").asBoolean()).isTrue();
    assertThat(get("audit?from=yesterday", auditor).statusCode()).isEqualTo(400);
    assertThat(get("audit?limit=0", auditor).statusCode()).isEqualTo(400);
    assertThat(json(get("audit/verification", auditor)).get("faults")).isEmpty();
    assertThat(get("audit/verification?until=9999-01-01", auditor).statusCode()).isEqualTo(400);
    assertThat(audited("admin.search-audit", "alma")).contains("ok", "bad-request");
  }

  @Test
  void signIn_refused_isInTheSecurityLog() throws Exception {
    get("registry", CITIZENS.token("citizen", List.of("auditor")));

    assertThat(entries(AuditEvent.Log.SECURITY))
        .anySatisfy(entry -> {
          assertThat(entry.type()).isEqualTo("admin.sign-in");
          assertThat(entry.outcome()).isEqualTo("unknown_issuer");
        });
  }

  @Test
  void staffIssuer_thatCannotBe_stopsTheStart() {
    IdentitySettings production = new IdentitySettings(URI.create(OWN_ISSUER), false, false);
    IdentitySettings conformance = new IdentitySettings(URI.create(OWN_ISSUER), false, true);

    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> signIn(CITIZENS.issuer(), null, production))
        .withMessageContaining("staff.audience: found nothing")
        .withMessageContaining("found a home portal")
        .withMessageContaining("found http");
    assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> signIn(OWN_ISSUER, "x", production))
        .withMessageContaining("found this gateway");
    assertThat(signIn(STAFF.issuer(), "x", conformance)).isNotNull();
  }

  private StaffSignIn signIn(String issuer, @Nullable String audience, IdentitySettings settings) {
    return new StaffSignIn(
        new IdentityProperties.Staff(
            issuer,
            audience,
            "roles",
            IdentityProperties.Staff.Network.PRIVATE,
            List.of("ES256"),
            List.of("at+jwt")),
        settings,
        registry,
        directory,
        issuerKeys,
        Clock.systemUTC());
  }

  private static String proposal(String redirectUri) {
    return """
    {"reason": "a service", "registry": {
      "issuers": {"amt24": {"issuer-uri": "%s", "network": "private", "ceiling": "high",
        "client-id": "landbruecke", "levels": {"urn:basic": "basic"}}},
      "services": {"dog": {"sector": "karlsruhe", "controller": "Stadt Karlsruhe",
        "audience": "https://dog.example", "minimum-level": "basic",
        "redirect-uris": ["%s"], "jwks": {"keys": [{"kty": "EC", "crv": "P-256", "kid": "one",
          "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
          "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}}}}}
    """
        .formatted(CITIZENS.issuer(), redirectUri);
  }

  private List<AuditEntry> entries(AuditEvent.Log log) {
    Instant now = Instant.now();
    return audit.search(log, now.minusSeconds(600), now.plusSeconds(5), null, 100_000);
  }

  private List<Map<String, String>> details(AuditEvent.Log log) {
    return entries(log).stream().map(AuditEntry::details).toList();
  }

  private List<String> audited(String type, String by) {
    return entries(AuditEvent.Log.AUDIT).stream()
        .filter(entry -> entry.type().equals(type) && by.equals(entry.details().get("by")))
        .map(AuditEntry::outcome)
        .toList();
  }

  private HttpResponse<String> call(AdminOperation operation, String token) throws Exception {
    return send(
        "local.management.port",
        operation.method(),
        operation.path().replace("{id}", "nothing"),
        token,
        "");
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return send("local.management.port", "GET", path, token, "");
  }

  private HttpResponse<String> post(String path, String token, String body) throws Exception {
    return send("local.management.port", "POST", path, token, body);
  }

  private HttpResponse<String> send(
      String port, String method, String path, String token, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://localhost:" + environment.getProperty(port) + "/admin/v1/" + path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    request.method(
        method,
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return MAPPER.readTree(answer.body());
  }
}
