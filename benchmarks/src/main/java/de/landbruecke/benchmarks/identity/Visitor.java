package de.landbruecke.benchmarks.identity;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A citizen with a browser of their own who signs in at a service: as far as the gateway's pages
 * go, by their forms; the home portal is this process itself. For one sign-in.
 */
final class Visitor {

  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static final int MOST_STEPS = 20;

  private static final Pattern FORM =
      Pattern.compile("<form action=\"([^\"]+)\" method=\"post\">(.*?)</form>", Pattern.DOTALL);
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

  private final Wire wire;
  private final HomePortal home;
  private final Gateway gateway;
  private final Party service;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  Visitor(Wire wire, HomePortal home, Gateway gateway, Party service) {
    this.wire = wire;
    this.home = home;
    this.gateway = gateway;
    this.service = service;
  }

  /** Signs in, releases what is asked for and has that remembered; the answer to the code. */
  Wire.Answer signIn(String subject) throws IOException {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("client_id", service.id());
    request.put("response_type", "code");
    request.put("redirect_uri", Gateway.CALLBACK);
    request.put("scope", "openid");
    request.put("state", UUID.randomUUID().toString());
    request.put("nonce", UUID.randomUUID().toString());
    request.put("code_challenge", CHALLENGE);
    request.put("code_challenge_method", "S256");
    Wire.Answer answer = get("/oauth2/authorize?" + Wire.encoded(request));
    for (int step = 0; step < MOST_STEPS; step++) {
      String location = answer.header("Location");
      if (location.startsWith(Gateway.CALLBACK)) {
        return redeem(parameters(location).get("code"), location);
      }
      if (location.startsWith(home.issuer())) {
        answer = get(path(home.signIn(parameters(location), subject)));
      } else if (!location.isEmpty()) {
        answer = get(path(location));
      } else {
        answer = press(answer);
      }
    }
    throw new IOException("the sign-in did not end");
  }

  private Wire.Answer redeem(@Nullable String code, String location) throws IOException {
    if (code == null) {
      throw new IOException("the sign-in ended with " + location);
    }
    Map<String, String> form = new LinkedHashMap<>(service.authentication(gateway.issuer()));
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", Gateway.CALLBACK);
    form.put("code_verifier", VERIFIER);
    Wire.Answer answer = wire.post("/oauth2/token", form);
    if (answer.status() != 200) {
      throw new IOException("the code was answered " + answer.status() + ": " + answer.body());
    }
    return answer;
  }

  /** Chooses the account, or releases. */
  private Wire.Answer press(Wire.Answer page) throws IOException {
    Matcher forms = FORM.matcher(page.body());
    while (forms.find()) {
      String content = forms.group(2);
      Map<String, String> fields = new LinkedHashMap<>();
      HIDDEN
          .matcher(content)
          .results()
          .forEach(field -> fields.put(field.group(1), field.group(2)));
      if (content.contains("id=\"account-home-bw\"")) {
        fields.put("konto", "home-bw");
        return post(forms.group(1), fields);
      }
      if (content.contains("id=\"consent-allow\"")) {
        fields.put("merken", "ja");
        fields.put("entscheidung", "freigeben");
        return post(forms.group(1), fields);
      }
    }
    throw new IOException(
        "a page that offers no way on, answered " + page.status() + ": " + page.body());
  }

  private Wire.Answer get(String path) throws IOException {
    return keep(wire.get(path, "Accept: text/html", cookieHeader()));
  }

  private Wire.Answer post(String path, Map<String, String> form) throws IOException {
    return keep(wire.post(path, form, "Accept: text/html", cookieHeader()));
  }

  private String cookieHeader() {
    StringBuilder header = new StringBuilder("Cookie: ");
    cookies.forEach((name, value) -> header.append(name).append('=').append(value).append("; "));
    return header.toString();
  }

  private Wire.Answer keep(Wire.Answer answer) {
    for (String cookie : answer.all("Set-Cookie")) {
      String[] pair = cookie.split(";", 2)[0].split("=", 2);
      cookies.put(pair[0], pair[1]);
    }
    return answer;
  }

  private static String path(String location) {
    URI address = URI.create(location);
    return address.getRawPath()
        + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
  }

  private static Map<String, String> parameters(String location) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String query = URI.create(location).getRawQuery();
    if (query != null) {
      for (String each : query.split("&", -1)) {
        String[] pair = each.split("=", 2);
        parameters.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }
}
