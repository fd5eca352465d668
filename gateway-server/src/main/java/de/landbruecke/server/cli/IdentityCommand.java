package de.landbruecke.server.cli;

import com.nimbusds.jose.JWSAlgorithm;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.InvalidRegistryException;
import de.landbruecke.server.identity.OfflineIdentity;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RegistryRevision;
import de.landbruecke.server.identity.SigningKey;
import de.landbruecke.server.shared.IdentityProperties;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Checks, exports and stops on the identity database itself, for when the server does not run. What
 * is changed names the user of the operating system in the audit log.
 */
final class IdentityCommand {

  private static final String DATA = "--data-directory";
  private static final String MASTER_KEY = "--master-key-file";
  private static final String URL = "--database-url";
  private static final String USER = "--database-user";
  private static final String PASSWORD = "--database-password-file";
  private static final String PROFILE = "--profile";

  private static final Set<String> ALGORITHMS = Set.of("ES256", "PS256", "EdDSA");

  private static final Set<String> DATABASE =
      Set.of(DATA, MASTER_KEY, URL, USER, PASSWORD, PROFILE);

  private IdentityCommand() {}

  static int verifyAudit(List<String> arguments, PrintStream out)
      throws UsageException, IOException {
    Options options = Options.read(arguments, with("--from", "--until"), Set.of("--json"));
    options.noOperands();
    Optional<LocalDate> wantedFrom = day(options, "--from");
    LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
    LocalDate until = day(options, "--until").filter(day -> day.isBefore(today)).orElse(today);
    if (wantedFrom.isPresent() && wantedFrom.get().isAfter(until)) {
      throw new UsageException("the option --from is after --until, or after today");
    }
    try (OfflineIdentity identity = open(options)) {
      AuditLog audit = identity.auditLog();
      LocalDate first = audit.firstDay();
      LocalDate from = wantedFrom.filter(day -> day.isAfter(first)).orElse(first);
      List<String> faults = new ArrayList<>();
      if (!from.isAfter(until)) {
        from.datesUntil(until.plusDays(1)).forEach(day -> faults.addAll(audit.verify(day)));
      }
      Printer printer = new Printer(out, options.has("--json"));
      faults.forEach(printer::line);
      printer.line("%s to %s: %d findings".formatted(from, until, faults.size()));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("from", from.toString());
      answer.put("until", until.toString());
      answer.put("findings", faults);
      printer.document(answer);
      return faults.isEmpty() ? CommandLine.GOOD : CommandLine.FINDING;
    }
  }

