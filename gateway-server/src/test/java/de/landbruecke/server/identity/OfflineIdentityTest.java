package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import de.landbruecke.server.cli.CommandLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that work on the database of a server that is stopped. */
class OfflineIdentityTest {

  @TempDir private Path data;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String kid = "";

  @BeforeEach
  void serverWasHere() {
    try (IdentityStores stores = open(RegistryDocument.parse(IdentityFixture.REGISTRY))) {
      kid = stores.signingKeys.current(JWSAlgorithm.ES256).getKeyID();
    }
  }

  private IdentityStores open(RegistryDocument document) {
    return IdentityStores.open(
        IdentityFixture.properties(
            new de.landbruecke.server.shared.IdentityProperties.Database(null, null, null, 2),
            data.resolve("identity")),
        data.resolve("identity"),
        IdentityFixture.PLAIN,
        document,
        java.time.Clock.systemUTC());
  }

  private IdentityStores again() {
    return open(new RegistryDocument(null, null, null, null));
  }

  private int run(Object... arguments) {
    out.reset();
    err.reset();
    return new CommandLine(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  private JsonNode json() {
    return JsonMapper.builder().build().readTree(out.toByteArray());
  }

  /** Those of docs/how-to/administer.md, word by word, on this folder. */
  @Test
  void commands_ofTheDocumentation_endWell() throws Exception {
    String commands =
        """
        java -jar gateway-server.jar identity verify-audit
        java -jar gateway-server.jar identity registry export > registry.json
        java -jar gateway-server.jar identity registry validate registry.json
        java -jar gateway-server.jar identity disable service dog --reason "key lost"
        java -jar gateway-server.jar identity registry undo --reason "key replaced"
        java -jar gateway-server.jar identity rotate-key ES256 --reason "key replaced"
        """;
    String page = Files.readString(Path.of("..", "docs", "how-to", "administer.md"));
    Path file = data.resolve("registry.json");

    assertThat(page).contains("```sh OfflineIdentityTest\n" + commands + "```\n");
    for (String command : commands.lines().toList()) {
      List<String> words = new ArrayList<>();
      Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(command);
      while (word.find()) {
        words.add(word.group(1) == null ? word.group(2) : word.group(1));
      }
      boolean kept = words.removeAll(List.of(">"));
      words.replaceAll(each -> each.equals("registry.json") ? file.toString() : each);
      if (kept) {
        words.remove(file.toString());
      }
      if (!words.contains("validate")) {
        words.addAll(List.of("--data-directory", data.toString()));
      }

      assertThat(run(words.subList(3, words.size()).toArray())).as(command).isZero();

      if (kept) {
        Files.write(file, out.toByteArray());
      }
    }
  }

  @Test
  void export_registry_isAConfigurationFile() throws Exception {
    assertThat(run("identity", "registry", "export", "--data-directory", data)).isZero();

    Path file = Files.write(data.resolve("registry.yaml"), out.toByteArray());
    StandardEnvironment environment = new StandardEnvironment();
    new YamlPropertySourceLoader()
        .load("registry", new FileSystemResource(file))
        .forEach(environment.getPropertySources()::addFirst);
    RegistryDocument original = RegistryDocument.parse(IdentityFixture.REGISTRY);
    assertThat(RegistryDocument.of(environment).toJson()).isEqualTo(original.toJson());
    assertThat(RegistryDocument.parse(Files.readString(file))).isEqualTo(original);
    assertThat(run("identity", "registry", "validate", file)).isZero();
    assertThat(run("identity", "registry", "export", "--data-directory", data, "--revision", "9"))
        .isEqualTo(CommandLine.FAILURE);
  }

  @Test
  void validate_wrongRegistry_tellsAllFaults() throws Exception {
    Path file =
        Files.writeString(
            data.resolve("registry.json"),
            IdentityFixture.REGISTRY
                .replace("https://dog.example/callback", "http://dog.example/callback")
                .replace("\"minimum-level\": \"substantial\"", "\"minimum-level\": \"huge\""));

    assertThat(run("identity", "registry", "validate", file, "--json"))
        .isEqualTo(CommandLine.FINDING);
    assertThat(json().get("findings")).hasSize(2);
  }

  @Test
  void join_partOfTheDocumentation_isTheRegistryWithIt() throws Exception {
    String command =
        "java -jar gateway-server.jar identity registry join registry.json registration.json"
            + " > joined.json";
    assertThat(Files.readString(Path.of("..", "docs", "how-to", "connect.md"))).contains(command);
    Path registry = Files.writeString(data.resolve("registry.json"), IdentityFixture.REGISTRY);
    Path part = Path.of("..", "docs", "samples", "registration.json");

    int code = run("identity", "registry", "join", registry, part, "--profile", "demo");

    assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
    RegistryDocument joined = RegistryDocument.parse(out.toString(StandardCharsets.UTF_8));
    RegistryDocument before = RegistryDocument.parse(IdentityFixture.REGISTRY);
    assertThat(joined.services())
        .containsKey("sample-service")
        .containsAllEntriesOf(before.services());
    assertThat(joined.issuers()).isEqualTo(before.issuers());
    List<RegistryDocument.PolicyEntry> rules = Objects.requireNonNull(before.policies());
    assertThat(joined.policies()).containsAll(rules).hasSize(rules.size() + 1);
  }

  @Test
  void join_sameIdTwice_takesThePart_wrongPart_tellsAllFaults() throws Exception {
    Path registry = Files.writeString(data.resolve("registry.json"), IdentityFixture.REGISTRY);
    Path part =
        Files.writeString(
            data.resolve("part.json"),
            "{\"services\":{\"dog\":{\"name\":\"Only a name\",\"minimum-level\":\"huge\"}}}");

    int code = run("identity", "registry", "join", registry, part, "--json");

    assertThat(code).isEqualTo(CommandLine.FINDING);
    assertThat(json().get("findings").toString()).contains("services.dog", "huge");
  }

  @Test
  void disable_serviceIssuerAndKey_isEffectiveAtTheNextStart() {
    for (String what : new String[] {"service dog", "issuer amt24", "key " + kid}) {
      String[] words = what.split(" ", -1);
      assertThat(
              run(
                  "identity",
                  "disable",
                  words[0],
                  words[1],
                  "--reason",
                  "test",
                  "--data-directory",
                  data,
                  "--json"))
          .as(err.toString(StandardCharsets.UTF_8))
          .isZero();
      assertThat(json().get("id").asString()).isEqualTo(words[1]);
    }

    try (IdentityStores stores = again()) {
      assertThat(stores.registry.current().service("dog")).isEmpty();
      assertThat(stores.registry.current().issuer("amt24")).isEmpty();
      assertThat(stores.signingKeys.published().getKeyByKeyId(kid)).isNull();
      assertThat(stores.registry.revisions().getFirst().proposedBy()).startsWith("command line: ");
    }
  }

  @Test
  void undoAndRotateKey_areEffectiveAtTheNextStart() {
    run("identity", "disable", "service", "dog", "--reason", "t", "--data-directory", data);

    assertThat(run("identity", "registry", "undo", "--reason", "back", "--data-directory", data))
        .isZero();
    assertThat(
            run(
                "identity",
                "rotate-key",
                "ES256",
                "--reason",
                "yearly",
                "--data-directory",
                data,
                "--json"))
        .isZero();

    String next = json().get("id").asString();
    try (IdentityStores stores = again()) {
      assertThat(stores.registry.current().service("dog")).isPresent();
      assertThat(stores.signingKeys.published().getKeyByKeyId(next)).isNotNull();
      assertThat(stores.signingKeys.current(JWSAlgorithm.ES256).getKeyID()).isEqualTo(kid);
    }
    assertThat(run("identity", "rotate-key", "HS256", "--reason", "x", "--data-directory", data))
        .isEqualTo(CommandLine.USAGE);
    assertThat(run("identity", "registry", "undo", "--data-directory", data))
        .isEqualTo(CommandLine.USAGE);
  }

  @Test
  void disable_unknown_failsAndChangesNothing() {
    for (String kind : new String[] {"service", "issuer", "key"}) {
      assertThat(run("identity", "disable", kind, "x", "--reason", "t", "--data-directory", data))
          .isEqualTo(CommandLine.FAILURE);
    }
    assertThat(run("identity", "disable", "link", "x", "--reason", "t", "--data-directory", data))
        .isEqualTo(CommandLine.USAGE);
    assertThat(run("identity", "disable", "key", "x", "--data-directory", data))
        .isEqualTo(CommandLine.USAGE);
  }

  @Test
  void verifyAudit_changedRow_isFound() {
    assertThat(run("identity", "verify-audit", "--data-directory", data)).isZero();

    try (IdentityStores stores = again()) {
      JdbcClient.create(stores.source)
          .sql("update audit_event set outcome = 'forged' where event_type = 'registry.changed'")
          .update();
    }

    assertThat(run("identity", "verify-audit", "--data-directory", data, "--json"))
        .isEqualTo(CommandLine.FINDING);
    assertThat(json().get("findings")).isNotEmpty();
  }

  @Test
  void command_whileAServerRuns_saysSoAndFails() throws Exception {
    // The lock of another process, as far as this one can hold it.
    try (FileChannel held =
            FileChannel.open(
                data.resolve("identity").resolve("identity.mv.db"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        java.nio.channels.FileLock lock = held.lock()) {
      assertThat(lock.isValid()).isTrue();

      assertThat(run("identity", "verify-audit", "--data-directory", data))
          .isEqualTo(CommandLine.FAILURE);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("is in use: stop the server first");
  }

  @Test
  void command_withoutDatabase_saysSoAndMakesNone() {
    Path empty = data.resolve("empty");

    assertThat(run("identity", "verify-audit", "--data-directory", empty))
        .isEqualTo(CommandLine.FAILURE);
    assertThat(empty).doesNotExist();
  }
}
