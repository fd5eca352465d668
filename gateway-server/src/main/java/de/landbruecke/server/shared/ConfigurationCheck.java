package de.landbruecke.server.shared;

import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Stops the start before anything is made when the configuration is not allowed. */
final class ConfigurationCheck
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    List<String> faults = new ArrayList<>(Settings.faults(context.getEnvironment()));
    for (ConfigurationFaults each :
        SpringFactoriesLoader.loadFactories(ConfigurationFaults.class, context.getClassLoader())) {
      faults.addAll(each.faults(context.getEnvironment()));
    }
    if (!faults.isEmpty()) {
      throw new InvalidConfigurationException(faults);
    }
  }
}
