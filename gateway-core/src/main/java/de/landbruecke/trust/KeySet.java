package de.landbruecke.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /** An issuer publishes a handful; a flood of keys is not read. */
  private static final int MAX_KEYS = 64;

  private final List<VerificationKey> keys;
  private final Map<String, VerificationKey> byId;
  private final List<Dropped> dropped;

  private KeySet(List<VerificationKey> keys, List<Dropped> dropped) {
    this.keys = List.copyOf(keys);
    this.dropped = List.copyOf(dropped);
    Map<String, VerificationKey> ids = new LinkedHashMap<>();
    for (VerificationKey key : keys) {
      if (key.keyId() != null) {
        ids.put(key.keyId(), key);
      }
    }
    byId = Map.copyOf(ids);
  }

  /**
   * Reads a key set, or a single key (RFC 7517), and leaves out what is not fit.
   *
   * @throws IllegalArgumentException when it is no key set at all
   */
  public static KeySet parse(String json) {
    Map<String, Object> document;
    try {
      document = Json.object(json.getBytes(StandardCharsets.UTF_8), Json.Limits.DOCUMENT);
    } catch (TokenRejectedException e) {
      throw new IllegalArgumentException("no key set: " + e.reason(), e);
    }
    if (document.containsKey("kty")) {
      return of(List.of(document));
    }
    if (!(document.get("keys") instanceof List<?> list)) {
      throw new IllegalArgumentException("no key set: 'keys' must be an array of keys");
    }
    if (list.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "a key set of " + list.size() + " keys is not allowed: at most " + MAX_KEYS);
    }
    return of(list);
  }

  private static KeySet of(List<?> jwks) {
    List<VerificationKey> keys = new ArrayList<>();
    List<Dropped> dropped = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (Object jwk : jwks) {
      if (keyId(jwk) instanceof String id && !seen.add(id)) {
        twice.add(id);
      }
    }
    for (Object jwk : jwks) {
      String id = keyId(jwk) instanceof String text ? text : "";
      if (twice.contains(id)) {
        dropped.add(new Dropped(id, Fault.DUPLICATE_KEY_ID));
        continue;
      }
      try {
        keys.add(VerificationKey.of(members(jwk)));
      } catch (VerificationKey.FaultException e) {
        dropped.add(new Dropped(id, e.fault()));
      }
    }
    return new KeySet(keys, dropped);
  }

  private static @Nullable Object keyId(Object jwk) {
    return jwk instanceof Map<?, ?> members ? members.get("kid") : null;
  }

  /** Our reader makes maps with names of text only. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> members(@Nullable Object jwk) {
    return jwk instanceof Map<?, ?> members ? (Map<String, Object>) members : Map.of();
  }

  /** The keys that are not used, in the order of the set. */
  public List<Dropped> dropped() {
    return dropped;
  }

  /** The ids of the keys that are used. */
  public Set<String> keyIds() {
    return byId.keySet();
  }

  @Nullable VerificationKey find(String keyId) {
    return byId.get(keyId);
  }

  /**
   * Checks a compact JWS of any content by these keys alone (RFC 7515, section 5.2): form,
   * algorithm and signature, but nothing of what a token needs beyond. Where the header has a
   * {@code kid}, only the key with this id counts, or those without any.
   *
   * @return the payload
   * @throws TokenRejectedException when it does not hold
   */
  public byte[] verify(String compactJws, Set<SignatureAlgorithm> allowed)
      throws TokenRejectedException {
    StrictJws jws = StrictJws.parse(compactJws);
    if (!allowed.contains(jws.algorithm())) {
      throw new TokenRejectedException(RejectionReason.ALGORITHM_NOT_ALLOWED);
    }
    String wanted = jws.keyId();
    List<VerificationKey> candidates =
        keys.stream()
            .filter(key -> key.fits(jws.algorithm()))
            .filter(key -> wanted == null || key.keyId() == null || wanted.equals(key.keyId()))
            .toList();
    if (candidates.isEmpty()) {
      throw new TokenRejectedException(RejectionReason.UNKNOWN_KEY);
    }
    if (candidates.stream().noneMatch(key -> key.verifies(jws))) {
      throw new TokenRejectedException(RejectionReason.BAD_SIGNATURE);
    }
    return jws.payload();
  }
}
