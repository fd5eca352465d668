package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.shared.ClientNetworks;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.RateLimitProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** A flood costs who makes it. */
class RequestLimitsTest {

  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private RequestLimits limits(boolean enabled) {
    RateLimitProperties all = new RateLimitProperties(enabled, 1, 1, List.of(), 1_000);
    // At once four times as much: eight requests of a client, four refusals of a network.
    return new RequestLimits(
        all, new IdentityProperties.RateLimit(2, 1), new ClientNetworks(all), registry, now::get);
  }

  @AfterEach
  void forget() {
    SecurityContextHolder.clearContext();
  }

  private static MockHttpServletResponse ask(Filter filter, String from, int status)
      throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/oauth2/token");
    request.setRemoteAddr(from);
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(
        request,
        response,
        new MockFilterChain(
            new HttpServlet() {
              private static final long serialVersionUID = 1L;

              @Override
              protected void service(HttpServletRequest asked, HttpServletResponse answered) {
                answered.setStatus(status);
              }
            }));
    return response;
  }

  /** RFC 6585, section 4. */
  @Test
  void ofNetworks_moreRefusalsThanAllowed_stopsThatNetworkAlone() throws Exception {
    Filter filter = limits(true).ofNetworks();

    for (int i = 0; i < 4; i++) {
      assertThat(ask(filter, "192.0.2.1", 401).getStatus()).isEqualTo(401);
    }
    MockHttpServletResponse stopped = ask(filter, "192.0.2.77", 200);
    assertThat(stopped.getStatus()).isEqualTo(429);
    assertThat(stopped.getHeader("Retry-After")).isEqualTo("1");
    assertThat(stopped.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(stopped.getContentAsString()).contains("\"error\":\"temporarily_unavailable\"");
    assertThat(ask(filter, "198.51.100.1", 200).getStatus()).isEqualTo(200);
    assertThat(registry.counter("ratelimit.rejections").count()).isEqualTo(1);

    now.addAndGet(SECOND);
    assertThat(ask(filter, "192.0.2.1", 200).getStatus()).isEqualTo(200);
  }

  /** What is authenticated costs the network nothing, though it be refused for another reason. */
  @Test
  void ofNetworks_goodRequestsAndOtherRefusals_areNotCounted() throws Exception {
    Filter filter = limits(true).ofNetworks();

    for (int i = 0; i < 100; i++) {
      assertThat(ask(filter, "192.0.2.1", i % 2 == 0 ? 200 : 400).getStatus()).isNotEqualTo(429);
    }
  }

  @Test
  void ofClients_moreThanAllowed_stopsThatClientAlone() throws Exception {
    Filter filter = limits(true).ofClients();

    SecurityContextHolder.getContext()
        .setAuthentication(new TestingAuthenticationToken("loud", null));
    for (int i = 0; i < 8; i++) {
      assertThat(ask(filter, "192.0.2.1", 200).getStatus()).isEqualTo(200);
    }
    assertThat(ask(filter, "198.51.100.1", 200).getStatus()).isEqualTo(429);
    SecurityContextHolder.getContext()
        .setAuthentication(new TestingAuthenticationToken("quiet", null));
    assertThat(ask(filter, "192.0.2.1", 200).getStatus()).isEqualTo(200);
  }

  @Test
  void limits_switchedOff_letAllPass() throws Exception {
    RequestLimits limits = limits(false);
    SecurityContextHolder.getContext()
        .setAuthentication(new TestingAuthenticationToken("loud", null));

    for (int i = 0; i < 20; i++) {
      assertThat(ask(limits.ofNetworks(), "192.0.2.1", 401).getStatus()).isEqualTo(401);
      assertThat(ask(limits.ofClients(), "192.0.2.1", 200).getStatus()).isEqualTo(200);
    }
  }
}
