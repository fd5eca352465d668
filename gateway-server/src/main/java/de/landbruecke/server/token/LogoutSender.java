package de.landbruecke.server.token;

import de.landbruecke.server.identity.LogoutDeliveries;
import de.landbruecke.server.identity.LogoutDelivery;
import de.landbruecke.server.identity.Network;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.trust.GuardedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Tells services that a session ended (OpenID Connect Back-Channel Logout 1.0): those of one batch
 * side by side, each again later if it did not work, for half a day. Only registered addresses are
 * called, and no redirect is followed.
 */
final class LogoutSender implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LogoutSender.class);

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);
  private static final Duration GIVE_UP = Duration.ofHours(12);
  private static final Duration LIFETIME = Duration.ofMinutes(2);
  private static final int BATCH = 50;
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private final LogoutDeliveries deliveries;
  private final Clients clients;
  private final Signer signer;
  private final Endpoints endpoints;
  private final Clock clock;
  private final GuardedHttp http;
  private volatile @Nullable Thread thread;

  LogoutSender(
      LogoutDeliveries deliveries,
      Clients clients,
      Signer signer,
      Endpoints endpoints,
      GuardedHttp http,
      Clock clock) {
    this.deliveries = deliveries;
    this.clients = clients;
    this.signer = signer;
    this.endpoints = endpoints;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public void start() {
    // Known before it runs: it ends where it is not the one that is known.
    Thread started = Thread.ofPlatform().daemon().name("logout-sender").unstarted(this::work);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
      try {
        running.join(TIMEOUT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void work() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      while (Thread.currentThread().equals(thread)) {
        if (round(threads) == 0) {
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what is due; how many. */
  private int round(ExecutorService threads) throws InterruptedException {
    List<LogoutDelivery> due;
    try {
      due = deliveries.take(BATCH, LEASE);
    } catch (RuntimeException e) {
      // Whatever it is, the thread goes on: nobody else tells them.
      LOG.warn("the logouts that are due cannot be read: {}", e.getClass().getName());
      Thread.sleep(LEASE);
      return 0;
    }
    List<? extends Future<?>> sent =
        due.stream().map(delivery -> threads.submit(() -> deliver(delivery))).toList();
    for (Future<?> each : sent) {
      try {
        each.get();
      } catch (java.util.concurrent.ExecutionException e) {
        // Its lease runs out, and it is tried again.
        LOG.warn("a logout could not be told: {}", String.valueOf(e.getCause()));
      }
    }
    return due.size();
  }

  private void deliver(LogoutDelivery delivery) {
    RelyingService service = clients.service(delivery.clientId()).orElse(null);
    String address = service == null ? null : service.backchannelLogoutUri();
    if (service == null || address == null) {
      deliveries.failed(delivery.id());
      return;
    }
    if (isSent(delivery, URI.create(address), service.network())) {
      deliveries.confirmed(delivery.id());
    } else if (Duration.between(delivery.endedAt(), clock.instant()).compareTo(GIVE_UP) > 0) {
      LOG.warn("{} was not told of a logout within {}", delivery.clientId(), GIVE_UP);
      deliveries.failed(delivery.id());
    } else {
      deliveries.retry(delivery.id(), waiting(delivery.attempts()));
    }
  }

  /** 1, 2, 4 … seconds. */
  static Duration waiting(int attempts) {
    Duration wait = Duration.ofSeconds(1L << Math.max(0, Math.min(attempts, 20)));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private boolean isSent(LogoutDelivery delivery, URI address, Network network) {
    String form = "logout_token=" + URLEncoder.encode(token(delivery), StandardCharsets.UTF_8);
    try {
      int status =
          http.send(GuardedHttp.Request.form(address, form), network.trusted(), TIMEOUT).status();
      return status == 200 || status == 204;
    } catch (IOException e) {
      return false;
    } catch (IllegalArgumentException e) {
      LOG.warn("{} has a logout address that must not be called", delivery.clientId());
      return false;
    }
  }

  /** A new one for each try: it lives for two minutes. */
  private String token(LogoutDelivery delivery) {
    Instant now = clock.instant();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", endpoints.issuer());
    claims.put("aud", delivery.clientId());
    claims.put("sub", delivery.subject());
    claims.put("sid", delivery.sid());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(LIFETIME).getEpochSecond());
    claims.put("jti", Tokens.newId());
    claims.put("events", Map.of(EVENT, Map.of()));
    // By what its ID tokens are signed with (Back-Channel Logout, section 2.6).
    return signer.sign(clients.idTokenAlgorithm(delivery.clientId()), Signer.LOGOUT_TOKEN, claims);
  }
}
