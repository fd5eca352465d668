package de.landbruecke.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a server at a constant rate: each request is sent when its time has come, whether or not the
 * ones before have been answered, and its time runs from when it was due. A server that stalls so
 * pays for everyone who would have had to wait (no coordinated omission).
 */
final class ConstantRate {

  private static final int PATIENCE_SECONDS = 60;

  private final HttpClient client;
  private final int perSecond;

  ConstantRate(HttpClient client, int perSecond) {
    this.client = client;
    this.perSecond = perSecond;
  }

  /**
   * One answer.
   *
   * @param nanos from when the request was due to the last byte
   * @param bytes of the body, compressed
   */
  record Answer(int status, long nanos, int bytes) {}

  /**
   * Asks for all addresses, one after the other.
   *
   * @return the answers in the order of the addresses
   * @throws IOException when an answer does not come or is not 200: then nothing was measured
   */
  List<Answer> run(List<URI> addresses) throws IOException, InterruptedException {
    List<CompletableFuture<Answer>> open = new ArrayList<>(addresses.size());
    long start = System.nanoTime();
    for (int i = 0; i < addresses.size(); i++) {
      long due = start + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      open.add(
          client
              .sendAsync(request(addresses.get(i)), HttpResponse.BodyHandlers.ofByteArray())
              .thenApply(answer ->
                  new Answer(answer.statusCode(), System.nanoTime() - due, answer.body().length)));
    }
    List<Answer> answers = new ArrayList<>(open.size());
    try {
      for (CompletableFuture<Answer> each : open) {
        answers.add(each.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("request " + (answers.size() + 1) + " was not answered", e);
    }
    long failed = answers.stream().filter(answer -> answer.status() != 200).count();
    if (failed > 0) {
      throw new IOException(failed + " of " + answers.size() + " answers were not 200");
    }
    return answers;
  }

  /** A request as browsers send it: compressed answers are welcome. */
  static HttpRequest request(URI address) {
    return HttpRequest.newBuilder(address)
        .header("Accept", "text/html")
        .header("Accept-Encoding", "gzip")
        .build();
  }
}
