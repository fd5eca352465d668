package de.landbruecke.server.search;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes the parameters of a search; {@link ServiceParameters} reads them. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
    name = "q",
    in = ParameterIn.QUERY,
    description = "Free text, read up to 500 characters; empty: everything",
    schema = @Schema(type = "string"))
@Parameter(
    name = "place",
    in = ParameterIn.QUERY,
    description = "A regional key, municipality key, postal code or name",
    schema = @Schema(type = "string"))
@Parameter(
    name = "portal",
    in = ParameterIn.QUERY,
    description = "Repeated: or",
    explode = Explode.TRUE,
    array = @ArraySchema(schema = @Schema(type = "string")))
@Parameter(
    name = "online",
    in = ParameterIn.QUERY,
    description = "Only with (true) or without (false) an online service",
    schema = @Schema(type = "boolean"))
@Parameter(
    name = "trustLevel",
    in = ParameterIn.QUERY,
    description = "What the online service asks for; repeated: or",
    explode = Explode.TRUE,
    array =
        @ArraySchema(
            schema =
                @Schema(
                    type = "string",
                    allowableValues = {"none", "basic", "low", "substantial", "high"})))
@Parameter(
    name = "topic",
    in = ParameterIn.QUERY,
    description = "Topics of the federal service catalog; repeated: or",
    explode = Explode.TRUE,
    array =
        @ArraySchema(
            schema =
                @Schema(
                    type = "string",
                    allowableValues = {
                      "mobilitaet_reisen",
                      "bildung",
                      "engagement_hobby",
                      "ein_auswanderung",
                      "unternehmensfuehrung_entwicklung",
                      "steuern_zoll",
                      "umwelt",
                      "arbeit_ruhestand",
                      "familie_kind",
                      "querschnittsleistungen",
                      "bauen_wohnen",
                      "forschung_foerderung",
                      "gesundheit",
                      "recht_ordnung"
                    })))
@Parameter(
    name = "audience",
    in = ParameterIn.QUERY,
    description = "Repeated: or",
    explode = Explode.TRUE,
    array =
        @ArraySchema(
            schema =
                @Schema(
                    type = "string",
                    allowableValues = {"citizen", "business", "administration"})))
@Parameter(
    name = "lang",
    in = ParameterIn.QUERY,
    description = "Preferred language; German where there is no such text",
    schema = @Schema(type = "string", example = "de"))
@Parameter(
    name = "sort",
    in = ParameterIn.QUERY,
    schema =
        @Schema(
            type = "string",
            allowableValues = {"relevance", "title", "date"},
            defaultValue = "relevance"))
@Parameter(
    name = "limit",
    in = ParameterIn.QUERY,
    schema = @Schema(type = "integer", minimum = "0", maximum = "50", defaultValue = "10"))
@Parameter(
    name = "cursor",
    in = ParameterIn.QUERY,
    description = "The member next of the page before",
    schema = @Schema(type = "string"))
@interface SearchParameters {}
