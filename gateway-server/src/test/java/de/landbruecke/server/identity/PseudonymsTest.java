package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.trust.LevelMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pseudonyms: one for each citizen and sector, the same for good. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class PseudonymsTest {

  private static final long SEED = 20_261_124;

  private static final LevelMap.Proven LOW = new LevelMap.Proven(AssuranceLevel.LOW, false);
  private final IdentityFixture fixture;
  private final Pseudonyms pseudonyms;
  private final Citizens citizens;

  PseudonymsTest(TestDatabase database) {
    fixture = IdentityFixture.of(database, PseudonymsTest.class);
    pseudonyms = fixture.stores.pseudonyms;
    citizens = fixture.stores.citizens;
  }

  @Test
  void subject_sameSector_isTheSameAndResolves() {
    CitizenId citizen = fixture.newCitizen();

    String subject = pseudonyms.subject(citizen, "karlsruhe");

    assertThat(pseudonyms.subject(citizen, "karlsruhe")).isEqualTo(subject);
    assertThat(pseudonyms.resolve("karlsruhe", subject)).contains(citizen);
    assertThat(pseudonyms.resolve("dresden", subject)).isEmpty();
    assertThat(pseudonyms.aliases(citizen, "karlsruhe")).isEmpty();
    // OpenID Connect Core 1.0, section 2: at most 255 ASCII characters.
    assertThat(subject).matches("[!-~]{40,255}");
  }

  @Test
  void compute_partsCutElsewhere_isAnother() {
    byte[] key = new byte[32];

    assertThat(Pseudonyms.compute(key, 1, "ab", "c"))
        .isNotEqualTo(Pseudonyms.compute(key, 1, "a", "bc"));
  }

  /** Published once, so that nobody changes the rule by accident: all services would lose all. */
  @Test
  void compute_fixedInput_isAsItAlwaysWas() throws Exception {
    byte[] key = new byte[32];
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
    mac.update(new byte[] {'p', '1', 0, 0, 0, 1, 's', 0, 0, 0, 2, 'i', 'd'});

    assertThat(Pseudonyms.compute(key, 7, "s", "id"))
        .isEqualTo("7." + Digests.base64url(mac.doFinal()));
  }

  @Test
  void rotateKey_existingPseudonyms_stay() {
    CitizenId citizen = fixture.newCitizen();
    String before = pseudonyms.subject(citizen, "karlsruhe");

    pseudonyms.rotateKey();

    assertThat(pseudonyms.subject(citizen, "karlsruhe")).isEqualTo(before);
    String version = pseudonyms.subject(citizen, "dresden").split("\\.", 2)[0];
    assertThat(Integer.parseInt(version))
        .isGreaterThan(Integer.parseInt(before.split("\\.", 2)[0]));
  }

  @Test
  void subject_by32Threads_isOne() throws Exception {
    CitizenId citizen = fixture.newCitizen();

    List<String> subjects =
        IdentityFixture.race(32, () -> pseudonyms.subject(citizen, "karlsruhe"));

    assertThat(subjects).containsOnly(subjects.getFirst());
  }

  /** No value twice, in whatever sector, and each leads back to its citizen only. */
  @Test
  void subject_manyCitizensAndSectors_isInjective() {
    Map<String, CitizenId> seen = new HashMap<>();

    for (int i = 0; i < 60; i++) {
      CitizenId citizen = fixture.newCitizen();
      for (String sector : List.of("karlsruhe", "dresden", "a", "")) {
        String subject = pseudonyms.subject(citizen, sector);
        assertThat(seen.put(subject, citizen)).isNull();
        assertThat(pseudonyms.resolve(sector, subject)).contains(citizen);
      }
    }
  }

  @Test
  void link_bothHaveOne_keepsTheOlderAndTheOtherAsAlias() {
    CitizenId older = fixture.newCitizen();
    String olderSubject = pseudonyms.subject(older, "karlsruhe");
    fixture.clock.advance(Duration.ofSeconds(1));
    String account = fixture.newSubject();
    CitizenId younger = citizens.findOrCreate("service-bw", account, AssuranceLevel.LOW, null);
    String youngerSubject = pseudonyms.subject(younger, "karlsruhe");
    fixture.clock.advance(Duration.ofSeconds(1));
    String olderAccount = fixture.newSubject();
    citizens.link(older, "amt24", olderAccount, LOW, null);

    // The younger takes the older in: the older pseudonym counts whoever does it.
    citizens.link(younger, "amt24", olderAccount, LOW, null);

    assertThat(pseudonyms.subject(younger, "karlsruhe")).isEqualTo(olderSubject);
    assertThat(pseudonyms.subject(older, "karlsruhe")).isEqualTo(olderSubject);
    assertThat(pseudonyms.aliases(younger, "karlsruhe")).containsExactly(youngerSubject);
    assertThat(pseudonyms.resolve("karlsruhe", youngerSubject)).contains(younger);
    assertThat(pseudonyms.resolve("karlsruhe", olderSubject)).contains(younger);
  }

  /** Random merges and splits: at the end, everybody has what they had, and nobody another's. */
  @Test
  void linkAndUnlink_inAnyOrder_restoreEveryPseudonym() {
    Random random = new Random(SEED);
    for (int round = 0; round < 12; round++) {
      List<String> accounts = new ArrayList<>();
      List<CitizenId> people = new ArrayList<>();
      Map<String, String> before = new HashMap<>();
      for (int i = 0; i < 4; i++) {
        String account = fixture.newSubject();
        CitizenId citizen = citizens.findOrCreate("amt24", account, AssuranceLevel.LOW, null);
        accounts.add(account);
        people.add(citizen);
        for (String sector : List.of("karlsruhe", "dresden")) {
          if (random.nextBoolean()) {
            before.put(i + sector, pseudonyms.subject(citizen, sector));
          }
        }
        fixture.clock.advance(Duration.ofMillis(random.nextInt(3)));
      }

      for (int step = 0; step < 6; step++) {
        CitizenId one = citizens.find("amt24", accounts.get(random.nextInt(4))).orElseThrow();
        String other = accounts.get(random.nextInt(4));
        if (!citizens.find("amt24", other).orElseThrow().equals(one)) {
          citizens.link(one, "amt24", other, LOW, null);
        }
        Set<String> subjects = new HashSet<>();
        for (String account : accounts) {
          CitizenId now = citizens.find("amt24", account).orElseThrow();
          for (String sector : List.of("karlsruhe", "dresden")) {
            String subject = pseudonyms.subject(now, sector);
            assertThat(pseudonyms.resolve(sector, subject)).as("seed %s", SEED).contains(now);
            subjects.add(subject);
          }
        }
        assertThat(subjects).isNotEmpty();
      }
      for (String account : accounts) {
        CitizenId now = citizens.find("amt24", account).orElseThrow();
        if (citizens.links(now).size() > 1) {
          Citizens.Linked linked = citizens.linkOf("amt24", account).orElseThrow();
          citizens.unlink(now, linked.linkId());
        }
      }

      for (int i = 0; i < 4; i++) {
        assertThat(citizens.find("amt24", accounts.get(i)))
            .as("seed %s", SEED)
            .contains(people.get(i));
        for (String sector : List.of("karlsruhe", "dresden")) {
          String had = before.get(i + sector);
          if (had != null) {
            assertThat(pseudonyms.subject(people.get(i), sector))
                .as("seed %s", SEED)
                .isEqualTo(had);
          }
        }
      }
    }
  }
}
