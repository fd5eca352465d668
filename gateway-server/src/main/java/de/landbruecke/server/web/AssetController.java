package de.landbruecke.server.web;

import de.landbruecke.server.web.Assets.Asset;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Serves the assets, for good. */
@Hidden
@RestController
final class AssetController {

  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  private final Assets assets;

  AssetController(Assets assets) {
    this.assets = assets;
  }

  @GetMapping("/assets/{file}")
  ResponseEntity<byte[]> asset(@PathVariable String file, HttpServletRequest request) {
    Asset asset =
        assets.find(file).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.ok()
            .header(HttpHeaders.CONTENT_TYPE, asset.type())
            .header(HttpHeaders.CACHE_CONTROL, FOR_GOOD);
    byte[] gzip = asset.gzip();
    if (gzip == null) {
      return answer.body(asset.content());
    }
    answer.header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    return acceptsGzip(request)
        ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(gzip)
        : answer.body(asset.content());
  }

  private static boolean acceptsGzip(HttpServletRequest request) {
    return Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING)).stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .map(coding -> coding.replaceAll("\\s", ""))
        .anyMatch(coding ->
            coding.equals("gzip")
                || (coding.startsWith("gzip;q=") && !coding.matches("gzip;q=0(\\.0*)?")));
  }
}
