package de.landbruecke.server.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * Holds where this process has the role {@code identity} and an issuer is configured; all beans of
 * the identity rooms carry it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(IdentityCondition.class)
public @interface ConditionalOnIdentity {}
