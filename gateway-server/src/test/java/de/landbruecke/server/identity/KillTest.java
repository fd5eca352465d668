package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A process that uses the stores over the embedded database is killed by {@code kill -9} between
 * answers and checks: what was answered stays, and what was used up stays used up.
 */
class KillTest {

  private final Path directory = IdentityFixture.newDirectory();
  private final MovableClock clock = new MovableClock();
  private final Set<String> marks = new HashSet<>();

  /** One line of the process: what it says is done, or about to be. */
  private record Line(boolean done, String what, List<String> ids, String mark) {

    static Line of(String text) {
      String[] words = text.split(" ", -1);
      return new Line(words[0].equals("!"), words[1], List.of(words[2].split(",", -1)), words[3]);
    }
  }

  @Test
  void kill_atAnyMoment_losesNothingThatWasAnswered() throws Exception {
    killOften(2, System.nanoTime());
  }

  /** The share of {@code -Pproof}. */
  @Tag("proof")
  @Test
  void kill_hundredNinetyTimes_losesNothingThatWasAnswered() throws Exception {
    killOften(190, System.nanoTime());
  }

  private void killOften(int times, long seed) throws Exception {
    System.out.println("seed of the kills: " + seed);
    Random random = new Random(seed);
    TestDatabase.H2.create(directory);
    List<Line> all = new ArrayList<>();
    int open = 0;
    for (int kill = 0; kill < times; kill++) {
      List<Line> lines = killed(random.nextLong(), 1 + random.nextInt(60), random.nextInt(15));
      String about = "seed " + seed + ", kill " + kill;
      try (IdentityStores stores = KilledStores.open(directory, clock)) {
        open += check(stores, lines, about);
        checkLog(stores, about);
      }
      all.addAll(lines);
    }
    try (IdentityStores stores = KilledStores.open(directory, clock)) {
      // Later kills harm nothing of before.
      check(stores, all, "seed " + seed + ", in the end");
      int stolen = 0;
      for (Line line : all) {
        if (line.done() && line.what().equals("redeemed")) {
          assertThat(stores.tokens.redeem(line.ids().getFirst(), "dog"))
              .isNotInstanceOf(CodeResult.Redeemed.class);
          stolen++;
        }
      }
      System.out.println(
          all.stream().filter(Line::done).count()
              + " answers, "
              + open
              + " commits under way when killed, "
              + stolen
              + " redeemed codes tried again");
    }
  }

  /** What was answered is there; how many commits may or may not have been made. */
  private int check(IdentityStores stores, List<Line> lines, String about) {
    Set<String> begun = new HashSet<>();
    Set<String> done = new HashSet<>();
    for (Line line : lines) {
      for (String id : line.ids()) {
        (line.done() ? done : begun).add(line.what() + " " + id);
      }
      if (!line.mark().isEmpty()) {
        marks.add(line.mark());
      }
    }
    for (Line line : lines) {
      if (line.done()) {
        String id = line.ids().getFirst();
        switch (line.what()) {
          case "session" -> {
            if (done.contains("ended " + id)) {
              assertThat(stores.sessions.find(id)).as(about).isEmpty();
            } else if (!begun.contains("ended " + id)) {
              assertThat(stores.sessions.find(id)).as(about).isPresent();
            }
          }
          case "consent" -> {
            Consent consent = stores.consents.byId(id).orElseThrow();
            if (done.contains("withdrawn " + id)) {
              assertThat(consent.withdrawnAt()).as(about).isNotNull();
            } else if (!begun.contains("withdrawn " + id)) {
              assertThat(consent.withdrawnAt()).as(about).isNull();
            }
          }
          case "redeemed" -> {
            assertThat(stores.tokens.findByHash(TokenKind.CODE, Tokens.hash(id)))
                .as(about)
                .isEmpty();
            assertThat(
                    stores.oneUse.use(
                        "client-assertion", OneUse.key(id), clock.instant().plusSeconds(60), 1))
                .as(about + ": an assertion is good again")
                .isFalse();
          }
          case "rotated" ->
              assertThat(stores.tokens.find(id)).as(about + ": refresh token").isEmpty();
          case "access" -> {
            boolean ends =
                begun.contains("revoked " + id)
                    || begun.contains("withdrawn " + id)
                    || begun.contains("ended " + id);
            if (!ends) {
              assertThat(stores.tokens.find(id)).as(about).isPresent();
            }
          }
          case "revoked" -> assertThat(stores.tokens.find(id)).as(about).isEmpty();
          case "withdrawn", "ended" ->
              assertThat(stores.tokens.find(line.ids().get(1))).as(about).isEmpty();
          default -> assertThat(line.what()).isEqualTo("code");
        }
      }
    }
    return (int) lines.stream().filter(line -> !line.done()).count()
        - (int)
            lines.stream()
                .filter(Line::done)
                .filter(line -> !Set.of("session", "consent", "access").contains(line.what()))
                .count();
  }

  private void checkLog(IdentityStores stores, String about) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    assertThat(stores.audit.verify(today)).as(about).isEmpty();
    assertThat(
            Set.copyOf(
                stores
                    .jdbc
                    .sql("select sign_in_id from audit_event where sign_in_id is not null")
                    .query(Rows.TEXT)
                    .list()))
        .as(about)
        .containsAll(marks);
  }

  /** Lets the process make that many announcements, waits, and kills it; all announcements. */
  private List<Line> killed(long seed, int announced, long pause)
      throws IOException, InterruptedException {
    Path errors = directory.resolve("errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledStores.class.getName(),
                directory.toString(),
                Long.toString(seed))
            .redirectError(errors.toFile())
            .start();
    List<Line> lines = new ArrayList<>();
    boolean killed = false;
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if ((line.startsWith("! ") || line.startsWith("? ")) && line.endsWith(" .")) {
          lines.add(Line.of(line));
        }
        if (lines.size() >= announced && !killed) {
          Thread.sleep(pause);
          // The handle kills and leaves the pipe open, so that the last announcements are read.
          process.toHandle().destroyForcibly();
          killed = true;
        }
      }
    } finally {
      process.destroyForcibly();
    }
    // 128 + SIGKILL: it died of us and not of an error of its own.
    assertThat(process.waitFor()).as(Files.readString(errors)).isEqualTo(137);
    return lines;
  }
}
