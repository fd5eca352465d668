package de.landbruecke.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class FaultTest {

  @Test
  void inject_thenNone_isWrongAndRightAgain() throws Exception {
    URI gateway = URI.create("http://localhost:8080");
    // tag::portal[]
    try (DemoPortal portal =
        DemoPortal.start(PortalOptions.of(FederalState.SAXONY).withPort(0).withGateway(gateway))) {
      portal.inject(Fault.WRONG_ISSUER);
      String refused = portal.backendToken("clara");
      portal.inject();
      String accepted = portal.backendToken("clara");
      // end::portal[]

      assertThat(SignedJWT.parse(refused).getJWTClaimsSet().getIssuer())
          .isEqualTo(Tokens.FOREIGN_ISSUER);
      assertThat(SignedJWT.parse(accepted).getJWTClaimsSet().getIssuer())
          .isEqualTo(portal.origin().toString());
    }
  }
}
