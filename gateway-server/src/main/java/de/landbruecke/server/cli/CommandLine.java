package de.landbruecke.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of the jar. Exit codes: {@value #GOOD} good, {@value #FINDING} something was found,
 * {@value #USAGE} the command line is not allowed, {@value #FAILURE} it failed.
 */
public final class CommandLine {

  /** All is well. */
  public static final int GOOD = 0;

  /** The command did its work and found something wrong. */
  public static final int FINDING = 1;

  /** The command line is not allowed. */
  public static final int USAGE = 2;

  /** The command could not do its work. */
  public static final int FAILURE = 3;

  private static final String HELP =
      """
      Usage: java -jar gateway-server.jar [COMMAND]

      Without a command the server starts; --name=value sets a property (docs/operations.md).

        index build     read the catalogs and publish what changed
        index verify    check every file and entry of the index
        index rollback  go back to the generation before
            --data-directory DIR   default ./landbruecke-data
            --catalog FILE         this catalog instead of the shipped ones; repeatable
            --rebuild              (build) build from the ground
            --force                (build) even if a portal loses more than 5 % of its services
        catalog validate FILE...   check files in the catalog format
            --shipped-rules        with the editorial rules of the shipped catalogs
        evaluate                   judge the ranking by graded queries
            --catalog FILE         repeatable; default: the shipped catalogs
            --vocabulary DIR, --no-vocabulary
            --judgements FILE      our format; default: the shipped judgements
            --queries FILE, --qrels FILE   TREC's formats; record ids
            --ids local|composite  how the qrels name records; default: what fits
            --run FILE             write a TREC run
            --depth N              of the run, 1 to 1000, default 100
            --metrics FILE         write nDCG and recall as Prometheus reads them
        explain                    how a score comes about
            --query TEXT --id ID   and, if wanted, --place PLACE, --lang TAG
            --catalog, --vocabulary, --no-vocabulary as above
        statistics report          what is searched most, and what without hits
            --data-directory DIR   default ./landbruecke-data
            --days N               today and the days before, 1 to 3650, default 30
            --limit N              queries in each list, 1 to 10000, default 50
        identity verify-audit      check the audit log for removed or changed rows
            --from DAY, --until DAY   default: all that is kept
        identity registry export   write the registry as a configuration file
            --revision N           default: the newest
        identity registry validate FILE   check a registry in JSON, without a database
        identity registry join FILE PART   write a registry with a part in it, if all is right
        identity registry undo     undo the newest change of the registry
        identity disable issuer|service|key ID   at once, with all that hangs on it
        identity rotate-key ES256|PS256|EdDSA   publish the next signing key
            --reason TEXT          (undo, disable, rotate-key) for the audit log
            --data-directory DIR   (all) default ./landbruecke-data; its server must be stopped
            --master-key-file FILE, --profile demo|conformance   as the server is started
            --database-url URL, --database-user USER, --database-password-file FILE

      Every command takes --json.
      Exit codes: 0 good, 1 something was found, 2 wrong usage, 3 failure.
      """;

  /** Advises a module that text search gains nothing from; held, or its level would be lost. */
  private static final java.util.logging.Logger LUCENE =
      java.util.logging.Logger.getLogger("org.apache.lucene.internal.vectorization");

  private final PrintStream out;
  private final PrintStream err;

  /** A command line that writes answers and complaints to these. */
  public CommandLine(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** A command line that writes to the process's own streams. */
  public static CommandLine standard() {
    LUCENE.setLevel(java.util.logging.Level.SEVERE);
    // Without Spring nobody else tells the logging that only warnings matter here.
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)
        instanceof ch.qos.logback.classic.Logger root) {
      root.setLevel(ch.qos.logback.classic.Level.WARN);
    }
    return new CommandLine(System.out, System.err);
  }

  /** Whether these arguments name a command, so that no server is to be started. */
  public static boolean isCommand(String[] arguments) {
    return arguments.length > 0
        && (!arguments[0].startsWith("-")
            || arguments[0].equals("--help")
            || arguments[0].equals("-h"));
  }

  /** Runs one command and returns its exit code. */
  public int run(String[] arguments) {
    List<String> all = Arrays.asList(arguments);
    try {
      return dispatch(all);
    } catch (UsageException e) {
      err.println(e.getMessage());
      err.println("java -jar gateway-server.jar --help lists the commands.");
      return USAGE;
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      err.println("failed: " + e.getMessage());
      return FAILURE;
    }
  }

  private int dispatch(List<String> all) throws UsageException, IOException {
    String command = all.isEmpty() ? "" : all.getFirst().toLowerCase(Locale.ROOT);
    List<String> rest = all.isEmpty() ? all : all.subList(1, all.size());
    return switch (command) {
      case "--help", "-h", "help" -> {
        out.print(HELP);
        yield GOOD;
      }
      case "evaluate" -> EvaluateCommand.run(rest, out);
      case "explain" -> ExplainCommand.run(rest, out);
      case "identity" -> identity(rest);
      case "index", "catalog", "statistics" -> {
        if (rest.isEmpty()) {
          throw unknown(command);
        }
        List<String> arguments = rest.subList(1, rest.size());
        String action = command + " " + rest.getFirst();
        yield switch (action) {
          case "index build" -> IndexCommand.build(arguments, out);
          case "index verify" -> IndexCommand.verify(arguments, out);
          case "index rollback" -> IndexCommand.rollback(arguments, out);
          case "catalog validate" -> ValidateCommand.run(arguments, out);
          case "statistics report" -> StatisticsCommand.report(arguments, out, Clock.systemUTC());
          default -> throw unknown(action);
        };
      }
      default -> throw unknown(command);
    };
  }

  private int identity(List<String> rest) throws UsageException, IOException {
    String action = rest.isEmpty() ? "" : rest.getFirst();
    List<String> arguments = rest.isEmpty() ? rest : rest.subList(1, rest.size());
    return switch (action) {
      case "verify-audit" -> IdentityCommand.verifyAudit(arguments, out);
      case "disable" -> IdentityCommand.disable(arguments, out);
      case "rotate-key" -> IdentityCommand.rotateKey(arguments, out);
      case "registry" -> {
        String what = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> others =
            arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        yield switch (what) {
          case "export" -> IdentityCommand.export(others, out);
          case "validate" -> IdentityCommand.validate(others, out);
          case "join" -> IdentityCommand.join(others, out);
          case "undo" -> IdentityCommand.undo(others, out);
          default -> throw unknown(("identity registry " + what).strip());
        };
      }
      default -> throw unknown(("identity " + action).strip());
    };
  }

  private static UsageException unknown(String command) {
    return new UsageException(
        "there is no command '"
            + command
            + "'; allowed are index build, index verify, index rollback, catalog validate,"
            + " evaluate, explain, statistics report, identity verify-audit,"
            + " identity registry export, identity registry validate, identity registry join,"
            + " identity registry undo, identity disable, identity rotate-key");
  }
}
