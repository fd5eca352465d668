package de.landbruecke.server.shared;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the search offers.
 *
 * @param suggestions whether there are suggestions while typing; the switch to stop them at once
 */
@ConfigurationProperties("landbruecke.search")
public record SearchProperties(@DefaultValue("true") boolean suggestions) {}
