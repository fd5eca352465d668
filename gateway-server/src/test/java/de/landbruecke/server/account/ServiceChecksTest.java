package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.server.account.SelfTestModel.Check;
import de.landbruecke.server.account.SelfTestModel.Status;
import de.landbruecke.server.identity.AuditEntry;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.RelyingService;
import de.landbruecke.server.identity.SelfTests;
import de.landbruecke.server.identity.SelfTests.Fault;
import de.landbruecke.server.identity.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What those who connect a service are told of it, from what the gateway saw. */
@ExtendWith(ServiceChecksTest.Shared.class)
class ServiceChecksTest {

  private static final Instant THEN = Instant.parse("2026-11-24T10:00:00Z");
  private static final Instant LATER = THEN.plusSeconds(60);

  private @Nullable AccountGateway gateway;

  /** Hands each test the gateway of this run. */
  static final class Shared implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      ((ServiceChecksTest) context.getRequiredTestInstance()).gateway = AccountGateway.of(context);
    }
  }

  private AccountGateway gateway() {
    return Objects.requireNonNull(gateway);
  }

  private Transaction transaction() {
    return gateway().begin(gateway().browser(), "hund");
  }

  private Check check(String id, List<Transaction> transactions, AuditEntry... events) {
    return checks(transactions, events).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private List<Check> checks(List<Transaction> transactions, AuditEntry... events) {
    RelyingService service = gateway().bean(Registry.class).current().service("hund").orElseThrow();
    return new ServiceChecks(Language.DE, service, transactions, List.of(events), null, LATER)
        .all();
  }

  private static AuditEntry event(
      String type, String outcome, @Nullable String transaction, @Nullable String grant) {
    return new AuditEntry(
        THEN,
        type,
        outcome,
        null,
        transaction,
        "hund",
        0,
        null,
        grant == null ? Map.of() : Map.of("grant", grant),
        null);
  }

  @Test
  void nothingSeen_everyCheck_isOpen() {
    assertThat(checks(List.of())).extracting(Check::status).containsOnly(Status.OPEN).hasSize(8);
  }

  @Test
  void codeRedeemed_isPassed_clientRefused_failsWithItsReason() {
    Transaction seen = transaction();
    AuditEntry code = event("code.issued", "ok", seen.id(), "g");

    Check redeemed = check("redeemed", List.of(seen), code, event("token.issued", "ok", null, "g"));
    Check refused =
        check(
            "redeemed",
            List.of(seen),
            code,
            new AuditEntry(
                seen.createdAt().plusSeconds(1),
                "client.refused",
                "wrong_audience",
                null,
                null,
                "hund",
                0,
                null,
                Map.of(),
                null));

    assertThat(redeemed.status()).isEqualTo(Status.PASSED);
    assertThat(refused.status()).isEqualTo(Status.FAILED);
    assertThat(refused.text()).contains("wrong_audience");
  }

  @ParameterizedTest
  @CsvSource({
    "NONCE, self-test.token-used",
    "STATE, token.issued",
    "ISSUER, token.issued",
  })
  void wrongAnswerUsed_fails_unused_isPassed(Fault fault, String use) {
    Transaction seen = transaction();
    AuditEntry[] answered = {
      event("code.issued", "ok", seen.id(), "g"),
      event(SelfTests.EVENT, fault.name(), seen.id(), null)
    };
    String id = "wrong-" + fault.name().toLowerCase(Locale.ROOT);

    Check unused = check(id, List.of(seen), answered);
    Check used =
        check(
            id,
            List.of(seen),
            Stream.concat(Stream.of(answered), Stream.of(event(use, "ok", null, "g")))
                .toArray(AuditEntry[]::new));

    assertThat(unused.status()).isEqualTo(Status.PASSED);
    assertThat(used.status()).isEqualTo(Status.FAILED);
  }

  @Test
  void wrongAnswer_justGiven_isOpen() {
    Transaction seen = transaction();
    AuditEntry answered = event(SelfTests.EVENT, "NONCE", seen.id(), null);
    RelyingService service = gateway().bean(Registry.class).current().service("hund").orElseThrow();

    List<Check> checks =
        new ServiceChecks(
                Language.EN, service, List.of(seen), List.of(answered), null, THEN.plusSeconds(9))
            .all();

    assertThat(checks)
        .filteredOn(check -> check.id().equals("wrong-nonce"))
        .extracting(Check::status)
        .containsExactly(Status.OPEN);
  }

  @Test
  void logoutByTheService_isPassed() {
    assertThat(check("logout", List.of(), event("session.ended", "service", null, null)).status())
        .isEqualTo(Status.PASSED);
  }
}
