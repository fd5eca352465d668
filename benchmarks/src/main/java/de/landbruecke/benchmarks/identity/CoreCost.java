package de.landbruecke.benchmarks.identity;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.jwk.JWKSet;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.benchmarks.Table;
import de.landbruecke.exchange.ExchangeDecision;
import de.landbruecke.exchange.ExchangePolicy;
import de.landbruecke.exchange.ExchangePolicy.Consent;
import de.landbruecke.exchange.ExchangeRequest;
import de.landbruecke.exchange.ExchangeRule;
import de.landbruecke.trust.IssuerKeys;
import de.landbruecke.trust.KeySet;
import de.landbruecke.trust.LevelMap;
import de.landbruecke.trust.SignatureAlgorithm;
import de.landbruecke.trust.TokenVerifier;
import de.landbruecke.trust.TrustedIssuer;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the gate, the parsing and the policy cost above the bare verification of the signature, in
 * one thread of this process by its processor time.
 */
final class CoreCost {

  private static final String GATEWAY = "https://gateway.example";
  private static final String API = "https://api.sn.example";
  private static final int TOKENS = 1_000;
  private static final int ROUNDS = 41;

  private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
  private final List<String> tokens = new ArrayList<>();
  private final ExchangePolicy policy;
  private final PublicKey key;

  CoreCost() throws IOException {
    try (HomePortal home = new HomePortal()) {
      for (int i = 0; i < TOKENS; i++) {
        tokens.add(home.accessToken("person-" + i));
      }
      String jwks = home.jwks();
      TrustedIssuer issuer =
          TrustedIssuer.withKeys("home-bw", home.issuer(), KeySet.parse(jwks))
              .network(TrustedIssuer.Network.PRIVATE)
              .algorithms(Set.of(SignatureAlgorithm.ES256))
              .levels(
                  new LevelMap(
                      "1",
                      Map.of("substantial", new LevelMap.Proven(AssuranceLevel.SUBSTANTIAL, false)),
                      AssuranceLevel.HIGH))
              .clients(Map.of(HomePortal.BACKEND, "bw-backend"))
              .audiences(Set.of(GATEWAY))
              .build();
      Clock time = Clock.systemUTC();
      IssuerKeys keys =
          new IssuerKeys(
              other -> {
                throw new IOException("the keys are registered");
              },
              time);
      policy =
          new ExchangePolicy(
              1,
              List.of(rule()),
              GATEWAY,
              new TokenVerifier(
                  name -> name.equals(issuer.issuer()) ? Optional.of(issuer) : Optional.empty(),
                  keys,
                  time),
              (token, rule) -> Optional.of("pair-1"),
              (token, rule, subject) -> Optional.of(new Consent("consent-1", Set.of("given_name"))),
              token -> true,
              time);
      key = JWKSet.parse(jwks).getKeys().getFirst().toECKey().toPublicKey();
    } catch (java.text.ParseException | com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ExchangeRule rule() {
    return new ExchangeRule(
        "rule-1",
        "home-bw",
        "home-sn",
        "sn-service",
        API,
        ExchangeRule.Output.ACCESS_TOKEN,
        new LevelMap.Proven(AssuranceLevel.LOW, false),
        null,
        Set.of("read"),
        Set.of("given_name"),
        ExchangeRule.DEFAULT_USES,
        ExchangeRule.DEFAULT_LIFETIME,
        false,
        Instant.EPOCH,
        Instant.now().plus(Duration.ofDays(1)),
        "Referat 42");
  }

  Table table() {
    Table table =
        new Table(
            "cryptography",
            "bare ES256 verification µs",
            "gate, parsing, verification and policy µs",
            "above it µs");
    row(table, "JCA");
    Security.insertProviderAt(AmazonCorrettoCryptoProvider.INSTANCE, 1);
    try {
      row(table, "ACCP");
    } finally {
      Security.removeProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
    }
    return table;
  }

  /** Bare and whole in turn, so that whatever else the machine does hits both alike. */
  private void row(Table table, String name) {
    double[] bare = new double[ROUNDS];
    double[] whole = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      bare[round] = micros(this::verify);
      whole[round] = micros(this::exchange);
    }
    // The first half warms up.
    double least = middle(Arrays.copyOfRange(bare, ROUNDS / 2, ROUNDS));
    double all = middle(Arrays.copyOfRange(whole, ROUNDS / 2, ROUNDS));
    table.row(name, Table.number(least, 1), Table.number(all, 1), Table.number(all - least, 1));
  }

  private static double middle(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private double micros(java.util.function.Consumer<String> work) {
    long start = clock.getCurrentThreadCpuTime();
    tokens.forEach(work);
    return (clock.getCurrentThreadCpuTime() - start) / 1e3 / TOKENS;
  }

  private void verify(String token) {
    try {
      int end = token.lastIndexOf('.');
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(key);
      signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)))) {
        throw new IllegalStateException("a good signature was refused");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void exchange(String token) {
    ExchangeDecision decision =
        policy
            .assess(
                new ExchangeRequest(
                    "bw-backend",
                    Map.of(
                        "grant_type",
                        List.of(ExchangeRequest.TOKEN_EXCHANGE),
                        "subject_token",
                        List.of(token),
                        "subject_token_type",
                        List.of("urn:ietf:params:oauth:token-type:access_token"),
                        "audience",
                        List.of(API),
                        "scope",
                        List.of("read")),
                    Confirmation.NONE))
            .conclude((replay, until, limit) -> true);
    if (!(decision instanceof ExchangeDecision.Granted)) {
      throw new IllegalStateException("a good token was refused: " + decision);
    }
  }
}
