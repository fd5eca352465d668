package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.IdentityProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All stores over a database of their own, with a clock that tests move. */
final class IdentityFixture implements AutoCloseable {

  static final IdentitySettings PLAIN =
      new IdentitySettings(URI.create("https://konto.example.org"), false, false);

  private static final Map<String, IdentityFixture> SHARED = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final MovableClock clock = new MovableClock();
  final Path directory;
  final IdentityProperties properties;
  final IdentityStores stores;

  private IdentityFixture(
      IdentityProperties properties, Path directory, @Nullable String registry) {
    this.properties = properties;
    this.directory = directory;
    stores =
        IdentityStores.open(
            properties,
            directory,
            PLAIN,
            registry == null
                ? new RegistryDocument(null, null, null, null)
                : RegistryDocument.parse(registry),
            clock);
  }

  /** One for all tests of a class: each test uses citizens of its own. */
  static IdentityFixture of(TestDatabase database, Class<?> test) {
    return SHARED.computeIfAbsent(database + test.getName(), name -> fresh(database));
  }

  static IdentityFixture fresh(TestDatabase database) {
    return fresh(database, REGISTRY);
  }

  static IdentityFixture fresh(TestDatabase database, @Nullable String registry) {
    Path directory = newDirectory();
    return new IdentityFixture(
        properties(database.create(directory), directory), directory, registry);
  }

  static IdentityProperties properties(IdentityProperties.Database database, Path directory) {
    return new IdentityProperties(
        "https://konto.example.org",
        null,
        directory.resolve("master.key"),
        database,
        new IdentityProperties.SigningKeys(
            Duration.ofDays(90), Duration.ofHours(24), null, null, "ES256"),
        new IdentityProperties.Staff(
            null,
            null,
            "roles",
            IdentityProperties.Staff.Network.PUBLIC,
            List.of("ES256"),
            List.of("at+jwt")),
        false,
        null,
        new IdentityProperties.Mtls(null, null, null),
        new IdentityProperties.RateLimit(1_000, 20),
        null,
        null);
  }

  static Path newDirectory() {
    try {
      Path base = Files.createDirectories(Path.of("target", "identity-tests"));
      return Files.createTempDirectory(base, "data" + NUMBER.incrementAndGet() + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same after a stop and a start. */
  IdentityFixture restarted() {
    stores.close();
    IdentityFixture again = new IdentityFixture(properties, directory, null);
    again.clock.advance(Duration.between(again.clock.instant(), clock.instant()));
    return again;
  }

  /** Another process on the same database. */
  IdentityFixture otherNode() {
    Path other = newDirectory();
    return new IdentityFixture(properties, other, null);
  }

  @Override
  public void close() {
    stores.close();
  }

  String newSubject() {
    return "home-subject-" + Digests.newSecret();
  }

  CitizenId newCitizen() {
    return stores.citizens.findOrCreate("amt24", newSubject(), AssuranceLevel.SUBSTANTIAL, "eID");
  }

  SignIn signIn(CitizenId citizen) {
    return new SignIn(
        citizen,
        "amt24",
        AssuranceLevel.SUBSTANTIAL,
        false,
        clock.instant(),
        "eID",
        "home-sid-" + Digests.newId(),
        List.of(new Attribute("given_name", "Clara", "amt24", AssuranceLevel.SUBSTANTIAL)));
  }

  /** What each of this many threads got, which all began at once. */
  static <T> List<T> race(int threads, Callable<T> work) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<T> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(
            executor.submit(() -> {
              start.await();
              return work.call();
            }));
      }
      start.countDown();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
    }
    return results;
  }

  static final String KEYS =
      "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"one\","
          + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

  /** Two portals, three services in two sectors, one rule. */
  static final String REGISTRY =
      """
      {
        "version": "1",
        "issuers": {
          "amt24": {
            "issuer-uri": "https://konto.amt24.example",
            "ceiling": "high",
            "levels": {"urn:basic": "basic", "urn:substantial": "substantial notified"},
            "client-id": "landbruecke"
          },
          "service-bw": {
            "issuer-uri": "https://konto.service-bw.example",
            "ceiling": "substantial",
            "levels": {"urn:low": "low", "urn:high": "high"},
            "client-id": "landbruecke"
          }
        },
        "services": {
          "dog": {
            "sector": "karlsruhe", "controller": "Stadt Karlsruhe",
            "audience": "https://dog.example", "minimum-level": "basic",
            "redirect-uris": ["https://dog.example/callback"],
            "backchannel-logout-uri": "https://dog.example/logout",
            "attributes": {"required": ["given_name"], "optional": ["email"]},
            "purpose": "Hund anmelden", "scopes": ["openid", "dogs"],
            "jwks": KEYS
          },
          "cat": {
            "sector": "karlsruhe", "controller": "Stadt Karlsruhe",
            "audience": "https://cat.example", "minimum-level": "basic",
            "redirect-uris": ["https://cat.example/callback"],
            "jwks": KEYS
          },
          "car": {
            "sector": "dresden", "controller": "Stadt Dresden", "portal": "amt24",
            "audience": "https://car.example", "minimum-level": "substantial",
            "redirect-uris": ["https://car.example/callback"],
            "backchannel-logout-uri": "https://car.example/logout",
            "jwks": KEYS
          }
        },
        "policies": [
          {"id": "bw-to-sn", "from": "amt24", "to": "service-bw", "service": "dog",
           "minimum-level": "low", "scopes": ["dogs"], "attributes": ["given_name"],
           "exchange": true, "approved-by": "Leitung"}
        ]
      }
      """
          .replace("KEYS", KEYS);
}
