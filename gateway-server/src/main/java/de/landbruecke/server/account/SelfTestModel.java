package de.landbruecke.server.account;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.identity.SelfTests;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page for those who connect services and portals shows.
 *
 * @param say the page's language
 * @param token of its forms
 * @param service the chosen client; null: none
 * @param portal the chosen home issuer; null: none
 * @param levels on which a sign-in at the portal can be tried
 */
record SelfTestModel(
    Language say,
    String token,
    List<Choice> services,
    List<Choice> portals,
    @Nullable String service,
    @Nullable String portal,
    List<Check> checks,
    List<AssuranceLevel> levels) {

  String title() {
    return say.of("Selbsttest der Anbindung", "Self-test of a connection");
  }

  String inOtherLanguage() {
    String query =
        service != null ? "?dienst=" + service : portal != null ? "?portal=" + portal : "";
    return AccountPages.withLanguage("/konto/selbsttest" + query, say.other());
  }

  String level(AssuranceLevel level) {
    return Shown.level(level, say);
  }

  /** A service or portal. */
  record Choice(String id, String label) implements Comparable<Choice> {

    private static final Comparator<Choice> ORDER =
        Comparator.comparing(Choice::label).thenComparing(Choice::id);

    @Override
    public int compareTo(Choice other) {
      return ORDER.compare(this, other);
    }
  }

  /** How a check stands. */
  enum Status {
    PASSED("success"),
    FAILED("danger"),
    OPEN("info");

    private final String look;

    Status(String look) {
      this.look = look;
    }

    String look() {
      return look;
    }

    String label(Language say) {
      return switch (this) {
        case PASSED -> say.of("bestanden", "passed");
        case FAILED -> say.of("nicht bestanden", "failed");
        case OPEN -> say.of("offen", "open");
      };
    }
  }

  /**
   * One thing that has to be right.
   *
   * @param fault that can be ordered to try it; null: it needs none
   */
  record Check(
      String id, String title, Status status, String text, SelfTests.@Nullable Fault fault) {}
}
