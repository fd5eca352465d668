package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One sign-in at a service, step by step, in one browser. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class TransactionsTest {

  private static final AuthorizationRequest REQUEST =
      new AuthorizationRequest(
          "dog",
          "https://dog.example/callback",
          "query",
          Set.of("openid"),
          "{\"id_token\":{}}",
          List.of("http://bsi.bund.de/eID/LoA/hoch"),
          Duration.ofMinutes(5),
          Set.of("login"),
          List.of("de", "en"),
          "nonce",
          "state",
          "challenge",
          List.of("https://dog.example"),
          "thumbprint",
          "amt24",
          "clara@example.org");

  private final IdentityFixture fixture;
  private final Transactions transactions;
  private final String browser = Transactions.newBrowser();

  TransactionsTest(TestDatabase database) {
    fixture = IdentityFixture.of(database, TransactionsTest.class);
    transactions = fixture.stores.signIns;
  }

  @Test
  void create_request_isKeptWhole() {
    Transaction made = transactions.create(REQUEST, browser);

    assertThat(transactions.find(made.id(), browser)).contains(made);
    assertThat(made.request()).isEqualTo(REQUEST);
    assertThat(made.state()).isEqualTo(TransactionState.REQUESTED);
  }

  /** RFC 9700, section 4.7: bound to the browser. */
  @Test
  void find_inAnotherBrowser_isEmpty() {
    Transaction made = transactions.create(REQUEST, browser);

    assertThat(transactions.find(made.id(), Transactions.newBrowser())).isEmpty();
    assertThat(transactions.find(made.id(), null)).isEmpty();
  }

  @Test
  void find_atTheEndOfItsLifetime_isEmpty() {
    Transaction made = transactions.create(REQUEST, browser);

    fixture.clock.advance(Transactions.LIFETIME.minusMillis(1));
    assertThat(transactions.find(made.id(), browser)).isPresent();
    fixture.clock.advance(Duration.ofMillis(1));

    assertThat(transactions.find(made.id(), browser)).isEmpty();
    assertThat(transactions.advance(made.homeChosen("amt24"))).isEmpty();
  }

  @Test
  void advance_allTheWay_isUsedOnce() {
    Transaction made = transactions.create(REQUEST, browser);

    Transaction chosen = transactions.advance(made.homeChosen("amt24")).orElseThrow();
    Transaction away = transactions.atHome(chosen, "home-state", "{\"n\":1}").orElseThrow();
    assertThat(transactions.findByHomeState("amt24", "home-state", browser)).contains(away);
    assertThat(transactions.findByHomeState("service-bw", "home-state", browser)).isEmpty();
    assertThat(transactions.findByHomeState("amt24", "home-state", "x")).isEmpty();
    assertThat(away.homeState()).isEqualTo("{\"n\":1}");
    assertThat(away.attempts()).isEqualTo(1);
    Transaction linked = transactions.advance(away.linked("session")).orElseThrow();
    Transaction released =
        transactions
            .advance(linked.released("session", "consent", Set.of("given_name")))
            .orElseThrow();
    Transaction issued = transactions.advance(released.issued()).orElseThrow();

    assertThat(transactions.find(made.id(), browser)).contains(issued);
    assertThat(issued.released()).containsExactly("given_name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transactions.advance(issued.issued()))
        .withMessage("no step leads from ISSUED to ISSUED");
  }

  @Test
  void advance_fromAnOldCopy_isEmpty() {
    Transaction made = transactions.create(REQUEST, browser);
    transactions.advance(made.homeChosen("amt24"));

    assertThat(transactions.advance(made.homeChosen("service-bw"))).isEmpty();
    assertThat(transactions.find(made.id(), browser).orElseThrow().homeIssuer()).isEqualTo("amt24");
  }

  @Test
  void advance_refused_cannotBeReleasedAnyMore() {
    Transaction made = transactions.create(REQUEST, browser);
    Transaction denied =
        transactions.advance(made.denied(new OauthError("access_denied", null))).orElseThrow();

    assertThat(denied.error()).isEqualTo(new OauthError("access_denied", null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transactions.advance(denied.released("s", null, Set.of())));
    assertThat(transactions.advance(denied.issued())).isPresent();
  }

  @Test
  void advance_by64Threads_succeedsOnce() throws Exception {
    Transaction made = transactions.create(REQUEST, browser);
    Transaction released =
        transactions.advance(made.released("session", null, Set.of())).orElseThrow();

    List<Optional<Transaction>> results =
        IdentityFixture.race(
            64,
            () -> {
              try {
                return transactions.advance(released.issued());
              } catch (IllegalArgumentException e) {
                return Optional.<Transaction>empty();
              }
            });

    assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
  }

  /** RFC 9126, section 2.2 and RFC 9101: short-lived, for its client, once. */
  @Test
  void takePushed_onceByItsClientInTime_givesTheRequest() {
    String uri = transactions.push(REQUEST);
    assertThat(uri).startsWith("urn:ietf:params:oauth:request_uri:");

    assertThat(transactions.takePushed(uri, "car")).isEmpty();
    fixture.clock.advance(Duration.ofMinutes(1).minusMillis(1));
    assertThat(transactions.takePushed(uri, "dog")).contains(REQUEST);
    assertThat(transactions.takePushed(uri, "dog")).isEmpty();
    String late = transactions.push(REQUEST);
    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(transactions.takePushed(late, "dog")).isEmpty();
  }

  @Test
  void takePushed_by32Threads_givesItToOne() throws Exception {
    String uri = transactions.push(REQUEST);

    List<Optional<AuthorizationRequest>> taken =
        IdentityFixture.race(32, () -> transactions.takePushed(uri, "dog"));

    assertThat(taken).filteredOn(Optional::isPresent).hasSize(1);
  }
}
