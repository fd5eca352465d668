package de.landbruecke.server.search;

import de.landbruecke.server.shared.ClientNetworks;
import de.landbruecke.server.shared.RateLimitProperties;
import de.landbruecke.server.shared.TokenBuckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers 429 to a network that asks more than it may (RFC 6585, section 4). */
final class RateLimitFilter extends OncePerRequestFilter {

  /**
   * What is kept by everybody who has it and costs no search, and the endpoints where back ends of
   * a whole state authenticate, from a few networks: they have limits of their own.
   */
  private static final Pattern FREE =
      Pattern.compile(
          "/(assets|swagger-ui|openapi|problems)\\b|/[a-z-]+\\.(svg|txt|xml|html)$"
              + "|/oauth2/(token|par|introspect|revoke|jwks)$|/userinfo$"
              + "|/\\.well-known/(openid-configuration|oauth-authorization-server)$");

  private final RateLimitProperties properties;
  private final ClientNetworks networks;
  private final TokenBuckets buckets;
  private final Counter rejections;
  private final ProblemAnswer answer;

  RateLimitFilter(
      RateLimitProperties properties,
      ClientNetworks networks,
      TokenBuckets buckets,
      MeterRegistry registry,
      ProblemAnswer answer) {
    this.answer = answer;
    this.properties = properties;
    this.networks = networks;
    this.buckets = buckets;
    this.rejections =
        Counter.builder("ratelimit.rejections")
            .description("Requests that were answered 429")
            .register(registry);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !properties.enabled() || FREE.matcher(request.getRequestURI()).lookingAt();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> network = networks.networkOf(request);
    long wait = network.isEmpty() ? 0 : buckets.take(network.get());
    if (wait == 0) {
      chain.doFilter(request, response);
      return;
    }
    rejections.increment();
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
    answer.write(request, response, Problem.of(ProblemType.TOO_MANY_REQUESTS));
  }
}
