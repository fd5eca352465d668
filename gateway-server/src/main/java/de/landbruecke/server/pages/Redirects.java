package de.landbruecke.server.pages;

import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Leads to another address of this site. */
final class Redirects {

  private Redirects() {}

  /** To the same page under its shorter address, for now. */
  static ResponseEntity<byte[]> found(String address) {
    return ResponseEntity.status(HttpStatus.FOUND)
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=60")
        .location(URI.create(address))
        .build();
  }

  /** To where the content has moved for good. */
  static ResponseEntity<byte[]> moved(Address address) {
    return ResponseEntity.status(HttpStatus.MOVED_PERMANENTLY)
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=60")
        .location(URI.create(address.toString()))
        .build();
  }
}
