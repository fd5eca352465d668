package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.server.shared.Digests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be used a number of times is used no more often. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class OneUseTest {

  private final IdentityFixture fixture;
  private final OneUse oneUse;
  private final byte[] key = OneUse.key("issuer", Digests.newId());

  OneUseTest(TestDatabase database) {
    fixture = IdentityFixture.of(database, OneUseTest.class);
    oneUse = fixture.stores.oneUse;
  }

  @Test
  void use_once_isAllowedTheFirstTimeOnly() {
    assertThat(oneUse.use("jti", key, inAMinute(), 1)).isTrue();
    assertThat(oneUse.use("jti", key, inAMinute(), 1)).isFalse();
  }

  @Test
  void use_upToTheLimit_isAllowed() {
    for (int i = 0; i < 3; i++) {
      assertThat(oneUse.use("exchange", key, inAMinute(), 3)).isTrue();
    }
    assertThat(oneUse.use("exchange", key, inAMinute(), 3)).isFalse();
  }

  @Test
  void use_sameKeyOfAnotherKind_isAnother() {
    assertThat(oneUse.use("jti", key, inAMinute(), 1)).isTrue();
    assertThat(oneUse.use("dpop", key, inAMinute(), 1)).isTrue();
  }

  @Test
  void use_noneAllowed_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> oneUse.use("jti", key, inAMinute(), 0))
        .withMessageContaining("at least 1");
  }

  /** RFC 9449, section 11.1; RFC 7523, section 3, item 7. */
  @Test
  void use_by64Threads_isAllowedExactlyOnce() throws Exception {
    List<Boolean> uses = IdentityFixture.race(64, () -> oneUse.use("race", key, inAMinute(), 1));

    assertThat(uses).filteredOn(allowed -> allowed).hasSize(1);
  }

  /** RFC 9700, section 4.10: a limit counts on all nodes together. */
  @Test
  void use_by64Threads_isAllowedExactlyAsOftenAsTheLimit() throws Exception {
    List<Boolean> uses =
        IdentityFixture.race(
            64,
            () -> fixture.stores.transactions.call(() -> oneUse.use("race", key, inAMinute(), 20)));

    assertThat(uses).filteredOn(allowed -> allowed).hasSize(20);
  }

  @Test
  void use_rolledBack_doesNotCount() {
    try {
      fixture.stores.transactions.run(() -> {
        oneUse.use("jti", key, inAMinute(), 1);
        throw new IllegalStateException("no token was issued");
      });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("no token was issued");
    }

    assertThat(oneUse.use("jti", key, inAMinute(), 1)).isTrue();
  }

  @Test
  void key_partsCutElsewhere_isAnother() {
    assertThat(OneUse.key("ab", "c")).isNotEqualTo(OneUse.key("a", "bc"));
    assertThat(OneUse.key("ab", "c")).isEqualTo(OneUse.key("ab", "c"));
  }

  private Instant inAMinute() {
    return fixture.clock.instant().plus(Duration.ofMinutes(1));
  }
}
