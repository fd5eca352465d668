package de.landbruecke.server.identity;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away, or too slow, from faults of our own. */
public final class DatabaseFailures {

  /** When callers may come again, in seconds: a database that restarts is mostly back by then. */
  public static final String RETRY_AFTER = "5";

  /** Classes of SQLSTATE: connection, resources, operator's intervention, system error. */
  private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");

  /**
   * Read-only, idle for too long, lock not available; and H2's own: input or output failed,
   * connection broken, database closed.
   */
  private static final Set<String> STATES =
      Set.of("25006", "25P03", "55P03", "90028", "90031", "90067", "90098", "90121");

  private DatabaseFailures() {}

  /** Whether the same may work in a while, without anybody changing this server. */
  public static boolean isAway(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      boolean away =
          switch (each) {
            case CannotCreateTransactionException e -> true;
            case TransactionSystemException e -> true;
            case DataAccessResourceFailureException e -> true;
            case TransientDataAccessException e -> true;
            case RecoverableDataAccessException e -> true;
            case SQLException e -> isAway(e.getSQLState());
            default -> false;
          };
      if (away) {
        return true;
      }
    }
    return false;
  }

  /** The same answer as 503, saying when to come again. */
  public static ResponseEntity<byte[]> later(ResponseEntity<byte[]> answer) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .headers(answer.getHeaders())
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
        .body(answer.getBody());
  }

  private static boolean isAway(@Nullable String state) {
    return state != null
        && state.length() == 5
        && (STATES.contains(state) || CLASSES.contains(state.substring(0, 2)));
  }
}
