package de.landbruecke.server.token;

import de.landbruecke.server.shared.ClientNetworks;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.RateLimitProperties;
import de.landbruecke.server.shared.TokenBuckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 429 at the endpoints for programs (RFC 6585, section 4). Whoever is not authenticated
 * uses up what its network may, and nothing of the client that it says to be; what a client may, it
 * uses up itself. So a flood of bad requests costs its own network's guests, and nobody else.
 */
final class RequestLimits {

  private static final int BURST = 4;

  private final boolean enabled;
  private final ClientNetworks networks;
  private final TokenBuckets refusals;
  private final TokenBuckets clients;
  private final Counter rejections;

  RequestLimits(
      RateLimitProperties limits,
      IdentityProperties.RateLimit own,
      ClientNetworks networks,
      MeterRegistry registry,
      LongSupplier nanoTime) {
    this.enabled = limits.enabled();
    this.networks = networks;
    this.refusals = buckets(own.refusals(), limits.networks(), nanoTime);
    this.clients = buckets(own.perClient(), limits.networks(), nanoTime);
    this.rejections =
        Counter.builder("ratelimit.rejections")
            .description("Requests that were answered 429")
            .register(registry);
  }

  private static TokenBuckets buckets(int perSecond, int names, LongSupplier nanoTime) {
    return new TokenBuckets(perSecond, BURST * perSecond, names, nanoTime);
  }

  /** Stops networks that were refused too often, and counts the next refusal. */
  Filter ofNetworks() {
    return new OncePerRequestFilter() {
      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        Optional<String> network = enabled ? networks.networkOf(request) : Optional.empty();
        long wait = network.map(refusals::look).orElse(0L);
        if (wait > 0) {
          refuse(response, wait);
          return;
        }
        chain.doFilter(request, response);
        if (response.getStatus() == HttpServletResponse.SC_UNAUTHORIZED) {
          network.ifPresent(refusals::take);
        }
      }
    };
  }

  /** Stops a client that asks too much; stands behind its authentication. */
  Filter ofClients() {
    return new OncePerRequestFilter() {
      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        Authentication client = SecurityContextHolder.getContext().getAuthentication();
        long wait = enabled && client != null ? clients.take(client.getName()) : 0;
        if (wait > 0) {
          refuse(response, wait);
          return;
        }
        chain.doFilter(request, response);
      }
    };
  }

  private void refuse(HttpServletResponse response, long wait) throws IOException {
    rejections.increment();
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", "temporarily_unavailable");
    body.put("error_description", "too many requests");
    RefusalWriter.write(response, 429, body);
  }
}
