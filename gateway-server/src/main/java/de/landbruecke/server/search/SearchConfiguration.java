package de.landbruecke.server.search;

import de.landbruecke.server.shared.ClientNetworks;
import de.landbruecke.server.shared.CorsProperties;
import de.landbruecke.server.shared.RateLimitProperties;
import de.landbruecke.server.shared.TokenBuckets;
import de.landbruecke.server.web.ErrorPages;
import de.landbruecke.server.web.HeaderFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Wires the filters, the container's errors and the description of the interface. */
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {

  private static final int AFTER_HEADERS = HeaderFilter.ORDER + 1;

  @Bean
  FilterRegistrationBean<CorsFilter> corsFilter(CorsProperties properties) {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(properties.allowedOrigins());
    cors.setAllowedMethods(List.of("GET", "HEAD"));
    cors.setAllowedHeaders(List.of("*"));
    cors.setExposedHeaders(List.of("ETag", "Link", "Retry-After", "Content-Language", "Location"));
    cors.setMaxAge(86_400L);
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/api/**", cors);
    source.registerCorsConfiguration("/openapi", cors);
    source.registerCorsConfiguration("/openapi.yaml", cors);
    CorsFilter filter = new CorsFilter(source);
    filter.setCorsProcessor(
        new DefaultCorsProcessor() {
          @Override
          protected void rejectRequest(ServerHttpResponse response) throws IOException {
            response.setStatusCode(org.springframework.http.HttpStatus.FORBIDDEN);
            response.getHeaders().set("Content-Type", ProblemWriter.MEDIA_TYPE);
            response.getBody().write(ProblemWriter.json(Problem.of(ProblemType.FORBIDDEN)));
            response.flush();
          }
        });
    return ordered(filter, AFTER_HEADERS);
  }

  @Bean
  FilterRegistrationBean<RateLimitFilter> rateLimitFilter(
      RateLimitProperties properties,
      ClientNetworks networks,
      MeterRegistry registry,
      ProblemAnswer answer) {
    TokenBuckets buckets =
        new TokenBuckets(
            properties.perSecond(), properties.burst(), properties.networks(), System::nanoTime);
    return ordered(
        new RateLimitFilter(properties, networks, buckets, registry, answer), AFTER_HEADERS + 1);
  }

  private static <F extends jakarta.servlet.Filter> FilterRegistrationBean<F> ordered(
      F filter, int order) {
    FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(order);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheContainer(
      ObjectProvider<ErrorPages> pages) {
    return factory ->
        factory.addContextCustomizers(context -> {
          if (context.getParent() instanceof StandardHost host) {
            host.getPipeline().addValve(new ProblemReportValve(pages::getObject));
            // Tomcat adds none of its own where one of this class is there.
            host.setErrorReportValveClass(ProblemReportValve.class.getName());
          }
        });
  }

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Landbrücke")
                .version("1")
                .description("One search over the service catalogs of several state portals.")
                .license(new License().name("EUPL-1.2").identifier("EUPL-1.2")))
        .servers(List.of(new Server().url("/")));
  }

  /** Every operation may end with a problem. */
  @Bean
  OpenApiCustomizer problems() {
    return api -> {
      io.swagger.v3.core.converter.ModelConverters.getInstance(true)
          .readAll(Problem.class)
          .forEach(api.getComponents()::addSchemas);
      MediaType problem =
          new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
      api.getPaths()
          .values()
          .forEach(path ->
              path.readOperations()
                  .forEach(operation ->
                      operation
                          .getResponses()
                          .addApiResponse(
                              "default",
                              new ApiResponse()
                                  .description("A problem (RFC 9457)")
                                  .content(
                                      new Content()
                                          .addMediaType(ProblemWriter.MEDIA_TYPE, problem)))));
    };
  }
}
