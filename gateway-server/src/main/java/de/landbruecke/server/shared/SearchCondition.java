package de.landbruecke.server.shared;

import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the search half starts: see {@link ConditionalOnSearch}. */
public final class SearchCondition implements Condition {

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return isOn(context.getEnvironment());
  }

  /** Whether {@code landbruecke.roles} names the search. */
  public static boolean isOn(Environment environment) {
    return Binder.get(environment)
        .bind("landbruecke.roles", Bindable.listOf(String.class))
        .orElse(List.of("search"))
        .stream()
        .anyMatch(role -> role.strip().equalsIgnoreCase("search"));
  }

  /** The contrary, for what a process without the search needs instead. */
  public static final class Off implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !isOn(context.getEnvironment());
    }
  }
}
