package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.shared.Digests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens: found by hash, used once, and gone with what they hang on. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class TokensTest {

  private final IdentityFixture fixture;
  private final Tokens tokens;

  TokensTest(TestDatabase database) {
    fixture = IdentityFixture.of(database, TokensTest.class);
    tokens = fixture.stores.tokens;
  }

  @Test
  void findByHash_goodToken_isFoundByItsKindUntilItExpires() {
    String text = Digests.newSecret();
    Grant grant = grant(null, null, null);
    StoredToken access = token(TokenKind.ACCESS, text, grant, 600);
    assertThat(tokens.save(grant, List.of(access))).isTrue();

    assertThat(tokens.find(text)).contains(access);
    assertThat(tokens.findByHash(TokenKind.ACCESS, Tokens.hash(text))).contains(access);
    assertThat(tokens.findByHash(TokenKind.REFRESH, Tokens.hash(text))).isEmpty();
    assertThat(tokens.find(text + "x")).isEmpty();
    assertThat(tokens.grant(grant.id())).contains(grant);
    fixture.clock.advance(Duration.ofMinutes(10));
    assertThat(tokens.find(text)).isEmpty();
  }

  /** RFC 6749, section 4.1.2: a code used twice revokes all tokens issued for it. */
  @Test
  void redeem_again_revokesTheGrant() {
    String code = Digests.newSecret();
    String access = Digests.newSecret();
    Grant grant = grant(null, null, null);
    tokens.save(grant, List.of(token(TokenKind.CODE, code, grant, 60)));

    assertThat(tokens.redeem(code, "car")).isInstanceOf(CodeResult.Unknown.class);
    assertThat(tokens.redeem(code, "dog"))
        .isInstanceOfSatisfying(
            CodeResult.Redeemed.class, redeemed -> assertThat(redeemed.grant()).isEqualTo(grant));
    tokens.add(grant.id(), List.of(token(TokenKind.ACCESS, access, grant, 600)));
    assertThat(tokens.redeem(code, "dog")).isInstanceOf(CodeResult.Reused.class);

    assertThat(tokens.find(access)).isEmpty();
    assertThat(tokens.redeem(code, "dog")).isInstanceOf(CodeResult.Unknown.class);
  }

  @Test
  void redeem_atTheEndOfItsLife_isUnknown() {
    String code = Digests.newSecret();
    String late = Digests.newSecret();
    Grant grant = grant(null, null, null);
    tokens.save(
        grant,
        List.of(token(TokenKind.CODE, code, grant, 60), token(TokenKind.CODE, late, grant, 60)));

    fixture.clock.advance(Duration.ofMinutes(1).minusMillis(1));
    assertThat(tokens.redeem(code, "dog")).isInstanceOf(CodeResult.Redeemed.class);
    fixture.clock.advance(Duration.ofMillis(1));
    assertThat(tokens.redeem(late, "dog")).isInstanceOf(CodeResult.Unknown.class);
  }

  /** RFC 9700, section 4.5.3. */
  @Test
  void redeem_by64Threads_succeedsExactlyOnce() throws Exception {
    String code = Digests.newSecret();
    Grant grant = grant(null, null, null);
    tokens.save(grant, List.of(token(TokenKind.CODE, code, grant, 60)));

    List<CodeResult> results = IdentityFixture.race(64, () -> tokens.redeem(code, "dog"));

    assertThat(results).filteredOn(result -> result instanceof CodeResult.Redeemed).hasSize(1);
    assertThat(tokens.grant(grant.id())).isEmpty();
  }

  @Test
  void rotate_withinTenSeconds_givesTheSameSuccessor() {
    Grant grant = grant(null, null, null);
    String first = refreshOf(grant);
    String second = Digests.newSecret();
    assertThat(rotate(first, second, grant)).isInstanceOf(RefreshResult.Rotated.class);

    fixture.clock.advance(Tokens.REPEATABLE);

    assertThat(rotate(first, Digests.newSecret(), grant))
        .isInstanceOfSatisfying(
            RefreshResult.Repeated.class,
            repeated -> assertThat(repeated.successor()).isEqualTo(second));
    assertThat(tokens.find(second)).isPresent();
    assertThat(tokens.find(first)).isEmpty();
  }

  /** RFC 9700, section 4.14.2. */
  @Test
  void rotate_later_revokesTheFamily() {
    Grant grant = grant(null, null, null);
    String first = refreshOf(grant);
    String second = Digests.newSecret();
    rotate(first, second, grant);

    fixture.clock.advance(Tokens.REPEATABLE.plusMillis(1));

    assertThat(rotate(first, Digests.newSecret(), grant)).isInstanceOf(RefreshResult.Reused.class);
    assertThat(rotate(second, Digests.newSecret(), grant))
        .isInstanceOf(RefreshResult.Unknown.class);
  }

  @Test
  void rotate_byAnotherClient_isUnknown() {
    Grant grant = grant(null, null, null);
    String first = refreshOf(grant);
    String successor = Digests.newSecret();

    assertThat(
            tokens.rotate(first, "car", successor, token(TokenKind.REFRESH, successor, grant, 600)))
        .isInstanceOf(RefreshResult.Unknown.class);
    assertThat(tokens.find(first)).isPresent();
  }

  @Test
  void rotate_successorThatIsAnother_isRefused() {
    Grant grant = grant(null, null, null);
    String first = refreshOf(grant);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> tokens.rotate(first, "dog", "a", token(TokenKind.REFRESH, "b", grant, 600)));
  }

  @Test
  void rotate_by32Threads_hasOneSuccessor() throws Exception {
    Grant grant = grant(null, null, null);
    String first = refreshOf(grant);

    List<RefreshResult> results =
        IdentityFixture.race(32, () -> rotate(first, Digests.newSecret(), grant));

    assertThat(results).filteredOn(result -> result instanceof RefreshResult.Rotated).hasSize(1);
    assertThat(
            results.stream()
                .filter(result -> result instanceof RefreshResult.Repeated)
                .map(result -> ((RefreshResult.Repeated) result).successor())
                .distinct())
        .hasSize(1);
    assertThat(results).noneMatch(result -> result instanceof RefreshResult.Reused);
  }

  @Test
  void revoke_parent_takesWhatWasExchangedAlong() {
    Grant parent = grant(null, null, null);
    tokens.save(parent, List.of());
    Grant child = grant(null, null, parent.id());
    tokens.save(child, List.of());
    Grant grandchild = grant(null, null, child.id());
    String text = Digests.newSecret();
    tokens.save(grandchild, List.of(token(TokenKind.EXCHANGED, text, grandchild, 300)));

    assertThat(tokens.revoke(parent.id())).isTrue();

    assertThat(tokens.find(text)).isEmpty();
    assertThat(tokens.grant(child.id())).isEmpty();
    assertThat(tokens.save(grant(null, null, child.id()), List.of())).isFalse();
    assertThat(tokens.add(child.id(), List.of())).isFalse();
  }

  @Test
  void revokeToken_single_leavesTheOthersOfTheGrant() {
    Grant grant = grant(null, null, null);
    String access = Digests.newSecret();
    String refresh = Digests.newSecret();
    tokens.save(
        grant,
        List.of(
            token(TokenKind.ACCESS, access, grant, 600),
            token(TokenKind.REFRESH, refresh, grant, 600)));
    Grant exchanged = grant(null, null, grant.id());
    tokens.save(exchanged, List.of());

    assertThat(tokens.revokeToken(Tokens.hash(access))).isTrue();
    assertThat(tokens.revokeToken(Tokens.hash(access))).isFalse();

    assertThat(tokens.find(access)).isEmpty();
    assertThat(tokens.find(refresh)).isPresent();
    assertThat(tokens.grant(exchanged.id())).isEmpty();
  }

  @Test
  void find_afterTheSession_isEmpty() {
    CitizenId citizen = fixture.newCitizen();
    Session idle = fixture.stores.sessions.create(fixture.signIn(citizen)).session();
    String text = Digests.newSecret();
    Grant grant = grant(citizen, idle.id(), null);
    tokens.save(grant, List.of(token(TokenKind.ACCESS, text, grant, 3_600)));
    assertThat(tokens.find(text)).isPresent();

    fixture.clock.advance(Sessions.IDLE);
    assertThat(tokens.find(text)).isEmpty();
    assertThat(tokens.save(grant(citizen, idle.id(), null), List.of())).isFalse();

    fixture.stores.sessions.end(idle.id());
    assertThat(tokens.grant(grant.id())).isEmpty();
  }

  @Test
  void rotate_inASession_countsAsItsUse() {
    CitizenId citizen = fixture.newCitizen();
    Session session = fixture.stores.sessions.create(fixture.signIn(citizen)).session();
    Grant grant = grant(citizen, session.id(), null);
    String first = refreshOf(grant);
    fixture.clock.advance(Sessions.IDLE.minusMillis(1));

    rotate(first, Digests.newSecret(), grant);
    fixture.clock.advance(Duration.ofMinutes(10));

    assertThat(fixture.stores.sessions.byId(session.id())).isPresent();
  }

  @Test
  void revokeEach_leavesNothingOfItsKind() {
    CitizenId citizen = fixture.newCitizen();
    Session session = fixture.stores.sessions.create(fixture.signIn(citizen)).session();
    Consent consent =
        fixture.stores.consents.grant(
            new Release(citizen, "dog", "p", Set.of("a"), AssuranceLevel.LOW, "1", false),
            Duration.ofDays(1));
    Grant bySession = grant(citizen, session.id(), null);
    Grant byConsent =
        new Grant(Tokens.newId(), "cat", citizen, null, consent.id(), null, null, now(), in(600));
    Grant byIssuer =
        new Grant(Tokens.newId(), "car", citizen, null, null, null, null, now(), in(600), "amt24");
    Grant byCitizen = grant(citizen, null, null);
    for (Grant each : List.of(bySession, byConsent, byIssuer, byCitizen)) {
      assertThat(tokens.save(each, List.of())).isTrue();
      assertThat(tokens.grant(each.id())).contains(each);
    }

    assertThat(tokens.revokeSession(session.id())).isEqualTo(1);
    assertThat(tokens.grant(bySession.id())).isEmpty();
    assertThat(tokens.revokeConsent(consent.id())).isEqualTo(1);
    assertThat(tokens.grant(byConsent.id())).isEmpty();
    assertThat(tokens.revokeIssuer("amt24")).isEqualTo(1);
    assertThat(tokens.grant(byIssuer.id())).isEmpty();
    assertThat(tokens.revokeCitizen(citizen)).isEqualTo(1);
    assertThat(tokens.grant(byCitizen.id())).isEmpty();
    assertThat(tokens.revokeService("nobody")).isZero();
  }

  /** No revocation is lost while tokens are issued: nothing is issued after it. */
  @Test
  void save_whileTheParentIsRevoked_leavesNothing() throws Exception {
    Grant parent = grant(null, null, null);
    tokens.save(parent, List.of());

    IdentityFixture.race(
        16,
        () -> {
          if (Thread.currentThread().threadId() % 4 == 0) {
            return tokens.revoke(parent.id());
          }
          return tokens.save(grant(null, null, parent.id()), List.of());
        });
    tokens.revoke(parent.id());

    assertThat(
            fixture
                .stores
                .jdbc
                .sql("select count(*) from token_grant where parent_id = ?")
                .param(parent.id())
                .query(Integer.class)
                .single())
        .isZero();
  }

  private String refreshOf(Grant grant) {
    String text = Digests.newSecret();
    tokens.save(grant, List.of(token(TokenKind.REFRESH, text, grant, 40_000)));
    return text;
  }

  private RefreshResult rotate(String token, String successor, Grant grant) {
    return tokens.rotate(
        token, "dog", successor, token(TokenKind.REFRESH, successor, grant, 40_000));
  }

  private Grant grant(
      @Nullable CitizenId citizen, @Nullable String session, @Nullable String parent) {
    return new Grant(
        Tokens.newId(),
        "dog",
        citizen,
        session,
        null,
        parent,
        "{\"scope\":\"openid\"}",
        now(),
        in(40_000));
  }

  private StoredToken token(TokenKind kind, String text, Grant grant, int seconds) {
    return new StoredToken(
        kind, Tokens.hash(text), grant.id(), "{\"sub\":\"x\"}", now(), in(seconds), null);
  }

  private Instant now() {
    return fixture.clock.instant();
  }

  private Instant in(int seconds) {
    return now().plusSeconds(seconds);
  }
}
