package de.landbruecke.server.account;

import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.Demand;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.Link;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.Transaction;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What comes next in a sign-in. */
sealed interface Step {

  /**
   * The citizen chooses an account.
   *
   * @param session in which the citizen is signed in, though not well enough; null: in none
   */
  record Choose(
      Transaction transaction,
      Demand demand,
      List<AccountOption> options,
      @Nullable Session session)
      implements Step {
    public Choose {
      options = List.copyOf(options);
    }
  }

  /**
   * The citizen is asked to release data.
   *
   * @param items those that are asked for and that the citizen's account has
   * @param portalToPortal whether back ends may be allowed to ask later, too
   * @param revision of the registry by which it is asked
   * @param rule the id of the rule by which it is asked
   */
  record Ask(
      Transaction transaction,
      Demand demand,
      Session session,
      HomeIssuer issuer,
      List<Attribute> items,
      boolean portalToPortal,
      long revision,
      String rule)
      implements Step {
    public Ask {
      items = List.copyOf(items);
    }
  }

  /**
   * The citizen has proven a second account, and says whether it shall be linked.
   *
   * @param issuer of the second account
   * @param links the accounts that are the citizen's already
   * @param isKnown whether the second account was used here before
   */
  record Confirm(
      Transaction transaction,
      Session session,
      SecondAccount second,
      HomeIssuer issuer,
      List<Link> links,
      boolean isKnown)
      implements Step {
    public Confirm {
      links = List.copyOf(links);
    }
  }

  /**
   * The browser goes to a home portal.
   *
   * @param form what it sends there by a form; empty: it is redirected
   */
  record Leave(HomeIssuer issuer, URI address, Map<String, String> form) implements Step {
    public Leave {
      form = Map.copyOf(form);
    }
  }

  /** The transaction has its end; the service is answered, or a page of the gateway follows. */
  record Answered(Transaction transaction) implements Step {}

  /**
   * It does not go on like this.
   *
   * @param reason for the log and the audit
   * @param transaction in which something else may be tried; null: none
   * @param issuer whose account it was about; null: none
   * @param retry whether the same account may be tried again
   */
  record Failed(
      Trouble trouble,
      String reason,
      @Nullable Transaction transaction,
      @Nullable HomeIssuer issuer,
      boolean retry)
      implements Step {}
}
