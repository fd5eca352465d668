package de.landbruecke.analysis;

/**
 * Brings inflected and nominalised forms of a folded word together. German: case and plural endings
 * after the light algorithm of Savoy (2006), and verbal nouns in "-ung" with their verbs, since
 * services are named now by the one, now by the other ("Anmeldung", "anmelden"). English: plural
 * and the endings "-ing" and "-ed".
 */
final class Reducer {

  private Reducer() {}

  static String german(String word) {
    if (word.length() < 4 || !Character.isLetter(word.charAt(0))) {
      return word;
    }
    String w = word;
    if (w.length() > 8 && w.endsWith("innen")) {
      w = cut(w, 5);
    } else if (w.length() > 7 && w.endsWith("erin")) {
      w = cut(w, 2);
    }
    if (w.length() > 7 && w.endsWith("ungen")) {
      w = cut(w, 5);
    } else if (w.length() > 7 && w.endsWith("ungs")) {
      w = cut(w, 4);
    } else if (w.length() > 6 && w.endsWith("ung")) {
      w = cut(w, 3);
    } else if (w.length() > 6 && (w.endsWith("igt") || w.endsWith("iert"))) {
      w = cut(w, 1);
    }
    if (w.length() > 6 && (w.endsWith("ern") || w.endsWith("eln"))) {
      w = cut(w, 3);
    } else if (w.length() > 5
        && (w.endsWith("er") || w.endsWith("en") || w.endsWith("em") || w.endsWith("es"))) {
      w = cut(w, 2);
      if (w.length() > 5 && (w.endsWith("er") || w.endsWith("el"))) {
        w = cut(w, 2);
      }
    } else if (w.length() > 4 && w.endsWith("e")) {
      w = cut(w, 1);
    } else if (w.length() > 4 && w.endsWith("s") && "bdfghklmnrt".indexOf(before(w)) >= 0) {
      w = cut(w, 1);
    } else if (w.length() > 5 && w.endsWith("n") && "lr".indexOf(before(w)) >= 0) {
      w = cut(w, 1);
    }
    if (w.length() > 5 && w.endsWith("er") && w.length() == word.length()) {
      w = cut(w, 2);
    }
    return w;
  }

  static String english(String word) {
    String w = word;
    if (w.length() > 4 && w.endsWith("ies")) {
      w = cut(w, 3) + "y";
    } else if (w.length() > 3 && w.endsWith("s") && !w.endsWith("ss") && !w.endsWith("us")) {
      w = cut(w, 1);
    }
    if (w.length() > 6 && w.endsWith("ing")) {
      w = cut(w, 3);
    } else if (w.length() > 5 && w.endsWith("ed")) {
      w = cut(w, 2);
    }
    return w.length() > 4 && w.endsWith("e") ? cut(w, 1) : w;
  }

  private static char before(String w) {
    return w.charAt(w.length() - 2);
  }

  private static String cut(String w, int letters) {
    return w.substring(0, w.length() - letters);
  }
}
