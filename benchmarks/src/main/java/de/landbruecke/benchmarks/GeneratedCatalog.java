package de.landbruecke.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A made-up catalog of any size: distinct keys, German-looking compounds, and a vocabulary that
 * grows with the texts as that of real ones does. The same seed gives the same catalog.
 *
 * <p>A new word comes with a chance that falls with the number of words so far, an old one with a
 * chance in proportion to its use (Pitman-Yor process): frequencies follow Zipf's law and the
 * vocabulary grows with a power of the text, which is Heaps' law.
 */
final class GeneratedCatalog implements Iterable<Document> {

  private static final double DISCOUNT = 0.55;
  private static final double STRENGTH = 3_000;
  private static final int HISTORY = 1 << 20;
  private static final int TEXT_WORDS = 130;
  private static final int SUMMARY_WORDS = 16;

  private static final List<String> VERBS =
      List.of(
          "beantragen",
          "anmelden",
          "abmelden",
          "melden",
          "verlängern",
          "ändern",
          "anzeigen",
          "genehmigen",
          "erteilen",
          "bestätigen",
          "verlieren",
          "umschreiben",
          "befreien");
  private static final List<String> FUNCTION_WORDS =
      List.of(
          "die",
          "der",
          "und",
          "in",
          "das",
          "zu",
          "den",
          "Sie",
          "von",
          "für",
          "mit",
          "nicht",
          "ist",
          "des",
          "auf",
          "bei",
          "Ihre",
          "eine",
          "oder",
          "müssen",
          "können",
          "wenn",
          "Antrag",
          "Behörde",
          "Unterlagen",
          "Gemeinde",
          "Verfahren",
          "zuständige",
          "Stelle",
          "Frist");

  private final int entries;
  private final long seed;
  private final List<String> base;

  GeneratedCatalog(int entries, long seed) throws IOException {
    this.entries = entries;
    this.seed = seed;
    this.base = words();
  }

  private static List<String> words() throws IOException {
    String list = "/de/danielnaber/jwordsplitter/wordsGerman.txt";
    InputStream in = GeneratedCatalog.class.getResourceAsStream(list);
    if (in == null) {
      throw new IOException("the word list " + list + " is not on the class path");
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> line.strip().toLowerCase(java.util.Locale.GERMAN))
          .filter(word -> word.length() >= 4 && word.length() <= 11)
          .filter(word -> word.chars().allMatch(Character::isLetter))
          .distinct()
          .toList();
    }
  }

  /** One entry's texts. */
  record Entry(
      String key,
      String title,
      String formalName,
      List<String> keywords,
      String summary,
      String text) {

    Document document() {
      return new Document(
          List.of(key), List.of(title, formalName), keywords, summary + "\n" + text);
    }

    ObjectNode json() {
      ObjectNode node = Catalog.JSON.createObjectNode();
      node.put("id", key.substring(2));
      node.putArray("keys").add(key);
      node.putObject("title").put("de", title);
      node.putObject("formalName").put("de", formalName);
      node.putObject("summary").put("de", summary);
      node.putObject("text").put("de", "<p>" + text + "</p>");
      ArrayNode words = node.putObject("keywords").putArray("de");
      keywords.forEach(words::add);
      return node;
    }
  }

  /** The entries in order, made while they are read. */
  Iterator<Entry> generate() {
    Maker maker = new Maker();
    return IntStream.range(0, entries).mapToObj(maker::entry).iterator();
  }

  @Override
  public Iterator<Document> iterator() {
    Maker maker = new Maker();
    return IntStream.range(0, entries).mapToObj(i -> maker.entry(i).document()).iterator();
  }

  /** Writes the catalog in our format. */
  void write(Path file) {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write("{\"format\":1,\"portal\":\"generated\",\"agency\":\"L999999\"}\n");
      for (Iterator<Entry> all = generate(); all.hasNext(); ) {
        out.write(all.next().json().toString());
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Different queries, fewer when the catalog does not give enough: a keyword, two words, or a
   * keyword with a typing error, seven, two and one of ten.
   */
  List<String> queries(int count) {
    SplittableRandom random = new SplittableRandom(seed ^ 0x51_EED);
    List<String> keywords = new ArrayList<>();
    // One keyword an entry, so that all ages of the vocabulary are asked for.
    for (Iterator<Entry> all = generate(); all.hasNext(); ) {
      List<String> words = all.next().keywords();
      keywords.add(words.get(random.nextInt(words.size())));
    }
    Set<String> queries = new LinkedHashSet<>();
    for (int tries = 0; queries.size() < count && tries < count * 20; tries++) {
      String keyword = keywords.get(random.nextInt(keywords.size()));
      int kind = random.nextInt(10);
      if (kind < 7) {
        queries.add(keyword);
      } else if (kind < 9) {
        queries.add(keyword + " " + VERBS.get(random.nextInt(VERBS.size())));
      } else {
        queries.add(Typos.one(keyword, random));
      }
    }
    return List.copyOf(queries);
  }

  private final class Maker {
    private final SplittableRandom random = new SplittableRandom(seed);
    private final int[] history = new int[HISTORY];
    private long drawn;
    private int vocabulary;

    Entry entry(int number) {
      String subject = word(draw());
      String area = word(draw());
      List<String> keywords = new ArrayList<>();
      keywords.add(fresh());
      keywords.add(area);
      keywords.add(word(draw()));
      keywords.add(fresh() + " " + VERBS.get(random.nextInt(VERBS.size())));
      List<String> own = List.of(subject, area, keywords.get(2));
      return new Entry(
          "99%012d".formatted(number),
          subject + " " + VERBS.get(random.nextInt(VERBS.size())),
          subject + " " + area + " Erteilung",
          keywords,
          text(SUMMARY_WORDS, own),
          text(TEXT_WORDS, own));
    }

    private String text(int words, List<String> own) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < words; i++) {
        int kind = random.nextInt(100);
        String next =
            kind < 40
                ? FUNCTION_WORDS.get(random.nextInt(FUNCTION_WORDS.size()))
                : kind < 50 ? own.get(random.nextInt(own.size())) : word(draw());
        text.append(next).append(i % 12 == 11 ? ". " : " ");
      }
      return text.toString();
    }

    /** A word that nobody used before. */
    private String fresh() {
      return word(keep(vocabulary++));
    }

    private int draw() {
      double chance = (STRENGTH + DISCOUNT * vocabulary) / (drawn + STRENGTH);
      if (drawn == 0 || random.nextDouble() < chance) {
        return keep(vocabulary++);
      }
      return keep(history[random.nextInt((int) Math.min(drawn, HISTORY))]);
    }

    private int keep(int id) {
      // Later a random place is overwritten: the memory stays in proportion to use.
      int place = drawn < HISTORY ? (int) drawn : random.nextInt(HISTORY);
      history[place] = id;
      drawn++;
      return id;
    }

    /** The first words are simple, two of three later ones are compounds. */
    private String word(int id) {
      SplittableRandom own = new SplittableRandom(seed * 31 + id);
      String first = base.get(own.nextInt(base.size()));
      String word = first;
      if (id % 3 != 0) {
        String joint = first.endsWith("ung") || first.endsWith("heit") ? "s" : "";
        word = first + joint + base.get(own.nextInt(base.size()));
      }
      return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
  }
}
