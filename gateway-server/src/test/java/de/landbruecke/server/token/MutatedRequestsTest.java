package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Good requests with something changed at random: whatever it is, there is no 5xx, no code for
 * another address, and no token for a request that is not exactly good. Prints its seed.
 */
class MutatedRequestsTest extends TokenTest {

  private static final String HOSTILE =
      "\u0000\r\n\"'<>%&=;+ ~*#?/\\[]{}\u00e4\ud83d\ude00\u202e\ufeff";

  @Test
  void requests_mutated_areNeverAcceptedByMistake() {
    mutate(300, System.nanoTime());
  }

  /** The share of {@code -Pproof}. */
  @Tag("proof")
  @Test
  void requests_mutatedTwentyThousandTimes_areNeverAcceptedByMistake() {
    mutate(20_000, System.nanoTime());
  }

  private void mutate(int count, long seed) {
    System.out.println("seed of the mutations: " + seed);
    Random random = new Random(seed);
    Browser browser = new Browser();
    String code = code(browser, request(SERVICE), Person.anew(AssuranceLevel.SUBSTANTIAL));
    int tokens = 0;
    for (int i = 0; i < count; i++) {
      if (random.nextBoolean()) {
        String query = mutated(Browser.encoded(request(SERVICE)), random);
        // By form: an address that is broken is not sent by any client.
        assertIsSafe(
            isAddress(query)
                ? browser.get(ISSUER + "/oauth2/authorize?" + query)
                : browser.post(ISSUER + "/oauth2/authorize", query),
            seed);
      } else {
        String form = Browser.encoded(redemption(SERVICE, code));
        String changed = mutated(form, random);
        HttpResponse<String> response = browser.post(TOKEN, changed);
        assertThat(response.statusCode()).as("seed %d: %s", seed, changed).isBetween(200, 499);
        if (response.statusCode() == 200) {
          tokens++;
        }
      }
    }
    // A mutation may have hit what does not matter, but a code is good once.
    assertThat(tokens).as("seed %d", seed).isLessThanOrEqualTo(1);
  }

  private static boolean isAddress(String query) {
    try {
      return !java.net.URI.create("http://localhost/?" + query).toString().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void assertIsSafe(HttpResponse<String> response, long seed) {
    assertThat(response.statusCode()).as("seed %d", seed).isIn(303, 400);
    String location = Browser.location(response);
    if (response.statusCode() == 303) {
      assertThat(location)
          .as("seed %d", seed)
          .satisfiesAnyOf(
              each -> assertThat(each).startsWith(CALLBACK + "?"),
              each -> assertThat(each).startsWith(ISSUER + "/konto/anmelden/"),
              each -> assertThat(each).startsWith(ISSUER + "/oauth2/authorize?client_id="));
    } else {
      assertThat(location).as("seed %d", seed).isEmpty();
    }
  }

  /** Changes the parameters, or the text itself. */
  private static String mutated(String encoded, Random random) {
    List<String> parts = new ArrayList<>(List.of(encoded.split("&")));
    int at = random.nextInt(parts.size());
    switch (random.nextInt(7)) {
      case 0 -> parts.remove(at);
      case 1 -> parts.add(parts.get(at));
      case 2 -> parts.set(at, parts.get(at).replaceFirst("=", "%5B%5D="));
      case 3 ->
          parts.set(at, parts.get(at) + encode(HOSTILE.charAt(random.nextInt(HOSTILE.length()))));
      case 4 -> parts.set(at, parts.get(at).replaceFirst("=.*", "="));
      case 5 -> parts.set(at, parts.get(at) + "x".repeat(random.nextInt(5_000)));
      default -> {
        String part = parts.get(at);
        int place =
            part.indexOf('=')
                + 1
                + random.nextInt(Math.max(1, part.length() - part.indexOf('=') - 1));
        place = Math.min(place, part.length() - 1);
        char other = (char) ('a' + random.nextInt(26));
        parts.set(at, part.substring(0, place) + other + part.substring(place + 1));
      }
    }
    return String.join("&", parts);
  }

  private static String encode(char hostile) {
    return java.net.URLEncoder.encode(
        Character.isSurrogate(hostile) ? "\ud83d\ude00" : String.valueOf(hostile),
        java.nio.charset.StandardCharsets.UTF_8);
  }
}
