package de.landbruecke.server.account;

import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.AttributeName;
import de.landbruecke.server.identity.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the page shows on which data is released. All texts are fit to be shown. */
record ReleaseModel(
    Language say,
    Transaction transaction,
    String service,
    String controller,
    String purpose,
    String account,
    String level,
    List<Item> required,
    List<Item> optional,
    boolean portalToPortal,
    List<String> leaving,
    String ends,
    String token) {

  /** One attribute. */
  record Item(String name, String label, String value, String source, String level) {}

  static ReleaseModel of(Language say, Step.Ask step, List<String> leaving, String token) {
    Map<String, Attribute> known =
        step.items().stream().collect(Collectors.toMap(Attribute::name, Function.identity()));
    String account = Shown.text(step.issuer().label());
    return new ReleaseModel(
        say,
        step.transaction(),
        Shown.text(step.demand().asking().name()),
        Shown.text(step.demand().asking().controller()),
        Shown.text(step.demand().asking().purpose()),
        account,
        Shown.level(step.session().level(), say),
        items(say, known, step.demand().required(), account),
        items(say, known, step.demand().optional(), account),
        step.portalToPortal(),
        leaving,
        Shown.clock(AccountPages.end(step.session(), step.session().lastUsedAt()), say),
        token);
  }

  private static List<Item> items(
      Language say, Map<String, Attribute> known, Iterable<String> names, String account) {
    return AttributeName.sorted(names).stream()
        .filter(known::containsKey)
        .map(name -> {
          Attribute attribute = Objects.requireNonNull(known.get(name));
          return new Item(
              name,
              Shown.attribute(name, say),
              Shown.value(name, attribute.value(), say),
              account,
              Shown.level(attribute.level(), say));
        })
        .toList();
  }

  String title() {
    return say.of("Diese Angaben freigeben?", "Release these details?");
  }

  boolean isEmpty() {
    return required.isEmpty() && optional.isEmpty();
  }

  String path() {
    return "/konto/anmelden/" + transaction.id();
  }
}
