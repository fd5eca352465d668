package de.landbruecke.server.token;

import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.Citizens;
import de.landbruecke.server.identity.ConditionalOnIdentity;
import de.landbruecke.server.identity.Consents;
import de.landbruecke.server.identity.HomeTrust;
import de.landbruecke.server.identity.IdentitySettings;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.LogoutDeliveries;
import de.landbruecke.server.identity.OneUse;
import de.landbruecke.server.identity.Pseudonyms;
import de.landbruecke.server.identity.Registry;
import de.landbruecke.server.identity.Sessions;
import de.landbruecke.server.identity.SigningKeys;
import de.landbruecke.server.identity.Tokens;
import de.landbruecke.server.shared.ClientNetworks;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.RateLimitProperties;
import de.landbruecke.server.web.HeaderFilter;
import de.landbruecke.server.web.Pages;
import de.landbruecke.trust.DpopVerifier;
import de.landbruecke.trust.GuardedHttp;
import de.landbruecke.trust.IssuerKeys;
import de.landbruecke.trust.TokenVerifier;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenIntrospectionEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenRevocationEndpointFilter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Wires the authorization server. The filters of Spring Security are registered for the four
 * addresses where clients authenticate and for no other, so that everything else is as it is
 * without them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnIdentity
class TokenConfiguration {

  /** After the headers that every answer carries. */
  private static final int ORDER = HeaderFilter.ORDER + 10;

  @Bean
  Endpoints endpoints(IdentitySettings settings, IdentityProperties properties) {
    return new Endpoints(settings, properties.mtls());
  }

