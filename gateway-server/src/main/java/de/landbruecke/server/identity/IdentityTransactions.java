package de.landbruecke.server.identity;

import java.util.function.Supplier;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One commit for what several stores write, such as a token, its audit row and its {@code jti}.
 * Calls within each other are one transaction.
 */
public final class IdentityTransactions {

  private final TransactionTemplate template;

  IdentityTransactions(PlatformTransactionManager manager) {
    template = new TransactionTemplate(manager);
  }

  /** Does all of it, or nothing if it throws. */
  public <T> T call(Supplier<T> work) {
    return template.execute(status -> work.get());
  }

  /** Does all of it, or nothing if it throws. */
  public void run(Runnable work) {
    template.executeWithoutResult(status -> work.run());
  }
}
