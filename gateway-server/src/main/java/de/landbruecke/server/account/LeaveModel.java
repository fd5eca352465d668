package de.landbruecke.server.account;

import java.net.URI;
import java.util.Map;

/**
 * What the page shows from which a form leads to a home portal.
 *
 * @param fields of the form, by their names
 */
record LeaveModel(Language say, String label, URI address, Map<String, String> fields) {

  LeaveModel {
    fields = Map.copyOf(fields);
  }

  static LeaveModel of(Language say, Step.Leave step) {
    return new LeaveModel(say, Shown.text(step.issuer().label()), step.address(), step.form());
  }

  String title() {
    return say.of("Weiter zu ", "On to ") + label;
  }
}
