package de.landbruecke.server.token;

import de.landbruecke.server.identity.RelyingService;
import java.util.List;

/** For which interface a token is (RFC 8707). */
final class Audiences {

  private final Clients clients;

  Audiences(Clients clients) {
    this.clients = clients;
  }

  /**
   * The one audience of a token: the registered one, or the one that was asked for, where that is
   * an interface of the same sector, in which {@code sub} means the same.
   */
  String of(RelyingService service, List<String> resources) {
    if (resources.isEmpty()) {
      return service.audience();
    }
    String wanted = resources.getFirst();
    boolean known =
        resources.size() == 1
            && clients
                .services()
                .anyMatch(each ->
                    each.audience().equals(wanted) && each.sector().equals(service.sector()));
    if (!known) {
      throw Refusal.of("invalid_target", "one registered resource of the same sector");
    }
    return wanted;
  }
}
