package de.landbruecke.server.account;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests against one started gateway and its portals, which behave again after each test. */
@ExtendWith(AccountTest.Shared.class)
abstract class AccountTest {

  private @Nullable AccountGateway shared;

  /** Hands each test the gateway. */
  static final class Shared implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      ((AccountTest) context.getRequiredTestInstance()).shared = AccountGateway.of(context);
    }
  }

  AccountGateway gateway() {
    return Objects.requireNonNull(shared);
  }

  @AfterEach
  void heal() {
    gateway().heal();
  }
}
