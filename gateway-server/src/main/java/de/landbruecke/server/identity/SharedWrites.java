package de.landbruecke.server.identity;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The embedded database with commits that share writes: those that end while the disk is busy are
 * written together by the next of them. As before, none returns before it is on the disk.
 *
 * <p>By itself H2 writes once for each commit, and with them all the pages that several of them
 * touched. Here it is told not to, and whoever committed has it write before going on. It still
 * writes in the thread that asks for it and nowhere else: with a delay of its own it would hand
 * writes to other threads, and nobody could tell when they are done. A write that fails is a commit
 * that fails.
 */
final class SharedWrites extends DelegatingDataSource {

  /** No write at a commit, and none by a thread of H2's; 0 would be the first, more the second. */
  private static final int ONLY_ON_DEMAND = -1;

  /** How many have committed; each needs a write that began afterwards. */
  private final AtomicLong committed = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private long written;

  /** Over H2's own connections. */
  SharedWrites(DataSource database) {
    super(database);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return writing(super.getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return writing(super.getConnection(user, password));
  }

  /** Returns when all that this thread committed is on the disk. */
  private void write(Connection connection) throws SQLException {
    long mine = committed.incrementAndGet();
    lock.lock();
    try {
      if (written < mine) {
        // Everybody counted until now has committed, so what is written now is theirs, too.
        long all = committed.get();
        try (Statement statement = connection.createStatement()) {
          statement.execute("checkpoint");
        }
        written = all;
      }
    } finally {
      lock.unlock();
    }
  }

  private Connection writing(Connection connection) throws SQLException {
    // Each new connection sets it back to what the address says, which is the safe value.
    if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
      session.getDatabase().getStore().getMvStore().setAutoCommitDelay(ONLY_ON_DEMAND);
    }
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          Object result = invoke(connection, method, arguments);
          return switch (method.getName()) {
            case "commit" -> {
              write(connection);
              yield result;
            }
            case "createStatement" -> writing(Statement.class, connection, result);
            case "prepareStatement", "prepareCall" ->
                writing(method.getReturnType().asSubclass(Statement.class), connection, result);
            default -> result;
          };
        });
  }

  /** A statement outside of a transaction is one of its own. */
  private <T extends Statement> T writing(
      Class<T> type, Connection connection, @Nullable Object statement) {
    return proxy(
        type,
        (proxy, method, arguments) -> {
          Object result = invoke(statement, method, arguments);
          String name = method.getName();
          if (name.startsWith("execute")
              && !name.equals("executeQuery")
              && connection.getAutoCommit()) {
            write(connection);
          }
          return result;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            SharedWrites.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object invoke(
      @Nullable Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
