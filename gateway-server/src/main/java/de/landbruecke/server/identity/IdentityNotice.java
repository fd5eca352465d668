package de.landbruecke.server.identity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Tells in one line whether the identity half is on. */
@Configuration(proxyBeanMethods = false)
class IdentityNotice {

  private static final Logger LOG = LoggerFactory.getLogger(IdentityNotice.class);

  IdentityNotice(Environment environment) {
    if (IdentityCondition.isOn(environment)) {
      LOG.info(
          "The identity gateway is on, its issuer is {}",
          IdentitySettings.of(environment).issuer());
    } else {
      LOG.info(
          "The identity gateway is off: {} is not set or landbruecke.roles has no identity",
          IdentityCondition.ISSUER);
    }
  }
}
