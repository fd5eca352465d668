package de.landbruecke.server.web;

/** Tells addresses for programs from those for people. */
final class Addresses {

  private Addresses() {}

  /** Whether what is at this path is read by programs: always JSON, whatever is asked for. */
  static boolean isForPrograms(String path) {
    return path.equals("/api/v1") || path.startsWith("/api/v1/") || isDescription(path);
  }

  private static boolean isDescription(String path) {
    return path.equals("/openapi") || path.equals("/openapi.yaml") || path.startsWith("/openapi/");
  }
}
