package de.landbruecke.server.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.trust.TrustedIssuer.Network;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts of home portals' discovery documents, and how long. */
class HomeDirectoryTest {

  private static final String ISSUER = "https://portal.example";

  private final List<URI> asked = Collections.synchronizedList(new ArrayList<>());
  private volatile String answer = document(ISSUER, "/jwks");
  private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void find_goodDocument_isKeptForTenMinutes() {
    try (HomeDirectory directory = directory()) {
      HomeMetadata found = directory.find(ISSUER, Network.PUBLIC).orElseThrow();
      now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
      assertThat(directory.find(ISSUER, Network.PUBLIC)).contains(found);

      assertThat(found.keySet()).isEqualTo(URI.create(ISSUER + "/jwks"));
      assertThat(found.responseIssuer()).isTrue();
      assertThat(asked).containsExactly(URI.create(ISSUER + "/.well-known/openid-configuration"));
    }
  }

  /** RFC 8414, section 6.2: a document that has gone wrong does not replace a good one. */
  @ParameterizedTest
  @CsvSource({
    "https://other.example,/jwks",
    "https://portal.example/,/jwks",
    "https://portal.example,https://other.example/jwks",
    "https://portal.example,http://portal.example/jwks",
    "https://portal.example,https://portal.example:8443/jwks",
    "https://portal.example,https://user@portal.example/jwks",
    "https://portal.example,//portal.example/jwks"
  })
  void find_laterDocumentWrong_keepsTheFormer(String issuer, String keys) throws Exception {
    try (HomeDirectory directory = directory()) {
      HomeMetadata before = directory.find(ISSUER, Network.PUBLIC).orElseThrow();
      answer = document(issuer, keys);
      now = now.plus(Duration.ofMinutes(10));

      assertThat(directory.find(ISSUER, Network.PUBLIC)).contains(before);
      for (int i = 0; i < 200 && asked.size() < 2; i++) {
        Thread.sleep(10);
      }
      assertThat(asked).hasSize(2);
      assertThat(directory.find(ISSUER, Network.PUBLIC)).contains(before);
      assertThat(directory.isDown(ISSUER, Network.PUBLIC)).isFalse();
    }
  }

  @Test
  void find_neverReached_isDown_andAskedAgainAfterAPause() {
    answer = "";
    try (HomeDirectory directory = directory()) {
      assertThat(directory.find(ISSUER, Network.PUBLIC)).isEmpty();
      assertThat(directory.isDown(ISSUER, Network.PUBLIC)).isTrue();
      assertThat(directory.find(ISSUER, Network.PUBLIC)).isEmpty();
      assertThat(asked).hasSize(1);

      answer = document(ISSUER, "/jwks");
      now = now.plusSeconds(30);
      assertThat(directory.find(ISSUER, Network.PUBLIC)).isPresent();
      assertThat(directory.isDown(ISSUER, Network.PUBLIC)).isFalse();
    }
  }

  @Test
  void parse_withoutPkce_isRefused() {
    String plain = document(ISSUER, "/jwks").replace("S256", "plain");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HomeMetadata.parse(plain, ISSUER))
        .withMessageContaining("S256");
  }

  private HomeDirectory directory() {
    return new HomeDirectory(
        (address, network) -> {
          asked.add(address);
          if (answer.isEmpty()) {
            throw new IOException("down");
          }
          return answer;
        },
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        });
  }

  private static String document(String issuer, String keys) {
    return """
    {"issuer": "%s", "jwks_uri": "%s", "authorization_endpoint": "https://portal.example/a",
     "token_endpoint": "https://portal.example/t", "subject_types_supported": ["pairwise"],
     "authorization_response_iss_parameter_supported": true,
     "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"],
     "id_token_signing_alg_values_supported": ["ES256"]}
    """
        .formatted(issuer, keys.startsWith("/") && !keys.startsWith("//") ? ISSUER + keys : keys);
  }
}
