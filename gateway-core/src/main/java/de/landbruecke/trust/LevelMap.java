package de.landbruecke.trust;

import de.landbruecke.AssuranceLevel;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one issuer's words for a level of assurance mean: data of an agreement, with a version and a
 * ceiling. A word that is not in it means none; values are compared as exact strings.
 *
 * @param version of the agreement, written into the audit log
 * @param ceiling no word of the issuer counts for more
 */
public record LevelMap(String version, Map<String, Proven> values, AssuranceLevel ceiling) {

  private static final String BSI = "http://bsi.bund.de/eID/LoA/";
  private static final String EIDAS = "http://eidas.europa.eu/LoA/";
  private static final String NOT_NOTIFIED = "http://eidas.europa.eu/NotNotified/LoA/";
  private static final String BASIC = "urn:landbruecke:loa:basic";

  /** Knows no word: everything is none. */
  public static final LevelMap NONE = new LevelMap("none", Map.of(), AssuranceLevel.NONE);

  /** The words that we issue ourselves, see {@link #acr(Proven)}. */
  public static final LevelMap OWN =
      new LevelMap(
          "own-1",
          Map.of(
              BASIC,
              new Proven(AssuranceLevel.BASIC, false),
              BSI + "normal",
              new Proven(AssuranceLevel.LOW, false),
              BSI + "substantiell",
              new Proven(AssuranceLevel.SUBSTANTIAL, false),
              BSI + "hoch",
              new Proven(AssuranceLevel.HIGH, false),
              EIDAS + "low",
              new Proven(AssuranceLevel.LOW, true),
              EIDAS + "substantial",
              new Proven(AssuranceLevel.SUBSTANTIAL, true),
              EIDAS + "high",
              new Proven(AssuranceLevel.HIGH, true)),
          AssuranceLevel.HIGH);

  /**
   * The addresses of the eIDAS regulation. Those under {@code NotNotified} have the level without
   * the notification (Commission Implementing Regulation (EU) 2015/1501, annex).
   */
  public static final LevelMap EIDAS_ADDRESSES =
      new LevelMap(
          "eidas-1",
          Map.of(
              EIDAS + "low", new Proven(AssuranceLevel.LOW, true),
              EIDAS + "substantial", new Proven(AssuranceLevel.SUBSTANTIAL, true),
              EIDAS + "high", new Proven(AssuranceLevel.HIGH, true),
              NOT_NOTIFIED + "low", new Proven(AssuranceLevel.LOW, false),
              NOT_NOTIFIED + "substantial", new Proven(AssuranceLevel.SUBSTANTIAL, false),
              NOT_NOTIFIED + "high", new Proven(AssuranceLevel.HIGH, false)),
          AssuranceLevel.HIGH);

  /**
   * A level and whether its means were notified under the eIDAS regulation.
   *
   * @param notified never satisfied by a level that was not
   */
  public record Proven(AssuranceLevel level, boolean notified) {

    /** Nothing is proven. */
    public static final Proven NOTHING = new Proven(AssuranceLevel.NONE, false);

    /** Without a level nothing can be notified. */
    public Proven {
      Objects.requireNonNull(level);
      if (notified && !level.isAtLeast(AssuranceLevel.LOW)) {
        throw new IllegalArgumentException(
            "level " + level.label() + " cannot be notified: only low, substantial and high can");
      }
    }

    /** Whether this satisfies a demand for {@code demanded}. */
    public boolean satisfies(Proven demanded) {
      return level.isAtLeast(demanded.level) && (notified || !demanded.notified);
    }

    /** The weaker of both in each respect: never more than either. */
    public Proven atMost(Proven other) {
      AssuranceLevel weaker = level.isAtLeast(other.level) ? other.level : level;
      return new Proven(weaker, notified && other.notified && weaker.isAtLeast(AssuranceLevel.LOW));
    }
  }

  /** Copies the values. */
  public LevelMap {
    Objects.requireNonNull(version);
    Objects.requireNonNull(ceiling);
    values = Map.copyOf(values);
  }

  /** What {@code acr} proves: nothing when it is absent or unknown, never above the ceiling. */
  public Proven proven(@Nullable String acr) {
    Proven proven = acr == null ? null : values.get(acr);
    if (proven == null) {
      return Proven.NOTHING;
    }
    return ceiling.isAtLeast(proven.level)
        ? proven
        : new Proven(ceiling, proven.notified && ceiling.isAtLeast(AssuranceLevel.LOW));
  }

  /** The {@code acr} that we issue and demand: an eIDAS address only when notified, else BSI's. */
  public static Optional<String> acr(Proven proven) {
    return switch (proven.level) {
      case NONE -> Optional.empty();
      case BASIC -> Optional.of(BASIC);
      case LOW -> Optional.of(proven.notified ? EIDAS + "low" : BSI + "normal");
      case SUBSTANTIAL ->
          Optional.of(proven.notified ? EIDAS + "substantial" : BSI + "substantiell");
      case HIGH -> Optional.of(proven.notified ? EIDAS + "high" : BSI + "hoch");
    };
  }

  /** The {@code acr} of a level that was not notified; empty for none. */
  public static Optional<String> acr(AssuranceLevel level) {
    return acr(new Proven(level, false));
  }
}
