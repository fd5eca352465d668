package de.landbruecke.server.identity;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.shared.Digests;
import de.landbruecke.server.shared.IdentityProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A process that uses the stores as the rooms do, in several threads, until it is killed. Before
 * each commit it prints {@code ? what id .}, after it {@code ! what id more mark .}: what is
 * promised once a citizen or a service has its answer. The mark is in the audit row of the commit.
 */
final class KilledStores {

  private static final int THREADS = 3;

  private final IdentityStores stores;
  private final MovableClock clock = new MovableClock();

  private KilledStores(Path directory) {
    stores = open(directory, clock);
  }

  static IdentityStores open(Path directory, MovableClock clock) {
    return IdentityStores.open(
        IdentityFixture.properties(new IdentityProperties.Database(null, null, null, 8), directory),
        directory,
        IdentityFixture.PLAIN,
        RegistryDocument.parse(IdentityFixture.REGISTRY),
        clock);
  }

  public static void main(String[] arguments) {
    KilledStores process = new KilledStores(Path.of(arguments[0]));
    long seed = Long.parseLong(arguments[1]);
    print("ready", "", "", "");
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      Thread thread = new Thread(() -> process.work(random));
      thread.setUncaughtExceptionHandler((failed, e) -> {
        e.printStackTrace();
        Runtime.getRuntime().halt(2);
      });
      thread.start();
    }
  }

  private void work(Random random) {
    while (true) {
      CitizenId citizen =
          stores.citizens.findOrCreate(
              "amt24", "subject-" + Digests.newSecret(), AssuranceLevel.SUBSTANTIAL, "eID");
      Instant now = clock.instant();
      NewSession session =
          stores.transactions.call(() -> {
            NewSession made =
                stores.sessions.create(
                    new SignIn(
                        citizen,
                        "amt24",
                        AssuranceLevel.SUBSTANTIAL,
                        false,
                        now,
                        "eID",
                        null,
                        List.of(
                            new Attribute(
                                "given_name", "Clara", "amt24", AssuranceLevel.SUBSTANTIAL))));
            note("sign-in", made.cookieValue());
            return made;
          });
      announce("session", session.cookieValue(), session.session().id());

      Consent consent =
          stores.transactions.call(() -> {
            Consent made =
                stores.consents.grant(
                    new Release(
                        citizen,
                        "dog",
                        "Hund anmelden",
                        Set.of("given_name"),
                        AssuranceLevel.SUBSTANTIAL,
                        "1",
                        false),
                    Duration.ofDays(1));
            note("consent-granted", made.id());
            return made;
          });
      announce("consent", consent.id(), citizen.value());

      String code = Digests.newSecret();
      Grant grant =
          new Grant(
              Digests.newId(),
              "dog",
              citizen,
              session.session().id(),
              consent.id(),
              null,
              null,
              now,
              now.plus(Duration.ofHours(1)));
      commit(
          "code",
          code,
          () -> stores.tokens.save(grant, List.of(token(grant, code, TokenKind.CODE))));

      String access = Digests.newSecret();
      String refresh = Digests.newSecret();
      commit(
          "redeemed",
          code,
          () ->
              stores.tokens.redeem(code, "dog") instanceof CodeResult.Redeemed
                  && stores.oneUse.use(
                      "client-assertion", OneUse.key(code), now.plus(Duration.ofMinutes(2)), 1)
                  && stores.tokens.add(
                      grant.id(),
                      List.of(
                          token(grant, access, TokenKind.ACCESS),
                          token(grant, refresh, TokenKind.REFRESH))));
      announceOnly("access", access);

      String successor = Digests.newSecret();
      commit(
          "rotated",
          refresh,
          () ->
              stores.tokens.rotate(
                      refresh, "dog", successor, token(grant, successor, TokenKind.REFRESH))
                  instanceof RefreshResult.Rotated);

      switch (random.nextInt(4)) {
        case 0 -> commit("revoked", access, () -> stores.tokens.revokeToken(Tokens.hash(access)));
        case 1 ->
            commit(
                "withdrawn",
                consent.id() + "," + access,
                () -> stores.consents.withdraw(citizen, consent.id()));
        case 2 ->
            commit(
                "ended",
                session.cookieValue() + "," + access,
                () -> stores.sessions.end(session.session().id()));
        default -> stores.audit.anchor();
      }
    }
  }

  private interface Work {
    boolean run();
  }

  private void commit(String what, String id, Work work) {
    print("?", what, id, "");
    String mark = Digests.newId();
    boolean done =
        stores.transactions.call(() -> {
          boolean good = work.run();
          stores.audit.append(AuditEvent.audit(what, "ok").transaction(mark).build());
          return good;
        });
    if (!done) {
      throw new IllegalStateException(what + " was not done");
    }
    print("!", what, id, mark);
  }

  private void note(String what, String mark) {
    stores.audit.append(AuditEvent.audit(what, "ok").transaction(mark(mark)).build());
  }

  private void announce(String what, String id, String more) {
    print("!", what, id + "," + more, mark(id));
  }

  /** As long as the id of a transaction may be, in whose place it is. */
  private static String mark(String id) {
    return Digests.base64url(Digests.sha256(id)).substring(0, 22);
  }

  private static void announceOnly(String what, String id) {
    print("!", what, id, "");
  }

  private static StoredToken token(Grant grant, String text, TokenKind kind) {
    return new StoredToken(
        kind, Tokens.hash(text), grant.id(), null, grant.createdAt(), grant.expiresAt(), null);
  }

  private static synchronized void print(String sign, String what, String id, String mark) {
    System.out.println(sign + " " + what + " " + id + " " + mark + " .");
    System.out.flush();
  }
}
