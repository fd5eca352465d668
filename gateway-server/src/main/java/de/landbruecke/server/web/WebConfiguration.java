package de.landbruecke.server.web;

import de.landbruecke.server.shared.CatalogProperties;
import de.landbruecke.server.shared.GatewayProperties;
import de.landbruecke.server.shared.IdentityProperties;
import de.landbruecke.server.shared.WebProperties;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what all pages share. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

  private static final String TEMPLATES = "de.landbruecke.server";

  @Bean
  FilterRegistrationBean<HeaderFilter> headerFilter() {
    FilterRegistrationBean<HeaderFilter> registration =
        new FilterRegistrationBean<>(new HeaderFilter());
    registration.setOrder(HeaderFilter.ORDER);
    return registration;
  }

  @Bean
  Assets assets() throws IOException {
    return Assets.load();
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  OperatorTexts operatorTexts(WebProperties properties) {
    return OperatorTexts.read(properties.texts());
  }

  @Bean
  Pages pages(
      WebProperties properties,
      CatalogProperties catalogs,
      GatewayProperties gateway,
      IdentityProperties identity,
      Assets assets) {
    return new Pages(
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, WebConfiguration.class.getClassLoader(), TEMPLATES),
        new Site(
            properties,
            catalogs.shipped(),
            gateway.roles().contains(GatewayProperties.Role.SEARCH),
            gateway.roles().contains(GatewayProperties.Role.IDENTITY) && identity.issuer() != null),
        assets);
  }

  @Bean
  ErrorPages errorPages(Pages pages) {
    return new ErrorPages(pages);
  }
}
