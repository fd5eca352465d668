package de.landbruecke.index;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A generation's number, {@code full.increment}. */
record GenerationId(int full, int increment) implements Comparable<GenerationId> {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})");
  private static final Comparator<GenerationId> ORDER =
      Comparator.comparingInt(GenerationId::full).thenComparingInt(GenerationId::increment);

  static GenerationId parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no generation: full.increment is allowed");
    }
    return new GenerationId(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  GenerationId next() {
    return new GenerationId(full, increment + 1);
  }

  @Override
  public int compareTo(GenerationId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return full + "." + increment;
  }
}
