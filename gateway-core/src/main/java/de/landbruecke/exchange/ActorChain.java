package de.landbruecke.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * The chain in a claim {@code act}. An actor without {@code iss} is one of the token's issuer.
   *
   * @param act null when there is no such claim
   * @param issuer of the token
   * @return empty when the claim has another form or is too deep
   */
  public static Optional<ActorChain> ofClaim(@Nullable Object act, String issuer) {
    List<Actor> actors = new ArrayList<>();
    Object next = act;
    while (next != null) {
      if (!(next instanceof Map<?, ?> members)
          || !(members.get("sub") instanceof String subject)
          || subject.isEmpty()
          || !((members.containsKey("iss") ? members.get("iss") : issuer) instanceof String by)
          || actors.size() == MAX_DEPTH) {
        return Optional.empty();
      }
      actors.add(new Actor(subject, by));
      next = members.get("act");
    }
    return Optional.of(new ActorChain(actors));
  }

  /** The chain with {@code actor} as the latest; empty when it is long enough already. */
  Optional<ActorChain> under(Actor actor) {
    if (actors.size() == MAX_DEPTH) {
      return Optional.empty();
    }
    List<Actor> longer = new ArrayList<>();
    longer.add(actor);
    longer.addAll(actors);
    return Optional.of(new ActorChain(longer));
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
