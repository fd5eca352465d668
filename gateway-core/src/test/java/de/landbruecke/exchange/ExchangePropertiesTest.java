package de.landbruecke.exchange;

import static de.landbruecke.testing.TestClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.exchange.ExchangeDecision.Granted;
import de.landbruecke.exchange.ExchangePolicy.Consent;
import de.landbruecke.exchange.ExchangeRule.Output;
import de.landbruecke.testing.TestClock;
import de.landbruecke.testing.TestIssuer;
import de.landbruecke.testing.TestIssuer.TokenBuilder;
import de.landbruecke.trust.IssuerKeys;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.LevelMap.Proven;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.TrustedIssuer;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever is granted never exceeds what the token and the policy have in common. */
final class ExchangePropertiesTest {

  private static final int REQUESTS = 2_000;
  private static final String GATEWAY = "https://gateway.example";
  private static final TestIssuer HOME = TestIssuer.of("home", "https://home.example");
  private static final List<String> WORDS = List.of("a", "b", "c", "d");
  private static final List<String> TARGETS = List.of("https://one.example", "https://two.example");
  private static final List<String> ACRS =
      List.of(
          "unknown",
          "urn:landbruecke:loa:basic",
          "http://bsi.bund.de/eID/LoA/normal",
          "http://bsi.bund.de/eID/LoA/substantiell",
          "http://bsi.bund.de/eID/LoA/hoch",
          "http://eidas.europa.eu/LoA/substantial");

  private final TestClock clock = new TestClock();

