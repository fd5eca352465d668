package de.landbruecke.exchange;

import static de.landbruecke.testing.TestClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.exchange.ActorChain.Actor;
import de.landbruecke.exchange.ExchangeDecision.Denied;
import de.landbruecke.exchange.ExchangeDecision.Granted;
import de.landbruecke.exchange.ExchangePolicy.Consent;
import de.landbruecke.exchange.ExchangeRule.Output;
import de.landbruecke.testing.TestClock;
import de.landbruecke.testing.TestIssuer;
import de.landbruecke.testing.TestIssuer.TokenBuilder;
import de.landbruecke.trust.IssuerKeys;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.LevelMap.Proven;
import de.landbruecke.trust.RejectionReason;
import de.landbruecke.trust.TokenRejectedException;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.TrustedIssuer;
import de.landbruecke.trust.VerifiedToken;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8693, and the rows X of the attack list that the policy answers for. */
final class ExchangePolicyTest {

  private static final String GATEWAY = "https://gateway.example";
  private static final String API = "https://api.sn.example";
  private static final String BACK = "https://api.bw.example";
  private static final String PEER = "https://peer.example";
  private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
  private static final String SUBSTANTIAL = "http://bsi.bund.de/eID/LoA/substantiell";
  private static final long NOW = NOON.getEpochSecond();

  private static final TestIssuer HOME = TestIssuer.of("service-bw", "https://home.example");
  private static final TestIssuer OWN = TestIssuer.of("landbruecke", GATEWAY);

  private final TestClock clock = new TestClock();
  private final Map<String, Integer> uses = new ConcurrentHashMap<>();

  /** What the world outside says; tests change it. */
  private boolean active = true;

  private Optional<String> link = Optional.of("pair-1");
  private @Nullable Proven ceiling;
  private Optional<Consent> consent =
      Optional.of(new Consent("consent-1", Set.of("given_name", "email")));
  private List<ExchangeRule> rules =
      List.of(rule().build(), rule().id("back").from("landbruecke").audience(BACK).build());
  private TrustedIssuer home = trusted(HOME).build();
  private TrustedIssuer own = trusted(OWN).build();

  private static TrustedIssuer.Builder trusted(TestIssuer issuer) {
    return issuer
        .trusted()
        .levels(LevelMap.OWN)
        .audiences(Set.of(GATEWAY))
        .clients(
            Map.of("bw-app", "bw-backend", "bw-backend", "bw-backend", "sn-backend", "sn-backend"));
  }

  /** A rule with the parts that tests vary. */
  private static final class RuleBuilder {
    private String id = "rule-1";
    private String from = "service-bw";
    private String audience = API;
    private Output output = Output.ACCESS_TOKEN;
    private Proven minimum = new Proven(AssuranceLevel.LOW, false);
    private @Nullable Duration maxAge;
    private Set<String> scopes = Set.of("dogs", "cats");
    private int uses = ExchangeRule.DEFAULT_USES;
    private Duration lifetime = ExchangeRule.DEFAULT_LIFETIME;
    private boolean senderConstraint;
    private int validFrom;
    private int validUntil = 3600;

    RuleBuilder id(String value) {
      id = value;
      return this;
    }

    RuleBuilder from(String value) {
      from = value;
      return this;
    }

    RuleBuilder audience(String value) {
      audience = value;
      return this;
    }

    RuleBuilder grant() {
      output = Output.AUTHORIZATION_GRANT;
      audience = PEER;
      lifetime = Duration.ofSeconds(60);
      return this;
    }

    RuleBuilder minimum(AssuranceLevel level, boolean notified) {
      minimum = new Proven(level, notified);
      return this;
    }

    RuleBuilder maxAge(Duration value) {
      maxAge = value;
      return this;
    }

    RuleBuilder scopes(String... values) {
      scopes = Set.of(values);
      return this;
    }

    RuleBuilder lifetime(Duration value) {
      lifetime = value;
      return this;
    }

    RuleBuilder senderConstraint() {
      senderConstraint = true;
      return this;
    }

