package de.landbruecke.server.web;

/** What is said about an error: never whose fault it is, unless it is ours. */
enum ErrorText {
  BAD_REQUEST(
      "Diese Adresse können wir nicht lesen",
      "Vielleicht wurde die Adresse beim Kopieren abgeschnitten oder verändert, oder eine Angabe"
          + " darin ist nicht erlaubt.",
      false),
  FORBIDDEN("Das ist hier nicht möglich", "Diese Seite darf so nicht aufgerufen werden.", false),
  NOT_FOUND(
      "Diese Seite gibt es nicht",
      "Vielleicht ist die Adresse nicht ganz richtig geschrieben, oder die Seite ist umgezogen.",
      false),
  METHOD_NOT_ALLOWED(
      "So lässt sich diese Seite nicht aufrufen",
      "Diese Seite kann nur gelesen werden; sie nimmt nichts entgegen.",
      false),
  NOT_ACCEPTABLE(
      "In dieser Form gibt es die Seite nicht",
      "Ihr Programm verlangt ein Format, in dem wir diese Seite nicht anbieten.",
      false),
  GONE(
      "Die Liste hat sich geändert",
      "Seit Sie die Liste geöffnet haben, wurden die Daten erneuert. Bitte rufen Sie die Liste noch"
          + " einmal von vorn auf.",
      true),
  TOO_LONG(
      "Die Adresse ist zu lang",
      "Ihre Suche ist länger, als wir sie lesen können. Wenige Wörter genügen.",
      false),
  TOO_MANY_REQUESTS(
      "Gerade kommen zu viele Anfragen",
      "Aus Ihrem Netz kamen in kurzer Zeit sehr viele Anfragen. Bitte warten Sie einen Augenblick"
          + " und versuchen Sie es dann noch einmal.",
      true),
  INTERNAL_ERROR(
      "Da ist etwas schiefgegangen",
      "Der Fehler liegt bei uns, nicht bei Ihnen, und wir haben ihn vermerkt. Bitte versuchen Sie"
          + " es in einigen Minuten noch einmal.",
      true),
  NOT_READY(
      "Die Suche wird gerade vorbereitet",
      "Der Dienst ist eben erst gestartet und liest die Leistungen ein. Das dauert meist weniger"
          + " als eine Minute. Bitte versuchen Sie es dann noch einmal.",
      true);

  private final String title;
  private final String explanation;
  private final boolean retry;

  ErrorText(String title, String explanation, boolean retry) {
    this.title = title;
    this.explanation = explanation;
    this.retry = retry;
  }

  String title() {
    return title;
  }

  String explanation() {
    return explanation;
  }

  /** Whether the same address may work a little later. */
  boolean retry() {
    return retry;
  }

  static ErrorText of(int status) {
    return switch (status) {
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405, 415 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 410 -> GONE;
      case 414 -> TOO_LONG;
      case 429 -> TOO_MANY_REQUESTS;
      case 503 -> NOT_READY;
      default -> status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
    };
  }
}
