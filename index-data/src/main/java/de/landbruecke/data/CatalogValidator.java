package de.landbruecke.data;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import de.landbruecke.data.Finding.Rule;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks files in the catalog format ({@code docs/reference/catalog-format.md}).
 *
 * <p>{@link #general()} checks what the format asks of any catalog. {@link #shipped()} checks the
 * editorial rules of the catalogs that come with the project as well. Files that refer to each
 * other are checked together. Immutable and safe to share between threads.
 */
public final class CatalogValidator {

  /** The limits of the format. */
  private static final int MAX_LINE = 4 << 20;

  private static final int MAX_NESTING = 32;
  private static final int MAX_TEXT = 200_000;

  /** No more than so many findings are kept of one file: a file of another kind is soon known. */
  private static final int MAX_FINDINGS = 1_000;

  private static final Pattern TAG = Pattern.compile("<\\s*(/?)\\s*([A-Za-z][A-Za-z0-9]*)([^>]*)>");
  private static final Set<String> TAGS =
      Set.of(
          "p", "br", "h2", "h3", "h4", "h5", "h6", "strong", "b", "em", "i", "sup", "sub", "ul",
          "ol", "li", "a");
  private static final List<String> PARTS =
      List.of(
          "keys",
          "formalName",
          "summary",
          "text",
          "conditions",
          "documents",
          "procedure",
          "legalBasis",
          "keywords",
          "lifeSituations",
          "topics",
          "audience",
          "areas");
  private static final List<String> INVENTED = List.of("address", "phone", "email", "openingHours");
  private static final Map<String, String> CLASSES =
      Map.of("service", "LB", "onlineService", "OD", "organization", "OE");

  private final boolean shipped;
  private final JsonMapper mapper;
  private final Schema header;
  private final Schema record;

  private CatalogValidator(boolean shipped) {
    this.shipped = shipped;
    this.mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxStringLength(MAX_TEXT)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().locale(Locale.ROOT).build()));
    this.header = schema(registry, "catalog-header.schema.json");
    this.record = schema(registry, "catalog-record.schema.json");
  }

  private Schema schema(SchemaRegistry registry, String name) {
    try (InputStream in = DataFile.shipped(name).open()) {
      return registry.getSchema(mapper.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks the rules of the format. */
  public static CatalogValidator general() {
    return new CatalogValidator(false);
  }

  /** Checks the rules of the format and those for the catalogs that come with the project. */
  public static CatalogValidator shipped() {
    return new CatalogValidator(true);
  }

  /**
   * Checks files together; a reference may lead from one to another.
   *
   * @return what is wrong, in the order of files and lines, at most {@value #MAX_FINDINGS} findings
   *     of one file; empty when nothing is
   * @throws IOException when a file cannot be read
   */
  public List<Finding> validate(List<DataFile> files) throws IOException {
    Run run = new Run();
    for (DataFile file : files) {
      run.read(file);
    }
    return run.findings(files);
  }

  /** Where a record stands. */
  private record Position(String file, long line, String name) {}

  /** A reference that must lead somewhere. */
  private record Reference(Position from, String member, String target) {}

  /** One portal's words for one service key. */
  private record Wording(Position position, String portal, Set<String> grams) {}

  /** One check of several files. */
  private final class Run {
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Position> records = new HashMap<>();
    private final List<Reference> references = new ArrayList<>();
    private final Map<String, List<Position>> sentences = new HashMap<>();
    private final Map<String, List<Wording>> wordings = new TreeMap<>();
    private final Set<String> places = new HashSet<>();
    private final List<Reference> areas = new ArrayList<>();
    private String portal = "";
    private String agency = "";
    private boolean full = true;

    void read(DataFile file) throws IOException {
      try (InputStream in = new BufferedInputStream(file.open(), 1 << 16)) {
        long line = 0;
        boolean first = true;
        for (byte[] next = line(in); next != null; next = line(in)) {
          line++;
          if (next.length > MAX_LINE) {
            add(
                file.name(),
                line,
                null,
                Rule.FILE,
                "the line is longer than " + MAX_LINE + " bytes");
            continue;
          }
          String text;
          try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(next)).toString();
          } catch (CharacterCodingException e) {
            add(file.name(), line, null, Rule.FILE, "the line is not UTF-8");
            continue;
          }
          if (text.isBlank()) {
            continue;
          }
          JsonNode node = parse(file, line, text);
          if (first) {
            first = false;
            if (node == null || !header(file, line, node)) {
              return;
            }
          } else if (node != null) {
            record(file, line, node);
          }
        }
        if (first) {
          add(file.name(), 1, null, Rule.FILE, "the file is empty: a header line is needed");
        }
      }
    }

    private @Nullable JsonNode parse(DataFile file, long line, String text) {
      try {
        JsonNode node = mapper.readTree(text);
        if (node.isObject()) {
          return node;
        }
        add(file.name(), line, null, Rule.JSON, "the line is no JSON object");
      } catch (JacksonException e) {
        add(
            file.name(),
            line,
            null,
            Rule.JSON,
            "the line cannot be read as JSON: " + e.getOriginalMessage());
      }
      return null;
    }

    private boolean header(DataFile file, long line, JsonNode node) {
      List<Error> errors = header.validate(node);
      errors.forEach(e -> add(file.name(), line, "header", Rule.SCHEMA, message(e)));
      portal = node.path("portal").asString("");
      agency = node.path("agency").asString(portal);
      full = !node.path("extent").asString("full").equals("delta");
      return errors.isEmpty();
    }

    private void record(DataFile file, long line, JsonNode node) {
      String kind = node.path("kind").asString("service");
      String id = node.path("id").asString("");
      Position position = new Position(file.name(), line, kind + " " + id);
      List<Error> errors = record.validate(node);
      errors.forEach(e -> add(position, Rule.SCHEMA, message(e)));
      String owner = node.path("agency").asString(agency);
      if (kind.equals("delete")) {
        return;
      }
      String key = composite(owner, CLASSES.getOrDefault(kind, kind), id);
      Position earlier = id.isEmpty() ? null : records.putIfAbsent(key, position);
      if (earlier != null) {
        add(
            position,
            Rule.UNIQUE_ID,
            "the id stands in " + earlier.file() + ":" + earlier.line() + " already");
      }
      if (!errors.isEmpty()) {
        return;
      }
      switch (kind) {
        case "service" -> service(position, node);
        case "onlineService" -> {
          address(position, node, "url");
          node.path("services").forEach(s -> reference(position, "services", owner, "LB", s));
        }
        case "organization" -> organization(position, node);
        case "jurisdiction" -> {
          reference(position, "organization", owner, "OE", node.path("organization"));
          node.path("services").forEach(s -> reference(position, "services", owner, "LB", s));
        }
        default -> places.add(id);
      }
      node.path("areas").forEach(a -> areas.add(new Reference(position, "areas", a.asString())));
      if (node.has("area")) {
        areas.add(new Reference(position, "area", node.path("area").asString()));
      }
    }

    private void service(Position position, JsonNode node) {
      address(position, node, "originUrl");
      node.path("legalBasis").forEach(law -> address(position, law, "url"));
      for (String member : List.of("text", "conditions", "procedure")) {
        texts(node.path(member)).forEach(text -> markup(position, member, text));
      }
      String approved = node.path("approvedOn").asString("");
      String changed = node.path("changedAt").asString("");
      try {
        if (!approved.isEmpty()) {
          LocalDate.parse(approved);
        }
        if (!changed.isEmpty()) {
          Instant.parse(changed);
        }
      } catch (DateTimeParseException e) {
        add(
            position,
            Rule.DATE,
            "'" + e.getParsedString() + "' is no date: 2026-11-01 or 2026-11-01T08:00:00Z is");
      }
      for (JsonNode fee : node.path("fees")) {
        String amount = fee.path("amount").asString("");
        String maximum = fee.path("maximum").asString("");
        if (!maximum.isEmpty()
            && (amount.isEmpty()
                || new BigDecimal(maximum).compareTo(new BigDecimal(amount)) < 0)) {
          add(
              position,
              Rule.FEE,
              "the maximum " + maximum + " needs an amount that is not higher; found " + amount);
        }
      }
      if (shipped) {
        quality(position, node);
      }
    }

    private void quality(Position position, JsonNode node) {
      for (String part : PARTS) {
        JsonNode value = node.path(part);
        if (value.isMissingNode() || (value.isContainer() && value.isEmpty())) {
          add(position, Rule.COMPLETE, "'" + part + "' is missing");
        }
      }
      String text = german(node.path("text"));
      int words = TextRules.words(text).size();
      if (words < TextRules.MIN_WORDS) {
        add(
            position,
            Rule.TEXT_LENGTH,
            "the text has " + words + " words, " + TextRules.MIN_WORDS + " are needed");
      }
      Set<String> own = new HashSet<>();
      everyText(node, own);
      own.stream()
          .flatMap(t -> TextRules.sentences(t).stream())
          .distinct()
          .forEach(s -> sentences.computeIfAbsent(s, k -> new ArrayList<>()).add(position));
      Set<String> grams = TextRules.grams(text);
      node.path("keys")
          .forEach(key ->
              wordings
                  .computeIfAbsent(key.asString(), k -> new ArrayList<>())
                  .add(new Wording(position, portal, grams)));
    }

    private void organization(Position position, JsonNode node) {
      address(position, node, "url");
      if (shipped && !node.path("demonstration").asBoolean(false)) {
        INVENTED.stream()
            .filter(node::has)
            .forEach(member ->
                add(
                    position,
                    Rule.INVENTED,
                    "'" + member + "' is only given for a demonstration office"));
      }
    }

    private void address(Position position, JsonNode node, String member) {
      String text = node.path(member).asString("");
      if (text.isEmpty()) {
        return;
      }
      try {
        URI uri = new URI(text);
        if (uri.getHost() != null && uri.getRawUserInfo() == null) {
          return;
        }
      } catch (URISyntaxException e) {
        add(position, Rule.ADDRESS, "'" + member + "' is no address: " + e.getReason());
        return;
      }
      add(position, Rule.ADDRESS, "'" + member + "' needs a host and must not name a user");
    }

    private void markup(Position position, String member, String html) {
      Matcher tags = TAG.matcher(html);
      while (tags.find()) {
        String name = tags.group(2).toLowerCase(Locale.ROOT);
        String rest = tags.group(3).strip();
        boolean bare = rest.isEmpty() || rest.equals("/");
        if (!TAGS.contains(name) || (!bare && !name.equals("a"))) {
          add(
              position,
              Rule.MARKUP,
              "'"
                  + member
                  + "' has <"
                  + name
                  + "> with what is stripped: allowed are p br h2–h6"
                  + " strong b em i sup sub ul ol li a[href]");
          return;
        }
      }
    }

    private void reference(
        Position from, String member, String owner, String type, JsonNode target) {
      // What a delta does not contain may well be known from before.
      if (full) {
        String id = target.asString();
        String[] parts = id.split("\\.", 3);
        boolean composite = parts.length == 3 && CLASSES.containsValue(parts[1]);
        references.add(new Reference(from, member, composite ? id : composite(owner, type, id)));
      }
    }

    List<Finding> findings(List<DataFile> files) {
      for (Reference reference : references) {
        if (!records.containsKey(reference.target())) {
          add(
              reference.from(),
              Rule.REFERENCE,
              "'" + reference.member() + "' names " + reference.target() + ", which is not there");
        }
      }
      if (shipped) {
        sentences.forEach(this::sentence);
        wordings.forEach(this::wording);
        areas.stream()
            .filter(a -> !places.contains(a.target()))
            .forEach(a ->
                add(
                    a.from(),
                    Rule.KNOWN_AREA,
                    "'" + a.member() + "' names " + a.target() + ", which is no place"));
      }
      List<String> order = files.stream().map(DataFile::name).toList();
      findings.sort(
          Comparator.comparingInt((Finding f) -> order.indexOf(f.file()))
              .thenComparingLong(Finding::line));
      return List.copyOf(findings);
    }

    private void sentence(String sentence, List<Position> positions) {
      if (positions.size() > TextRules.MAX_RECORDS) {
        add(
            positions.getFirst(),
            Rule.REPEATED_SENTENCE,
            "a sentence stands in "
                + positions.size()
                + " records, "
                + TextRules.MAX_RECORDS
                + " are allowed: "
                + sentence);
      }
    }

    private void wording(String key, List<Wording> texts) {
      for (int i = 0; i < texts.size(); i++) {
        for (int j = i + 1; j < texts.size(); j++) {
          Wording one = texts.get(i);
          Wording other = texts.get(j);
          double shared = TextRules.shared(one.grams(), other.grams());
          if (!one.portal().equals(other.portal()) && shared >= TextRules.MAX_SHARED) {
            add(
                other.position(),
                Rule.SHARED_WORDING,
                String.format(
                    Locale.ROOT,
                    "the text for %s shares %.0f %% of its word 4-grams with %s of %s, less than"
                        + " %.0f %% are allowed",
                    key,
                    100 * shared,
                    one.position().name(),
                    one.portal(),
                    100 * TextRules.MAX_SHARED));
          }
        }
      }
    }

    private void add(Position position, Rule rule, String reason) {
      add(position.file(), position.line(), position.name(), rule, reason);
    }

    private void add(String file, long line, @Nullable String record, Rule rule, String reason) {
      if (counts.merge(file, 1, Integer::sum) <= MAX_FINDINGS) {
        findings.add(new Finding(file, line, record, rule, reason));
      }
    }
  }

  private static String composite(String agency, String type, String id) {
    return agency + "." + type + "." + id;
  }

  private static String message(Error error) {
    String where = error.getInstanceLocation().toString();
    return (where.isEmpty() ? "" : where + ": ") + error.getMessage();
  }

  private static String german(JsonNode localized) {
    return localized.isString() ? localized.asString() : localized.path("de").asString("");
  }

  private static List<String> texts(JsonNode localized) {
    if (localized.isString()) {
      return List.of(localized.asString());
    }
    List<String> texts = new ArrayList<>();
    localized.forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  private static void everyText(JsonNode node, Set<String> into) {
    if (node.isString()) {
      into.add(node.asString());
    }
    node.forEach(child -> everyText(child, into));
  }

  /** The bytes of the next line, one more than allowed when it is too long; null at the end. */
  private static byte @Nullable [] line(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (bytes.size() <= MAX_LINE) {
        bytes.write(next);
      }
    }
    return bytes.toByteArray();
  }
}
