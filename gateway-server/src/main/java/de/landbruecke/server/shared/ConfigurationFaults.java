package de.landbruecke.server.shared;

import java.util.List;
import org.springframework.core.env.Environment;

/**
 * Finds faults of the configuration that only one room understands. Implementations are named in
 * {@code META-INF/spring.factories}, so that all faults are told at once.
 */
public interface ConfigurationFaults {

  /** All that is wrong, one sentence each that names the property and what is allowed. */
  List<String> faults(Environment environment);
}
