package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.trust.SignatureAlgorithm;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service, or a portal's back end, that is a client of the gateway.
 *
 * @param sector whose services share one pseudonym of a citizen
 * @param controller who answers for the data, as citizens read it
 * @param audience what its access tokens are for
 * @param portal the home issuer whose tokens it may exchange; null: none
 * @param homeClients the ids by which that portal knows it
 * @param jwks its public keys (RFC 7517), or null where it has none
 * @param minimumLevel below which nobody gets in
 * @param required names of attributes that it cannot do without
 * @param optional names of attributes that the citizen may leave out
 * @param grants such as {@code authorization_code}
 * @param purpose why it needs the attributes, as citizens read it
 * @param secretHash SHA-256 of its secret in hex; null: none
 * @param certificateSubject the subject of its certificate, as RFC 4514 writes it, or one of its
 *     alternative names as {@code dns:}, {@code uri:}, {@code email:} or {@code ip:}; null: none
 * @param idTokenAlgorithm what its ID tokens and logout tokens are signed with
 * @param userinfoAlgorithm what it gets {@code /userinfo} signed with; null: plain JSON
 */
public record RelyingService(
    String clientId,
    String name,
    String sector,
    String controller,
    String audience,
    @Nullable String portal,
    Set<String> homeClients,
    List<String> redirectUris,
    List<String> postLogoutRedirectUris,
    @Nullable String backchannelLogoutUri,
    Network network,
    @Nullable String jwks,
    AssuranceLevel minimumLevel,
    Set<String> required,
    Set<String> optional,
    Set<String> scopes,
    SecurityProfile profile,
    Set<String> grants,
    ClientAuthentication authentication,
    @Nullable String secretHash,
    @Nullable String certificateSubject,
    SenderConstraint senderConstraint,
    SignatureAlgorithm idTokenAlgorithm,
    @Nullable SignatureAlgorithm userinfoAlgorithm,
    String purpose,
    Set<Weakening> weakenings,
    boolean enabled) {

  /** Copies the collections. */
  public RelyingService {
    homeClients = Set.copyOf(homeClients);
    redirectUris = List.copyOf(redirectUris);
    postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
    required = Set.copyOf(required);
    optional = Set.copyOf(optional);
    scopes = Set.copyOf(scopes);
    grants = Set.copyOf(grants);
    weakenings = Set.copyOf(weakenings);
  }
}
