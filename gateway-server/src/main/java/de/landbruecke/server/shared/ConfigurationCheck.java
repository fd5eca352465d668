package de.landbruecke.server.shared;

import java.util.List;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Stops the start before anything is made when the configuration is not allowed. */
final class ConfigurationCheck
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    List<String> faults = Settings.faults(context.getEnvironment());
    if (!faults.isEmpty()) {
      throw new InvalidConfigurationException(faults);
    }
  }
}
