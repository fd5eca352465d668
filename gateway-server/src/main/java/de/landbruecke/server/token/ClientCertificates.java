package de.landbruecke.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.X509CertUtils;
import de.landbruecke.server.identity.RelyingService;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Whose certificate it is, by what is registered (RFC 8705, section 2). */
final class ClientCertificates {

  /** The kinds of RFC 5280, section 4.2.1.6, by how they are written in front of a name. */
  private static final Map<String, Integer> KINDS =
      Map.of("email:", 1, "dns:", 2, "uri:", 6, "ip:", 7);

  private final MutualTls mutualTls;
  private final Clock clock;

  ClientCertificates(MutualTls mutualTls, Clock clock) {
    this.mutualTls = mutualTls;
    this.clock = clock;
  }

  /** Signed by an authority that we trust, with the registered name (section 2.1). */
  boolean isNamed(RelyingService service, List<X509Certificate> chain) {
    String subject = service.certificateSubject();
    return subject != null && mutualTls.isTrusted(chain) && hasName(chain.getFirst(), subject);
  }

  private static boolean hasName(X509Certificate certificate, String name) {
    for (Map.Entry<String, Integer> kind : KINDS.entrySet()) {
      if (name.startsWith(kind.getKey())) {
        return hasAlternativeName(
            certificate, kind.getValue(), name.substring(kind.getKey().length()));
      }
    }
    return new X500Principal(name).equals(certificate.getSubjectX500Principal());
  }

  private static boolean hasAlternativeName(X509Certificate certificate, int kind, String name) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .filter(each -> Integer.valueOf(kind).equals(each.get(0)))
              .map(each -> String.valueOf(each.get(1)))
              // Names of hosts have no case; all else is compared as it stands.
              .anyMatch(each ->
                  kind == 2
                      ? each.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))
                      : each.equals(name));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** Itself, or where none is registered its key, is in the client's key set (section 2.2). */
  boolean isRegistered(RelyingService service, X509Certificate certificate) {
    Instant now = clock.instant();
    String keys = service.jwks();
    if (keys == null
        || now.isBefore(certificate.getNotBefore().toInstant())
        || now.isAfter(certificate.getNotAfter().toInstant())) {
      return false;
    }
    try {
      for (JWK key : JWKSet.parse(keys).getKeys()) {
        if (isSame(key, certificate)) {
          return true;
        }
      }
      return false;
    } catch (ParseException | JOSEException e) {
      return false;
    }
  }

  private static boolean isSame(JWK key, X509Certificate certificate) throws JOSEException {
    if (key.getX509CertChain() != null && !key.getX509CertChain().isEmpty()) {
      return certificate.equals(X509CertUtils.parse(key.getX509CertChain().getFirst().decode()));
    }
    return key instanceof AsymmetricJWK pair
        && Arrays.equals(pair.toPublicKey().getEncoded(), certificate.getPublicKey().getEncoded());
  }
}
