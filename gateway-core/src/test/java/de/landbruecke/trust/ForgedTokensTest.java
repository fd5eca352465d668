package de.landbruecke.trust;

import static de.landbruecke.testing.TestClock.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.testing.TestClock;
import de.landbruecke.testing.TestIssuer;
import de.landbruecke.testing.TestIssuer.TokenBuilder;
import de.landbruecke.trust.TokenVerifier.SubjectTokenType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Ten thousand forged and malformed tokens: none is accepted, and nothing is fetched for them. */
final class ForgedTokensTest {

  private static final int TOKENS = 10_000;
  private static final String GATEWAY = "https://gateway.example";

  private static final TestIssuer HOME = TestIssuer.of("home", "https://home.example");
  private static final TestIssuer EVIL = TestIssuer.of("home", "https://home.example");

  private final TestClock clock = new TestClock();
  private final AtomicInteger fetches = new AtomicInteger();
  private final TrustedIssuer trusted =
      HOME.trusted()
          .audiences(Set.of(GATEWAY))
          .clients(Map.of("app", "backend"))
          .accessTokenTypes(Set.of("at+jwt", "JWT"))
          .build();
  private final TokenVerifier verifier =
      new TokenVerifier(
          name -> name.equals(HOME.issuer()) ? Optional.of(trusted) : Optional.empty(),
          new IssuerKeys(
              issuer -> {
                fetches.incrementAndGet();
                throw new IOException("nothing may be fetched");
              },
              clock),
          clock);

  /** Whether anything at all takes it. */
  private boolean isAccepted(String token, Map<RejectionReason, Integer> reasons) {
    List<Check> checks =
        List.of(
            () -> verifier.accessToken(token, Set.of(GATEWAY)),
            () -> verifier.idToken(token, HOME.issuer(), "app", "n", null),
            () -> verifier.logoutToken(token, HOME.issuer(), "app"),
            () -> verifier.subjectToken(token, SubjectTokenType.ACCESS_TOKEN, "backend"),
            () -> verifier.clientAssertion(token, HOME.issuer(), Set.of(GATEWAY)),
            () -> verifier.authorizationGrant(token, GATEWAY));
    boolean accepted = false;
    for (Check check : checks) {
      try {
        check.run();
        accepted = true;
      } catch (TokenRejectedException e) {
        reasons.merge(e.reason(), 1, Integer::sum);
      }
    }
    return accepted;
  }

  @FunctionalInterface
  private interface Check {
    VerifiedToken run() throws TokenRejectedException;
  }

  private static TokenBuilder sound() {
    return HOME.accessToken(NOON)
        .claim("aud", GATEWAY)
        .claim("client_id", "app")
        .claim("scope", "dogs")
        .claim("act", Map.of("sub", "a"));
  }

  @Test
  void verify_forgedTokens_areAllRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String sound = sound().sign();
    Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
    List<String> accepted = new ArrayList<>();

    assertThat(isAccepted(sound, reasons)).isTrue();
    for (int i = 0; i < TOKENS; i++) {
      String forged = forged(sound, random);
      if (!forged.equals(sound) && isAccepted(forged, reasons)) {
        accepted.add(forged);
      }
    }

    System.out.println("forged tokens: seed " + seed + ", refused for " + reasons);
    assertThat(accepted.stream().limit(3)).as("seed " + seed).isEmpty();
    assertThat(fetches).hasValue(0);
    assertThat(reasons)
        .containsKeys(
            RejectionReason.BAD_SIGNATURE,
            RejectionReason.NOT_CANONICAL,
            RejectionReason.NOT_JSON,
            RejectionReason.ALGORITHM_NOT_ALLOWED);
  }

  private static String forged(String sound, Random random) {
    String[] segments = sound.split("\\.", -1);
    return switch (random.nextInt(10)) {
      case 0 -> changed(sound, random);
      case 1 -> changed(changed(changed(sound, random), random), random);
      case 2 -> {
        int cut = random.nextInt(sound.length());
        yield random.nextBoolean() ? sound.substring(0, cut) : sound.substring(cut);
      }
      case 3 -> {
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        yield segments[0] + "." + TestIssuer.base64(noise) + "." + segments[2];
      }
      case 4 -> {
        byte[] signature = new byte[random.nextInt(100)];
        random.nextBytes(signature);
        yield segments[0] + "." + segments[1] + "." + TestIssuer.base64(signature);
      }
      case 5 -> {
        // Another claim, and the old signature.
        String[] other = sound().claim("sub", "victim-" + random.nextInt()).sign().split("\\.", -1);
        yield other[0] + "." + other[1] + "." + segments[2];
      }
      case 6 -> {
        String alg = List.of("none", "HS256", "RS256", "ES384", "PS256").get(random.nextInt(5));
        yield sound().header("alg", alg).signBy(EVIL);
      }
      case 7 -> sound().claim("scope", "admin " + random.nextInt()).signBy(EVIL);
      case 8 -> {
        // Really signed, but with a header or claims that are no JSON any more.
        String text = changed("{\"iss\":\"" + HOME.issuer() + "\",\"sub\":\"x\"}", random);
        yield HOME.sign(
            changed("{\"alg\":\"ES256\",\"kid\":\"" + HOME.keyId() + "\"}", random),
            text.getBytes(UTF_8));
      }
      default -> {
        // Really signed, but for others, by others, or without what it needs.
        String claim = List.of("aud", "exp", "iss", "iat", "sub", "jti").get(random.nextInt(6));
        boolean changed = random.nextBoolean() && !claim.equals("sub") && !claim.equals("jti");
        yield sound().claim(claim, changed ? "x" + random.nextInt() : null).sign();
      }
    };
  }

  private static String changed(String text, Random random) {
    int at = random.nextInt(text.length());
    char other =
        (char) (random.nextInt(20) == 0 ? random.nextInt(0xffff) : 32 + random.nextInt(96));
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + other + text.substring(at);
      case 1 -> text.substring(0, at) + text.substring(at + 1);
      default -> text.substring(0, at) + other + text.substring(at + 1);
    };
  }
}
