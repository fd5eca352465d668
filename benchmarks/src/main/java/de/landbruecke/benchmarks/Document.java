package de.landbruecke.benchmarks;

import java.util.List;

/**
 * What every engine gets to index: the texts of one entry, or of one record, without tags, in all
 * languages.
 *
 * @param ids its service keys, or its composite id
 * @param titles the titles and official names
 * @param keywords the citizens' words
 * @param body everything else
 */
record Document(List<String> ids, List<String> titles, List<String> keywords, String body) {

  Document {
    ids = List.copyOf(ids);
    titles = List.copyOf(titles);
    keywords = List.copyOf(keywords);
  }

  /** Titles and keywords: what counts three times. */
  String head() {
    return String.join(" . ", titles) + " . " + String.join(" . ", keywords);
  }
}
