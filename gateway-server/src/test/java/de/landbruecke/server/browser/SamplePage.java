package de.landbruecke.server.browser;

import java.util.Locale;

/** One address for each template in each state that looks different. */
enum SamplePage {
  START("/"),
  START_AT_PLACE("/?ort=Leipzig"),
  RESULTS("/suche?q=ausweis"),
  RESULTS_AT_PLACE("/suche?q=hund+anmelden&ort=Leipzig"),
  FILTERED("/suche?q=ausweis&ort=Stuttgart&online=ja&zielgruppe=buerger"),
  SECOND_PAGE("/suche?q=antrag&seite=2"),
  DID_YOU_MEAN("/suche?q=reisepas+beantragn"),
  AMBIGUOUS_PLACE("/suche?q=hund&ort=Lichtenau"),
  UNKNOWN_PLACE("/suche?q=hund&ort=Atlantis"),
  NO_HITS("/suche?q=xqzwvk"),
  WRONG_PARAMETERS("/suche?q=hund&seite=abc&thema=unfug"),
  SERVICE("/leistung/99102013104000"),
  SERVICE_AT_PLACE("/leistung/99102013104000?ort=Leipzig"),
  SERVICE_IN_ENGLISH("/leistung/99008001012000?sprache=en"),
  PLACE("/ort"),
  PLACE_FOUND("/ort?q=Lichtenau"),
  TOPICS("/themen"),
  TOPIC("/themen/familie_kind"),
  TITLES("/a-z"),
  LETTER("/a-z/p"),
  ACCESSIBILITY("/barrierefreiheit"),
  IMPRINT("/impressum"),
  PRIVACY("/datenschutz"),
  INTERFACE("/api"),
  NOT_FOUND("/gibt-es-nicht", 404),
  NO_SUCH_SERVICE("/leistung/gibt-es-nicht", 404);

  private final String path;
  private final int status;

  SamplePage(String path) {
    this(path, 200);
  }

  SamplePage(String path, int status) {
    this.path = path;
    this.status = status;
  }

  String path() {
    return path;
  }

  int status() {
    return status;
  }

  /** A name for files. */
  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
