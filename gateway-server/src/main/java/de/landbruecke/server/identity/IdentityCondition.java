package de.landbruecke.server.identity;

import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the identity half starts: see {@link ConditionalOnIdentity}. */
final class IdentityCondition implements Condition {

  static final String ISSUER = "landbruecke.identity.issuer";

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return isOn(context.getEnvironment());
  }

  static boolean isOn(Environment environment) {
    Binder binder = Binder.get(environment);
    List<String> roles =
        binder
            .bind("landbruecke.roles", Bindable.listOf(String.class))
            .orElse(List.of("search", "identity"));
    String issuer = binder.bind(ISSUER, String.class).orElse("");
    return roles.stream().anyMatch(role -> role.strip().equalsIgnoreCase("identity"))
        && !issuer.isBlank();
  }
}
