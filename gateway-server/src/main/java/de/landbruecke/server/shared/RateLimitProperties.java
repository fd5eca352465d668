package de.landbruecke.server.shared;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one network may ask.
 *
 * @param enabled whether there is a limit at all
 * @param perSecond requests a second in the long run
 * @param burst requests at once after a pause
 * @param trustedProxies addresses and ranges whose {@code X-Forwarded-For} is believed, by {@link
 *     ClientNetworks}, whether there is a limit or not
 * @param networks how many networks are remembered at most
 */
@ConfigurationProperties("landbruecke.rate-limit")
public record RateLimitProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("10") int perSecond,
    @DefaultValue("40") int burst,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("100000") int networks) {

  /** Copies the list. */
  public RateLimitProperties {
    trustedProxies = List.copyOf(trustedProxies);
  }
}
