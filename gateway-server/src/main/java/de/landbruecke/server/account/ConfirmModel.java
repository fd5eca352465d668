package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.Link;
import de.landbruecke.server.identity.RegistrySnapshot;
import de.landbruecke.server.identity.Transaction;
import java.util.List;

/**
 * What the page shows on which a second account is linked. All texts are fit to be shown.
 *
 * @param mine the accounts that are the citizen's already
 * @param second the account that was just proven
 * @param isKnown whether it was used here before
 * @param level at which both count from now on
 * @param isBounded whether there are services that ask for more
 */
record ConfirmModel(
    Language say,
    Transaction transaction,
    List<String> mine,
    String second,
    boolean isKnown,
    String level,
    boolean isBounded,
    String ends,
    String token) {

  ConfirmModel {
    mine = List.copyOf(mine);
  }

  static ConfirmModel of(Language say, Step.Confirm step, RegistrySnapshot registry, String token) {
    return new ConfirmModel(
        say,
        step.transaction(),
        step.links().stream().map(Link::issuer).map(id -> Shown.issuer(registry, id)).toList(),
        Shown.text(step.issuer().label()),
        step.isKnown(),
        Shown.level(step.session().level(), say),
        step.session().level() != AssuranceLevel.HIGH,
        Shown.clock(AccountPages.end(step.session(), step.session().lastUsedAt()), say),
        token);
  }

  String title() {
    return say.of("Diese Konten verknüpfen?", "Link these accounts?");
  }

  String path() {
    return "/konto/anmelden/" + transaction.id();
  }
}
