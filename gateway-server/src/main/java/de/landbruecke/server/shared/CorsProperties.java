package de.landbruecke.server.shared;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which web pages may read the answers in the browser.
 *
 * @param allowedOrigins origins, or {@code *} for all
 */
@ConfigurationProperties("landbruecke.cors")
public record CorsProperties(@DefaultValue("*") List<String> allowedOrigins) {

  /** Copies the list. */
  public CorsProperties {
    allowedOrigins = List.copyOf(allowedOrigins);
  }
}
