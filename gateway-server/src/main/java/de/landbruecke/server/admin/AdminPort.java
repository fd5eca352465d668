package de.landbruecke.server.admin;

import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.IdentityTransactions;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * Listens on the management port. Named in {@code META-INF/spring} for the context of that port,
 * and without a stereotype so that the public port's scan does not find it; where both ports are
 * one, nothing listens.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class AdminPort {

  @Bean
  @ConditionalOnBean(AdminApi.class)
  ServletRegistrationBean<AdminServlet> adminServlet(
      StaffSignIn staff, AdminApi api, IdentityTransactions transactions, AuditLog audit) {
    ServletRegistrationBean<AdminServlet> registration =
        new ServletRegistrationBean<>(
            new AdminServlet(staff, api, transactions, audit), "/admin/v1/*");
    registration.setName("admin");
    return registration;
  }
}
