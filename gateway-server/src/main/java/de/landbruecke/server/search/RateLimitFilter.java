package de.landbruecke.server.search;

import de.landbruecke.server.shared.AddressRange;
import de.landbruecke.server.shared.RateLimitProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers 429 to a network that asks more than it may (RFC 6585, section 4). */
final class RateLimitFilter extends OncePerRequestFilter {

  /** What is kept by everybody who has it, and costs no search. */
  private static final Pattern FREE =
      Pattern.compile("/(assets|swagger-ui|openapi|problems)\\b|/[a-z-]+\\.(svg|txt|xml|html)$");

  private final RateLimitProperties properties;
  private final List<AddressRange> trusted;
  private final TokenBuckets buckets;
  private final Counter rejections;
  private final ProblemAnswer answer;

  RateLimitFilter(
      RateLimitProperties properties,
      TokenBuckets buckets,
      MeterRegistry registry,
      ProblemAnswer answer) {
    this.answer = answer;
    this.properties = properties;
    this.buckets = buckets;
    this.trusted =
        properties.trustedProxies().stream()
            .map(AddressRange::parse)
            .flatMap(Optional::stream)
            .toList();
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
    Optional<InetAddress> client = client(request);
    long wait = client.isEmpty() ? 0 : buckets.take(client.get());
    if (wait == 0) {
      chain.doFilter(request, response);
      return;
    }
    rejections.increment();
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
    answer.write(request, response, Problem.of(ProblemType.TOO_MANY_REQUESTS));
  }

  /** The nearest address that no trusted proxy has; what is further left could be made up. */
  private Optional<InetAddress> client(HttpServletRequest request) {
    Optional<InetAddress> nearest = AddressRange.address(request.getRemoteAddr());
    if (trusted.isEmpty()) {
      return nearest;
    }
    List<String> hops =
        Collections.list(request.getHeaders("X-Forwarded-For")).stream()
            .flatMap(header -> List.of(header.split(",")).stream())
            .map(String::strip)
            .toList();
    for (String hop : hops.reversed()) {
      if (nearest.isEmpty() || !isTrusted(nearest.get())) {
        return nearest;
      }
      Optional<InetAddress> before = AddressRange.address(hop);
      if (before.isEmpty()) {
        return nearest;
      }
      nearest = before;
    }
    return nearest;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }
}
