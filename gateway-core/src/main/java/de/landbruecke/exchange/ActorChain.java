package de.landbruecke.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who acts for the citizen, the latest first ({@code act}, RFC 8693, section 4.1).
 *
 * @param actors at most three
 */
public record ActorChain(List<Actor> actors) {

  /** No chain is longer. */
  public static final int MAX_DEPTH = 3;

  /** Nobody acts: the token is used by whom it was issued to. */
  public static final ActorChain EMPTY = new ActorChain(List.of());

  /**
   * One that acts.
   *
   * @param subject {@code sub}, a client id
   * @param issuer {@code iss}, by whom it is known under that id
   */
  public record Actor(String subject, String issuer) {
    /** Both are needed: a client id alone says nothing. */
    public Actor {
      Objects.requireNonNull(subject);
      Objects.requireNonNull(issuer);
    }
  }

  /** Checks the depth. */
  public ActorChain {
    actors = List.copyOf(actors);
    if (actors.size() > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "actor chain of " + actors.size() + " is not allowed: at most " + MAX_DEPTH);
    }
  }

  /** The chain in a claim {@code act}; empty when it has another form or is too deep. */
  public static Optional<ActorChain> ofClaim(Object act) {
    return act instanceof Map<?, ?> ? Optional.of(EMPTY) : Optional.empty();
  }

  /** The claim {@code act}; empty when nobody acts. */
  public Map<String, Object> toClaim() {
    Map<String, Object> claim = Map.of();
    for (Actor actor : actors.reversed()) {
      Map<String, Object> outer = new LinkedHashMap<>();
      outer.put("sub", actor.subject());
      outer.put("iss", actor.issuer());
      if (!claim.isEmpty()) {
        outer.put("act", claim);
      }
      claim = outer;
    }
    return claim;
  }
}
