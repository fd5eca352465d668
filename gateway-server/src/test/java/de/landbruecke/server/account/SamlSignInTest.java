package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.bundid.TestAnswer;
import de.landbruecke.server.bundid.TestKey;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.Transaction;
import de.landbruecke.server.identity.TransactionState;
import de.landbruecke.server.shared.SamlMetadata;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.w3c.dom.Document;

/** A sign-in by BundID, through the simulator. */
class SamlSignInTest extends AccountTest {

  private static final String AKDB = "https://www.akdb.de/request/2018/09";

  private Session session(TestBrowser browser) {
    return gateway()
        .bean(Sessions.class)
        .find(Objects.requireNonNull(browser.cookie(gateway().origin, "lb-session")))
        .orElseThrow();
  }

  private TestBrowser atBundId(TestBrowser browser, Transaction transaction) {
    return browser.go("/konto/anmelden/" + transaction.id()).press("account-bundid").leave();
  }

  private TestBrowser back(TestBrowser browser, String person) {
    return browser.signIn(person).press("continue").follow();
  }

  @Test
  void signIn_byBundId_releasesWhatWasAskedForWithItsOwnLevels() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "hund");

    back(atBundId(browser, transaction), "clara");

    assertThat(session(browser).level()).isEqualTo(AssuranceLevel.SUBSTANTIAL);
    assertThat(session(browser).means()).isEqualTo("Elster");
    assertThat(session(browser).attributes())
        .extracting(Attribute::name, Attribute::value, Attribute::level)
        .containsExactlyInAnyOrder(
            tuple("given_name", "Clara", AssuranceLevel.SUBSTANTIAL),
            tuple("family_name", "Muster & Söhne", AssuranceLevel.SUBSTANTIAL),
            tuple("birthdate", "1980-02-29", AssuranceLevel.SUBSTANTIAL),
            tuple("email", "Clara@example.org", AssuranceLevel.BASIC));
    assertThat(browser.text())
        .contains("BundID", "Muster & Söhne", "Vertrauensniveau substanziell");
    browser.press("consent-allow");
    assertThat(browser.location()).isEqualTo(gateway().resume(transaction));
    assertThat(gateway().now(browser, transaction).released())
        .containsExactlyInAnyOrder("given_name", "family_name");
  }

  @Test
  void signIn_again_isTheSameCitizen() {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      TestBrowser browser = gateway().browser();
      back(atBundId(browser, gateway().begin(browser, "karte")), "doris");
      sessions.add(session(browser));
    }

    assertThat(sessions.get(0).citizen()).isEqualTo(sessions.get(1).citizen());
    assertThat(gateway().bean(Citizens.class).find("bundid", "bpk2-of-doris"))
        .contains(sessions.get(0).citizen());
  }

  /** SAML 2.0 Core, section 3.4.1, and BundID's extension. */
  @Test
  void request_isSignedAndAsksForLevelAndAttributesAndNoMore() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "karte");

    atBundId(browser, transaction);

    // The simulator shows its form only where the signature is good.
    assertThat(browser.page().getElementById("login-submit")).isNotNull();
    Document request = gateway().bundId.lastRequest();
    org.w3c.dom.Element root = request.getDocumentElement();
    assertThat(root.getAttribute("Destination")).isEqualTo(gateway().bundId.origin() + "/sso");
    assertThat(root.getAttribute("AssertionConsumerServiceURL"))
        .isEqualTo(gateway().origin + "/login/saml2/sso/bundid");
    assertThat(root.getAttribute("ID")).matches("_[A-Za-z0-9_-]{43}");
    assertThat(root.getAttribute("ForceAuthn")).isNotEqualTo("true");
    assertThat(words(request)).containsExactly("STORK-QAA-Level-3");
    assertThat(
            ((org.w3c.dom.Element)
                    request
                        .getElementsByTagNameNS(TestAnswer.PROTOCOL, "RequestedAuthnContext")
                        .item(0))
                .getAttribute("Comparison"))
        .isEqualTo("minimum");
    assertThat(texts(request, AKDB + "/classic-ui/v1", "OrganizationDisplayName"))
        .containsExactly("Landbrücke & Länder");
    assertThat(texts(request, AKDB + "/classic-ui/v1", "OnlineServiceId"))
        .containsExactly("BMI-0001");
    var attributes = request.getElementsByTagNameNS(AKDB, "RequestedAttribute");
    assertThat(
            IntStream.range(0, attributes.getLength())
                .mapToObj(i -> (org.w3c.dom.Element) attributes.item(i))
                .map(each ->
                    each.getAttribute("Name") + " " + each.getAttribute("RequiredAttribute")))
        .containsExactly(
            TestAnswer.BPK2 + " true",
            "urn:oid:1.3.6.1.4.1.25484.494450.2 false",
            "urn:oid:2.5.4.4 false");
  }

  private static List<String> words(Document request) {
    return texts(request, TestAnswer.ASSERTION, "AuthnContextClassRef");
  }

  private static List<String> texts(Document request, String namespace, String name) {
    var found = request.getElementsByTagNameNS(namespace, name);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> found.item(i).getTextContent())
        .toList();
  }

  /** SAML 2.0 Core, section 3.4.1: {@code ForceAuthn}. */
  @Test
  void stepUp_forcesANewSignIn_andKeepsTheSession() {
    TestBrowser browser = gateway().browser();
    back(atBundId(browser, gateway().begin(browser, "hund")), "erik").press("consent-allow");
    Session before = session(browser);
    assertThat(before.level()).isEqualTo(AssuranceLevel.LOW);
    Transaction second = gateway().begin(browser, "karte");
    browser.go("/konto/anmelden/" + second.id());
    assertThat(browser.text()).contains("Ihre jetzige Anmeldung genügt noch nicht");

    browser.press("account-bundid").leave();
    Document request = gateway().bundId.lastRequest();
    back(browser, "erik");

    assertThat(request.getDocumentElement().getAttribute("ForceAuthn")).isEqualTo("true");
    assertThat(words(request)).containsExactly("STORK-QAA-Level-3");
    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
    assertThat(session(browser).level()).isEqualTo(AssuranceLevel.SUBSTANTIAL);
    assertThat(session(browser).id()).isEqualTo(before.id());
  }

  @Test
  void stepUp_answeredByAnOldSignIn_isRefused() {
    TestBrowser browser = gateway().browser();
    Transaction transaction =
        gateway().begin(browser, AccountGateway.request("karte").prompt("login").build());
    gateway().bundId.change(answer -> answer.with("authenticated", fromNow(-300)));

    back(atBundId(browser, transaction), "clara");

    assertThat(browser.trouble()).isEqualTo("provider-down");
  }

  private static String fromNow(long seconds) {
    return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Test
  void cancel_atBundId_isToldAndCanBeTriedAgain() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "karte");

    atBundId(browser, transaction).press("login-cancel").press("continue").follow();

    assertThat(browser.trouble()).isEqualTo("user-cancelled");
    assertThat(browser.status()).isEqualTo(200);
    back(browser.press("account-bundid").leave(), "clara");
    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
  }

  @Test
  void lowerLevel_isRefusedAndAskedAgainTwiceAtMost() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "karte");
    gateway().bundId.change(answer -> answer.with("level", "STORK-QAA-Level-1"));

    back(atBundId(browser, transaction), "clara");
    assertThat(browser.trouble()).isEqualTo("level-too-low");
    for (int i = 0; i < 2; i++) {
      back(browser.press("account-bundid").leave(), "clara");
      assertThat(browser.trouble()).isEqualTo("level-too-low");
    }

    assertThat(browser.page().getElementById("account-bundid")).isNull();
    assertThat(browser.cookie(gateway().origin, "lb-session")).isNull();
  }

  @Test
  void levelThatBundIdCannotReach_isToldByIt() {
    TestBrowser browser = gateway().browser();

    back(atBundId(browser, gateway().begin(browser, "karte")), "anna");

    assertThat(browser.trouble()).isEqualTo("level-too-low");
  }

  @Test
  void encryptedAssertionInASignedResponse_isAccepted() {
    TestBrowser browser = gateway().browser();
    gateway()
        .bundId
        .change(answer ->
            answer
                .encryptedFor(TestKey.GATEWAY, TestAnswer.GCM, TestAnswer.OAEP)
                .responseSignedBy(TestKey.PROVIDER_EC));

    back(atBundId(browser, gateway().begin(browser, "karte")), "clara");

    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("signed by somebody else", answer -> answer.signedBy(TestKey.STRANGER)),
        fault("not signed", answer -> answer.signedBy(null)),
        fault("issuer", answer -> answer.with("issuer", "https://id.example")),
        fault("audience", answer -> answer.with("audience", "https://other.example")),
        fault("destination", answer -> answer.with("destination", "https://other.example")),
        fault("recipient", answer -> answer.with("recipient", "https://other.example")),
        fault("unasked", answer -> answer.with("request", "_x").with("confirmed-request", "_x")),
        fault("clock behind", answer -> answer.with("until", fromNow(-61))),
        fault("clock ahead", answer -> answer.with("from", fromNow(75))),
        fault("signed in tomorrow", answer -> answer.with("authenticated", fromNow(120))),
        fault("signed in yesterday", answer -> answer.with("authenticated", fromNow(-90_000))),
        fault("without bPK2", answer -> answer.without(TestAnswer.BPK2)),
        fault("blank bPK2", answer -> answer.attribute(TestAnswer.BPK2, "bPK2", " ", "HOCH")),
        fault("padded bPK2", answer -> answer.attribute(TestAnswer.BPK2, "bPK2", " x", "HOCH")));
  }

  private static Arguments fault(String name, UnaryOperator<TestAnswer> change) {
    return Arguments.of(name, change);
  }

  /** Row M1 of the attack list, and clocks: a page, no session, and the way on. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void faultyAnswer_isRefusedAndTheTransactionKept(String name, UnaryOperator<TestAnswer> change) {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "karte");
    gateway().bundId.change(change);

    back(atBundId(browser, transaction), "clara");

    assertThat(browser.trouble()).isEqualTo("provider-down");
    assertThat(browser.status()).isEqualTo(502);
    assertThat(browser.cookie(gateway().origin, "lb-session")).isNull();
    assertThat(gateway().now(browser, transaction).state()).isEqualTo(TransactionState.HOME_CHOSEN);
    gateway().bundId.heal();
    back(browser.press("account-bundid").leave(), "clara");
    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
  }

  /** SAML 2.0 Profiles, section 4.1.4.3: an answer counts in the browser that was sent away. */
  @Test
  void loginCsrf_answerOfSomebodyElse_isRefused() {
    TestBrowser attacker = gateway().browser();
    atBundId(attacker, gateway().begin(attacker, "karte")).signIn("clara");
    TestBrowser victim = gateway().browser();
    gateway().begin(victim, "karte");

    victim.post(consumer(), answer(attacker)).follow();

    assertThat(victim.trouble()).isEqualTo("session-expired");
    assertThat(victim.cookie(gateway().origin, "lb-session")).isNull();
  }

  private URI consumer() {
    return URI.create(gateway().origin + "/login/saml2/sso/bundid");
  }

  /** The form that leads from the simulator back. */
  private static Map<String, List<String>> answer(TestBrowser browser) {
    Map<String, List<String>> values = new HashMap<>();
    for (Element input : browser.page().select("input[name]")) {
      values.put(input.attr("name"), List.of(input.val()));
    }
    return values;
  }

  /** SAML 2.0 Profiles, section 4.1.4.5: used once. */
  @Test
  void replay_ofAGoodAnswer_isRefused() {
    TestBrowser browser = gateway().browser();
    Transaction first = gateway().begin(browser, "karte");
    atBundId(browser, first).signIn("clara");
    Map<String, List<String>> answer = answer(browser);
    browser.press("continue").follow();
    assertThat(browser.page().getElementById("consent-allow")).isNotNull();
    String cookie = browser.cookie(gateway().origin, "lb-session");

    browser.post(consumer(), answer).follow();

    assertThat(browser.trouble()).isEqualTo("session-expired");
    assertThat(browser.cookie(gateway().origin, "lb-session")).isEqualTo(cookie);
    // In another sign-in of the same browser it answers another request.
    TestBrowser other = gateway().browser();
    Transaction second = gateway().begin(other, "karte");
    atBundId(other, second).signIn("clara");
    Map<String, List<String>> mixed = answer(other);
    mixed.put("SAMLResponse", Objects.requireNonNull(answer.get("SAMLResponse")));
    other.post(consumer(), mixed).follow();
    assertThat(other.trouble()).isEqualTo("provider-down");
    assertThat(other.cookie(gateway().origin, "lb-session")).isNull();
  }

  /** An assertion counts once, even where the provider signs it for two requests. */
  @Test
  void replay_ofTheAssertionsId_isRefused() {
    gateway().bundId.change(answer -> answer.with("id", "_the-same"));
    TestBrowser first = gateway().browser();
    back(atBundId(first, gateway().begin(first, "karte")), "clara");
    assertThat(first.page().getElementById("consent-allow")).isNotNull();
    TestBrowser second = gateway().browser();

    back(atBundId(second, gateway().begin(second, "karte")), "clara");

    assertThat(second.trouble()).isEqualTo("provider-down");
    assertThat(second.cookie(gateway().origin, "lb-session")).isNull();
  }

  @Test
  void answer_broughtEightTimesAtOnce_countsOnce() {
    TestBrowser browser = gateway().browser();
    atBundId(browser, gateway().begin(browser, "karte")).signIn("clara");
    Map<String, List<String>> answer = answer(browser);
    String secret = Objects.requireNonNull(browser.cookie(gateway().origin, "lb-browser"));

    long sessions =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> {
              TestBrowser copy = gateway().browser();
              copy.setCookie(gateway().origin, "lb-browser", secret);
              return copy.post(consumer(), answer).follow();
            })
            .filter(copy -> copy.cookie(gateway().origin, "lb-session") != null)
            .count();

    assertThat(sessions).isEqualTo(1);
  }

  static Stream<Map<String, List<String>>> nothings() {
    return Stream.of(
        Map.of(),
        Map.of("RelayState", List.of("x")),
        Map.of("SAMLResponse", List.of("PGEvPg==")),
        Map.of("SAMLResponse", List.of("PGEvPg=="), "RelayState", List.of("made-up")),
        Map.of("SAMLResponse", List.of("A".repeat(300_000)), "RelayState", List.of("x")));
  }

  @ParameterizedTest
  @MethodSource("nothings")
  void answer_toNothing_isRefused(Map<String, List<String>> form) {
    TestBrowser browser = gateway().browser();

    browser.post(consumer(), form);

    assertThat(browser.trouble()).isEqualTo("session-expired");
    assertThat(browser.status()).isEqualTo(410);
  }

  @Test
  void answer_askedForBeforeItCame_isRefused() {
    TestBrowser browser = gateway().browser();
    atBundId(browser, gateway().begin(browser, "karte"));
    String state = browser.page().select("input[name=RelayState]").val();

    browser.go("/login/saml2/sso/bundid?RelayState=" + TestBrowser.encode(state));

    assertThat(browser.trouble()).isEqualTo("provider-down");
  }

  /** Linking: a second account joins the running session. */
  @Test
  void link_bundIdToARunningSession_needsBoth() {
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "buch");
    browser
        .go("/konto/anmelden/" + transaction.id())
        .press("account-service-bw")
        .signIn("bernd")
        .press("consent-allow");

    browser.go("/konto/verknuepfungen").submit("/konto/anmelden").follow();
    browser.press("account-bundid").leave();
    assertThat(gateway().bundId.lastRequest().getDocumentElement().getAttribute("ForceAuthn"))
        .isEqualTo("true");
    // Nobody whom another test steps up: joined accounts count at most as they were joined.
    back(browser, "frieda");
    browser.press("link-allow").follow();

    assertThat(browser.path()).isEqualTo("/konto/verknuepfungen");
    assertThat(browser.text()).contains("BundID", "service-bw");
  }

  @Test
  void metadata_ofTheGateway_namesAddressKeysAndAttributes() throws Exception {
    TestBrowser browser = gateway().browser();
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(gateway().origin + "/saml2/metadata/bundid"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/samlmetadata+xml"));
    Document metadata = TestAnswer.parse(answer.body());
    org.w3c.dom.Element root = metadata.getDocumentElement();
    assertThat(root.getAttribute("entityID")).isEqualTo(gateway().origin.toString());
    assertThat(answer.body())
        .contains(
            "Location=\"" + consumer() + "\"",
            "AuthnRequestsSigned=\"true\"",
            "WantAssertionsSigned=\"true\"",
            "use=\"signing\"",
            "use=\"encryption\"",
            TestKey.GATEWAY.text(),
            "urn:oid:2.5.4.42",
            TestAnswer.BPK2)
        .doesNotContain("2.5.4.18", "rsa-1_5", "cbc");
    assertThat(browser.go("/saml2/metadata/amt24").status()).isEqualTo(404);
    assertThat(browser.go("/saml2/metadata/nowhere").status()).isEqualTo(404);
  }

  /** The first name signs, so that a new key can wait beside it. */
  @Test
  void keys_ofAFile_areInTheOrderOfTheirNames() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, new char[0]);
    store.setKeyEntry(
        "b-new",
        TestKey.STRANGER.privateKey(),
        new char[0],
        new Certificate[] {TestKey.STRANGER.certificate()});
    store.setKeyEntry(
        "a-old",
        TestKey.GATEWAY.privateKey(),
        new char[0],
        new Certificate[] {TestKey.GATEWAY.certificate()});
    Path file = gateway().data().resolve("two.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, new char[0]);
    }

    assertThat(gateway().bean(ClientKeys.class).withCertificates(SamlFixture.issuer(file)))
        .extracting(key -> key.getParsedX509CertChain().getFirst())
        .containsExactly(TestKey.GATEWAY.certificate(), TestKey.STRANGER.certificate());
  }

  /** A provider's new certificate counts without a restart; a broken file takes BundID off. */
  @Test
  void metadataOfBundId_changedOnDisk_isReadAgain() throws Exception {
    Path file = gateway().data().resolve("bundid.xml");
    String before = Files.readString(file);
    TestBrowser browser = gateway().browser();
    Transaction transaction = gateway().begin(browser, "karte");
    try {
      rewrite(file, before.replace(TestKey.PROVIDER.text(), TestKey.STRANGER.text()));
      gateway().bundId.change(answer -> answer.signedBy(TestKey.STRANGER));
      back(atBundId(browser, transaction), "clara");
      assertThat(browser.page().getElementById("consent-allow")).isNotNull();

      rewrite(
          file, before.replaceFirst(" entityID", " validUntil=\"2020-01-01T00:00:00Z\" entityID"));
      TestBrowser other = gateway().browser();
      other.go("/konto/anmelden/" + gateway().begin(other, "karte").id());
      assertThat(other.page().getElementById("account-bundid")).isNull();
    } finally {
      rewrite(file, before);
    }
    assertThat(SamlMetadata.read(file).certificates()).hasSize(2);
  }

  private static void rewrite(Path file, String text) throws IOException {
    var before = Files.getLastModifiedTime(file);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(before.toInstant().plus(Duration.ofSeconds(5))));
  }

  /** Keys of this side stay here: searched for in every answer, the log and all that is stored. */
  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void keysOfThisSide_areNowhere(CapturedOutput output) throws Exception {
    TestBrowser browser = gateway().browser();
    gateway()
        .bundId
        .change(answer -> answer.attribute(TestAnswer.BPK2, "bPK2", "marked-bpk2", "NORMAL"));
    List<String> answers = new ArrayList<>();
    browser.listen(answers::add);

    back(atBundId(browser, gateway().begin(browser, "hund")), "doris");
    browser.press("consent-allow");
    for (String page :
        List.of(
            "/konto/freigaben",
            "/konto/freigaben.csv",
            "/konto/freigaben.json",
            "/konto/verknuepfungen",
            "/konto/sitzungen")) {
      browser.go(page);
    }

    assertThat(gateway().bean(Citizens.class).find("bundid", "marked-bpk2")).isPresent();
    assertThat(answers).hasSizeGreaterThan(8).noneMatch(text -> text.contains("marked-"));
    assertThat(String.join("", answers)).contains("Doris");
    assertThat(output.getAll()).doesNotContain("marked-", "Doris");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(gateway().data())) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    assertThat(files).isNotEmpty();
    boolean isIssuerFound = false;
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      isIssuerFound |= text.contains("bundid");
      assertThat(text).as(file.toString()).doesNotContain("marked-", "Doris");
    }
    // What is stored in the open is found by this search.
    assertThat(isIssuerFound).isTrue();
  }
}