    RuleBuilder valid(int fromSeconds, int untilSeconds) {
      validFrom = fromSeconds;
      validUntil = untilSeconds;
      return this;
    }

    ExchangeRule build() {
      return new ExchangeRule(
          id,
          from,
          "amt24",
          "sn-service",
          audience,
          output,
          minimum,
          maxAge,
          scopes,
          Set.of("given_name", "birthdate"),
          uses,
          lifetime,
          senderConstraint,
          NOON.plusSeconds(validFrom),
          NOON.plusSeconds(validUntil),
          "approver");
    }
  }

  private static RuleBuilder rule() {
    return new RuleBuilder();
  }

  private static TokenBuilder token() {
    return HOME.accessToken(NOON)
        .claim("aud", GATEWAY)
        .claim("client_id", "bw-app")
        .claim("scope", "dogs birds")
        .claim("acr", SUBSTANTIAL)
        .claim("auth_time", NOW - 100);
  }

  private static Map<String, List<String>> parameters(String token) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    parameters.put("grant_type", List.of(ExchangeRequest.TOKEN_EXCHANGE));
    parameters.put("subject_token", List.of(token));
    parameters.put("subject_token_type", List.of(ACCESS));
    parameters.put("audience", List.of(API));
    return parameters;
  }

  private static Map<String, List<String>> with(
      Map<String, List<String>> parameters, String name, String... values) {
    Map<String, List<String>> changed = new HashMap<>(parameters);
    changed.put(name, List.of(values));
    return changed;
  }

  private static Map<String, List<String>> without(
      Map<String, List<String>> parameters, String name) {
    Map<String, List<String>> changed = new HashMap<>(parameters);
    changed.remove(name);
    return changed;
  }

  private ExchangePolicy policy() {
    Map<String, TrustedIssuer> issuers = Map.of(HOME.issuer(), home, GATEWAY, own);
    IssuerKeys keys =
        new IssuerKeys(
            issuer -> {
              throw new AssertionError("nothing may be fetched");
            },
            clock);
    return new ExchangePolicy(
        7,
        rules,
        GATEWAY,
        new TokenVerifier(name -> Optional.ofNullable(issuers.get(name)), keys, clock),
        new ExchangePolicy.Links() {
          @Override
          public Optional<String> subject(VerifiedToken token, ExchangeRule rule) {
            return link;
          }

          @Override
          public Proven ceiling(VerifiedToken token) {
            return ceiling == null ? ExchangePolicy.Links.super.ceiling(token) : ceiling;
          }
        },
        (token, rule, subject) -> consent,
        token -> active,
        clock);
  }

  private ExchangeDecision decide(
      String client, Map<String, List<String>> parameters, Confirmation proven) {
    return policy()
        .assess(new ExchangeRequest(client, parameters, proven))
        .conclude((key, until, limit) -> uses.merge(key, 1, Integer::sum) <= limit);
  }

  private ExchangeDecision decide(Map<String, List<String>> parameters) {
    return decide("bw-backend", parameters, Confirmation.NONE);
  }

  private Granted granted(Map<String, List<String>> parameters) {
    ExchangeDecision decision = decide(parameters);
    assertThat(decision).isInstanceOf(Granted.class);
    return (Granted) decision;
  }

  /** Denied for this reason, and no use was counted. */
  private Denied denied(ExchangeDecision decision, DenialReason reason) {
    assertThat(decision).isInstanceOf(Denied.class);
    Denied denied = (Denied) decision;
    assertThat(denied.reason()).isEqualTo(reason);
    assertThat(denied.policyVersion()).isEqualTo(7);
    assertThat(uses).isEmpty();
    return denied;
  }

  private Denied denied(Map<String, List<String>> parameters, DenialReason reason) {
    return denied(decide(parameters), reason);
  }

  private void assertTokenRefused(TokenBuilder token, RejectionReason rejection) {
    Denied denied = denied(parameters(token.sign()), DenialReason.SUBJECT_TOKEN_REFUSED);
    assertThat(denied.rejection()).isEqualTo(rejection);
    assertThat(denied.body())
        .isEqualTo(Map.of("error", "invalid_request", "reason", "subject_token_refused"));
  }

  @Test
  void decide_allInOrder_grantsWhatTokenAndRuleHaveInCommon() {
    Granted granted = granted(parameters(token().sign()));

    assertThat(granted.ruleId()).contains("rule-1");
    assertThat(granted.policyVersion()).isEqualTo(7);
    assertThat(granted.subject()).isEqualTo("pair-1");
    assertThat(granted.consentId()).isEqualTo("consent-1");
    assertThat(granted.scopes()).containsExactly("dogs");
    assertThat(granted.attributes()).containsExactly("given_name");
    assertThat(granted.proven()).isEqualTo(new Proven(AssuranceLevel.SUBSTANTIAL, false));
    assertThat(granted.lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(granted.confirmation()).isEqualTo(Confirmation.NONE);
    assertThat(granted.actors().actors()).containsExactly(new Actor("bw-backend", GATEWAY));
    assertThat(granted.type()).isEqualTo("at+jwt");
    assertThat(granted.claims(GATEWAY, "new"))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("iss", GATEWAY),
                Map.entry("sub", "pair-1"),
                Map.entry("aud", API),
                Map.entry("client_id", "bw-backend"),
                Map.entry("scope", "dogs"),
                Map.entry("acr", SUBSTANTIAL),
                Map.entry("auth_time", NOW - 100),
                Map.entry("origin", "service-bw"),
                Map.entry("act", Map.of("sub", "bw-backend", "iss", GATEWAY)),
                Map.entry("iat", NOW),
                Map.entry("exp", NOW + 300),
                Map.entry("jti", "new")));
  }

  /** RFC 8693, section 2.1 (X4, CVE-2026-9704; X10; O8): what is missing is never made up. */
  static Stream<Map<String, List<String>>> malformed() {
    Map<String, List<String>> sound = parameters("x.y.z");
    return Stream.of(
        without(sound, "grant_type"),
        with(sound, "grant_type", "client_credentials"),
        without(sound, "subject_token"),
        with(sound, "subject_token", ""),
        with(sound, "subject_token", "a", "b"),
        with(sound, "subject_token"),
        without(sound, "subject_token_type"),
        with(sound, "subject_token_type", ""),
        with(sound, "subject_token_type", "urn:ietf:params:oauth:token-type:saml2"),
        with(sound, "subject_token_type", "urn:ietf:params:oauth:token-type:refresh_token"),
        with(sound, "subject_token_type", ACCESS, ACCESS),
        with(sound, "requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"),
        with(sound, "requested_token_type", "urn:ietf:params:oauth:token-type:saml2"),
        with(sound, "requested_token_type", "urn:ietf:params:oauth:token-type:id_token"),
        with(sound, "requested_token_type", "x"),
        without(sound, "audience"),
        with(sound, "audience", ""),
        with(sound, "audience", API, BACK),
        with(sound, "audience", API, API),
        with(sound, "resource", API),
        with(sound, "scope", ""),
        with(sound, "scope", "dogs", "cats"),
        with(sound, "actor_token", "a.b.c"),
        with(sound, "actor_token_type", ACCESS),
        with(with(sound, "actor_token", "a.b.c"), "actor_token_type", "x"));
  }

  @ParameterizedTest
  @MethodSource
  void malformed(Map<String, List<String>> parameters) {
    Denied denied = denied(parameters, DenialReason.MALFORMED_REQUEST);

    assertThat(denied.body()).isEqualTo(Map.of("error", "invalid_request"));
  }

  /** RFC 8707, section 2. */
  @ParameterizedTest
  @ValueSource(strings = {"api", "https://api.sn.example#a", "https://a b"})
  void decide_resourceThatIsNone_isAnInvalidTarget(String resource) {
    denied(
        with(without(parameters(token().sign()), "audience"), "resource", resource),
        DenialReason.TARGET_NOT_ALLOWED);
  }

  @Test
  void decide_resourceInsteadOfAudience_isTheSame() {
    assertThat(
            granted(with(without(parameters(token().sign()), "audience"), "resource", API))
                .audience())
        .isEqualTo(API);
  }

  /** RFC 8693, section 2.2.2 (X1): a token meant for others, or of a client that is not ours. */
  @Test
  void decide_tokenOfAnotherAudienceOrClient_isRefused() {
    assertTokenRefused(token().claim("aud", API), RejectionReason.WRONG_AUDIENCE);
    assertTokenRefused(token().claim("client_id", "stranger"), RejectionReason.WRONG_CLIENT);
    assertTokenRefused(token().claim("iss", "https://x"), RejectionReason.UNKNOWN_ISSUER);
    assertTokenRefused(token().claim("jti", null), RejectionReason.TOKEN_ID_MISSING);
    denied(
        decide("stranger", parameters(token().sign()), Confirmation.NONE),
        DenialReason.SUBJECT_TOKEN_REFUSED);
  }

  @Test
  void decide_tokenThatIsNone_isRefused() {
    Denied denied = denied(parameters("none"), DenialReason.SUBJECT_TOKEN_REFUSED);

    assertThat(denied.rejection()).isEqualTo(RejectionReason.NOT_COMPACT);
  }

  /** RFC 8693, section 2.2.2 (X2): default deny. */
  @Test
  void decide_targetWithoutARule_isAnInvalidTarget() {
    for (String target : List.of(BACK, API + "/", PEER)) {
      Denied denied =
          denied(
              with(parameters(token().sign()), "audience", target),
              DenialReason.TARGET_NOT_ALLOWED);
      assertThat(denied.body()).isEqualTo(Map.of("error", "invalid_target"));
      assertThat(denied.ruleId()).isEmpty();
    }
  }

  @Test
  void decide_ruleBeforeAndAfterItsTime_doesNotCount() {
    String token = token().sign();
    rules = List.of(rule().valid(1, 2).build());

    denied(parameters(token), DenialReason.TARGET_NOT_ALLOWED);
    clock.advance(Duration.ofSeconds(2));
    denied(parameters(token), DenialReason.TARGET_NOT_ALLOWED);
    clock.advance(Duration.ofSeconds(-1));
    granted(parameters(token));
  }

  /** RFC 6749, section 3.3 (X2): what the token or the rule lacks cannot be asked for. */
  @ParameterizedTest
  @ValueSource(
      strings = {"cats", "birds", "dogs cats", "dogs admin", "DOGS", " dogs", "dogs  dogs"})
  void decide_moreScopeThanTokenAndRuleShare_isAnInvalidScope(String scope) {
    Denied denied =
        denied(with(parameters(token().sign()), "scope", scope), DenialReason.SCOPE_NOT_ALLOWED);

    assertThat(denied.body()).isEqualTo(Map.of("error", "invalid_scope"));
    assertThat(denied.ruleId()).contains("rule-1");
  }

  @Test
  void decide_nothingInCommon_isAnInvalidScopeUnlessTheRuleNamesNone() {
    String token = token().claim("scope", null).sign();

    denied(parameters(token), DenialReason.SCOPE_NOT_ALLOWED);
    rules = List.of(rule().scopes().build());
    assertThat(granted(parameters(token)).scopes()).isEmpty();
  }

  /** RFC 9470, section 4: says what to sign in with instead. */
  @Test
  void decide_levelTooLow_saysWhatIsNeeded() {
    rules =
        List.of(rule().minimum(AssuranceLevel.HIGH, false).maxAge(Duration.ofSeconds(50)).build());

    Denied denied = denied(parameters(token().sign()), DenialReason.ASSURANCE_TOO_LOW);

    assertThat(denied.body())
        .isEqualTo(
            Map.of(
                "error",
                "invalid_request",
                "reason",
                "insufficient_user_authentication",
                "acr_values",
                "http://bsi.bund.de/eID/LoA/hoch",
                "max_age",
                50L));
  }

  /** O12: lower, absent, unknown, not notified, above the ceiling. */
  static Stream<Arguments> weakLevels() {
    return Stream.of(
        arguments("http://bsi.bund.de/eID/LoA/normal", false),
        arguments("urn:landbruecke:loa:basic", false),
        arguments("unknown", false),
        arguments(null, false),
        arguments("http://eidas.europa.eu/NotNotified/LoA/high", false),
        arguments(SUBSTANTIAL, true));
  }

  @ParameterizedTest
  @MethodSource("weakLevels")
  void decide_weakerLevelThanTheRule_isRefused(@Nullable String acr, boolean notified) {
    rules = List.of(rule().minimum(AssuranceLevel.SUBSTANTIAL, notified).build());

    denied(parameters(token().claim("acr", acr).sign()), DenialReason.ASSURANCE_TOO_LOW);
  }

  @Test
  void decide_ceilingOfTheIssuer_limitsTheLevel() {
    home =
        trusted(HOME).levels(new LevelMap("1", LevelMap.OWN.values(), AssuranceLevel.LOW)).build();

    assertThat(granted(parameters(token().sign())).proven().level()).isEqualTo(AssuranceLevel.LOW);
  }

  /** A strong token of one of two accounts that were joined by weak means counts as those. */
  @Test
  void decide_accountsJoinedLower_limitsTheLevel() {
    ceiling = new Proven(AssuranceLevel.LOW, false);
    assertThat(granted(parameters(token().sign())).proven()).isEqualTo(ceiling);

    ceiling = new Proven(AssuranceLevel.HIGH, true);
    assertThat(granted(parameters(token().sign())).proven())
        .isEqualTo(new Proven(AssuranceLevel.SUBSTANTIAL, false));

    uses.clear();
    ceiling = new Proven(AssuranceLevel.BASIC, false);
    denied(parameters(token().sign()), DenialReason.ASSURANCE_TOO_LOW);
  }

  @Test
  void decide_ageOfTheSignIn_bothSides() {
    rules = List.of(rule().maxAge(Duration.ofSeconds(100)).build());

    granted(parameters(token().sign()));
    uses.clear();
    denied(
        parameters(token().claim("auth_time", NOW - 101).sign()), DenialReason.ASSURANCE_TOO_LOW);
    denied(parameters(token().claim("auth_time", null).sign()), DenialReason.ASSURANCE_TOO_LOW);
    denied(parameters(token().claim("auth_time", NOW + 61).sign()), DenialReason.ASSURANCE_TOO_LOW);
  }

  @Test
  void decide_noLinkOrConsent_needsABrowser() {
    String token = token().sign();
    consent = Optional.empty();
    assertThat(denied(parameters(token), DenialReason.CONSENT_REQUIRED).body())
        .isEqualTo(Map.of("error", "invalid_request", "reason", "consent_required"));

    link = Optional.empty();
    assertThat(denied(parameters(token), DenialReason.LINK_REQUIRED).body())
        .isEqualTo(Map.of("error", "invalid_request", "reason", "link_required"));
  }

  @Test
  void decide_statusWhereDemanded_isAsked() {
    active = false;
    granted(parameters(token().sign()));
    uses.clear();

    home = trusted(HOME).demandStatus().build();
    assertTokenRefused(token(), RejectionReason.INACTIVE);
  }

  /** RFC 9449, section 7; RFC 8705, section 3 (X3): the constraint is proven, and kept. */
  @Test
  void decide_boundToken_isOnlyExchangedWithItsKeyAndStaysBound() {
    Confirmation key = new Confirmation("key", null);
    String bound = token().claim("cnf", Map.of("jkt", "key")).sign();
    String certified = token().claim("cnf", Map.of("x5t#S256", "certificate")).sign();

    denied(
        decide("bw-backend", parameters(bound), Confirmation.NONE), DenialReason.SENDER_CONSTRAINT);
    denied(
        decide("bw-backend", parameters(bound), new Confirmation("other", null)),
        DenialReason.SENDER_CONSTRAINT);
    denied(
        decide("bw-backend", parameters(bound), new Confirmation(null, "key")),
        DenialReason.SENDER_CONSTRAINT);
    denied(decide("bw-backend", parameters(certified), key), DenialReason.SENDER_CONSTRAINT);

    Granted granted = (Granted) decide("bw-backend", parameters(bound), key);
    assertThat(granted.claims(GATEWAY, "1")).containsEntry("cnf", Map.of("jkt", "key"));
  }

  @Test
  void decide_ruleThatWantsAConstraint_needsAKey() {
    rules = List.of(rule().senderConstraint().build());
    String token = token().sign();

    denied(parameters(token), DenialReason.SENDER_CONSTRAINT);
    Granted granted =
        (Granted) decide("bw-backend", parameters(token), new Confirmation(null, "c"));
    assertThat(granted.claims(GATEWAY, "1")).containsEntry("cnf", Map.of("x5t#S256", "c"));
  }

  private static Map<String, Object> act(int depth, String issuer) {
    Map<String, Object> act = new LinkedHashMap<>();
    act.put("sub", "actor-" + depth);
    act.put("iss", issuer);
    if (depth > 1) {
      act.put("act", act(depth - 1, issuer));
    }
    return act;
  }

  /** RFC 8693, sections 4.1 and 4.4 (X5): forged, too deep, not allowed, or oneself. */
  static Stream<Arguments> wrongActors() {
    return Stream.of(
        arguments("act", act(3, HOME.issuer())),
        arguments("act", act(4, HOME.issuer())),
        arguments("act", act(1, GATEWAY)),
        arguments("act", act(1, "https://other.example")),
        arguments("act", Map.of("sub", "bw-backend", "iss", GATEWAY)),
        arguments("act", Map.of()),
        arguments("act", Map.of("iss", HOME.issuer())),
        arguments("act", Map.of("sub", "a", "iss", 1)),
        arguments("act", Map.of("sub", "a", "act", "b")),
        arguments("act", "bw-backend"),
        arguments("may_act", Map.of("sub", "sn-backend", "iss", GATEWAY)),
        arguments("may_act", Map.of("sub", "sn-backend")),
        arguments("may_act", Map.of("sub", "bw-backend", "iss", "https://other.example")),
        arguments("may_act", Map.of("iss", GATEWAY)),
        arguments("may_act", "bw-backend"),
        arguments("sub", "bw-app"));
  }

  @ParameterizedTest
  @MethodSource("wrongActors")
  void decide_wrongActor_isRefused(String claim, Object value) {
    Denied denied =
        denied(parameters(token().claim(claim, value).sign()), DenialReason.ACTOR_NOT_ALLOWED);

    assertThat(denied.body())
        .isEqualTo(Map.of("error", "invalid_request", "reason", "actor_not_allowed"));
  }

  @Test
  void decide_actorsBefore_areKeptUnderTheCaller() {
    Granted granted = granted(parameters(token().claim("act", act(2, HOME.issuer())).sign()));

    assertThat(granted.actors().actors())
        .containsExactly(
            new Actor("bw-backend", GATEWAY),
            new Actor("actor-2", HOME.issuer()),
            new Actor("actor-1", HOME.issuer()));
    assertThat(ActorChain.ofClaim(granted.actors().toClaim(), GATEWAY)).contains(granted.actors());
  }

  @Test
  void decide_mayActThatNamesTheCaller_isGranted() {
    for (Map<String, String> named :
        List.of(
            Map.of("sub", "bw-backend", "iss", GATEWAY),
            Map.of("sub", "bw-app", "iss", HOME.issuer()),
            Map.of("sub", "bw-app"))) {
      granted(parameters(token().claim("may_act", named).sign()));
    }
  }

  @Test
  void decide_actorToken_mayOnlyRepeatTheCaller() {
    Map<String, List<String>> parameters =
        with(parameters(token().sign()), "actor_token_type", ACCESS);
    String caller = token().claim("sub", "bw-app").sign();
    String other = token().claim("sub", "sn-backend").sign();

    granted(with(parameters, "actor_token", caller));
    uses.clear();
    Denied denied =
        denied(with(parameters, "actor_token", other), DenialReason.ACTOR_TOKEN_REFUSED);
    assertThat(denied.body())
        .isEqualTo(Map.of("error", "invalid_request", "reason", "actor_token_refused"));
    denied(with(parameters, "actor_token", "forged"), DenialReason.ACTOR_TOKEN_REFUSED);
  }

  /** X6: exchanged again, nothing grows; and not by the same client twice. */
  @Test
  void decide_exchangedTokenAgain_neverGrows() {
    clock.advance(Duration.ofSeconds(100));
    Granted first = granted(parameters(token().sign()));
    TokenBuilder again = OWN.token(NOON).header("typ", "at+jwt");
    first.claims(GATEWAY, "2").forEach(again::claim);
    again.claim("aud", GATEWAY);
    Map<String, List<String>> back = with(parameters(again.sign()), "audience", BACK);

    denied(parametersAfter(decide(back)), DenialReason.ACTOR_NOT_ALLOWED);
    Granted second = (Granted) decide("sn-backend", back, Confirmation.NONE);

    assertThat(second.expiresAt()).isEqualTo(first.expiresAt());
    assertThat(first.scopes()).containsAll(second.scopes());
    assertThat(first.proven().satisfies(second.proven())).isTrue();
    assertThat(second.origin()).isEqualTo("service-bw");
    assertThat(second.actors().actors())
        .containsExactly(new Actor("sn-backend", GATEWAY), new Actor("bw-backend", GATEWAY));
  }

  /** The first decision counted a use; what follows must not. */
  private ExchangeDecision parametersAfter(ExchangeDecision decision) {
    uses.clear();
    return decision;
  }

  @Test
  void decide_lifetime_isTheShorterOfRuleAndToken() {
    assertThat(granted(parameters(token().claim("exp", NOW + 299).sign())).lifetime())
        .isEqualTo(Duration.ofSeconds(299));
    rules = List.of(rule().lifetime(Duration.ofSeconds(60)).build());
    assertThat(granted(parameters(token().sign())).lifetime()).isEqualTo(Duration.ofSeconds(60));
  }

  /** Within the skew a token is accepted, but its end is its end. */
  @Test
  void decide_tokenInItsSkew_givesNothing() {
    String token = token().claim("exp", NOW + 10).sign();
    clock.advance(Duration.ofSeconds(9));
    assertThat(granted(parameters(token)).lifetime()).isEqualTo(Duration.ofSeconds(1));
    uses.clear();

    clock.advance(Duration.ofSeconds(1));
    Denied denied = denied(parameters(token), DenialReason.SUBJECT_TOKEN_REFUSED);
    assertThat(denied.rejection()).isEqualTo(RejectionReason.EXPIRED);
  }

  /** RFC 9700, section 4.10 (X9): exactly the allowed count, however many at once. */
  @Test
  void conclude_oneTokenAThousandTimesAtOnce_isGrantedTwentyTimes() throws Exception {
    ExchangeRequest request =
        new ExchangeRequest("bw-backend", parameters(token().sign()), Confirmation.NONE);
    ExchangePolicy policy = policy();
    List<Future<ExchangeDecision>> decisions = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 1000; i++) {
        decisions.add(
            threads.submit(() ->
                policy
                    .assess(request)
                    .conclude((key, until, limit) -> uses.merge(key, 1, Integer::sum) <= limit)));
      }
    }

    int granted = 0;
    for (Future<ExchangeDecision> decision : decisions) {
      if (decision.get() instanceof Denied denied) {
        assertThat(denied.body())
            .isEqualTo(Map.of("error", "invalid_request", "reason", "replayed"));
        assertThat(denied.ruleId()).contains("rule-1");
      } else {
        granted++;
      }
    }
    assertThat(granted).isEqualTo(20);
    assertThat(uses).hasSize(1);
  }

  @Test
  void conclude_otherAudience_isCountedApart() {
    rules = List.of(rule().build(), rule().id("rule-2").audience(BACK).build());
    String token = token().sign();

    granted(parameters(token));
    granted(with(parameters(token), "audience", BACK));

    assertThat(uses).hasSize(2);
  }

  /** OAuth identity and authorization chaining: a grant for the peer, which redeems it. */
  @Test
  void decide_grantForThePeer_isShortAndRedeemedOnce() throws TokenRejectedException {
    rules = List.of(rule().grant().build());
    Map<String, List<String>> exchange = with(parameters(token().sign()), "audience", PEER);
    denied(with(exchange, "requested_token_type", ACCESS), DenialReason.TARGET_NOT_ALLOWED);

    Granted granted = granted(with(exchange, "requested_token_type", JWT));
    Map<String, Object> claims = granted.claims(GATEWAY, "1");

    assertThat(granted.type()).isEqualTo("JWT");
    assertThat(claims)
        .containsEntry("aud", PEER)
        .containsEntry("sub", "pair-1")
        .containsEntry("exp", NOW + 60)
        .doesNotContainKey("client_id");
    TokenBuilder grant = OWN.token(NOON).header("typ", granted.type());
    claims.forEach(grant::claim);
    TokenVerifier peer =
        new TokenVerifier(
            name -> Optional.of(own),
            new IssuerKeys(
                issuer -> {
                  throw new AssertionError("nothing may be fetched");
                },
                clock),
            clock);
    assertThat(peer.authorizationGrant(grant.sign(), PEER).subject()).isEqualTo("pair-1");
  }

  private static Map<String, List<String>> redemption(TokenBuilder grant) {
    return Map.of(
        "grant_type",
        List.of(ExchangeRequest.JWT_BEARER),
        "assertion",
        List.of(grant.sign()),
        "audience",
        List.of(API));
  }

  /** RFC 7523, section 3.1: {@code invalid_grant}, whatever is wrong with the grant. */
  @Test
  void decide_redemptionOfAPeersGrant_isOnceAndAnswersInvalidGrant() {
    TokenBuilder grant =
        HOME.token(NOON)
            .claim("aud", GATEWAY)
            .claim("sub", "pair-2")
            .claim("jti", "1")
            .claim("exp", NOW + 60)
            .claim("scope", "dogs")
            .claim("acr", SUBSTANTIAL);

    rules = List.of(rule().build(), rule().id("rule-2").audience(BACK).build());
    assertThat(granted(redemption(grant)).scopes()).containsExactly("dogs");
    assertThat(decide(with(redemption(grant), "audience", BACK)))
        .isInstanceOfSatisfying(
            Denied.class,
            denied ->
                assertThat(denied.body())
                    .isEqualTo(Map.of("error", "invalid_grant", "reason", "replayed")));
    uses.clear();
    Denied denied = denied(redemption(grant.claim("aud", API)), DenialReason.SUBJECT_TOKEN_REFUSED);
    assertThat(denied.error()).isEqualTo("invalid_grant");
    denied(
        decide("stranger", redemption(grant.claim("aud", GATEWAY)), Confirmation.NONE),
        DenialReason.SUBJECT_TOKEN_REFUSED);
    link = Optional.empty();
    assertThat(denied(redemption(grant), DenialReason.LINK_REQUIRED).error())
        .isEqualTo("invalid_grant");
  }

  /** A peer tells who acted before it, but nobody else can say who acted here (X5). */
  @Test
  void decide_actorsInAPeersGrant_areKeptUnlessTheyAreOurs() {
    TokenBuilder grant =
        HOME.token(NOON)
            .claim("aud", GATEWAY)
            .claim("sub", "pair-2")
            .claim("jti", "1")
            .claim("exp", NOW + 60)
            .claim("scope", "dogs")
            .claim("acr", SUBSTANTIAL);

    denied(redemption(grant.claim("act", act(1, GATEWAY))), DenialReason.ACTOR_NOT_ALLOWED);
    assertThat(
            granted(redemption(grant.claim("act", act(2, "https://other.example"))))
                .actors()
                .actors())
        .hasSize(3);
  }

  @Test
  void toString_ofAll_tellsNoToken() {
    String token = token().sign();
    ExchangeRequest request =
        new ExchangeRequest("bw-backend", parameters(token), Confirmation.NONE);

    assertThat(request).hasToString("ExchangeRequest[bw-backend]");
    assertThat(granted(parameters(token))).hasToString("Granted[rule-1]");
  }
}
