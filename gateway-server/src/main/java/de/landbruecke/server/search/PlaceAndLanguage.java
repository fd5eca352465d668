package de.landbruecke.server.search;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes the parameters of a single service. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
    name = "place",
    in = ParameterIn.QUERY,
    description = "A regional key, municipality key, postal code or name",
    schema = @Schema(type = "string"))
@Parameter(
    name = "lang",
    in = ParameterIn.QUERY,
    description = "Preferred language; German where there is no such text",
    schema = @Schema(type = "string", example = "de"))
@interface PlaceAndLanguage {}
