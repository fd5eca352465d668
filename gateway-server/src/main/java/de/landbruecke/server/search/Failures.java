package de.landbruecke.server.search;

import org.apache.tomcat.util.http.InvalidParameterException;

/** Tells faults of the request from ours. */
final class Failures {

  private Failures() {}

  /** Whether the container could not decode the parameters of the request. */
  static boolean isUndecodable(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof InvalidParameterException) {
        return true;
      }
    }
    return false;
  }
}
