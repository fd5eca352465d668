package de.landbruecke.trust;

import static de.landbruecke.testing.TestClock.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import de.landbruecke.testing.TestClock;
import de.landbruecke.testing.TestIssuer;
import java.io.IOException;
import java.math.BigInteger;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The provider that operators may bring decides as Java's own does. */
final class NativeCryptoTest {

  private static final int TOKENS = 3_000;
  private static final String GATEWAY = "https://gateway.example";

  /** The order of P-256. */
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private final TestClock clock = new TestClock();

  @ParameterizedTest
  @EnumSource
  void verify_forgedTokens_getTheSameVerdictsOfBothProviders(SignatureAlgorithm algorithm) {
    long seed = new Random().nextLong();
    TestIssuer home = TestIssuer.of("home", "https://home.example", algorithm);
    List<String> corpus = corpus(home, algorithm, new Random(seed));

    List<String> own = verdicts(home, algorithm, corpus);
    List<String> both = underNative(() -> verdicts(home, algorithm, corpus));

    System.out.println("verdicts on " + algorithm + ": seed " + seed + ", " + new TreeSet<>(own));
    assertThat(both).as("seed " + seed).isEqualTo(own);
    assertThat(own).contains("accepted", RejectionReason.BAD_SIGNATURE.name());
    assertThat(own.getFirst()).isEqualTo("accepted");
  }

  /** A server reads keys under one provider, and may have read them under another. */
  @Test
  void verify_keysReadUnderTheOtherProvider_areTheSame() {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      TestIssuer home = TestIssuer.of("home", "https://home.example", algorithm);
      List<String> sound = List.of(sound(home));
      TokenVerifier before = verifier(home, algorithm);

      assertThat(underNative(() -> verdicts(before, sound))).containsExactly("accepted");
      TokenVerifier after = underNative(() -> verifier(home, algorithm));
      assertThat(verdicts(after, sound)).as(algorithm.header()).containsExactly("accepted");
    }
  }

  private static <T> T underNative(java.util.function.Supplier<T> work) {
    AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
    provider.assertHealthy();
    Security.insertProviderAt(provider, 1);
    try {
      return work.get();
    } finally {
      Security.removeProvider(provider.getName());
    }
  }

  private TokenVerifier verifier(TestIssuer home, SignatureAlgorithm algorithm) {
    TrustedIssuer trusted =
        home.trusted().algorithms(Set.of(algorithm)).audiences(Set.of(GATEWAY)).build();
    return new TokenVerifier(
        name -> name.equals(home.issuer()) ? Optional.of(trusted) : Optional.empty(),
        new IssuerKeys(
            issuer -> {
              throw new IOException("nothing may be fetched");
            },
            clock),
        clock);
  }

  private List<String> verdicts(
      TestIssuer home, SignatureAlgorithm algorithm, List<String> corpus) {
    return verdicts(verifier(home, algorithm), corpus);
  }

  private static List<String> verdicts(TokenVerifier verifier, List<String> corpus) {
    List<String> verdicts = new ArrayList<>();
    for (String token : corpus) {
      try {
        verifier.accessToken(token, Set.of(GATEWAY));
        verdicts.add("accepted");
      } catch (TokenRejectedException e) {
        verdicts.add(e.reason().name());
      }
    }
    return verdicts;
  }

  private static String sound(TestIssuer home) {
    return home.accessToken(NOON).claim("aud", GATEWAY).claim("client_id", "app").sign();
  }

  private static List<String> corpus(TestIssuer home, SignatureAlgorithm algorithm, Random random) {
    String sound = sound(home);
    TestIssuer evil = TestIssuer.of("home", "https://home.example", algorithm);
    String signed = sound.substring(0, sound.lastIndexOf('.') + 1);
    byte[] signature = Base64.getUrlDecoder().decode(sound.substring(signed.length()));
    List<String> corpus = new ArrayList<>(List.of(sound, sound(home), sound(evil)));
    corpus.add(home.accessToken(NOON).claim("aud", GATEWAY).signBy(evil));
    for (byte[] other : edges(signature)) {
      corpus.add(signed + TestIssuer.base64(other));
    }
    while (corpus.size() < TOKENS) {
      byte[] other = signature.clone();
      other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
      switch (random.nextInt(4)) {
        case 0 -> corpus.add(signed + TestIssuer.base64(other));
        case 1 ->
            corpus.add(signed + TestIssuer.base64(Arrays.copyOf(signature, random.nextInt(600))));
        case 2 -> {
          random.nextBytes(other);
          corpus.add(signed + TestIssuer.base64(other));
        }
        default -> {
          int at = random.nextInt(sound.length());
          corpus.add(
              sound.substring(0, at) + (char) (32 + random.nextInt(96)) + sound.substring(at + 1));
        }
      }
    }
    return corpus;
  }

  /** Halves of zero, of one, of the order and next to it, and twins. */
  private static List<byte[]> edges(byte[] signature) {
    List<byte[]> edges = new ArrayList<>(List.of(new byte[0], new byte[signature.length]));
    byte[] ones = new byte[signature.length];
    Arrays.fill(ones, (byte) 0xff);
    edges.add(ones);
    if (signature.length != 64) {
      return edges;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    List<BigInteger> values =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            N.subtract(BigInteger.ONE),
            N,
            r,
            s,
            N.subtract(s).mod(N.add(N)),
            N.subtract(r).mod(N.add(N)));
    for (BigInteger one : values) {
      for (BigInteger other : values) {
        edges.add(halves(one, other));
      }
    }
    return edges;
  }

  private static byte[] halves(BigInteger one, BigInteger other) {
    byte[] both = new byte[64];
    put(both, 0, one);
    put(both, 32, other);
    return both;
  }

  private static void put(byte[] target, int from, BigInteger value) {
    byte[] bytes = value.toByteArray();
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, target, from + 32 - length, length);
  }
}
