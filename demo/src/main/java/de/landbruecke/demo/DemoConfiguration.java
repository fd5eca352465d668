package de.landbruecke.demo;

import java.io.IOException;
import java.net.URI;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/**
 * Starts both portals together with a gateway whose class path has this module, in the profile
 * {@code demo}, and ends them with it.
 */
@AutoConfiguration
@Profile("demo")
class DemoConfiguration {

  private static final System.Logger LOG = System.getLogger(DemoConfiguration.class.getName());

  @Bean(destroyMethod = "close")
  DemoPortal demoBadenWuerttemberg(Environment environment) throws IOException {
    return portal(FederalState.BADEN_WUERTTEMBERG, environment);
  }

  @Bean(destroyMethod = "close")
  DemoPortal demoSaxony(Environment environment) throws IOException {
    return portal(FederalState.SAXONY, environment);
  }

  private static DemoPortal portal(FederalState state, Environment environment) throws IOException {
    PortalOptions options = PortalOptions.of(state);
    DemoPortal portal =
        DemoPortal.start(
            options
                .withPort(port(state, environment))
                .withPeer(URI.create("http://127.0.0.1:" + port(state.neighbour(), environment)))
                .withGateway(
                    URI.create(
                        environment.getProperty(
                            "landbruecke.identity.issuer", options.gateway().toString()))));
    LOG.log(System.Logger.Level.INFO, "Demonstration portal at {0}", portal.origin());
    return portal;
  }

  private static int port(FederalState state, Environment environment) {
    return environment.getProperty(
        "demo.port." + state.issuerId(), Integer.class, state.defaultPort());
  }
}
