package de.landbruecke.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.EmergencyStop;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** One command switches each of the four off, and everything that hangs on it, at once. */
@Tag("postgresql")
class EmergencyStopTest extends TokenTest {

  @Autowired private EmergencyStop stop;

  private final Browser browser = new Browser();
  private final Person person = Person.anew(AssuranceLevel.SUBSTANTIAL);
  private long undo;

  @AfterEach
  void switchOnAgain() {
    if (undo > 0) {
      registry.undo(undo, "the test is over", "anna");
    }
  }

  @Test
  void issuer_stopped_endsSessionsAndTokensOfItsCitizens() {
    JsonNode tokens = tokens(browser, SERVICE, person);

    undo = stop.issuer("home-bw", "broken into", "anna").number();

    assertThat(userinfo(tokens).statusCode()).isEqualTo(401);
    assertThat(TokenAttacksTest.isActive(SERVICE, text(tokens, "access_token"))).isFalse();
    assertThat(text(SignInTest.refresh(SERVICE, text(tokens, "refresh_token")), "error"))
        .isEqualTo("invalid_grant");
    assertThat(sessions.find(browser.cookie("lb-session"))).isEmpty();
  }

  @Test
  void service_stopped_losesItsTokensAndGetsNoMore() {
    JsonNode tokens = tokens(browser, SERVICE, person);

    undo = stop.service(SERVICE.id(), "key lost", "anna").number();

    assertThat(userinfo(tokens).statusCode()).isEqualTo(401);
    assertThat(TokenAttacksTest.isActive(BW_BACKEND, text(tokens, "access_token"))).isFalse();
    assertThat(text(SignInTest.refresh(SERVICE, text(tokens, "refresh_token")), "error"))
        .isEqualTo("invalid_client");
    assertThat(browser.get(authorize(request(SERVICE))).statusCode()).isEqualTo(400);
    // The citizen stays signed in for other services.
    assertThat(sessions.find(browser.cookie("lb-session"))).isPresent();
  }

  @Test
  void link_stopped_endsSessionsAndTokensOfTheCitizen() {
    JsonNode tokens = tokens(browser, SERVICE, person);

    assertThat(stop.link("home-bw", person.homeSubject(), "stolen", "anna")).isTrue();

    assertThat(userinfo(tokens).statusCode()).isEqualTo(401);
    assertThat(sessions.find(browser.cookie("lb-session"))).isEmpty();
    assertThat(citizens.find("home-bw", person.homeSubject())).isEmpty();
  }

  /** A stolen key signs what it likes: nothing that carries its name counts any more. */
  @Test
  void key_stopped_endsWhatItSigned_andTheNextSignsAtOnce() throws ParseException {
    JsonNode tokens = tokens(browser, SERVICE, person);
    String access = text(tokens, "access_token");
    String kid = SignedJWT.parse(access).getHeader().getKeyID();
    boolean before = TokenAttacksTest.isActive(SERVICE, access);

    assertThat(stop.key(kid, "stolen", "anna")).isTrue();

    assertThat(before).isTrue();
    assertThat(TokenAttacksTest.isActive(SERVICE, access)).isFalse();
    assertThat(userinfo(tokens).statusCode()).isEqualTo(401);
    assertThat(browser.get(ISSUER + "/oauth2/jwks").body()).doesNotContain(kid);
    // An ID token of it is no hint for a logout either: the citizen is asked.
    assertThat(
            browser
                .get(
                    ISSUER
                        + "/connect/logout?"
                        + Browser.encoded(Map.of("id_token_hint", text(tokens, "id_token"))))
                .body())
        .contains("id=\"logout-confirm\"");
    JsonNode again = SignInTest.refresh(SERVICE, text(tokens, "refresh_token"));
    assertThat(SignedJWT.parse(text(again, "access_token")).getHeader().getKeyID())
        .isNotEqualTo(kid);
    assertThat(TokenAttacksTest.isActive(SERVICE, text(again, "access_token"))).isTrue();
  }

  private HttpResponse<String> userinfo(JsonNode tokens) {
    return browser.get(
        ISSUER + "/userinfo", "Authorization", "Bearer " + text(tokens, "access_token"));
  }
}
