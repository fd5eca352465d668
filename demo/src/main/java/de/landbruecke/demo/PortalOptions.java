package de.landbruecke.demo;

import java.net.URI;
import java.time.Clock;

/**
 * How one portal starts.
 *
 * @param port on the loopback address; 0 takes any free one
 * @param gateway the gateway's issuer, an address without a last slash
 * @param peer the other portal's origin, whose interface this portal's back end calls
 * @param clock for everything but the age of DPoP proofs, which their library judges by the
 *     system's
 */
public record PortalOptions(FederalState state, int port, URI gateway, URI peer, Clock clock) {

  /** As {@code mvn spring-boot:run} starts it when nothing is configured. */
  public static PortalOptions of(FederalState state) {
    return new PortalOptions(
        state,
        state.defaultPort(),
        URI.create("http://localhost:8080"),
        URI.create("http://127.0.0.1:" + state.neighbour().defaultPort()),
        Clock.systemUTC());
  }

  /** The same on another port. */
  public PortalOptions withPort(int port) {
    return new PortalOptions(state, port, gateway, peer, clock);
  }

  /** The same with another gateway. */
  public PortalOptions withGateway(URI gateway) {
    return new PortalOptions(state, port, gateway, peer, clock);
  }

  /** The same with another neighbour. */
  public PortalOptions withPeer(URI peer) {
    return new PortalOptions(state, port, gateway, peer, clock);
  }

  /** The same at another time. */
  public PortalOptions withClock(Clock clock) {
    return new PortalOptions(state, port, gateway, peer, clock);
  }
}
