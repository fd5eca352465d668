package de.landbruecke.server.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebLinkTest {

  @ParameterizedTest
  @CsvSource({
    "https://www.service-bw.de/a?b=c#d, https://www.service-bw.de/a?b=c#d, service-bw.de",
    "HTTPS://amt24.sachsen.de, https://amt24.sachsen.de, amt24.sachsen.de",
    "http://example.org:8080/x, http://example.org:8080/x, example.org",
    "https://görlitz.de/bürger, https://xn--grlitz-wxa.de/b%C3%BCrger, xn--grlitz-wxa.de",
    "https://görlitz.de:444/, https://xn--grlitz-wxa.de:444/, xn--grlitz-wxa.de",
    "' https://example.org ', https://example.org, example.org"
  })
  void of_addressOfTheWeb_isALink(String address, String href, String host) {
    assertThat(WebLink.of(address)).isEqualTo(new WebLink(href, host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://example.org",
        "mailto:a@example.org",
        "//example.org",
        "/suche",
        "https:example.org",
        "https://",
        "https:///x",
        "https://user@example.org",
        "https://user:secret@example.org",
        "https://exa mple.org",
        "https://ex\u202eample.org",
        "https://a_b.example.org",
        "https://example.org:port/",
        ""
      })
  void of_anythingElse_isNone(String address) {
    assertThat(WebLink.of(address)).isNull();
  }

  @Test
  void of_signOfDirectionInPath_isEncoded() {
    assertThat(WebLink.of(URI.create("https://example.org/\u202egpj.exe")))
        .isEqualTo(new WebLink("https://example.org/%E2%80%AEgpj.exe", "example.org"));
    assertThat(WebLink.of((URI) null)).isNull();
  }
}
