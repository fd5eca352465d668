package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import de.landbruecke.server.bundid.TestAnswer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Any bytes as a response: either they say what the provider once signed, or they are refused, and
 * nothing else is thrown.
 *
 * <p>The fuzz target runs in the profile {@code proof}, where it repeats the kept inputs and, with
 * {@code JAZZER_FUZZ=1}, searches for new ones: its agent would slow down every other test of the
 * server. Each build repeats the kept inputs without it, and changes them a little.
 */
final class SamlFuzzTest {

  private static final Path KEPT = kept();
  private static final SamlAnswer SIGNED = signed();
  private static final long SEED = 20_261_124;

  private static Path kept() {
    try {
      return Path.of(
          Objects.requireNonNull(SamlFuzzTest.class.getResource("SamlFuzzTestInputs/answer"))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SamlAnswer signed() {
    try {
      return SamlFixture.readXml(Files.readString(KEPT.resolve("signed")));
    } catch (IOException | TroubleException e) {
      throw new IllegalStateException(e);
    }
  }

  @FuzzTest(maxDuration = "60s")
  @Tag("proof")
  void answer(byte[] data) {
    isRead(data);
  }

  private static boolean isRead(byte[] data) {
    SamlAnswer read;
    try {
      read = SamlAnswer.read(Base64.getEncoder().encodeToString(data), SamlFixture.expected());
    } catch (TroubleException e) {
      return false;
    }
    if (!read.equals(SIGNED)
        || !Objects.requireNonNull(read.attributes().get(TestAnswer.BPK2))
            .values()
            .equals(List.of("bpk2-of-clara"))) {
      throw new AssertionError("read something that nobody signed");
    }
    return true;
  }

  @Test
  void keptInputs_areReadOnlyWhereSigned() throws IOException {
    List<String> read = new ArrayList<>();
    try (Stream<Path> files = Files.list(KEPT)) {
      for (Path file : files.toList()) {
        if (isRead(Files.readAllBytes(file))) {
          read.add(String.valueOf(file.getFileName()));
        }
      }
    }

    assertThat(read).containsExactlyInAnyOrder("signed", "encrypted");
  }

  /** Bytes changed, left out, doubled, and pieces exchanged. */
  @Test
  void keptInputs_changed_areRefusedOrSayTheSame() throws IOException {
    byte[] signed = Files.readAllBytes(KEPT.resolve("signed"));
    byte[] encrypted = Files.readAllBytes(KEPT.resolve("encrypted"));
    Random random = new Random(SEED);
    int read = 0;

    for (int i = 0; i < 500; i++) {
      read += isRead(changed(i % 4 == 0 ? encrypted : signed, random)) ? 1 : 0;
    }

    // Some changes touch nothing that is signed, such as the response's own id.
    assertThat(read).as("of 500 with seed " + SEED).isBetween(1, 250);
  }

  private static byte[] changed(byte[] from, Random random) {
    byte[] bytes = from.clone();
    int at = random.nextInt(bytes.length);
    int other = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(40), bytes.length - Math.max(at, other));
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] = (byte) random.nextInt(128);
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(7));
      case 2 -> System.arraycopy(from, other, bytes, at, length);
      default -> {
        String text = new String(from, StandardCharsets.UTF_8);
        return (text.substring(0, at) + text.substring(Math.min(at + length, text.length())))
            .getBytes(StandardCharsets.UTF_8);
      }
    }
    return bytes;
  }
}
