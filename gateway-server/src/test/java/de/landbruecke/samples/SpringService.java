package de.landbruecke.samples;

import com.nimbusds.jose.jwk.JWK;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An online service with Spring Security that signs citizens in through Landbrücke. */
@SpringBootApplication
@EnableWebSecurity
@RestController
public class SpringService {

  // tag::service[]
  private static final String SUBSTANTIAL = "http://bsi.bund.de/eID/LoA/substantiell";

  @Bean
  ClientRegistrationRepository gateways(
      @Value("${sample.gateway}") String gateway, @Value("${sample.client-id}") String clientId) {
    return new InMemoryClientRegistrationRepository(
        ClientRegistrations.fromIssuerLocation(gateway)
            .registrationId("landbruecke")
            .clientId(clientId)
            .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
            .scope("openid", "profile")
            .build());
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      ClientRegistrationRepository gateways,
      @Value("${sample.key-file}") Path key)
      throws Exception {
    JWK own = JWK.parse(Files.readString(key));
    var authentication =
        new NimbusJwtClientAuthenticationParametersConverter<OAuth2AuthorizationCodeGrantRequest>(
            gateway -> own);
    // The gateway wants its issuer as the only audience, which no other server can be.
    authentication.setJwtClientAssertionCustomizer(context ->
        context
            .getClaims()
            .audience(
                List.of(
                    context
                        .getAuthorizationGrantRequest()
                        .getClientRegistration()
                        .getProviderDetails()
                        .getIssuerUri())));
    var tokens = new RestClientAuthorizationCodeTokenResponseClient();
    tokens.addParametersConverter(authentication);

    var requests = new DefaultOAuth2AuthorizationRequestResolver(gateways);
    requests.setAuthorizationRequestCustomizer(
        OAuth2AuthorizationRequestCustomizers.withPkce()
            .andThen(request ->
                request.additionalParameters(all -> all.put("acr_values", SUBSTANTIAL))));

    var signOut = new OidcClientInitiatedLogoutSuccessHandler(gateways);
    signOut.setPostLogoutRedirectUri("{baseUrl}/");
    return http.authorizeHttpRequests(any -> any.anyRequest().authenticated())
        .oauth2Login(login ->
            login
                .authorizationEndpoint(to -> to.authorizationRequestResolver(requests))
                .tokenEndpoint(at -> at.accessTokenResponseClient(tokens)))
        .logout(logout -> logout.logoutSuccessHandler(signOut))
        .build();
  }

  @Bean
  JwtDecoderFactory<ClientRegistration> idTokens() {
    OidcIdTokenDecoderFactory decoders = new OidcIdTokenDecoderFactory();
    decoders.setJwsAlgorithmResolver(gateway -> SignatureAlgorithm.ES256);
    return decoders;
  }

  // end::service[]

  @GetMapping("/")
  Map<String, String> start(@AuthenticationPrincipal OidcUser citizen) {
    return Map.of(
        "name", String.valueOf(citizen.getGivenName()),
        "level", String.valueOf(citizen.getAuthenticationContextClass()),
        "sub", citizen.getSubject());
  }
}
