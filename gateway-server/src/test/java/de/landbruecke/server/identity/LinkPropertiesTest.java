package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.trust.LevelMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Accounts are linked, taken apart, signed in by, lost by disuse and erased in any order, beside a
 * model that only knows who belongs together. At each step a pseudonym names whom it was made for
 * and nobody else, an account that is alone has what it had before it was linked, and no two count
 * for more than they were joined with. Prints its seed.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LinkPropertiesTest {

  private static final List<String> SECTORS = List.of("karlsruhe", "dresden", "ulm");
  private static final int ACCOUNTS = 6;

  private final IdentityFixture fixture;
  private final Citizens citizens;

  /** The accounts, by the citizen that each is for itself; without one it was never seen. */
  private final List<String> subjects = new ArrayList<>();

  private final Map<String, String> rowOf = new HashMap<>();

  /** Citizens that belong together, each with all of them. */
  private final Map<String, Set<String>> groups = new HashMap<>();

  private final Map<String, String> keepers = new HashMap<>();

  /** Citizens that were made by a link, and what they were proven with. */
  private final Set<String> byLink = new HashSet<>();

  private final Map<Set<String>, AssuranceLevel> pairs = new HashMap<>();

  /** Pseudonyms in the order in which they were made: whose they are. */
  private final Map<String, String> owners = new LinkedHashMap<>();

  private final Map<String, String> sectors = new HashMap<>();
  private final Set<String> dead = new HashSet<>();

  LinkPropertiesTest(TestDatabase database) {
    fixture = IdentityFixture.of(database, LinkPropertiesTest.class);
    citizens = fixture.stores.citizens;
  }

  @Test
  void links_inAnyOrder_neverNameSomebodyElse() {
    run(120, System.nanoTime());
  }

  /** The share of {@code -Pproof}. */
  @Tag("proof")
  @Test
  void links_tenThousandTimesInAnyOrder_neverNameSomebodyElse() {
    run(10_000, System.nanoTime());
  }

  private void run(int steps, long seed) {
    System.out.println("seed of the links: " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < ACCOUNTS; i++) {
      subjects.add(fixture.newSubject());
    }
    List<String> done = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      fixture.clock.advance(Duration.ofMillis(1));
      String account = subjects.get(random.nextInt(ACCOUNTS));
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> done.add(link(account, subjects.get(random.nextInt(ACCOUNTS)), random));
        case 3, 4 -> done.add(unlink(account));
        case 5 -> done.add(random.nextInt(4) == 0 ? erase(account) : "");
        case 6 -> done.add(random.nextInt(2) == 0 ? loseByDisuse(account) : "");
        default -> done.add(signIn(account, SECTORS.get(random.nextInt(SECTORS.size()))));
      }
      try {
        check();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", after " + done, e);
      }
    }
  }

  private String name(String account) {
    return "a" + subjects.indexOf(account);
  }

  private String signIn(String account, String sector) {
    CitizenId root = citizens.findOrCreate("amt24", account, AssuranceLevel.LOW, null);
    if (!rowOf.containsKey(account)) {
      add(account, root.value());
    }
    String subject = fixture.stores.pseudonyms.subject(root, sector);
    if (!owners.containsKey(subject)) {
      owners.put(subject, root.value());
      sectors.put(subject, sector);
    }
    assertThat(dead).as("a pseudonym of somebody who is gone").doesNotContain(subject);
    return "sign-in " + name(account);
  }

  private String link(String account, String other, Random random) {
    String row = rowOf.get(account);
    if (row == null || account.equals(other)) {
      return "";
    }
    CitizenId citizen = citizens.find("amt24", account).orElseThrow();
    String known = rowOf.get(other);
    if (known != null && group(known).contains(row)) {
      return "";
    }
    AssuranceLevel level =
        List.of(AssuranceLevel.BASIC, AssuranceLevel.LOW, AssuranceLevel.SUBSTANTIAL)
            .get(random.nextInt(3));
    LevelMap.Proven proven =
        new LevelMap.Proven(level, level != AssuranceLevel.BASIC && random.nextBoolean());
    citizens.link(citizen, "amt24", other, proven, null);
    if (known == null) {
      String made = rowInDatabase(other);
      add(other, made);
      byLink.add(made);
    }
    Set<String> both = new HashSet<>(group(row));
    for (String one : group(row)) {
      for (String two : group(Objects.requireNonNull(rowOf.get(other)))) {
        pairs.put(Set.of(one, two), level);
      }
    }
    both.addAll(group(Objects.requireNonNull(rowOf.get(other))));
    both.forEach(each -> groups.put(each, both));
    return "link " + name(account) + " " + name(other);
  }

  private String unlink(String account) {
    String row = rowOf.get(account);
    if (row == null || accounts(group(row)).size() < 2) {
      return "";
    }
    Citizens.Linked linked = citizens.linkOf("amt24", account).orElseThrow();
    assertThat(citizens.unlink(linked.citizen(), linked.linkId())).isTrue();
    Set<String> leaving = new HashSet<>(Set.of(row));
    group(row).stream().filter(each -> row.equals(keepers.get(each))).forEach(leaving::add);
    Set<String> rest = new HashSet<>(group(row));
    rest.removeAll(leaving);
    rest.forEach(each -> groups.put(each, rest));
    leaving.forEach(each -> groups.put(each, leaving));
    if (byLink.contains(row) && leaving.size() == 1 && !owners.containsValue(row)) {
      assertThat(citizens.find("amt24", account)).as("nothing is left behind").isEmpty();
      rowOf.remove(account);
      groups.remove(row);
    }
    return "unlink " + name(account);
  }

  private String erase(String account) {
    String row = rowOf.get(account);
    if (row == null) {
      return "";
    }
    citizens.erase(citizens.find("amt24", account).orElseThrow());
    gone(row);
    return "erase " + name(account);
  }

  /** Nobody used the account for three years, and thirty days after the notice. */
  private String loseByDisuse(String account) {
    String row = rowOf.get(account);
    if (row == null) {
      return "";
    }
    String link = citizens.linkOf("amt24", account).orElseThrow().linkId();
    fixture
        .stores
        .jdbc
        .sql("update home_link set last_used_at = 0, noticed_at = 0 where id = ?")
        .param(link)
        .update();
    assertThat(citizens.removeUnused()).isEqualTo(1);
    rowOf.remove(account);
    if (accounts(group(row)).isEmpty()) {
      gone(row);
    } else {
      String keeper =
          fixture
              .stores
              .jdbc
              .sql("select keeper from citizen where id = ?")
              .param(row)
              .query(String.class)
              .single();
      assertThat(accounts(group(row))).contains(keeper);
      keepers.replaceAll((kept, by) -> by.equals(row) ? keeper : by);
      keepers.put(row, keeper);
    }
    return "lose " + name(account);
  }

  private void gone(String row) {
    Set<String> all = Set.copyOf(group(row));
    rowOf.values().removeAll(all);
    all.forEach(groups::remove);
    owners.forEach((subject, owner) -> {
      if (all.contains(owner)) {
        dead.add(subject);
      }
    });
  }

  private void check() {
    Map<String, String> byRow = new TreeMap<>();
    rowOf.forEach((account, row) -> byRow.put(row, account));
    for (Map.Entry<String, String> known : byRow.entrySet()) {
      String row = known.getKey();
      String account = known.getValue();
      CitizenId citizen = citizens.find("amt24", account).orElseThrow();
      assertThat(rowInDatabase(account)).isEqualTo(row);
      for (String other : accounts(group(row))) {
        assertThat(citizens.find("amt24", Objects.requireNonNull(byRow.get(other))))
            .as("who belongs together")
            .contains(citizen);
      }
      assertThat(citizens.links(citizen)).hasSize(accounts(group(row)).size());
      for (String sector : SECTORS) {
        Optional<String> expected =
            owners.entrySet().stream()
                .filter(each -> group(row).contains(each.getValue()))
                .map(Map.Entry::getKey)
                .filter(each -> sector.equals(sectors.get(each)))
                .findFirst();
        // The oldest, be it from before the link; none is made only to look.
        expected.ifPresent(subject ->
            assertThat(fixture.stores.pseudonyms.subject(citizen, sector)).isEqualTo(subject));
      }
      checkLevel(row, citizens.ceiling("amt24", account));
      assertThat(citizens.ceiling(citizen)).isEqualTo(citizens.ceiling("amt24", account));
    }
    owners.forEach((subject, owner) -> {
      Optional<CitizenId> named =
          fixture.stores.pseudonyms.resolve(Objects.requireNonNull(sectors.get(subject)), subject);
      if (dead.contains(subject)) {
        assertThat(named).as("a pseudonym of somebody who is gone").isEmpty();
      } else {
        String holder =
            accounts(group(owner)).stream().min(Comparator.naturalOrder()).orElseThrow();
        assertThat(named)
            .as("a pseudonym names whom it was made for")
            .isEqualTo(citizens.find("amt24", Objects.requireNonNull(byRow.get(holder))));
      }
    });
  }

  private void checkLevel(String row, Optional<LevelMap.Proven> ceiling) {
    for (String other : group(row)) {
      if (!other.equals(row)) {
        assertThat(ceiling).as("joined accounts count for so much at most").isPresent();
        assertThat(
                Objects.requireNonNull(pairs.get(Set.of(row, other)))
                    .isAtLeast(ceiling.orElseThrow().level()))
            .as("no pair counts for more than it was joined with")
            .isTrue();
      }
    }
    if (group(row).size() == 1) {
      assertThat(ceiling).as("an account that is alone counts for itself").isEmpty();
    }
  }

  private void add(String account, String row) {
    rowOf.put(account, row);
    groups.put(row, new HashSet<>(Set.of(row)));
  }

  private Set<String> group(String row) {
    return Objects.requireNonNull(groups.get(row), "no such citizen");
  }

  /** Those of the group that have an account. */
  private List<String> accounts(Set<String> group) {
    return group.stream().filter(rowOf::containsValue).toList();
  }

  private String rowInDatabase(String account) {
    return fixture
        .stores
        .jdbc
        .sql("select citizen_id from home_link where id = ?")
        .param(citizens.linkOf("amt24", account).orElseThrow().linkId())
        .query(String.class)
        .single();
  }
}
