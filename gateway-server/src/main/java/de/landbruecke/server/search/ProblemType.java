package de.landbruecke.server.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The closed list of problems that the interface answers with; each has a page of its own. */
enum ProblemType {
  /** A parameter is unknown or its value is not allowed. */
  INVALID_PARAMETER(
      400,
      "A parameter is not allowed",
      "A parameter has an unknown name or a value that is not allowed. The member errors names each"
          + " one with what is allowed."),
  /** The request cannot be read as HTTP, or its characters cannot be decoded. */
  MALFORMED_REQUEST(
      400,
      "The request cannot be read",
      "The request is not valid HTTP, or its address holds characters that must be"
          + " percent-encoded as UTF-8."),
  /** Another site may not do this here. */
  FORBIDDEN(
      403,
      "This is not allowed",
      "Pages of other sites may only read: methods GET and HEAD, from the origins that the operator"
          + " allows."),
  /** There is nothing at this address. */
  NOT_FOUND(
      404,
      "Nothing is here",
      "There is nothing at this address. The description of the interface is at /openapi."),
  /** The resource can only be read. */
  METHOD_NOT_ALLOWED(
      405,
      "The method is not allowed",
      "The interface can only be read: the methods GET, HEAD and OPTIONS are allowed."),
  /** None of the formats that are asked for can be given. */
  NOT_ACCEPTABLE(
      406,
      "The format cannot be given",
      "The header Accept asks for none of the formats that there are: application/json everywhere,"
          + " and application/ld+json for one service."),
  /** The cursor is of an index that was replaced. */
  CURSOR_REPLACED(
      410,
      "The list has changed",
      "The cursor belongs to a generation of the index that was replaced. Start again at the first"
          + " page; its address is in the member restart."),
  /** The address is too long. */
  URI_TOO_LONG(
      414,
      "The address is too long",
      "The address of the request is longer than allowed. Queries are read up to 500 characters."),
  /** A body of a format that is not read here. */
  UNSUPPORTED_MEDIA_TYPE(
      415, "The body cannot be read", "The interface can only be read; it takes no bodies."),
  /** The network asks too much. */
  TOO_MANY_REQUESTS(
      429,
      "Too many requests",
      "Your network asks more often than allowed. Try again after the seconds in the header"
          + " Retry-After."),
  /** A fault of ours. */
  INTERNAL_ERROR(
      500, "Something went wrong", "The server failed to answer. The fault is ours and is logged."),
  /** No index yet. */
  NOT_READY(
      503,
      "Not ready yet",
      "The server has just started and builds its index. Try again in a few seconds.");

  private final int status;
  private final String title;
  private final String explanation;

  ProblemType(int status, String title, String explanation) {
    this.status = status;
    this.title = title;
    this.explanation = explanation;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  String explanation() {
    return explanation;
  }

  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<ProblemType> ofSlug(String slug) {
    return Arrays.stream(values()).filter(type -> type.slug().equals(slug)).findFirst();
  }

  /** The problem that a bare status stands for. */
  static ProblemType ofStatus(int status) {
    return switch (status) {
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 414 -> URI_TOO_LONG;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> TOO_MANY_REQUESTS;
      case 503 -> NOT_READY;
      default -> status >= 400 && status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
    };
  }
}
