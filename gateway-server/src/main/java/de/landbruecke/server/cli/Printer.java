package de.landbruecke.server.cli;

import java.io.PrintStream;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the answer of a command: for people, or as one JSON document. */
final class Printer {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final PrintStream out;
  private final boolean json;

  Printer(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** A line for people; nothing where JSON is wanted. */
  void line(String text) {
    if (!json) {
      out.println(text.replaceAll("[\\p{Cc}&&[^\t]]", "?"));
    }
  }

  /** The whole answer; nothing where it is told to people line by line. */
  void document(Map<String, ?> answer) {
    if (json) {
      out.println(MAPPER.writeValueAsString(answer));
    }
  }
}
