package de.landbruecke.benchmarks.identity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** Requests by several connections, each of which waits for its answer before it asks again. */
final class Load {

  private Load() {}

  /** One request with its answer, which it checks. */
  @FunctionalInterface
  interface Request {

    /**
     * Does it.
     *
     * @param number of this request among all, from 0
     * @return nanoseconds between sending and the last byte of the answer
     */
    long run(Wire wire, int number) throws IOException;
  }

  /**
   * What was measured.
   *
   * @param micros processor time of the server for each request, µs
   * @param databaseMicros the same of a database server, 0 without one
   * @param perSecond answers a second, while the load used the same processors
   * @param p50Micros median time of an answer, µs
   */
  record Result(
      int requests,
      double micros,
      double databaseMicros,
      double perSecond,
      double p50Micros,
      double p99Micros) {}

  /**
   * Measures.
   *
   * @param seconds for how long new requests are made
   * @param server its processor time so far, µs
   * @param database the same of the database server
   */
  static Result run(
      int port,
      int connections,
      double seconds,
      LongSupplier server,
      LongSupplier database,
      Request request)
      throws IOException, InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<LongStream> times = new ArrayList<>();
    long cpu = server.getAsLong();
    long databaseCpu = database.getAsLong();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<LongStream>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(
            threads.submit(() -> {
              LongStream.Builder nanos = LongStream.builder();
              try (Wire wire = new Wire(port)) {
                while (System.nanoTime() - end < 0) {
                  nanos.add(request.run(wire, next.getAndIncrement()));
                }
              }
              return nanos.build();
            }));
      }
      for (Future<LongStream> each : running) {
        times.add(each.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("a request failed, so nothing was measured", e.getCause());
    }
    double took = (System.nanoTime() - start) / 1e9;
    long[] nanos = times.stream().flatMapToLong(each -> each).sorted().toArray();
    return new Result(
        nanos.length,
        (double) (server.getAsLong() - cpu) / nanos.length,
        (double) (database.getAsLong() - databaseCpu) / nanos.length,
        nanos.length / took,
        at(nanos, 0.5) / 1e3,
        at(nanos, 0.99) / 1e3);
  }

  /** The value below which this share lies. */
  static long at(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)];
  }
}
