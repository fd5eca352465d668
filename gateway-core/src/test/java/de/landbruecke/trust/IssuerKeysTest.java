package de.landbruecke.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.landbruecke.testing.TestClock;
import de.landbruecke.testing.TestIssuer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of a fetch: RFC 8725, section 3.10, and S3 of the attack list. */
final class IssuerKeysTest {

  private static final SignatureAlgorithm ES256 = SignatureAlgorithm.ES256;

  private final TestIssuer home = TestIssuer.of("home", "https://home.example");
  private final TrustedIssuer trusted =
      TrustedIssuer.fetching("home", home.issuer(), URI.create("https://home.example/keys"))
          .build();

  /** What the issuer publishes; may be changed from any thread. */
  private volatile String published = home.keySetJson();

  private volatile boolean down;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private final AtomicInteger fetches = new AtomicInteger();
  private final TestClock clock = new TestClock();
  private final IssuerKeys keys = new IssuerKeys(this::fetch, clock);

  private String fetch(TrustedIssuer issuer) throws IOException {
    fetches.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (down) {
      throw new IOException("down");
    }
    return published;
  }

  @AfterEach
  void close() {
    keys.close();
  }

  private void assertKnown(TestIssuer signer) throws TokenRejectedException {
    assertThat(keys.find(trusted, signer.keyId(), ES256).thumbprint())
        .isEqualTo(signer.thumbprint());
  }

  private void assertRefused(String keyId, RejectionReason reason) {
    assertThatExceptionOfType(TokenRejectedException.class)
        .isThrownBy(() -> keys.find(trusted, keyId, ES256))
        .returns(reason, TokenRejectedException::reason);
  }

  /** A refresh goes on in the background; the next steps are about what comes after it. */
  private void awaitFetches(int count) throws InterruptedException {
    while (fetches.get() < count || keys.isFetching(trusted)) {
      Thread.sleep(1);
    }
  }

  @Test
  void find_manyTokensOfOneKey_fetchOnce() throws TokenRejectedException {
    for (int i = 0; i < 100; i++) {
      assertKnown(home);
    }

    assertThat(fetches).hasValue(1);
  }

  @Test
  void find_registeredKeys_fetchNothing() throws TokenRejectedException {
    assertThat(keys.find(home.trusted().build(), home.keyId(), ES256).thumbprint())
        .isEqualTo(home.thumbprint());
    assertThat(fetches).hasValue(0);
  }

  /** Two-step rotation: the first token of the new key is accepted, after one fetch. */
  @Test
  void find_freshlyRotatedKey_isAcceptedAfterOneFetch() throws TokenRejectedException {
    TestIssuer next = home.rotated();
    assertKnown(home);

    published = next.keySetJson();
    assertKnown(next);

    assertThat(fetches).hasValue(2);
    // Absent from a successful fetch: refused at once.
    assertRefused(home.keyId(), RejectionReason.UNKNOWN_KEY);
    assertThat(fetches).hasValue(2);
  }

  /** Burst two, then one in 60 seconds. */
  @Test
  void find_floodOfUnknownKeys_fetchesTwiceAndThenOnceAMinute() throws TokenRejectedException {
    assertKnown(home);
    for (int i = 0; i < 500; i++) {
      assertRefused("unknown-" + i, RejectionReason.UNKNOWN_KEY);
    }
    assertThat(fetches).hasValue(2);

    for (int second = 1; second <= 240; second++) {
      clock.advance(Duration.ofSeconds(1));
      assertRefused("unknown-at-" + second, RejectionReason.UNKNOWN_KEY);
    }

    assertThat(fetches).hasValue(6);
    assertKnown(home);
  }

  /** Under a flood a rotated key waits for the next fetch of the flood, not for longer. */
  @Test
  void find_rotatedKeyUnderAFlood_isAcceptedWithin60Seconds() throws TokenRejectedException {
    TestIssuer next = home.rotated();
    assertKnown(home);
    for (int i = 0; i < 10; i++) {
      assertRefused("unknown-" + i, RejectionReason.UNKNOWN_KEY);
    }

    published = next.keySetJson();
    assertRefused(next.keyId(), RejectionReason.UNKNOWN_KEY);
    for (int second = 1; second < 60; second++) {
      clock.advance(Duration.ofSeconds(1));
      assertRefused("unknown-at-" + second, RejectionReason.UNKNOWN_KEY);
    }
    clock.advance(Duration.ofSeconds(1));

    assertKnown(next);
  }

  /** One key id that stays unknown costs one fetch, not the permits of all others. */
  @Test
  void find_sameUnknownKeyAgain_isRemembered() throws TokenRejectedException {
    assertKnown(home);
    clock.advance(Duration.ofSeconds(60));
    for (int i = 0; i < 10; i++) {
      assertRefused("unknown", RejectionReason.UNKNOWN_KEY);
    }

    assertThat(fetches).hasValue(2);
    TestIssuer next = home.rotated();
    published = next.keySetJson();
    assertKnown(next);
  }

