package de.landbruecke.server.token;

import com.nimbusds.jose.util.Base64URL;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.trust.DpopVerifier;
import de.landbruecke.trust.TokenRejectedException;
import de.landbruecke.trust.VerifiedToken.Confirmation;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a request proves to have.
 *
 * @param dpop all values of the header {@code DPoP} (RFC 9449)
 * @param certificate of the TLS connection (RFC 8705); null: none
 */
record SenderProof(String method, List<String> dpop, @Nullable X509Certificate certificate) {

  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  SenderProof {
    dpop = List.copyOf(dpop);
  }

  static SenderProof of(HttpServletRequest request) {
    return new SenderProof(
        request.getMethod(),
        Collections.list(request.getHeaders("DPoP")),
        certificate(request).orElse(null));
  }

  /** The certificate of the client; the container has seen its key at work. */
  static Optional<X509Certificate> certificate(HttpServletRequest request) {
    return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
        ? Optional.of(chain[0])
        : Optional.empty();
  }

  /**
   * What is proven. Uses the proof up.
   *
   * @param accessToken that the request came with; null at the token endpoint
   * @throws Refusal when a proof was sent and does not hold
   */
  Confirmation verify(DpopVerifier verifier, URI target, @Nullable String accessToken) {
    String key = null;
    if (!dpop.isEmpty()) {
      try {
        key = verifier.verify(dpop, method, target, accessToken).keyThumbprint();
      } catch (TokenRejectedException e) {
        throw Refusal.of("invalid_dpop_proof", null, java.util.Map.of());
      }
    }
    return new Confirmation(key, certificate == null ? null : thumbprint(certificate));
  }

  /** {@code x5t#S256} (RFC 8705, section 3.1). */
  static String thumbprint(X509Certificate certificate) {
    try {
      return Base64URL.encode(Digests.sha256(certificate.getEncoded())).toString();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was decoded can be encoded", e);
    }
  }
}
