package de.landbruecke.server.admin;

import de.landbruecke.server.identity.AuditEvent;
import de.landbruecke.server.identity.AuditLog;
import de.landbruecke.server.identity.IdentityTransactions;
import de.landbruecke.server.identity.InvalidRegistryException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The door of {@code /admin/v1}: who calls, what, whether they may. What a call changes and the
 * audit event that says so are one commit; what could not be noted is not answered.
 */
final class AdminServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(AdminServlet.class);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final int MAX_BODY = 1024 * 1024;
  private static final int MAX_ID = 200;

  private final transient StaffSignIn staff;
  private final transient AdminApi api;
  private final transient IdentityTransactions transactions;
  private final transient AuditLog audit;

  AdminServlet(StaffSignIn staff, AdminApi api, IdentityTransactions transactions, AuditLog audit) {
    this.staff = staff;
    this.api = api;
    this.transactions = transactions;
    this.audit = audit;
  }

  /** What is known of a call so far, for the audit log. */
  private static final class Progress {
    String event = "admin.unknown";
    @Nullable StaffMember member;
    @Nullable String id;
    boolean isPersonal;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    Progress progress = new Progress();
    AdminProblem problem;
    try {
      try {
        Object answer = answer(request, progress);
        write(response, 200, "application/json", answer);
        return;
      } catch (RuntimeException e) {
        problem = problem(e);
        transactions.run(() -> audit.append(event(progress, problem.outcome())));
      }
      write(response, problem);
    } catch (DataAccessException | CannotCreateTransactionException e) {
      LOG.warn("An administrative call could not be noted: {}", e.getClass().getName());
      write(response, unavailable());
    }
  }

  private Object answer(HttpServletRequest request, Progress progress) throws IOException {
    StaffMember member = staff.verify(Collections.list(request.getHeaders("Authorization")));
    progress.member = member;
    AdminOperation operation = operation(request, progress);
    if (Collections.disjoint(operation.roles(), member.roles())) {
      throw AdminProblem.of(
              403,
              "forbidden",
              "needed is a role of "
                  + operation.roles().stream()
                      .map(StaffRole::claim)
                      .sorted()
                      .collect(Collectors.joining(", ")))
          .withHeader(
              "WWW-Authenticate",
              "Bearer realm=\"landbruecke-admin\", error=\"insufficient_scope\"");
    }
    Map<String, String> parameters = parameters(request);
    progress.isPersonal = "true".equals(parameters.get("personal"));
    AdminCall call = new AdminCall(member, progress.id, parameters, body(request, operation));
    return transactions.call(() -> {
      Object answer = operation.run(api, call);
      audit.append(event(progress, "ok"));
      return answer;
    });
  }

  private static AdminOperation operation(HttpServletRequest request, Progress progress) {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    List<String> segments =
        Arrays.asList((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
    List<AdminOperation> there = AdminOperation.at(segments);
    if (there.isEmpty() || segments.stream().anyMatch(segment -> segment.length() > MAX_ID)) {
      throw AdminProblem.notFound("there is nothing at this address");
    }
    AdminOperation operation =
        there.stream()
            .filter(each -> each.method().equals(request.getMethod()))
            .findFirst()
            .orElseThrow(() ->
                AdminProblem.of(405, "method-not-allowed", "this method is not allowed here")
                    .withHeader(
                        "Allow",
                        there.stream()
                            .map(AdminOperation::method)
                            .sorted()
                            .collect(Collectors.joining(", "))));
    progress.event = operation.event();
    progress.id = operation.idIn(segments).orElse(null);
    return operation;
  }

  private static Map<String, String> parameters(HttpServletRequest request) {
    Map<String, String> parameters = new LinkedHashMap<>();
    // Of the address only: a form in the body is no JSON, and refused as such.
    request
        .getParameterMap()
        .forEach((name, values) -> {
          if (values.length != 1) {
            throw AdminProblem.badRequest("the parameter " + name + " is allowed once");
          }
          parameters.put(name, values[0]);
        });
    return parameters;
  }

  private static JsonNode body(HttpServletRequest request, AdminOperation operation)
      throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (bytes.length == 0) {
      return MAPPER.createObjectNode();
    }
    if (bytes.length > MAX_BODY) {
      throw AdminProblem.of(413, "too-large", "allowed are " + MAX_BODY + " bytes");
    }
    String type = request.getContentType() == null ? "" : request.getContentType();
    if (!operation.method().equals("POST")
        || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
      throw AdminProblem.of(415, "unsupported-media-type", "allowed is application/json by POST");
    }
    try {
      JsonNode tree = MAPPER.readTree(bytes);
      if (!tree.isObject()) {
        throw AdminProblem.badRequest("the body is no JSON object");
      }
      return tree;
    } catch (JacksonException e) {
      throw AdminProblem.badRequest("the body is no JSON object");
    }
  }

  private static AuditEvent event(Progress progress, String outcome) {
    AuditEvent.Builder event =
        progress.member == null
            ? AuditEvent.security("admin.sign-in", outcome)
            : AuditEvent.audit(progress.event, outcome).detail("by", progress.member.subject());
    if (progress.id != null) {
      event.detail("id", progress.id);
    }
    if (progress.isPersonal) {
      event.detail("personal", "true");
    }
    return event.build();
  }

  private static AdminProblem problem(RuntimeException e) {
    return switch (e) {
      case AdminProblem problem -> problem;
      case InvalidRegistryException invalid ->
          AdminProblem.of(422, "invalid-registry", "the registry cannot be as proposed")
              .withFaults(invalid.faults());
      // What the stores refuse in the state that they are in, such as one's own proposal.
      case IllegalArgumentException conflict ->
          AdminProblem.of(409, "conflict", String.valueOf(conflict.getMessage()));
      case DataAccessException away -> unavailable();
      case CannotCreateTransactionException away -> unavailable();
      default -> {
        // Without the message, which may quote what was sent.
        LOG.error("An administrative call failed: {}", e.getClass().getName());
        yield AdminProblem.of(500, "failed", "the call failed; nothing was changed");
      }
    };
  }

  private static AdminProblem unavailable() {
    return AdminProblem.of(503, "database-away", "the database cannot be reached")
        .withHeader("Retry-After", "60");
  }

  private static void write(HttpServletResponse response, AdminProblem problem) throws IOException {
    problem.headers().forEach(response::setHeader);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", title(problem.status()));
    document.put("status", problem.status());
    document.put("detail", problem.detail());
    if (!problem.faults().isEmpty()) {
      document.put("faults", problem.faults());
    }
    write(response, problem.status(), "application/problem+json", document);
  }

  private static String title(int status) {
    org.springframework.http.HttpStatus known = org.springframework.http.HttpStatus.resolve(status);
    return known == null ? Integer.toString(status) : known.getReasonPhrase();
  }

  private static void write(HttpServletResponse response, int status, String type, Object body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.getOutputStream().write(MAPPER.writeValueAsBytes(body));
  }
}
