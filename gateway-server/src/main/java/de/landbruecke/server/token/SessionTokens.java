package de.landbruecke.server.token;

import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.Grant;
import de.landbruecke.server.identity.Session;
import de.landbruecke.server.identity.StoredToken;
import de.landbruecke.server.identity.TokenKind;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.server.token.TokenMint.Minted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tokens that a client gets for somebody who is signed in. */
final class SessionTokens {

  private final Tokens tokens;
  private final TokenMint mint;

  SessionTokens(Tokens tokens, TokenMint mint) {
    this.tokens = tokens;
    this.mint = mint;
  }

  /**
   * Makes and stores access token, ID token and refresh token, inside the caller's database
   * transaction.
   *
   * @param content of the grant, with the scopes of this request
   * @param newRefresh whether a new refresh token is stored
   * @param refresh the refresh token of the answer where none is made; null: none
   * @throws Refusal when the grant is gone
   */
  Map<String, Object> issue(
      Grant grant,
      GrantContent content,
      Session session,
      boolean newRefresh,
      @Nullable String refresh) {
    Minted access = mint.access(grant.id(), grant.clientId(), content, grant.expiresAt());
    List<StoredToken> stored = new ArrayList<>(List.of(access.stored()));
    Map<String, Object> answer = answer(access, content);
    if (content.scopes().contains("openid")) {
      List<Attribute> inToken =
          session.attributes().stream()
              .filter(attribute ->
                  content.idTokenClaims().contains(attribute.name())
                      && content.released().contains(attribute.name()))
              .toList();
      Minted id = mint.id(grant.id(), grant.clientId(), content, access.text(), inToken);
      stored.add(id.stored());
      answer.put("id_token", id.text());
    }
    if (newRefresh) {
      Minted next = mint.opaque(TokenKind.REFRESH, grant.id(), grant.expiresAt());
      stored.add(next.stored());
      answer.put("refresh_token", next.text());
    } else if (refresh != null) {
      answer.put("refresh_token", refresh);
    }
    if (!tokens.add(grant.id(), stored)) {
      throw Refusal.of("invalid_grant", "the grant has ended");
    }
    return answer;
  }

  static Map<String, Object> answer(Minted access, GrantContent content) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", access.text());
    answer.put("token_type", Bindings.type(content.keys()));
    answer.put("expires_in", access.seconds());
    answer.put("scope", String.join(" ", new TreeSet<>(content.scopes())));
    return answer;
  }
}
