package de.landbruecke.benchmarks;

import de.landbruecke.data.IndexData;
import de.landbruecke.evaluation.JudgementList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Measures the pages with results: how fast the built server makes them, and how large they are.
 */
final class PageSpeed {

  /** Pages differ by place, too; without one all variants are shown. */
  private static final List<String> PLACES = List.of("", "Stuttgart", "Leipzig", "73033", "Zittau");

  private static final Pattern ASSET =
      Pattern.compile("<(?:link rel=\"stylesheet\" href|script type=\"module\" src)=\"([^\"]+)\"");

  private static final int START_SECONDS = 180;
  private static final int STOP_SECONDS = 60;

  private final Path jar;
  private final int perSecond;
  private final int seconds;
  private final long seed;

  /**
   * Prepares a measurement.
   *
   * @param jar the built server
   * @param perSecond requests a second
   * @param seconds to measure; half as long before warms the server up
   */
  PageSpeed(Path jar, int perSecond, int seconds, long seed) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          "there is no server at " + jar + "; mvn -DskipTests package builds it");
    }
    this.jar = jar;
    this.perSecond = perSecond;
    this.seconds = seconds;
    this.seed = seed;
  }

  /** The server's jar, where the build puts it. */
  static Path builtJar() throws IOException {
    // Maven runs this in the folder of the module.
    Path target = Path.of("..", "gateway-server", "target");
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        List<Path> jars =
            files
                .filter(file -> file.getFileName().toString().matches("gateway-server-.*\\.jar"))
                .filter(file -> !file.toString().matches(".*-(sources|javadoc|tests)\\.jar"))
                .toList();
        if (!jars.isEmpty()) {
          return jars.getFirst();
        }
      }
    }
    return target.resolve("gateway-server.jar");
  }

  /** Starts the server, measures it and stops it. */
  Table measure() throws IOException, InterruptedException {
    int port = freePort();
    int management = freePort();
    Path data = Files.createTempDirectory("landbruecke-benchmarks-");
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "--server.port=" + port,
                "--management.server.port=" + management,
                "--landbruecke.rate-limit.enabled=false",
                "--landbruecke.data-directory=" + data)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("server.log").toFile())
            .start();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      awaitReady(server, client, URI.create("http://localhost:" + management), data);
      return measure(client, "http://localhost:" + port);
    } finally {
      server.destroy();
      if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
      delete(data);
    }
  }

  /** Measures a server that is already there. */
  Table measure(HttpClient client, String base) throws IOException, InterruptedException {
    List<URI> addresses = addresses(base);
    ConstantRate rate = new ConstantRate(client, perSecond);
    int count = perSecond * seconds;
    rate.run(take(addresses, 0, Math.max(1, count / 2)));
    List<ConstantRate.Answer> answers = rate.run(take(addresses, Math.max(1, count / 2), count));
    long[] nanos = answers.stream().mapToLong(ConstantRate.Answer::nanos).sorted().toArray();
    int[] bytes = answers.stream().mapToInt(ConstantRate.Answer::bytes).sorted().toArray();
    int largest = bytes[bytes.length - 1];
    return new Table(
            "requests/s",
            "requests",
            "addresses",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "largest ms",
            "HTML median bytes",
            "HTML largest bytes",
            "largest HTML + CSS + scripts bytes")
        .row(
            Integer.toString(perSecond),
            Integer.toString(count),
            Integer.toString(Math.min(count, addresses.size())),
            millis(nanos, 0.5),
            millis(nanos, 0.95),
            millis(nanos, 0.99),
            millis(nanos, 1),
            Integer.toString(bytes[bytes.length / 2]),
            Integer.toString(largest),
            Integer.toString(largest + assets(client, base, addresses.getFirst())));
  }

  /** Every question that may be seen, at each place, in an order of chance. */
  private List<URI> addresses(String base) throws IOException {
    Set<String> questions = new LinkedHashSet<>();
    try (var judged = IndexData.judgements().reader()) {
      JudgementList.read(judged).development().forEach(question -> questions.add(question.query()));
    }
    List<URI> addresses = new ArrayList<>();
    for (String question : questions) {
      for (String place : PLACES) {
        addresses.add(
            URI.create(
                base
                    + "/suche?q="
                    + URLEncoder.encode(question, StandardCharsets.UTF_8)
                    + (place.isEmpty() ? "" : "&ort=" + place)));
      }
    }
    Collections.shuffle(addresses, new Random(seed));
    return addresses;
  }

  private static List<URI> take(List<URI> addresses, int from, int count) {
    List<URI> taken = new ArrayList<>(count);
    for (int i = from; i < from + count; i++) {
      taken.add(addresses.get(i % addresses.size()));
    }
    return taken;
  }

  private static String millis(long[] sorted, double share) {
    int index = Math.max(0, (int) Math.ceil(sorted.length * share) - 1);
    return Table.number(sorted[index] / 1e6, 1);
  }

  /** What else a first visit loads but fonts, compressed. */
  private static int assets(HttpClient client, String base, URI page)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = get(client, page);
    String html = text(answer);
    List<String> paths = ASSET.matcher(html).results().map(match -> match.group(1)).toList();
    if (paths.isEmpty()) {
      throw new IOException("a page without a style sheet");
    }
    int bytes = 0;
    for (String path : paths) {
      bytes += get(client, URI.create(base + path)).body().length;
    }
    return bytes;
  }

  private static HttpResponse<byte[]> get(HttpClient client, URI address)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(ConstantRate.request(address), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(address.getPath() + " answered " + answer.statusCode());
    }
    return answer;
  }

  private static String text(HttpResponse<byte[]> answer) throws IOException {
    boolean compressed = answer.headers().firstValue("Content-Encoding").isPresent();
    var bytes = new ByteArrayInputStream(answer.body());
    try (var plain = compressed ? new GZIPInputStream(bytes) : bytes) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void awaitReady(Process server, HttpClient client, URI management, Path data)
      throws IOException, InterruptedException {
    URI ready = management.resolve("/actuator/health/readiness");
    for (int i = 0; i < START_SECONDS * 4; i++) {
      if (!server.isAlive()) {
        throw new IOException("the server ended: " + Files.readString(data.resolve("server.log")));
      }
      try {
        if (client
                .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode()
            == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      Thread.sleep(250);
    }
    throw new IOException("the server was not ready after " + START_SECONDS + " seconds");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
