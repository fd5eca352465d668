package de.landbruecke.server.web;

import de.landbruecke.server.web.Assets.Asset;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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

  /** Writes by itself: Spring would name a file for the download. */
  @GetMapping("/assets/{file}")
  void asset(@PathVariable String file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Asset asset =
        assets.find(file).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    response.setContentType(asset.type());
    response.setHeader(HttpHeaders.CACHE_CONTROL, FOR_GOOD);
    byte[] body = asset.content();
    byte[] gzip = asset.gzip();
    if (gzip != null) {
      response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
      if (acceptsGzip(request)) {
        response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        body = gzip;
      }
    }
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
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
