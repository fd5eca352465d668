package de.landbruecke.server.search;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** The headers that all answers to reading requests share. */
final class Answers {

  private static final String CACHE_CONTROL =
      "public, max-age=60, stale-while-revalidate=300, stale-if-error=86400";

  private Answers() {}

  static ResponseEntity.BodyBuilder ok(String entityTag, String contentLanguage) {
    return headers(ResponseEntity.ok(), entityTag)
        .header(HttpHeaders.CONTENT_LANGUAGE, contentLanguage);
  }

  static <T> ResponseEntity<T> notModified(String entityTag) {
    return headers(ResponseEntity.status(HttpStatus.NOT_MODIFIED), entityTag).build();
  }

  static ResponseEntity.BodyBuilder cached(ResponseEntity.BodyBuilder builder) {
    return builder
        .header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
        .header(HttpHeaders.VARY, "Accept, Accept-Language");
  }

  private static ResponseEntity.BodyBuilder headers(
      ResponseEntity.BodyBuilder builder, String entityTag) {
    return cached(builder).header(HttpHeaders.ETAG, entityTag);
  }
}
