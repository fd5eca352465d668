package de.landbruecke.server.search;

import de.landbruecke.server.shared.ClientNetworks;
import de.landbruecke.server.shared.RateLimitProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers 429 to a network that asks more than it may (RFC 6585, section 4). */
final class RateLimitFilter extends OncePerRequestFilter {

  private final RateLimitProperties properties;
  private final ClientNetworks networks;
  private final TokenBuckets buckets;
  private final Counter rejections;

  RateLimitFilter(
      RateLimitProperties properties,
      ClientNetworks networks,
      TokenBuckets buckets,
      MeterRegistry registry) {
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
    return !properties.enabled() || !request.getRequestURI().startsWith("/api/");
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
    ProblemWriter.write(response, Problem.of(ProblemType.TOO_MANY_REQUESTS));
  }
}
