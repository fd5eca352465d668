package de.landbruecke.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Graded questions. Only those of the development part can be looked at; see {@link Part}.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class JudgementList {

  /** The grade from which a document is relevant in our own lists, whose grades are 0 to 3. */
  public static final int RELEVANT = 2;

  /** The grade from which a document is relevant in TREC's lists. */
  public static final int TREC_RELEVANT = 1;

  private static final String HEADER = "query\tplace\tlang\tclass\tpart\tserviceKey\tgrade\treason";
  private static final String NO_ANSWER_HEADER = "query\tplace\tlang\tpart\treason";
  private static final int MAX_GRADE = 100;

  /** Which half of a list a question belongs to. */
  public enum Part {
    /** May be looked at and tuned to. */
    DEVELOPMENT,
    /** Only figures are ever shown. */
    LOCKED;

    /** The lower-case name that files use. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The part by the text alone: locked when SHA-256 of its lower case starts with an odd byte.
     */
    public static Part of(String query) {
      try {
        byte[] text = query.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        byte first = MessageDigest.getInstance("SHA-256").digest(text)[0];
        return (first & 1) == 0 ? DEVELOPMENT : LOCKED;
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  /**
   * A question and what answers it.
   *
   * @param id unique in its list, without white space
   * @param query the text
   * @param place where the person is; null: not known
   * @param language what the person prefers to read, BCP 47
   * @param type the class of questions that it belongs to
   * @param grades by document: how well it answers, 0 not at all; empty when nothing does
   */
  public record Question(
      String id,
      String query,
      @Nullable String place,
      String language,
      String type,
      Map<String, Integer> grades) {

    /** Copies the map. */
    public Question {
      grades = Collections.unmodifiableMap(new LinkedHashMap<>(grades));
    }
  }

  private final Map<Part, List<Question>> questions;
  private final Map<Part, List<Question>> withoutAnswer;
  private final int relevantFrom;

  private JudgementList(
      Map<Part, List<Question>> questions,
      Map<Part, List<Question>> withoutAnswer,
      int relevantFrom) {
    this.questions = questions;
    this.withoutAnswer = withoutAnswer;
    this.relevantFrom = relevantFrom;
  }

  /**
   * Reads our own lists: lines of {@code query, place, lang, class, part, serviceKey, grade,
   * reason}, tab-separated after a header line. All lines of a query agree in all but the last
   * three.
   *
   * @throws IOException when the reader fails, or with the line when one is not of this form
   */
  public static JudgementList read(Reader tsv) throws IOException {
    Map<String, List<Line>> byQuery = new LinkedHashMap<>();
    for (Line line : lines(tsv, HEADER)) {
      byQuery.computeIfAbsent(line.cell(0), q -> new ArrayList<>()).add(line);
    }
    Map<Part, List<Question>> questions = new TreeMap<>();
    for (Map.Entry<String, List<Line>> entry : byQuery.entrySet()) {
      Line first = entry.getValue().getFirst();
      Map<String, Integer> grades = new LinkedHashMap<>();
      for (Line line : entry.getValue()) {
        if (!line.cells().subList(0, 5).equals(first.cells().subList(0, 5))) {
          throw line.wrong("place, lang, class and part as in line " + first.number());
        }
        if (grades.put(line.cell(5), grade(line, line.cell(6), 3)) != null) {
          throw line.wrong("each service key once for a query");
        }
      }
      questions
          .computeIfAbsent(part(first, 4), p -> new ArrayList<>())
          .add(question(first, first.cell(3), grades));
    }
    return new JudgementList(questions, Map.of(), RELEVANT);
  }

  /**
   * Adds questions to which the catalogs have no answer: lines of {@code query, place, lang, part,
   * reason}, tab-separated after a header line.
   *
   * @throws IOException when the reader fails, or with the line when one is not of this form
   */
  public JudgementList withoutAnswer(Reader tsv) throws IOException {
    Map<Part, List<Question>> added = new TreeMap<>();
    for (Line line : lines(tsv, NO_ANSWER_HEADER)) {
      added
          .computeIfAbsent(part(line, 3), p -> new ArrayList<>())
          .add(question(line, "no answer", Map.of()));
    }
    return new JudgementList(questions, added, relevantFrom);
  }

  /**
   * Reads TREC's two files. All questions are of the development part and one class; those without
   * a judgement are asked in a run but count in no figure.
   *
   * @param queries lines of {@code id, text} and, if wanted, {@code place, lang}, tab-separated
   * @param qrels lines of {@code id iteration document grade}, separated by white space; a negative
   *     grade counts as 0
   * @throws IOException when a reader fails, or with the line when one is not of this form
   */
  public static JudgementList trec(Reader queries, Reader qrels) throws IOException {
    Map<String, Question> byId = new LinkedHashMap<>();
    for (Line line : lines(queries, null)) {
      int columns = line.cells().size();
      String id = line.cell(0).strip();
      if (columns < 2 || columns > 4 || id.isEmpty() || id.chars().anyMatch(c -> c <= ' ')) {
        throw line.wrong("id, text and, if wanted, place and lang, tab-separated");
      }
      String place = columns > 2 && !line.cell(2).isBlank() ? line.cell(2).strip() : null;
      String language = columns > 3 && !line.cell(3).isBlank() ? line.cell(3).strip() : "de";
      Question question = new Question(id, line.cell(1), place, language, "trec", Map.of());
      if (byId.put(id, question) != null) {
        throw line.wrong("each id once");
      }
    }
    Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
    for (Line line : lines(qrels, null)) {
      String[] cells = line.text().strip().split("\\s+", -1);
      if (cells.length != 4) {
        throw line.wrong("id, iteration, document and grade, separated by white space");
      }
      if (!byId.containsKey(cells[0])) {
        throw line.wrong("an id of the queries");
      }
      grades
          .computeIfAbsent(cells[0], id -> new LinkedHashMap<>())
          .merge(cells[2], grade(line, cells[3], MAX_GRADE), Math::max);
    }
    List<Question> questions = new ArrayList<>();
    byId.forEach((id, question) ->
        questions.add(
            new Question(
                id,
                question.query(),
                question.place(),
                question.language(),
                question.type(),
                grades.getOrDefault(id, Map.of()))));
    return new JudgementList(Map.of(Part.DEVELOPMENT, questions), Map.of(), TREC_RELEVANT);
  }

  /** A list of questions of the development part that were made by a program. */
  public static JudgementList of(List<Question> questions, int relevantFrom) {
    return new JudgementList(
        Map.of(Part.DEVELOPMENT, List.copyOf(questions)), Map.of(), relevantFrom);
  }

  /** The same list with another grade from which a document is relevant. */
  public JudgementList withRelevantFrom(int grade) {
    if (grade < 1 || grade > MAX_GRADE) {
      throw new IllegalArgumentException(
          "relevant from grade " + grade + " is not allowed: 1 to " + MAX_GRADE);
    }
    return new JudgementList(questions, withoutAnswer, grade);
  }

  /** The grade from which a document is relevant for recall and reciprocal rank. */
  int relevantFrom() {
    return relevantFrom;
  }

  /** The questions that may be looked at, those without an answer left out. */
  public List<Question> development() {
    return questions(Part.DEVELOPMENT);
  }

  /** How many questions a part has, those without an answer left out. */
  public int size(Part part) {
    return questions(part).size();
  }

  /** Questions that are judged. Stays inside: locked ones must not be seen. */
  List<Question> questions(Part part) {
    return Collections.unmodifiableList(questions.getOrDefault(part, List.of()));
  }

  /** Questions without an answer. Stays inside: locked ones must not be seen. */
  List<Question> withoutAnswer(Part part) {
    return Collections.unmodifiableList(withoutAnswer.getOrDefault(part, List.of()));
  }

  private static Question question(Line line, String type, Map<String, Integer> grades) {
    String place = line.cell(1).isBlank() ? null : line.cell(1);
    return new Question("q" + line.number(), line.cell(0), place, line.cell(2), type, grades);
  }

  private static Part part(Line line, int column) throws IOException {
    Part part = Part.of(line.cell(0));
    if (!part.label().equals(line.cell(column))) {
      throw line.wrong("the part '" + part.label() + "', which follows from the query");
    }
    return part;
  }

  private static int grade(Line line, String text, int maximum) throws IOException {
    try {
      int grade = Integer.parseInt(text);
      if (grade <= maximum) {
        return Math.max(0, grade);
      }
    } catch (NumberFormatException e) {
      throw line.wrong("a grade that is a whole number");
    }
    throw line.wrong("a grade of at most " + maximum);
  }

  /** A line with its number; the header's columns are all there. */
  record Line(int number, String text, List<String> cells) {
    String cell(int column) {
      return cells.get(column);
    }

    /** The text stays out of the message: it may be a locked question. */
    IOException wrong(String allowed) {
      return new IOException(
          "line " + number + " has " + cells.size() + " cells; allowed: " + allowed);
    }
  }

  /** Lines that are not blank, the header left out; without a header any number of cells. */
  static List<Line> lines(Reader reader, @Nullable String header) throws IOException {
    List<Line> lines = new ArrayList<>();
    int columns = header == null ? 0 : header.split("\t").length;
    try (BufferedReader buffered = new BufferedReader(reader)) {
      int number = 1;
      if (header != null && !Objects.equals(buffered.readLine(), header)) {
        throw new IOException(
            "the first line is not the header '" + header.replace('\t', ' ') + "', tab-separated");
      }
      if (header != null) {
        number++;
      }
      for (String text = buffered.readLine(); text != null; text = buffered.readLine(), number++) {
        if (text.isBlank()) {
          continue;
        }
        Line line = new Line(number, text, Arrays.asList(text.split("\t", -1)));
        if (header != null && (line.cells().size() != columns || line.cell(0).isBlank())) {
          throw line.wrong(columns + " cells, the first not empty");
        }
        lines.add(line);
      }
    }
    return lines;
  }
}
