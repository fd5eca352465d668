package de.landbruecke.server.faults;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Tests against a gateway on a PostgreSQL server of its own, and one on a file: each started for
 * whoever comes first.
 */
@ExtendWith(FaultTest.Shared.class)
abstract class FaultTest {

  private @Nullable ExtensionContext context;

  /** What runs. */
  private record Machines(StoppableDatabase database, FaultGateway gateway)
      implements AutoCloseable {

    static Machines start() {
      StoppableDatabase database = new StoppableDatabase();
      return new Machines(database, new FaultGateway(database.url()));
    }

    @Override
    public void close() {
      gateway.close();
      database.close();
    }
  }

  /** Hands each test the machines. */
  static final class Shared implements BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(FaultTest.class);

    @Override
    public void beforeEach(ExtensionContext context) {
      ((FaultTest) context.getRequiredTestInstance()).context = context;
    }

    static <T> T shared(@Nullable ExtensionContext context, Class<T> type, Supplier<T> start) {
      return Objects.requireNonNull(
          Objects.requireNonNull(context)
              .getRoot()
              .getStore(NAMESPACE)
              .computeIfAbsent(type, key -> start.get(), type));
    }
  }

  private Machines machines() {
    return Shared.shared(context, Machines.class, Machines::start);
  }

  StoppableDatabase database() {
    return machines().database();
  }

  /** The one on PostgreSQL. */
  FaultGateway gateway() {
    return machines().gateway();
  }

  /** The one on a file. */
  FaultGateway fileGateway() {
    return Shared.shared(context, FaultGateway.class, () -> new FaultGateway(null));
  }
}
