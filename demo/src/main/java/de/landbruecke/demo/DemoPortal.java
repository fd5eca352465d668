package de.landbruecke.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A running demonstration portal: OpenID Provider, online service, account pages and interface,
 * under one origin on the loopback address. Safe to use from all threads; closing it frees the
 * port.
 */
public final class DemoPortal implements AutoCloseable {

  /** How long an answer takes that a fault makes slow; above every time limit of the gateway. */
  public static final Duration SLOW = Duration.ofSeconds(5);

  private final HttpServer server;
  private final ExecutorService workers;
  private final Faults faults = new Faults();
  private final SigningKeys keys = new SigningKeys(faults);
  private final Provider provider;
  private final DogApi api;
  private final URI origin;

  /**
   * Starts a portal.
   *
   * @throws IOException when the port is taken
   */
  public static DemoPortal start(PortalOptions options) throws IOException {
    return new DemoPortal(options);
  }

  private DemoPortal(PortalOptions options) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), options.port());
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "the demonstration portal " + options.state().issuerId() + " cannot listen on " + address,
          e);
    }
    workers =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("demo-" + options.state().code() + "-", 0).factory());
    origin = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    Pages pages = new Pages(options);
    Router router = new Router(pages, origin);
    provider =
        new Provider(
            options.state(), origin, Client.of(options, origin), keys, faults, options.clock());
    router
        .get("/", request -> pages.page(pages.name(), welcome(options.state())))
        .get(Pages.STYLE_PATH, request -> pages.style())
        .get(
            "/clients/jwks.json",
            request -> Response.json(200, DemonstrationKeys.published().toString()));
    provider.routes(router, pages);
    Dogs dogs = new Dogs(options.clock());
    new OnlineService(options, origin, pages, dogs).routes(router);
    new AccountPages(options, origin, pages).routes(router);
    api = new DogApi(options, origin, dogs);
    api.routes(router);
    server.createContext("/", router);
    server.setExecutor(workers);
    server.start();
  }

  /** Scheme, host and port without a last slash: the portal's issuer too. */
  public URI origin() {
    return origin;
  }

  /** Makes exactly these faults active; none makes the portal behave again. */
  public void inject(Fault... active) {
    faults.set(active);
  }

  /** Publishes a new signing key and signs with it from now on; the former ones stay published. */
  public void rotateKey() {
    keys.rotate();
  }

  /** Publishes only the key that signs now. */
  public void removeFormerKeys() {
    keys.removeFormer();
  }

  /**
   * A fresh access token as the portal's back end holds it after a person signed in there, with the
   * active faults.
   *
   * @param username one of anna, bernd, clara, doris and erik
   */
  public String backendToken(String username) {
    Person person = Person.named(provider.state(), username);
    Client backend =
        Objects.requireNonNull(
            provider.clients().get(new ClientID(provider.state().backendClientId())));
    var request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, Provider.SCOPES, backend.id(), backend.redirectUri())
            .build();
    var now = provider.clock().instant();
    try {
      return provider
          .tokens()
          .access(
              new Grant(backend, request, Optional.empty(), LoginSession.start(person, now), now),
              Optional.empty())
          .getValue();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The key, private half included, by which a client of the demonstration authenticates, as JSON.
   */
  public static Map<String, Object> clientKey(String clientId) {
    return DemonstrationKeys.of(clientId).toJSONObject();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    api.close();
  }

  private static Html welcome(FederalState state) {
    return Html.of(
        """
        <p>So könnte ein Portal in {} mit der Landbrücke zusammenarbeiten.</p>
        <ul>
        <li><a href="/hund-anmelden">Hund anmelden</a>: ein Online-Dienst, bei dem Sie sich mit dem Konto
        des einen oder des anderen Landes anmelden</li>
        <li><a href="/konto">Mein Konto</a>: das Konto dieses Portals, das auch beim anderen Portal
        nachsieht</li>
        </ul>
        """,
        state.label());
  }
}
