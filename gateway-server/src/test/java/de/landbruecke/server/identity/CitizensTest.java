package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.trust.LevelMap;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Citizens, their accounts, and how two become one and two again. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class CitizensTest {

  private static final LevelMap.Proven LOW = new LevelMap.Proven(AssuranceLevel.LOW, false);

  private final IdentityFixture fixture;
  private final Citizens citizens;

  CitizensTest(TestDatabase database) {
    fixture = IdentityFixture.of(database, CitizensTest.class);
    citizens = fixture.stores.citizens;
  }

  @Test
  void findOrCreate_sameAccount_isTheSameCitizen() {
    String subject = fixture.newSubject();

    CitizenId first = create("amt24", subject);

    assertThat(create("amt24", subject)).isEqualTo(first);
    assertThat(citizens.find("amt24", subject)).contains(first);
    assertThat(citizens.find("service-bw", subject)).isEmpty();
    assertThat(create("service-bw", subject)).isNotEqualTo(first);
  }

  @Test
  void findOrCreate_by32Threads_makesOneCitizen() throws Exception {
    String subject = fixture.newSubject();

    List<CitizenId> made = IdentityFixture.race(32, () -> create("amt24", subject));

    assertThat(made).containsOnly(made.getFirst());
    assertThat(citizens.links(made.getFirst())).hasSize(1);
  }

  @Test
  void link_unknownAccount_isTheCitizensUntilItIsUnlinked() {
    CitizenId citizen = fixture.newCitizen();
    String subject = fixture.newSubject();
    fixture.clock.advance(Duration.ofMillis(1));

    CitizenId linked = citizens.link(citizen, "service-bw", subject, LOW, null);

    assertThat(linked).isEqualTo(citizen);
    assertThat(citizens.find("service-bw", subject)).contains(citizen);
    List<Link> links = citizens.links(citizen);
    assertThat(links).extracting(Link::issuer).containsExactly("amt24", "service-bw");
    assertThat(links.get(1).level()).isEqualTo(AssuranceLevel.LOW);

    assertThat(citizens.unlink(citizen, links.get(1).id())).isTrue();
    assertThat(citizens.unlink(citizen, links.get(1).id())).isFalse();
    assertThat(citizens.find("service-bw", subject)).isEmpty();
    assertThat(citizens.links(citizen)).hasSize(1);
  }

  @Test
  void link_ownAccount_isRefused() {
    String subject = fixture.newSubject();
    CitizenId citizen = create("amt24", subject);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> citizens.link(citizen, "amt24", subject, LOW, null))
        .withMessageContaining("already");
  }

  @Test
  void link_accountOfAnother_makesOneCitizenOfBothUntilItIsUnlinked() {
    String subject = fixture.newSubject();
    CitizenId other = create("service-bw", subject);
    CitizenId citizen = fixture.newCitizen();

    CitizenId both = citizens.link(citizen, "service-bw", subject, LOW, null);

    assertThat(both).isEqualTo(citizen);
    assertThat(citizens.find("service-bw", subject)).contains(citizen);
    assertThat(citizens.links(citizen)).hasSize(2);
    assertThat(citizens.links(other)).hasSize(2);

    Link link =
        citizens.links(citizen).stream()
            .filter(each -> each.issuer().equals("service-bw"))
            .findFirst()
            .orElseThrow();
    assertThat(citizens.unlink(citizen, link.id())).isTrue();
    assertThat(citizens.find("service-bw", subject)).contains(other);
    assertThat(citizens.links(citizen)).hasSize(1);
    assertThat(citizens.links(other)).hasSize(1);
  }

  @Test
  void link_crosswiseByManyThreads_endsInOneCitizen() throws Exception {
    String first = fixture.newSubject();
    String second = fixture.newSubject();
    CitizenId a = create("amt24", first);
    CitizenId b = create("service-bw", second);

    IdentityFixture.race(
        8,
        () -> {
          try {
            return citizens.link(a, "service-bw", second, LOW, null);
          } catch (IllegalArgumentException e) {
            return a;
          }
        });

    assertThat(citizens.find("amt24", first)).isEqualTo(citizens.find("service-bw", second));
    assertThat(citizens.links(b)).hasSize(2);
  }

  /** Whoever joins at a low level ends what counts for more, and all that is the account's. */
  @Test
  void link_atALowLevel_endsStrongerSessionsAndThoseOfTheAccount() {
    Sessions sessions = fixture.stores.sessions;
    String subject = fixture.newSubject();
    CitizenId other = create("service-bw", subject);
    CitizenId citizen = fixture.newCitizen();
    NewSession strong = sessions.create(fixture.signIn(citizen));
    NewSession weak = sessions.create(signIn(citizen, AssuranceLevel.LOW));
    NewSession weakOfOther = sessions.create(signIn(other, AssuranceLevel.BASIC));
    Grant grant = grant(other);

    citizens.link(citizen, "service-bw", subject, LOW, null);

    assertThat(sessions.find(strong.cookieValue())).isEmpty();
    assertThat(sessions.find(weak.cookieValue())).isPresent();
    assertThat(sessions.find(weakOfOther.cookieValue())).isEmpty();
    assertThat(fixture.stores.tokens.grant(grant.id())).isEmpty();
  }

  /** The weaker in each respect, also of what was joined before. */
  @Test
  void ceiling_ofSeveral_isTheWeakestUntilTheyAreApart() {
    LevelMap.Proven strong = new LevelMap.Proven(AssuranceLevel.SUBSTANTIAL, true);
    String first = fixture.newSubject();
    String second = fixture.newSubject();
    String third = fixture.newSubject();
    CitizenId citizen = create("amt24", first);
    assertThat(citizens.ceiling("amt24", first)).isEmpty();

    citizens.link(citizen, "service-bw", second, LOW, null);
    citizens.link(citizen, "service-bw", third, strong, null);

    for (String subject : List.of(second, third)) {
      assertThat(citizens.ceiling("service-bw", subject)).contains(LOW);
    }
    assertThat(citizens.ceiling(citizen)).contains(LOW);
    Citizens.Linked weak = citizens.linkOf("service-bw", second).orElseThrow();
    citizens.unlink(citizen, weak.linkId());
    assertThat(citizens.ceiling("amt24", first)).as("joined while it was low").contains(LOW);
    Citizens.Linked last = citizens.linkOf("service-bw", third).orElseThrow();
    citizens.unlink(citizen, last.linkId());
    assertThat(citizens.ceiling("amt24", first)).isEmpty();
  }

  /** A session of the accounts that remain goes on, no token does: some name who leaves. */
  @Test
  void unlink_endsAllTokens_andSessionsOfThatAccountOnly() {
    Sessions sessions = fixture.stores.sessions;
    String subject = fixture.newSubject();
    CitizenId citizen = create("amt24", fixture.newSubject());
    citizens.link(citizen, "service-bw", subject, LOW, null);
    NewSession stays = sessions.create(signIn(citizen, AssuranceLevel.LOW));
    Grant grant = grant(citizen);

    citizens.unlink(citizen, citizens.linkOf("service-bw", subject).orElseThrow().linkId());

    assertThat(sessions.find(stays.cookieValue())).isPresent();
    assertThat(fixture.stores.tokens.grant(grant.id())).isEmpty();
  }

  /** After a move from an old account to a new one the services still know the person. */
  @Test
  void removeUnused_ofAJoinedAccount_leavesItsPseudonymsToTheOther() {
    IdentityFixture own = IdentityFixture.fresh(TestDatabase.H2);
    Citizens all = own.stores.citizens;
    String old = own.newSubject();
    CitizenId before = all.findOrCreate("amt24", old, AssuranceLevel.LOW, null);
    String pseudonym = own.stores.pseudonyms.subject(before, "karlsruhe");
    own.clock.advance(Citizens.UNUSED.minus(Citizens.NOTICE).plusMillis(1));
    String fresh = own.newSubject();
    CitizenId moved = all.findOrCreate("service-bw", fresh, AssuranceLevel.LOW, null);
    all.link(moved, "amt24", old, LOW, null);

    own.clock.advance(Citizens.UNUSED.minus(Citizens.NOTICE).plusMillis(1));
    all.findOrCreate("service-bw", fresh, AssuranceLevel.LOW, null);
    all.removeUnused();
    own.clock.advance(Citizens.NOTICE.plusMillis(1));
    assertThat(all.removeUnused()).isEqualTo(1);

    assertThat(all.find("amt24", old)).isEmpty();
    assertThat(all.links(moved)).extracting(Link::issuer).containsExactly("service-bw");
    assertThat(own.stores.pseudonyms.subject(moved, "karlsruhe")).isEqualTo(pseudonym);
    assertThat(all.ceiling("service-bw", fresh)).as("as surely as both were joined").contains(LOW);
    CitizenId stranger = all.findOrCreate("amt24", old, AssuranceLevel.LOW, null);
    assertThat(own.stores.pseudonyms.subject(stranger, "karlsruhe")).isNotEqualTo(pseudonym);
  }

  private SignIn signIn(CitizenId citizen, AssuranceLevel level) {
    return new SignIn(
        citizen, "amt24", level, false, fixture.clock.instant(), null, null, List.of());
  }

  private Grant grant(CitizenId citizen) {
    Grant grant =
        new Grant(
            Tokens.newId(),
            "dog",
            citizen,
            null,
            null,
            null,
            null,
            fixture.clock.instant(),
            fixture.clock.instant().plusSeconds(600));
    assertThat(fixture.stores.tokens.save(grant, List.of())).isTrue();
    return grant;
  }

  @Test
  void unlink_linkOfSomebodyElse_isRefused() {
    CitizenId citizen = fixture.newCitizen();
    CitizenId stranger = fixture.newCitizen();

    assertThat(citizens.unlink(stranger, citizens.links(citizen).getFirst().id())).isFalse();
    assertThat(citizens.links(citizen)).hasSize(1);
  }

  @Test
  void unlink_lastAccount_erasesTheCitizen() {
    CitizenId citizen = fixture.newCitizen();
    NewSession session = fixture.stores.sessions.create(fixture.signIn(citizen));

    citizens.unlink(citizen, citizens.links(citizen).getFirst().id());

    assertThat(citizens.root(citizen)).isEmpty();
    assertThat(fixture.stores.sessions.find(session.cookieValue())).isEmpty();
  }

  @Test
  void erase_citizen_leavesNothingThatFindsThem() {
    String subject = fixture.newSubject();
    CitizenId citizen = create("amt24", subject);
    String pseudonym = fixture.stores.pseudonyms.subject(citizen, "karlsruhe");
    fixture.stores.consents.grant(
        new Release(citizen, "dog", "p", java.util.Set.of("email"), AssuranceLevel.LOW, "1", false),
        Duration.ofDays(1));

    citizens.erase(citizen);

    assertThat(citizens.find("amt24", subject)).isEmpty();
    assertThat(fixture.stores.pseudonyms.resolve("karlsruhe", pseudonym)).isEmpty();
    assertThat(fixture.stores.consents.history(citizen, AssuranceLevel.HIGH)).isEmpty();
    assertThat(create("amt24", subject)).isNotEqualTo(citizen);
    for (String table :
        List.of("home_link", "pseudonym", "consent", "citizen_session", "token_grant")) {
      assertThat(
              fixture
                  .stores
                  .jdbc
                  .sql("select count(*) from " + table + " where citizen_id = ?")
                  .param(citizen.value())
                  .query(Integer.class)
                  .single())
          .as(table)
          .isZero();
    }
  }

  @Test
  void removeUnused_afterThreeYearsAndANotice_deletesTheLink() {
    IdentityFixture own = IdentityFixture.fresh(TestDatabase.H2);
    String subject = own.newSubject();
    CitizenId citizen =
        own.stores.citizens.findOrCreate("amt24", subject, AssuranceLevel.LOW, null);

    own.clock.advance(Citizens.UNUSED.minus(Citizens.NOTICE));
    own.stores.citizens.removeUnused();
    assertThat(own.stores.citizens.links(citizen).getFirst().noticedAt()).isNull();

    own.clock.advance(Duration.ofMillis(1));
    own.stores.citizens.removeUnused();
    assertThat(own.stores.citizens.links(citizen).getFirst().noticedAt()).isNotNull();

    own.clock.advance(Citizens.NOTICE);
    assertThat(own.stores.citizens.removeUnused()).isZero();
    own.clock.advance(Duration.ofMillis(1));
    assertThat(own.stores.citizens.removeUnused()).isEqualTo(1);
    assertThat(own.stores.citizens.find("amt24", subject)).isEmpty();
  }

  @Test
  void removeUnused_usedAfterTheNotice_keepsTheLink() {
    IdentityFixture own = IdentityFixture.fresh(TestDatabase.H2);
    String subject = own.newSubject();
    own.stores.citizens.findOrCreate("amt24", subject, AssuranceLevel.LOW, null);
    own.clock.advance(Citizens.UNUSED);
    own.stores.citizens.removeUnused();

    CitizenId citizen =
        own.stores.citizens.findOrCreate("amt24", subject, AssuranceLevel.LOW, null);
    own.clock.advance(Citizens.NOTICE.plusDays(1));
    own.stores.citizens.removeUnused();

    assertThat(own.stores.citizens.links(citizen).getFirst().noticedAt()).isNull();
  }

  private CitizenId create(String issuer, String subject) {
    return citizens.findOrCreate(issuer, subject, AssuranceLevel.SUBSTANTIAL, "eID");
  }
}
