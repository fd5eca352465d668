package de.landbruecke.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The authorization server met by clients that are not ours: npm's openid-client, oauth4webapi and
 * jose, in {@code src/test/peers/clients.mjs}. Each check of that script is a test here.
 */
@ExtendWith(IndependentClientsIT.Shared.class)
class IndependentClientsIT {

  private static final Path KEYS =
      Path.of("../demo/src/main/resources/de/landbruecke/demo/demonstration-only-keys.json");
  private static final JsonMapper JSON = new JsonMapper();

  private @Nullable Demonstration demonstration;

  /** Hands the test the portals of this run. */
  static final class Shared implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      Peers.assumeNpm();
      IndependentClientsIT test = (IndependentClientsIT) context.getRequiredTestInstance();
      test.demonstration = Demonstration.of(context);
    }
  }

  @TestFactory
  Stream<DynamicTest> clients() throws IOException, InterruptedException {
    Peers.install();

    Demonstration at = Objects.requireNonNull(demonstration);
    Peers.Ended script =
        Peers.run(
            "node",
            // Without it Node 18 has no crypto for the libraries; later ones pass over it.
            "--experimental-global-webcrypto",
            "clients.mjs",
            at.gateway(""),
            at.west(""),
            at.east(""),
            KEYS.toAbsolutePath().toString());

    List<DynamicTest> tests = new ArrayList<>();
    for (String line : script.lines()) {
      JsonNode check = JSON.readTree(line);
      String name = check.path("name").asString();
      String fault = check.path("fault").asString("");
      tests.add(dynamicTest(name, () -> assertThat(fault).as(name).isEmpty()));
    }
    // Otherwise checks that were never made would go unnoticed.
    tests.add(
        dynamicTest(
            "the script came to its end",
            () -> assertThat(script.code()).as(script.complaints()).isZero()));
    return tests.stream();
  }
}