  private static <T> T one(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static Set<String> some(Random random) {
    Set<String> some = new HashSet<>(WORDS);
    some.removeIf(word -> random.nextInt(3) == 0);
    return some;
  }

  private static Proven proven(Random random) {
    AssuranceLevel level = one(List.of(AssuranceLevel.values()), random);
    return new Proven(level, level.isAtLeast(AssuranceLevel.LOW) && random.nextInt(4) == 0);
  }

  private static ExchangeRule rule(int number, Random random) {
    return new ExchangeRule(
        "rule-" + number,
        random.nextInt(10) == 0 ? "other" : "home",
        "target",
        "service",
        one(TARGETS, random),
        Output.ACCESS_TOKEN,
        proven(random),
        random.nextInt(4) == 0 ? Duration.ofSeconds(random.nextInt(300)) : null,
        some(random),
        some(random),
        1 + random.nextInt(20),
        Duration.ofSeconds(1 + random.nextInt(900)),
        random.nextInt(4) == 0,
        NOON.plusSeconds(random.nextInt(20) - 15),
        NOON.plusSeconds(10 + random.nextInt(20)),
        "approver");
  }

  private ExchangePolicy policy(
      List<ExchangeRule> rules, AssuranceLevel ceiling, Set<String> released) {
    TrustedIssuer issuer =
        HOME.trusted()
            .levels(new LevelMap("1", LevelMap.OWN.values(), ceiling))
            .audiences(Set.of(GATEWAY))
            .clients(Map.of("app", "backend"))
            .build();
    IssuerKeys keys =
        new IssuerKeys(
            each -> {
              throw new IOException("nothing is fetched");
            },
            clock);
    return new ExchangePolicy(
        1,
        rules,
        GATEWAY,
        new TokenVerifier(name -> Optional.of(issuer), keys, clock),
        (token, rule) -> Optional.of("pair"),
        (token, rule, subject) -> Optional.of(new Consent("1", released)),
        token -> true,
        clock);
  }

  @Test
  void decide_anyTokenAndAnyPolicy_grantNoMoreThanBothHave() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int granted = 0;

    for (int i = 0; i < REQUESTS; i++) {
      List<ExchangeRule> rules =
          IntStream.range(0, 3).mapToObj(number -> rule(number, random)).toList();
      AssuranceLevel ceiling = one(List.of(AssuranceLevel.values()), random);
      Set<String> released = some(random);
      Set<String> scopes = some(random);
      String acr = one(ACRS, random);
      Instant expiry = NOON.plusSeconds(random.nextInt(1000));
      Confirmation bound =
          random.nextInt(3) == 0 ? new Confirmation("key", null) : Confirmation.NONE;
      Confirmation caller =
          random.nextInt(3) == 0 ? Confirmation.NONE : new Confirmation("key", null);
      TokenBuilder token =
          HOME.accessToken(NOON)
              .claim("aud", GATEWAY)
              .claim("client_id", "app")
              .claim("scope", String.join(" ", scopes))
              .claim("acr", acr)
              .claim("auth_time", NOON.getEpochSecond() - random.nextInt(200))
              .claim("exp", expiry.getEpochSecond())
              .claim("cnf", bound.isBound() ? Map.of("jkt", "key") : null);
      Map<String, List<String>> parameters = new HashMap<>();
      parameters.put("grant_type", List.of(ExchangeRequest.TOKEN_EXCHANGE));
      parameters.put("subject_token", List.of(token.sign()));
      parameters.put(
          "subject_token_type", List.of("urn:ietf:params:oauth:token-type:access_token"));
      String target = one(TARGETS, random);
      parameters.put("audience", List.of(target));
      if (random.nextBoolean()) {
        parameters.put("scope", List.of(one(WORDS, random)));
      }
      Map<String, Integer> uses = new LinkedHashMap<>();

      ExchangeDecision decision =
          policy(rules, ceiling, released)
              .assess(new ExchangeRequest("backend", parameters, caller))
              .conclude((key, until, limit) -> uses.merge(key, 1, Integer::sum) <= limit);

      if (decision instanceof Granted grant) {
        granted++;
        ExchangeRule rule = grant.rule();
        Proven input = new LevelMap("1", LevelMap.OWN.values(), ceiling).proven(acr);
        assertThat(rules).as("seed " + seed).contains(rule);
        assertThat(rule.isValidAt(NOON)).as("seed " + seed).isTrue();
        assertThat(rule.from()).as("seed " + seed).isEqualTo("home");
        assertThat(grant.audience())
            .as("seed " + seed)
            .isEqualTo(target)
            .isEqualTo(rule.audience());
        assertThat(input.satisfies(grant.proven())).as("level, seed " + seed).isTrue();
        assertThat(ceiling.isAtLeast(grant.proven().level())).as("ceiling, seed " + seed).isTrue();
        assertThat(grant.proven().satisfies(rule.minimum())).as("demand, seed " + seed).isTrue();
        assertThat(scopes).as("scope of the token, seed " + seed).containsAll(grant.scopes());
        assertThat(rule.scopes()).as("scope of the rule, seed " + seed).containsAll(grant.scopes());
        assertThat(released).as("released, seed " + seed).containsAll(grant.attributes());
        assertThat(rule.attributes()).as("allowed, seed " + seed).containsAll(grant.attributes());
        assertThat(grant.expiresAt())
            .as("life, seed " + seed)
            .isBeforeOrEqualTo(expiry)
            .isAfter(NOON);
        assertThat(grant.lifetime()).as("life, seed " + seed).isLessThanOrEqualTo(rule.lifetime());
        assertThat(grant.expiresAt()).as("rule, seed " + seed).isBeforeOrEqualTo(rule.validUntil());
        assertThat(bound.isProvenBy(grant.confirmation())).as("binding, seed " + seed).isTrue();
        assertThat(grant.confirmation().isBound() || !rule.senderConstraint())
            .as("seed " + seed)
            .isTrue();
        assertThat(uses).as("seed " + seed).hasSize(1);
      } else {
        assertThat(uses).as("seed " + seed).isEmpty();
      }
    }

    System.out.println("exchanges: seed " + seed + ", granted " + granted + " of " + REQUESTS);
    assertThat(granted).as("seed " + seed).isBetween(50, REQUESTS);
  }
}
