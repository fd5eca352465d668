package de.landbruecke.server.account;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.bundid.TestAnswer;
import de.landbruecke.server.bundid.TestKey;
import de.landbruecke.server.identity.AttributeRequest;
import de.landbruecke.server.identity.HomeIssuer;
import de.landbruecke.server.identity.Network;
import de.landbruecke.server.identity.Protocol;
import de.landbruecke.server.shared.SamlMetadata;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An identity provider, the gateway that asked it, and a moment. */
final class SamlFixture {

  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final String ISSUER = "https://id.example/idp";
  static final URI CONSUMER = URI.create("https://konto.example/login/saml2/sso/bundid");
  static final String CLIENT = "https://konto.example";
  static final String REQUEST = "_request";

  static final HomeIssuer BUNDID = issuer(TestKey.GATEWAY.path());

  private SamlFixture() {}

  static HomeIssuer issuer(Path keyFile) {
    return new HomeIssuer(
        "bundid",
        "BundID",
        Protocol.SAML,
        ISSUER,
        Network.PUBLIC,
        AssuranceLevel.SUBSTANTIAL,
        Map.of(
            "STORK-QAA-Level-1", AssuranceLevel.BASIC,
            "STORK-QAA-Level-3", AssuranceLevel.SUBSTANTIAL,
            "STORK-QAA-Level-4", AssuranceLevel.HIGH,
            "UNTERGEORDNET", AssuranceLevel.BASIC,
            "NORMAL", AssuranceLevel.LOW,
            "SUBSTANTIELL", AssuranceLevel.SUBSTANTIAL,
            "HOCH", AssuranceLevel.HIGH),
        Set.of(),
        1,
        Set.of("RS256", "PS256", "ES256"),
        Set.of("at+jwt"),
        CLIENT,
        keyFile.toString(),
        AttributeRequest.CLAIMS,
        false,
        true,
        new HomeIssuer.Saml("bundid.xml", "BMI-1", "Landbrücke"));
  }

  static TestAnswer answer() {
    return new TestAnswer(ISSUER, CONSUMER.toString(), CLIENT, REQUEST, NOON);
  }

  static JWK key(TestKey key) {
    try {
      return new RSAKey.Builder((RSAPublicKey) key.certificate().getPublicKey())
          .privateKey(key.privateKey())
          .x509CertChain(List.of(Base64.encode(key.certificate().getEncoded())))
          .build();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  static SamlAnswer.Expected expected() {
    return expected(BUNDID);
  }

  static SamlAnswer.Expected expected(HomeIssuer issuer) {
    return new SamlAnswer.Expected(
        issuer,
        new SamlMetadata(
            ISSUER,
            URI.create("https://id.example/sso"),
            List.of(TestKey.PROVIDER.certificate(), TestKey.PROVIDER_EC.certificate()),
            null),
        CONSUMER,
        REQUEST,
        List.of(key(TestKey.GATEWAY)),
        NOON);
  }

  static SamlAnswer read(TestAnswer answer) throws TroubleException {
    return SamlAnswer.read(answer.base64(), expected());
  }

  static SamlAnswer readXml(String xml) throws TroubleException {
    return SamlAnswer.read(TestAnswer.base64(xml), expected());
  }
}