  /** Writes the registry as a configuration file, which is JSON with or without {@code --json}. */
  static int export(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, with("--revision"), Set.of("--json"));
    options.noOperands();
    int wanted = options.number("--revision", 0, 1, 999_999_999);
    try (OfflineIdentity identity = open(options)) {
      Registry registry = identity.registry();
      long newest =
          registry.revisions().stream().findFirst().map(RegistryRevision::number).orElse(0L);
      try {
        out.println(registry.configuration(wanted == 0 ? newest : wanted));
      } catch (IllegalArgumentException e) {
        throw new IOException(newest == 0 ? "nothing is registered yet" : e.getMessage(), e);
      }
      return CommandLine.GOOD;
    }
  }

  static int validate(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, Set.of(PROFILE), Set.of("--json"));
    if (options.operands().size() != 1) {
      throw new UsageException("identity registry validate needs one file");
    }
    String document =
        Files.readString(Path.of(options.operands().getFirst()), StandardCharsets.UTF_8);
    return findings(OfflineIdentity.faults(document, settings(options)), options, out);
  }

  private static int findings(List<String> faults, Options options, PrintStream out) {
    Printer printer = new Printer(out, options.has("--json"));
    faults.forEach(printer::line);
    printer.line(faults.size() + " findings");
    printer.document(Map.of("findings", faults));
    return faults.isEmpty() ? CommandLine.GOOD : CommandLine.FINDING;
  }

  /**
   * Writes a registry and a part as one, as {@link #export} does; writes nothing if it is wrong.
   */
  static int join(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, Set.of(PROFILE), Set.of("--json"));
    if (options.operands().size() != 2) {
      throw new UsageException("identity registry join needs two files, the registry and a part");
    }
    String registry =
        Files.readString(Path.of(options.operands().getFirst()), StandardCharsets.UTF_8);
    String part = Files.readString(Path.of(options.operands().getLast()), StandardCharsets.UTF_8);
    try {
      out.println(OfflineIdentity.joined(registry, part, settings(options)));
      return CommandLine.GOOD;
    } catch (InvalidRegistryException e) {
      return findings(e.faults(), options, out);
    }
  }

  /** Undoes the newest change of the registry. */
  static int undo(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, with("--reason"), Set.of("--json"));
    options.noOperands();
    String reason = reason(options);
    try (OfflineIdentity identity = open(options)) {
      long newest =
          identity.registry().revisions().stream()
              .findFirst()
              .map(RegistryRevision::number)
              .orElse(0L);
      RegistryRevision made = identity.registry().undo(newest, reason, by());
      Printer printer = new Printer(out, options.has("--json"));
      printer.line("revision " + newest + ": undone by revision " + made.number());
      printer.document(Map.of("undone", newest, "revision", made.number()));
      return CommandLine.GOOD;
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Publishes the next signing key of an algorithm. */
  static int rotateKey(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, with("--reason"), Set.of("--json"));
    List<String> operands = options.operands();
    if (operands.size() != 1 || !ALGORITHMS.contains(operands.getFirst())) {
      throw new UsageException("identity rotate-key needs one of ES256, PS256 and EdDSA");
    }
    String reason = reason(options);
    try (OfflineIdentity identity = open(options)) {
      String kid =
          identity.signingKeys().rotate(JWSAlgorithm.parse(operands.getFirst()), reason, by());
      SigningKey key =
          identity.signingKeys().all().stream()
              .filter(each -> each.kid().equals(kid))
              .findFirst()
              .orElseThrow();
      Printer printer = new Printer(out, options.has("--json"));
      printer.line("key " + kid + ": published, signs from " + key.signsFrom());
      printer.document(Map.of("id", kid, "signsFrom", key.signsFrom().toString()));
      return CommandLine.GOOD;
    }
  }

  static int disable(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = Options.read(arguments, with("--reason"), Set.of("--json"));
    if (options.operands().size() != 2) {
      throw new UsageException("identity disable needs issuer, service or key, and an id");
    }
    String kind = options.operands().getFirst();
    if (!Set.of("issuer", "service", "key").contains(kind)) {
      throw new UsageException(
          "there is nothing to disable called '" + kind + "'; allowed are issuer, service and key");
    }
    String id = options.operands().getLast();
    String reason = reason(options);
    String by = by();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kind", kind);
    answer.put("id", id);
    String done;
    try (OfflineIdentity identity = open(options)) {
      if (kind.equals("key")) {
        if (!identity.emergencyStop().key(id, reason, by)) {
          throw new IOException("there is no key " + id);
        }
        done = "key " + id + ": removed";
      } else {
        RegistryRevision made =
            kind.equals("issuer")
                ? identity.emergencyStop().issuer(id, reason, by)
                : identity.emergencyStop().service(id, reason, by);
        answer.put("revision", made.number());
        done = kind + " " + id + ": disabled by revision " + made.number();
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    Printer printer = new Printer(out, options.has("--json"));
    printer.line(done);
    printer.document(answer);
    return CommandLine.GOOD;
  }

  private static String reason(Options options) throws UsageException {
    String reason = options.required("--reason");
    if (reason.isBlank() || reason.length() > 2_000) {
      throw new UsageException("the option --reason needs a text of 1 to 2000 characters");
    }
    return reason;
  }

  /** Who is noted as having done it. */
  private static String by() {
    return "command line: " + System.getProperty("user.name", "?");
  }

  private static OfflineIdentity open(Options options) throws UsageException, IOException {
    Map<String, String> given = new LinkedHashMap<>();
    options.one(MASTER_KEY).ifPresent(file -> given.put("master-key-file", file));
    options.one(URL).ifPresent(url -> given.put("database.url", url));
    options.one(USER).ifPresent(user -> given.put("database.user", user));
    options.one(PASSWORD).ifPresent(file -> given.put("database.password-file", file));
    given.put("database.connections", "2");
    IdentityProperties properties =
        new Binder(new MapConfigurationPropertySource(prefixed(given)))
            .bindOrCreate("landbruecke.identity", IdentityProperties.class);
    return OfflineIdentity.open(properties, IndexCommand.directory(options), settings(options));
  }

  private static Map<String, String> prefixed(Map<String, String> given) {
    Map<String, String> prefixed = new LinkedHashMap<>();
    given.forEach((name, value) -> prefixed.put("landbruecke.identity." + name, value));
    return prefixed;
  }

  /** What a registry may hold depends on the profiles that the server is started with. */
  private static IdentitySettings settings(Options options) throws UsageException {
    String profile = options.one(PROFILE).orElse("");
    if (!Set.of("", "demo", "conformance").contains(profile)) {
      throw new UsageException(
          "the option --profile is '" + profile + "'; allowed are demo and conformance");
    }
    // The issuer plays no part in what is done here.
    return new IdentitySettings(
        URI.create("https://localhost"), profile.equals("demo"), profile.equals("conformance"));
  }

  private static Optional<LocalDate> day(Options options, String name) throws UsageException {
    Optional<String> text = options.one(name);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "the option " + name + " is '" + text.orElse("") + "'; allowed is a day: 2027-01-31");
    }
  }

  private static Set<String> with(String... more) {
    Set<String> all = new java.util.HashSet<>(DATABASE);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
