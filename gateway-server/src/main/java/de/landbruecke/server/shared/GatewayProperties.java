package de.landbruecke.server.shared;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What concerns the whole server.
 *
 * @param dataDirectory holds everything that the server writes
 */
@ConfigurationProperties("landbruecke")
public record GatewayProperties(@DefaultValue("./landbruecke-data") Path dataDirectory) {}
