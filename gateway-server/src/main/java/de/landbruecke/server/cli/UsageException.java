package de.landbruecke.server.cli;

/** The command line is not allowed; the message says what is. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
