package de.landbruecke.demo;

/** A request that is answered with a page that says why not. The message is for people. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  Refusal(int status, String message) {
    this(status, "invalid_request", message);
  }

  /** A refusal with the protocol's own word for the reason, such as {@code access_denied}. */
  Refusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
