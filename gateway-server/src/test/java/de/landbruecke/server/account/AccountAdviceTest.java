package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.pages.HtmlRules;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A fault of ours, such as a database that is gone in mid-login, is told as such. */
class AccountAdviceTest extends AccountTest {

  @ParameterizedTest
  @CsvSource({"de,Der Fehler liegt bei uns", "en,The fault is ours"})
  void fault_ofOurs_isToldWithoutItsMessage(String language, String text) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setParameter("sprache", language);

    ResponseEntity<byte[]> answer =
        gateway()
            .bean(AccountAdvice.class)
            .answer(
                new DataAccessResourceFailureException("secret-of-a-citizen"),
                request,
                new MockHttpServletResponse());

    assertThat(answer.getStatusCode().value()).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("5");
    Document page =
        HtmlRules.check(
            new String(Objects.requireNonNull(answer.getBody()), StandardCharsets.UTF_8));
    assertThat(page.select("#error-code").text()).isEqualTo("technical");
    assertThat(page.text()).contains(text).doesNotContain("secret-of-a-citizen");
  }
}
