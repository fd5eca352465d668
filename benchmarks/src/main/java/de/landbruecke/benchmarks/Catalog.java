package de.landbruecke.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The service records of one catalog file in our format, as JSON, so that a record can be changed
 * and written back.
 *
 * @param portal the portal's technical name
 * @param agency the editing agency
 * @param services the records of the kind service
 */
record Catalog(String portal, String agency, List<ObjectNode> services) {

  static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  Catalog {
    services = List.copyOf(services);
  }

  /**
   * Reads a catalog; lines of other kinds are left out.
   *
   * @param name what messages call it
   */
  static Catalog read(BufferedReader lines, String name) throws IOException {
    ObjectNode header = null;
    List<ObjectNode> services = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      ObjectNode node = (ObjectNode) JSON.readTree(line);
      if (header == null) {
        if (!node.has("format")) {
          throw new IOException(name + " has no header with the format in its first line");
        }
        header = node;
      } else if (node.path("kind").asString("service").equals("service")) {
        services.add(node);
      }
    }
    if (header == null) {
      throw new IOException(name + " is empty: at least a header is needed");
    }
    String portal = header.path("portal").asString();
    return new Catalog(portal, header.path("agency").asString(portal), services);
  }

  /** Writes the records as a catalog of its own. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    ObjectNode header = JSON.createObjectNode();
    header.put("format", 1).put("portal", portal).put("agency", agency).put("extent", "full");
    lines.add(header.toString());
    services.forEach(service -> lines.add(service.toString()));
    Files.write(file, lines, StandardCharsets.UTF_8);
  }

  /** The composite id of a record. */
  String recordId(JsonNode service) {
    return service.path("agency").asString(agency) + ".LB." + service.path("id").asString();
  }

  static List<String> keys(JsonNode service) {
    List<String> keys = new ArrayList<>();
    service.path("keys").forEach(key -> keys.add(key.asString()));
    return keys;
  }

  /** The keywords of one language. */
  static List<String> keywords(JsonNode service, String language) {
    JsonNode words = service.path("keywords");
    List<String> list = new ArrayList<>();
    (words.isObject() ? words.path(language) : words).forEach(word -> list.add(word.asString()));
    return list;
  }

  /** Each record as a document of its own, by its composite id. */
  static List<Document> records(Collection<Catalog> catalogs) {
    List<Document> documents = new ArrayList<>();
    for (Catalog catalog : catalogs) {
      for (ObjectNode service : catalog.services()) {
        documents.add(document(List.of(catalog.recordId(service)), List.of(service)));
      }
    }
    return documents;
  }

  /**
   * The entries as the search merges them: one for each service key, those with exactly the same
   * records as one, records without a key for themselves.
   */
  static List<Document> entries(Collection<Catalog> catalogs) {
    Map<String, Map<String, ObjectNode>> byKey = new TreeMap<>();
    List<Document> documents = new ArrayList<>();
    for (Catalog catalog : catalogs) {
      for (ObjectNode service : catalog.services()) {
        String id = catalog.recordId(service);
        if (keys(service).isEmpty()) {
          documents.add(document(List.of(id), List.of(service)));
        }
        for (String key : keys(service)) {
          byKey.computeIfAbsent(key, k -> new TreeMap<>()).put(id, service);
        }
      }
    }
    Map<Set<String>, Set<String>> keysByRecords = new LinkedHashMap<>();
    byKey.forEach((key, records) ->
        keysByRecords
            .computeIfAbsent(new LinkedHashSet<>(records.keySet()), r -> new TreeSet<>())
            .add(key));
    keysByRecords.forEach((records, keys) -> {
      Map<String, ObjectNode> services = byKey.getOrDefault(keys.iterator().next(), Map.of());
      documents.add(document(List.copyOf(keys), services.values()));
    });
    return documents;
  }

  static Document document(List<String> ids, Collection<ObjectNode> services) {
    List<String> titles = new ArrayList<>();
    Set<String> keywords = new LinkedHashSet<>();
    StringBuilder body = new StringBuilder();
    for (ObjectNode service : services) {
      for (String field : List.of("title", "formalName")) {
        texts(service.path(field), titles);
      }
      List<String> words = new ArrayList<>();
      JsonNode lists = service.path("keywords");
      if (lists.isObject()) {
        lists.forEach(list -> texts(list, words));
      } else {
        texts(lists, words);
      }
      keywords.addAll(words);
      List<String> texts = new ArrayList<>();
      for (String field : List.of("summary", "text", "conditions", "procedure")) {
        texts(service.path(field), texts);
      }
      service.path("documents").forEach(document -> texts(document.path("title"), texts));
      for (String field : List.of("fees", "deadlines")) {
        service.path(field).forEach(part -> texts(part.path("description"), texts));
      }
      service.path("legalBasis").forEach(norm -> texts(norm.path("citation"), texts));
      texts(service.path("lifeSituations"), texts);
      texts.forEach(text -> body.append(TAG.matcher(text).replaceAll(" ")).append('\n'));
    }
    return new Document(ids, titles, List.copyOf(keywords), body.toString());
  }

  private static void texts(JsonNode node, List<String> into) {
    if (node.isString()) {
      into.add(node.asString());
    } else {
      node.forEach(child -> texts(child, into));
    }
  }
}
