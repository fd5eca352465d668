package de.landbruecke.server.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests with a browser. Each is skipped, one by one so that they are counted, where no browser is
 * installed.
 */
@ExtendWith(BrowserTest.Shared.class)
abstract class BrowserTest {

  private final List<Visitor> visitors = new ArrayList<>();
  private @Nullable ShippedServer server;
  private @Nullable Chromium chromium;

  /** Hands each test the server and the browser. */
  static final class Shared implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      Assumptions.assumeTrue(Chromium.isInstalled(), Chromium.MISSING);
      BrowserTest test = (BrowserTest) context.getRequiredTestInstance();
      test.server = ShippedServer.of(context);
      test.chromium = Chromium.of(context);
    }
  }

  /** A person with a wide window and scripts. */
  Visitor visitor() {
    return visitor(new Visitor.Setting());
  }

  /** A person who looks at pages in this way. */
  Visitor visitor(Visitor.Setting setting) {
    Visitor visitor =
        setting.visit(Objects.requireNonNull(chromium), Objects.requireNonNull(server));
    visitors.add(visitor);
    return visitor;
  }

  @AfterEach
  void leave() {
    visitors.forEach(Visitor::leave);
  }
}
