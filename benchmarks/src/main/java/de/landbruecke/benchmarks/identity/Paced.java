package de.landbruecke.benchmarks.identity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests at a constant rate, whose time runs from when each was due: a server that stalls pays
 * for everyone who would have had to wait.
 */
final class Paced {

  private static final int CONNECTIONS = 16;

  private Paced() {}

  /**
   * One kind of request.
   *
   * @param count how many; 0: until the other kind is done
   */
  record Stream(Load.Request request, int perSecond, int count) {}

  /** Nanoseconds from when each measured request was due to its last byte. */
  static long[] run(int port, Stream measured, @Nullable Stream beside)
      throws IOException, InterruptedException {
    long[] nanos = new long[measured.count()];
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(2 * CONNECTIONS)) {
      List<Future<?>> others =
          beside == null ? List.of() : start(threads, port, beside, done, new long[0]);
      for (Future<?> each : start(threads, port, measured, done, nanos)) {
        each.get();
      }
      done.set(true);
      for (Future<?> each : others) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a request failed, so nothing was measured", e.getCause());
    }
    return nanos;
  }

  private static List<Future<?>> start(
      ExecutorService threads, int port, Stream stream, AtomicBoolean done, long[] nanos) {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      running.add(
          threads.submit(() -> {
            try (Wire wire = new Wire(port)) {
              for (int number = next.getAndIncrement();
                  stream.count() == 0 ? !done.get() : number < stream.count();
                  number = next.getAndIncrement()) {
                long due = start + TimeUnit.SECONDS.toNanos(1) * number / stream.perSecond();
                for (long wait = due - System.nanoTime();
                    wait > 0;
                    wait = due - System.nanoTime()) {
                  LockSupport.parkNanos(wait);
                }
                stream.request().run(wire, number);
                if (stream.count() > 0) {
                  nanos[number] = System.nanoTime() - due;
                }
              }
            }
            return null;
          }));
    }
    return running;
  }
}