  @Bean
  MutualTls mutualTls(IdentityProperties properties, SslBundles bundles) {
    return new MutualTls(properties.mtls(), bundles);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> certificatePort(MutualTls mutualTls) {
    return mutualTls::addTo;
  }

  /** Nothing else exists at the port for certificates. */
  @Bean
  FilterRegistrationBean<OncePerRequestFilter> certificatePortFilter(MutualTls mutualTls) {
    FilterRegistrationBean<OncePerRequestFilter> registration =
        new FilterRegistrationBean<>(
            new OncePerRequestFilter() {
              @Override
              protected void doFilterInternal(
                  HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                  throws ServletException, IOException {
                if (mutualTls.admit(request)) {
                  chain.doFilter(request, response);
                } else {
                  response.sendError(HttpServletResponse.SC_NOT_FOUND);
                }
              }
            });
    registration.setOrder(HeaderFilter.ORDER + 1);
    return registration;
  }

  @Bean
  Clients clients(Registry registry) {
    return new Clients(registry);
  }

  @Bean
  Audiences audiences(Clients clients) {
    return new Audiences(clients);
  }

  @Bean
  Signer signer(SigningKeys keys) {
    return new Signer(keys);
  }

  @Bean
  TokenMint tokenMint(
      Endpoints endpoints,
      Clients clients,
      Signer signer,
      IdentityProperties properties,
      Clock clock) {
    return new TokenMint(endpoints, clients, signer, Algorithms.access(properties), clock);
  }

  @Bean
  HomeIssuers homeIssuers(
      Registry registry,
      SigningKeys keys,
      HomeTrust homes,
      Endpoints endpoints,
      IdentitySettings settings) {
    return new HomeIssuers(registry, keys, homes, endpoints, Algorithms.own(settings));
  }

  @Bean
  DpopVerifier proofs(OneUse uses, Clock clock) {
    return new DpopVerifier(
        Clients.ALGORITHMS, (key, until) -> uses.use("dpop", OneUse.key(key), until, 1), clock);
  }

  @Bean
  IdTokenHints idTokenHints(
      HomeIssuers homeIssuers, Endpoints endpoints, IssuerKeys keys, Clock clock) {
    return new IdTokenHints(new TokenVerifier(homeIssuers, keys, clock), endpoints);
  }

  @Bean
  AuthorizationRequests authorizationRequests(
      Clients clients,
      IssuerKeys keys,
      Clock clock,
      Audiences audiences,
      Endpoints endpoints,
      IdentitySettings settings) {
    return new AuthorizationRequests(
        new TokenVerifier(clients, keys, clock), audiences, endpoints, settings);
  }

  @Bean
  Demands demands(Registry registry, Consents consents, Clock clock) {
    return new Demands(registry, consents, clock);
  }

  @Bean
  Codes codes(
      Registry registry,
      IdTokenHints hints,
      Pseudonyms pseudonyms,
      Sessions sessions,
      Audiences audiences,
      Tokens tokens,
      TokenMint mint,
      IdentityTransactions transactions,
      AuditLog audit,
      Clock clock) {
    return new Codes(
        registry, hints, pseudonyms, sessions, audiences, tokens, mint, transactions, audit, clock);
  }

  @Bean
  Notices notices(Pages pages) {
    return new Notices(pages);
  }

  @Bean
  RefusalWriter refusalWriter() {
    return new RefusalWriter();
  }

  @Bean
  LogoutSender logoutSender(
      LogoutDeliveries deliveries,
      Clients clients,
      Signer signer,
      Endpoints endpoints,
      GuardedHttp http,
      Clock clock) {
    return new LogoutSender(deliveries, clients, signer, endpoints, http, clock);
  }

  @Bean
  ExchangePolicies exchangePolicies(
      Registry registry,
      HomeIssuers homeIssuers,
      IssuerKeys keys,
      Endpoints endpoints,
      Citizens citizens,
      Pseudonyms pseudonyms,
      Consents consents,
      Clock clock) {
    return new ExchangePolicies(
        registry,
        new TokenVerifier(homeIssuers, keys, clock),
        endpoints,
        citizens,
        pseudonyms,
        consents,
        clock);
  }

  @Bean
  TokenProvider tokenProvider(
      Tokens tokens,
      Sessions sessions,
      TokenMint mint,
      Audiences audiences,
      DpopVerifier proofs,
      Endpoints endpoints,
      IdentityTransactions transactions,
      AuditLog audit,
      ExchangePolicies policies,
      OneUse uses) {
    Bindings bindings = new Bindings(proofs, endpoints);
    SessionTokens issuer = new SessionTokens(tokens, mint);
    return new TokenProvider(
        List.of(
            new CodeGrant(tokens, sessions, issuer, bindings, transactions, audit),
            new RefreshGrant(tokens, sessions, issuer, mint, bindings, transactions, audit),
            new ClientCredentialsGrant(tokens, mint, audiences, bindings, transactions, audit),
            new ExchangeGrant(
                policies, tokens, mint, bindings, endpoints, uses, transactions, audit)));
  }

  @Bean
  RequestLimits requestLimits(
      RateLimitProperties limits,
      IdentityProperties properties,
      ClientNetworks networks,
      MeterRegistry registry) {
    return new RequestLimits(limits, properties.rateLimit(), networks, registry, System::nanoTime);
  }

  /** Before anything of a request is read. */
  @Bean
  FilterRegistrationBean<Filter> networkLimit(RequestLimits limits) {
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(limits.ofNetworks());
    registration.setUrlPatterns(List.copyOf(MutualTls.PATHS));
    registration.setOrder(ORDER - 1);
    return registration;
  }

  /** Client authentication, then the endpoint; what is pushed goes on to its controller. */
  @Bean
  FilterRegistrationBean<FilterChainProxy> tokenEndpoints(
      Clients clients,
      IssuerKeys keys,
      Clock clock,
      OneUse uses,
      AuditLog audit,
      Endpoints endpoints,
      IdentitySettings settings,
      MutualTls mutualTls,
      RequestLimits limits,
      TokenProvider tokenProvider,
      Tokens tokens,
      IdentityTransactions transactions,
      RefusalWriter refusals) {
    AuthenticationManager manager =
        new ProviderManager(
            new ClientAuthenticator(
                clients,
                new TokenVerifier(clients, keys, clock),
                new ClientCertificates(mutualTls, clock),
                uses,
                audit,
                endpoints,
                settings),
            tokenProvider,
            new IntrospectionProvider(clients, tokens),
            new RevocationProvider(tokens, transactions, audit));
    OAuth2ClientAuthenticationFilter client =
        new OAuth2ClientAuthenticationFilter(manager, AnyRequestMatcher.INSTANCE);
    client.setAuthenticationConverter(new ClientRequestConverter());
    client.setAuthenticationSuccessHandler((request, response, authentication) -> {
      // What is issued at the token endpoint is kept in one commit with this.
      if (!Endpoints.TOKEN.equals(request.getServletPath())) {
        AssertionUse.of(authentication).require();
      }
      SecurityContextHolder.setContext(new SecurityContextImpl(authentication));
    });
    client.setAuthenticationFailureHandler(refusals);
    OAuth2TokenEndpointFilter token = new OAuth2TokenEndpointFilter(manager, Endpoints.TOKEN);
    token.setAuthenticationConverter(new TokenRequestConverter(clients));
    token.setAuthenticationSuccessHandler(TokenProvider::write);
    token.setAuthenticationFailureHandler(refusals);
    OAuth2TokenIntrospectionEndpointFilter introspection =
        new OAuth2TokenIntrospectionEndpointFilter(manager, Endpoints.INTROSPECT);
    introspection.setAuthenticationFailureHandler(refusals);
    OAuth2TokenRevocationEndpointFilter revocation =
        new OAuth2TokenRevocationEndpointFilter(manager, Endpoints.REVOKE);
    revocation.setAuthenticationFailureHandler(refusals);
    Filter posts = new PostFilter();
    FilterRegistrationBean<FilterChainProxy> registration =
        new FilterRegistrationBean<>(
            new FilterChainProxy(
                new DefaultSecurityFilterChain(
                    AnyRequestMatcher.INSTANCE,
                    List.of(posts, client, limits.ofClients(), token, introspection, revocation))));
    registration.setUrlPatterns(
        List.of(Endpoints.TOKEN, Endpoints.PUSH, Endpoints.INTROSPECT, Endpoints.REVOKE));
    registration.setOrder(ORDER);
    return registration;
  }

  /**
   * These endpoints know POST only (RFC 6749, section 3.2), nobody keeps their answers, and faults
   * of ours are answered as their clients read it.
   */
  private static final class PostFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      if (!request.getMethod().equals("POST")) {
        response.setHeader("Allow", "POST");
        RefusalWriter.write(
            response,
            405,
            java.util.Map.of("error", "invalid_request", "error_description", "only POST"));
        return;
      }
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("Pragma", "no-cache");
      try {
        chain.doFilter(request, response);
      } catch (RuntimeException e) {
        RefusalWriter.writeFault(response, e);
      }
    }
  }
}
