package de.landbruecke.evaluation;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pair that must hold with every release: a query finds a service at a rank or above.
 *
 * @param query the text
 * @param place where the person is; null: not known
 * @param serviceKey what must be found
 * @param maxRank the worst rank allowed, from 1
 */
public record Invariant(String query, @Nullable String place, String serviceKey, int maxRank) {

  private static final String HEADER = "query\tplace\tserviceKey\tmaxRank";

  /**
   * One that does not hold.
   *
   * @param invariant which
   * @param rank where the service stands; null: not within the places looked at
   */
  public record Broken(Invariant invariant, @Nullable Integer rank) {}

  /** Checks the rank. */
  public Invariant {
    if (maxRank < 1 || maxRank > 1_000) {
      throw new IllegalArgumentException("rank " + maxRank + " is not allowed: 1 to 1,000");
    }
  }

  /**
   * Reads lines of {@code query, place, serviceKey, maxRank}, tab-separated after a header line.
   *
   * @throws IOException when the reader fails, or with the line when one is not of this form
   */
  public static List<Invariant> read(Reader tsv) throws IOException {
    List<Invariant> invariants = new ArrayList<>();
    for (JudgementList.Line line : JudgementList.lines(tsv, HEADER)) {
      String place = line.cell(1).isBlank() ? null : line.cell(1);
      try {
        int rank = Integer.parseInt(line.cell(3));
        invariants.add(new Invariant(line.cell(0), place, line.cell(2), rank));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "line " + line.number() + " has the rank '" + line.cell(3) + "': 1 to 1,000 allowed",
            e);
      }
    }
    return List.copyOf(invariants);
  }
}
