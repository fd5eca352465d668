package de.landbruecke.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.oauth2.sdk.id.State;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.OneUse;
import de.landbruecke.server.shared.SamlMetadata;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Home portals that are identity providers of SAML 2.0 (Web Browser SSO, both ways by HTTP-POST),
 * BundID above all. Waits for nobody: all messages go through the browser.
 *
 * <p>Metadata is read again when its file was changed, so that a provider's certificates are
 * exchanged without a restart.
 */
final class SamlHome implements HomeProtocol {

  private static final ZoneId GERMANY = ZoneId.of("Europe/Berlin");

  /** A sign-in that may be as old as this needs no new one. */
  private static final Duration ANY_AGE = Duration.ofHours(12);

  private final ClientKeys keys;
  private final OneUse uses;
  private final URI gateway;
  private final Clock clock;
  private final Map<Path, Loaded> files = new ConcurrentHashMap<>();

  private record Loaded(FileTime changedAt, SamlMetadata metadata) {}

  SamlHome(ClientKeys keys, OneUse uses, IdentitySettings settings, Clock clock) {
    this.keys = keys;
    this.uses = uses;
    this.gateway = settings.issuer();
    this.clock = clock;
  }

  @Override
  public boolean isDown(HomeIssuer issuer) {
    try {
      metadata(issuer);
      keys(issuer);
      return false;
    } catch (TroubleException e) {
      return true;
    }
  }

  @Override
  public Departure depart(HomeIssuer issuer, HomeRequest request, HomeState memory)
      throws TroubleException {
    SamlMetadata metadata = metadata(issuer);
    // An id may not begin with a digit (SAML 2.0 Core, section 1.3.4).
    String id = "_" + new State(32).getValue();
    String state = new State(32).getValue();
    boolean isForced =
        request.fresh() || request.stepUp() || request.maxAge().compareTo(ANY_AGE) < 0;
    Instant now = clock.instant();
    try {
      String message =
          SamlMessages.request(
              issuer,
              saml(issuer),
              metadata,
              request,
              id,
              consumer(issuer),
              isForced,
              keys(issuer).getFirst(),
              now);
      return new Departure(
          metadata.signOn(),
          Map.of("SAMLRequest", message, "RelayState", state),
          state,
          new HomeState(
              issuer.id(),
              issuer.issuerUri(),
              id,
              "",
              null,
              now.getEpochSecond(),
              isForced,
              request.session(),
              request.language().tag(),
              null,
              memory.tooLow()));
    } catch (JOSEException e) {
      throw new TroubleException(Trouble.TECHNICAL, "request_not_made", e);
    }
  }

  @Override
  public HomeLogin redeem(
      HomeIssuer issuer, Map<String, List<String>> answer, HomeState kept, HomeRequest request)
      throws TroubleException {
    if (!kept.issuer().equals(issuer.id()) || !kept.issuerUri().equals(issuer.issuerUri())) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "answer_of_another_issuer");
    }
    String message = kept.answer();
    if (message == null) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "response_missing");
    }
    Instant now = clock.instant();
    SamlAnswer read =
        SamlAnswer.read(
            message,
            new SamlAnswer.Expected(
                issuer, metadata(issuer), consumer(issuer), kept.nonce(), keys(issuer), now));
    String subject = SamlAttributes.subject(saml(issuer), read);
    // SAML 2.0 Profiles, section 4.1.4.5: once, on all nodes; last, since nothing else fails now.
    if (!uses.use(
        "saml-assertion",
        OneUse.key(issuer.issuerUri(), read.id()),
        read.expiresAt().plus(SamlAnswer.SKEW.multipliedBy(2)),
        1)) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "assertion_again");
    }
    return new HomeLogin(
        subject,
        issuer.levelMap().proven(read.levelWord()),
        read.authenticatedAt(),
        SamlAttributes.means(read),
        null,
        SamlAttributes.holder(read, LocalDate.ofInstant(now, GERMANY)),
        SamlAttributes.read(issuer, read, request.attributes()));
  }

  /** What the gateway is to this identity provider, as XML. */
  String describe(HomeIssuer issuer) throws TroubleException {
    return SamlMessages.metadata(issuer, consumer(issuer), keys(issuer));
  }

  /** The address at which this provider alone answers. */
  private URI consumer(HomeIssuer issuer) {
    return URI.create(gateway + "/login/saml2/sso/" + issuer.id());
  }

  private static HomeIssuer.Saml saml(HomeIssuer issuer) {
    return Objects.requireNonNull(issuer.saml(), "an issuer of SAML has its settings");
  }

  private List<JWK> keys(HomeIssuer issuer) throws TroubleException {
    try {
      return keys.withCertificates(issuer);
    } catch (IOException e) {
      throw new TroubleException(Trouble.TECHNICAL, "client_key_unusable", e);
    }
  }

  private SamlMetadata metadata(HomeIssuer issuer) throws TroubleException {
    Path path = Path.of(saml(issuer).metadataFile());
    try {
      FileTime changedAt = Files.getLastModifiedTime(path);
      Loaded loaded = files.get(path);
      if (loaded == null || !loaded.changedAt.equals(changedAt)) {
        loaded = new Loaded(changedAt, SamlMetadata.read(path));
        files.put(path, loaded);
      }
      Instant until = loaded.metadata.validUntil();
      if (loaded.metadata.entityId().equals(issuer.issuerUri())
          && (until == null || until.isAfter(clock.instant()))) {
        return loaded.metadata;
      }
      throw new TroubleException(Trouble.PROVIDER_DOWN, "metadata_not_valid");
    } catch (IOException e) {
      throw new TroubleException(Trouble.PROVIDER_DOWN, "metadata_unreadable", e);
    }
  }
}
