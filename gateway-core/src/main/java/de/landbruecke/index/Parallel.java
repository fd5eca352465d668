package de.landbruecke.index;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things at once, each in a thread of its own. */
final class Parallel {

  /** One of the things. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  private Parallel() {}

  /**
   * Ends when all tasks have ended.
   *
   * @throws IOException the first task's failure, in the order of the list
   */
  static void run(List<Task> tasks) throws IOException {
    if (tasks.size() == 1) {
      tasks.getFirst().run();
      return;
    }
    List<Callable<Void>> calls =
        tasks.stream()
            .<Callable<Void>>map(task ->
                () -> {
                  task.run();
                  return null;
                })
            .toList();
    try (ExecutorService executor =
        Executors.newFixedThreadPool(
            Math.max(1, calls.size()), Thread.ofPlatform().name("index-", 0).factory())) {
      for (Future<Void> done : executor.invokeAll(calls)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while working on the index");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IOException(e);
      }
    }
  }
}
