package de.landbruecke.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.shared.ClientNetworks;
import de.landbruecke.server.shared.RateLimitProperties;
import de.landbruecke.server.shared.TokenBuckets;
import de.landbruecke.server.web.WebTesting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** One bucket a network; proxies are believed only when they are trusted. */
class RateLimitTest {

  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void take_moreThanTheBurst_waitsUntilATokenIsThere() {
    TokenBuckets buckets = new TokenBuckets(10, 40, 1_000, now::get);

    for (int i = 0; i < 40; i++) {
      assertThat(buckets.take("192.0.2")).isZero();
    }
    assertThat(buckets.take("192.0.2")).isOne();
    now.addAndGet(SECOND / 10);
    assertThat(buckets.take("192.0.2")).isZero();
    assertThat(buckets.take("192.0.2")).isOne();
    now.addAndGet(SECOND * 100);
    for (int i = 0; i < 40; i++) {
      assertThat(buckets.take("192.0.2")).isZero();
    }
    assertThat(buckets.take("192.0.2")).isPositive();
  }

  @Test
  void filter_overTheLimit_answers429WithRetryAfter() throws Exception {
    RateLimitFilter filter = filter(true, List.of());

    assertThat(ask(filter, "/api/v1/services", "192.0.2.1", null).getStatus()).isEqualTo(200);
    MockHttpServletResponse refused = ask(filter, "/api/v1/places", "192.0.2.7", null);
    assertThat(refused.getStatus()).isEqualTo(429);
    assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
    assertThat(refused.getContentType()).isEqualTo("application/problem+json");
    assertThat(ask(filter, "/api/v1/services", "198.51.100.1", null).getStatus()).isEqualTo(200);
    assertThat(ask(filter, "/openapi", "192.0.2.1", null).getStatus()).isEqualTo(200);
    assertThat(registry.counter("ratelimit.rejections").count()).isEqualTo(1);
  }

  @Test
  void filter_pageOverTheLimit_answersAPerson() throws Exception {
    RateLimitFilter filter = filter(true, List.of());
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/suche");
    request.setRemoteAddr("192.0.2.1");
    request.addHeader("Accept", "text/html,*/*;q=0.8");

    filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
    MockHttpServletResponse refused = new MockHttpServletResponse();
    filter.doFilter(request, refused, new MockFilterChain());

    assertThat(refused.getStatus()).isEqualTo(429);
    assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
    assertThat(refused.getContentType()).isEqualTo("text/html;charset=UTF-8");
    assertThat(refused.getContentAsString()).contains("zu viele Anfragen", "href=\"/suche\"");
    for (String free :
        List.of("/assets/kern-0.css", "/robots.txt", "/opensearch.xml", "/oauth2/token")) {
      assertThat(ask(filter, free, "192.0.2.1", null).getStatus()).as(free).isEqualTo(200);
    }
    for (String counted : List.of("/oauth2/authorize", "/oauth2/token/x", "/connect/logout")) {
      assertThat(ask(filter, counted, "192.0.2.1", null).getStatus()).as(counted).isEqualTo(429);
    }
  }

  @Test
  void filter_switchedOff_letsAllPass() throws Exception {
    RateLimitFilter filter = filter(false, List.of());

    for (int i = 0; i < 5; i++) {
      assertThat(ask(filter, "/api/v1/services", "192.0.2.1", null).getStatus()).isEqualTo(200);
    }
  }

  @Test
  void filter_forwardedByAStranger_isNotBelieved() throws Exception {
    RateLimitFilter filter = filter(true, List.of());

    ask(filter, "/api/v1/services", "192.0.2.1", "203.0.113.1");
    assertThat(ask(filter, "/api/v1/services", "192.0.2.1", "203.0.114.1").getStatus())
        .isEqualTo(429);
  }

  @Test
  void filter_forwardedByATrustedProxy_countsTheNearestStranger() throws Exception {
    RateLimitFilter filter = filter(true, List.of("10.0.0.0/8"));

    ask(filter, "/api/v1/services", "10.0.0.1", "203.0.113.1");
    assertThat(ask(filter, "/api/v1/services", "10.0.0.1", "203.0.114.1").getStatus())
        .isEqualTo(200);
    assertThat(
            ask(filter, "/api/v1/services", "10.0.0.2", "1.2.3.4, 203.0.113.9, 10.9.9.9")
                .getStatus())
        .isEqualTo(429);
  }

  private RateLimitFilter filter(boolean enabled, List<String> trusted) {
    RateLimitProperties properties = new RateLimitProperties(enabled, 1, 1, trusted, 1_000);
    return new RateLimitFilter(
        properties,
        new ClientNetworks(properties),
        new TokenBuckets(1, 1, 1_000, now::get),
        registry,
        new ProblemAnswer(WebTesting.errorPages()));
  }

  private static MockHttpServletResponse ask(
      RateLimitFilter filter,
      String path,
      String from,
      @org.jspecify.annotations.Nullable String forwarded)
      throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    request.setRemoteAddr(from);
    if (forwarded != null) {
      request.addHeader("X-Forwarded-For", forwarded);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(request, response, new MockFilterChain());
    return response;
  }
}
