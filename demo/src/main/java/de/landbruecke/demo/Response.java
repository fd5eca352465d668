package de.landbruecke.demo;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One answer. Every answer is kept by nobody. */
record Response(int status, List<Map.Entry<String, String>> headers, String body) {

  Response {
    headers = List.copyOf(headers);
  }

  static Response of(int status, String contentType, String body) {
    return new Response(status, List.of(Map.entry("Content-Type", contentType)), body);
  }

  static Response json(int status, String body) {
    return of(status, "application/json", body);
  }

  /** Sends the browser on by GET (RFC 9700, section 4.12). */
  static Response redirect(URI address) {
    return new Response(303, List.of(Map.entry("Location", address.toString())), "");
  }

  static Response redirect(String address) {
    return redirect(URI.create(address));
  }

  /** A message of the library that knows the protocols. */
  static Response of(HTTPResponse message) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    message.getHeaderMap().forEach((name, values) -> headers.add(Map.entry(name, values.get(0))));
    String body = message.getBody();
    return new Response(message.getStatusCode(), headers, body == null ? "" : body);
  }

  Response with(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Response(status, more, body);
  }

  /** A cookie until the browser closes. Not marked secure, since the portals speak http. */
  Response withCookie(String name, String value) {
    return with("Set-Cookie", name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax");
  }

  Response withoutCookie(String name) {
    return with("Set-Cookie", name + "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
  }
}