  /** Five minutes old: still good while it is fetched again in the background. */
  @Test
  void find_keysFiveMinutesOld_areRefreshedOnce() throws Exception {
    assertKnown(home);
    clock.advance(Duration.ofSeconds(299));
    assertKnown(home);
    awaitFetches(1);
    assertThat(fetches).hasValue(1);

    clock.advance(Duration.ofSeconds(1));
    published = home.rotated().keySetJson();
    assertKnown(home);
    awaitFetches(2);

    assertRefused(home.keyId(), RejectionReason.UNKNOWN_KEY);
  }

  /** After a long silence the first caller waits, so that no removed key counts. */
  @Test
  void find_keysOfAnHourAgo_areFetchedFirst() throws TokenRejectedException {
    assertKnown(home);
    published = home.rotated().keySetJson();
    clock.advance(Duration.ofHours(1));

    assertRefused(home.keyId(), RejectionReason.UNKNOWN_KEY);
  }

  @Test
  void find_issuerDown_keepsKeysForFourHoursAndNotLonger() throws Exception {
    assertKnown(home);
    down = true;
    for (int minute = 1; minute < 240; minute++) {
      clock.advance(Duration.ofMinutes(1));
      assertKnown(home);
      assertThat(keys.status(trusted).orElseThrow().keys().keyIds()).containsExactly(home.keyId());
    }
    awaitFetches(2);
    assertThat(keys.status(trusted).orElseThrow().failedAt()).isPresent();

    clock.advance(Duration.ofMinutes(1));
    assertRefused(home.keyId(), RejectionReason.KEYS_UNAVAILABLE);
  }

  /** Whatever is no key set is a failed fetch and keeps the old keys; an empty set is a set. */
  @Test
  void find_answerThatIsNoKeySet_keepsOldKeys() throws TokenRejectedException {
    assertKnown(home);
    for (String broken : List.of("<html></html>", "{}", "", "{\"keys\":1}")) {
      published = broken;
      clock.advance(Duration.ofSeconds(60));
      assertRefused("unknown", RejectionReason.UNKNOWN_KEY);
      assertKnown(home);
    }

    published = "{\"keys\":[]}";
    clock.advance(Duration.ofSeconds(61));
    assertRefused("unknown", RejectionReason.UNKNOWN_KEY);
    assertRefused(home.keyId(), RejectionReason.UNKNOWN_KEY);
  }

  @Test
  void find_neverFetchedAndDown_isUnavailableAndRecovers() throws TokenRejectedException {
    down = true;
    for (int i = 0; i < 10; i++) {
      assertRefused(home.keyId(), RejectionReason.KEYS_UNAVAILABLE);
    }
    assertThat(fetches).hasValue(2);

    down = false;
    clock.advance(Duration.ofSeconds(60));
    assertKnown(home);
  }

  /** A thousand callers, one fetch. */
  @Test
  void find_manyAtOnce_shareOneFetch() throws Exception {
    gate = new CountDownLatch(1);
    List<Future<?>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        callers.add(
            threads.submit(() -> {
              assertKnown(home);
              return null;
            }));
      }
      while (fetches.get() == 0) {
        Thread.sleep(1);
      }
      gate.countDown();
      for (Future<?> caller : callers) {
        caller.get();
      }
    }

    assertThat(fetches).hasValue(1);
  }

  /** A slow issuer delays those whose key is unknown, and nobody else. */
  @Test
  void find_knownKeyWhileAFetchHangs_isAnsweredAtOnce() throws Exception {
    assertKnown(home);
    gate = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> unknown =
          threads.submit(() -> assertRefused("unknown", RejectionReason.UNKNOWN_KEY));
      while (fetches.get() < 2) {
        Thread.sleep(1);
      }

      for (int i = 0; i < 1000; i++) {
        assertKnown(home);
      }

      assertThat(unknown).isNotDone();
      gate.countDown();
      unknown.get();
    }
  }

  @Test
  void find_blockedKey_isRefusedWithoutAFetch() {
    TrustedIssuer blocking =
        TrustedIssuer.fetching("home", home.issuer(), URI.create("https://home.example/keys"))
            .blockedKeys(Set.of(home.keyId()))
            .build();

    assertThatExceptionOfType(TokenRejectedException.class)
        .isThrownBy(() -> keys.find(blocking, home.keyId(), ES256));
    assertThat(fetches).hasValue(0);
  }

  @Test
  void forget_keysOfAnIssuer_areFetchedAgain() throws TokenRejectedException {
    assertKnown(home);
    published = home.rotated().keySetJson();

    keys.forget(trusted);

    assertRefused(home.keyId(), RejectionReason.UNKNOWN_KEY);
  }

  @Test
  void find_afterClose_isUnavailable() {
    keys.close();

    assertRefused(home.keyId(), RejectionReason.KEYS_UNAVAILABLE);
  }
}
