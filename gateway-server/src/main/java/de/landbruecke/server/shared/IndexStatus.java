package de.landbruecke.server.shared;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the index of this process is doing. Safe to share between threads. */
public interface IndexStatus {

  /** What serves now; empty until the first generation is published. */
  Optional<Served> served();

  /** How the last update ended; empty until one has. */
  Optional<Update> lastUpdate();

  /** How many updates ended well since the start. */
  long succeeded();

  /** How many updates failed since the start. */
  long failed();

  /**
   * The generation that answers.
   *
   * @param generation its name
   * @param since when this process began to serve it
   * @param entries how many entries each portal has in it
   * @param bytes what the index takes on the disk
   */
  record Served(String generation, Instant since, Map<String, Long> entries, long bytes) {
    /** Copies the map. */
    public Served {
      entries = Map.copyOf(entries);
    }
  }

  /**
   * One attempt to bring the index up to date.
   *
   * @param at when it ended
   * @param failure what went wrong, without any text of a catalog; null when it ended well
   */
  record Update(Instant at, @Nullable String failure) {}
}
