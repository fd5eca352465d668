package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes on one PostgreSQL database; an H2 file has only one. */
class SeveralNodesTest {

  private final IdentityFixture one = IdentityFixture.fresh(TestDatabase.POSTGRESQL);
  private final IdentityFixture two = one.otherNode();

  @Test
  void changes_onOneNode_areSeenOnTheOtherWithinFiveSeconds() throws Exception {
    String first = two.stores.signingKeys.current(JWSAlgorithm.ES256).getKeyID();
    assertThat(one.stores.signingKeys.current(JWSAlgorithm.ES256).getKeyID()).isEqualTo(first);
    assertThat(two.stores.registry.current().service("dog")).isPresent();

    one.stores.emergencyStop.key(first, "stolen", "anna");
    one.stores.emergencyStop.service("dog", "broken", "anna");

    assertThat(one.stores.signingKeys.published().getKeyByKeyId(first)).isNull();
    assertThat(one.stores.registry.current().service("dog")).isEmpty();
    assertWithinFiveSeconds(() -> two.stores.signingKeys.published().getKeyByKeyId(first) == null);
    assertWithinFiveSeconds(() -> two.stores.registry.current().service("dog").isEmpty());
    JWK now = one.stores.signingKeys.current(JWSAlgorithm.ES256);
    assertThat(two.stores.signingKeys.current(JWSAlgorithm.ES256).getKeyID())
        .isEqualTo(now.getKeyID());
  }

  @Test
  void stores_onBothNodes_areOne() throws Exception {
    CitizenId citizen = one.newCitizen();
    String subject = one.stores.pseudonyms.subject(citizen, "karlsruhe");
    NewSession session = one.stores.sessions.create(one.signIn(citizen));

    assertThat(two.stores.pseudonyms.subject(citizen, "karlsruhe")).isEqualTo(subject);
    assertThat(two.stores.sessions.find(session.cookieValue())).contains(session.session());

    byte[] key = OneUse.key("jti");
    Instant end = one.clock.instant().plusSeconds(60);
    Callable<Boolean> use =
        () ->
            (Thread.currentThread().threadId() % 2 == 0 ? one : two)
                .stores.oneUse.use("jti", key, end, 5);
    List<Boolean> uses = IdentityFixture.race(32, use);
    assertThat(uses).filteredOn(allowed -> allowed).hasSize(5);

    for (IdentityFixture each : List.of(one, two)) {
      each.stores.audit.append(AuditEvent.audit("event", "ok").citizen(citizen).build());
      each.stores.audit.anchor();
    }
    LocalDate day = LocalDate.ofInstant(one.clock.instant(), ZoneOffset.UTC);
    assertThat(one.stores.audit.verify(day)).isEmpty();
  }

  /** One node a minute behind, the other a minute ahead: the most that is allowed. */
  @Test
  void oneUse_nodeAheadDeletes_isRememberedByTheNodeBehind() {
    byte[] key = OneUse.key("jti-of-the-node-behind");
    Instant end = one.clock.instant().plusSeconds(60);
    assertThat(one.stores.oneUse.use("jti", key, end, 1)).isTrue();

    two.clock.advance(Duration.ofSeconds(60).plus(Retention.USES).minusMillis(1));
    two.stores.retention.deleteShortLived();
    assertThat(one.stores.oneUse.use("jti", key, end, 1)).isFalse();

    two.clock.advance(Duration.ofMillis(1));
    two.stores.retention.deleteShortLived();
    assertThat(one.stores.oneUse.use("jti", key, end, 1)).isTrue();
  }

  /** Whoever made the first key has the faster clock: there are not two first keys. */
  @Test
  void signingKey_nodeBehind_signsWithTheOneOfTheOther() {
    one.clock.advance(Duration.ofMinutes(10));
    String kid = one.stores.signingKeys.current(JWSAlgorithm.PS256).getKeyID();

    assertThat(
            two.stores.transactions.call(
                () -> two.stores.signingKeys.current(JWSAlgorithm.PS256).getKeyID()))
        .isEqualTo(kid);
  }

  @AfterEach
  void close() {
    two.close();
    one.close();
  }

  /** What is promised to operators: not later than five seconds. */
  private static void assertWithinFiveSeconds(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.call() && System.nanoTime() < end) {
      Thread.sleep(100);
    }
    assertThat(condition.call()).isTrue();
  }
}
