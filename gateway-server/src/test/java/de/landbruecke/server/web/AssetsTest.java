package de.landbruecke.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.landbruecke.server.ServerTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Assets: addresses that change with the content, kept for good, compressed. */
class AssetsTest extends ServerTest {

  private static final Path TEMPLATES = Path.of("src", "main", "jte");
  private static final Pattern CLASSES = Pattern.compile("class=\"([^\"]*)\"");
  private static final Pattern SELECTOR = Pattern.compile("\\.([a-z][A-Za-z0-9_-]*)");

  @Autowired private Assets assets;

  private HttpResponse<byte[]> bytes(String path, String encoding) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
            .header("Accept-Encoding", encoding)
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void asset_isKeptForGoodUnderAnAddressWithItsFingerprint() throws Exception {
    String address = assets.address("landbruecke.css");

    HttpResponse<String> response = get(address);

    assertThat(address).matches("/assets/landbruecke-[0-9a-f]{12}\\.css");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo("text/css;charset=UTF-8");
    assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(response, "Content-Disposition")).isEmpty();
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
    assertThat(get("/assets/landbruecke.css").statusCode()).isEqualTo(404);
    assertThat(get("/assets/landbruecke-000000000000.css").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8"})
  void asset_toWhoReadsGzip_isSentCompressed(String accepted) throws Exception {
    String address = assets.address("landbruecke.css");

    HttpResponse<byte[]> compressed = bytes(address, accepted);
    HttpResponse<byte[]> plain = bytes(address, "identity");

    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "Vary")).containsIgnoringCase("accept-encoding");
    assertThat(compressed.body()).hasSizeLessThan(plain.body().length / 2);
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(gzip.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "br", "gzip;q=0", "gzip;q=0.000", "xgzip"})
  void asset_toWhoDoesNotReadGzip_isSentAsItIs(String accepted) throws Exception {
    HttpResponse<byte[]> response = bytes(assets.address("landbruecke.css"), accepted);

    assertThat(header(response, "Content-Encoding")).isEmpty();
    assertThat(header(response, "Vary")).containsIgnoringCase("accept-encoding");
  }

  @Test
  void styleSheet_namesOtherAssetsByTheirAddresses() throws Exception {
    String css = get(assets.address("landbruecke.css")).body();

    assertThat(css).contains("url(" + assets.address("bridge.svg") + ")");
    assertThat(get(assets.address("bridge.svg")).body()).startsWith("<svg ");
  }

  @Test
  void address_ofNoAsset_isAFault() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assets.address("nothing.css"))
        .withMessageContaining("nothing.css");
    assertThat(assets.has("nothing.css")).isFalse();
    assertThat(assets.has("favicon.svg")).isTrue();
  }

  /** Without npm there is nothing to compare with. */
  @Test
  void templates_classesOfTheDesignSystem_areInItsStyleSheet() throws Exception {
    assumeTrue(assets.has("kern.css"), "npm is not installed");

    assertThat(selectors("kern.css")).containsAll(classes("kern-"));
    assertThat(get(assets.address("kern.css")).body())
        .doesNotContain("http://fonts", "https://fonts", "@import");
  }

  @Test
  void templates_classesOfOurs_areInOurStyleSheet() throws Exception {
    assertThat(selectors("landbruecke.css")).containsAll(classes("lb-"));
  }

  @Test
  void fonts_ofTheDesignSystem_areSmallAndLicensed() throws Exception {
    assumeTrue(assets.has("kern.css"), "npm is not installed");

    for (String font : new String[] {"fira-sans-regular.woff2", "fira-sans-semibold.woff2"}) {
      HttpResponse<byte[]> response = bytes(assets.address(font), "gzip");
      assertThat(header(response, "Content-Type")).isEqualTo("font/woff2");
      assertThat(header(response, "Content-Encoding")).isEmpty();
      assertThat(response.body()).hasSizeBetween(20_000, 80_000).startsWith('w', 'O', 'F', '2');
    }
    assertThat(get(assets.address("fira-sans-license.txt")).body())
        .contains("SIL OPEN FONT LICENSE", "Telefonica");
  }

  private Set<String> selectors(String name) throws Exception {
    Set<String> selectors = new TreeSet<>();
    SELECTOR
        .matcher(get(assets.address(name)).body())
        .results()
        .map(match -> match.group(1))
        .forEach(selectors::add);
    return selectors;
  }

  /** What stands literally in the templates; computed names are the business of their tests. */
  private static Set<String> classes(String prefix) throws IOException {
    Set<String> classes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(TEMPLATES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jte")).toList()) {
        CLASSES
            .matcher(Files.readString(file, StandardCharsets.UTF_8))
            .results()
            .map((MatchResult match) -> match.group(1).replaceAll("\\S*\\$\\{[^}]*}\\S*", ""))
            .flatMap(names -> Stream.of(names.split("\\s+")))
            .filter(name -> name.startsWith(prefix))
            .forEach(classes::add);
      }
    }
    assertThat(classes).isNotEmpty();
    return classes;
  }
}
