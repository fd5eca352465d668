package de.landbruecke.evaluation;

import de.landbruecke.evaluation.EvaluationReport.Answer;
import de.landbruecke.evaluation.EvaluationReport.Development;
import de.landbruecke.evaluation.EvaluationReport.Estimate;
import de.landbruecke.evaluation.EvaluationReport.Figures;
import de.landbruecke.evaluation.EvaluationReport.WithoutAnswer;
import de.landbruecke.evaluation.JudgementList.Part;
import de.landbruecke.evaluation.JudgementList.Question;
import de.landbruecke.evaluation.Ranker.Ranked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Measures a ranking by lists. Two evaluators with the same seed give the same figures for the same
 * ranking.
 *
 * <p>Safe to share between threads when its ranker is.
 */
public final class Evaluator {

  /** The seed of the bootstrap where none is given. */
  public static final long SEED = 20_261_101;

  private static final int RESAMPLES = 2_000;
  private static final double TAIL = 0.025;
  private static final int DEPTH = 50;
  private static final int SHOWN = 10;

  private final Ranker ranker;
  private final long seed;

  /** Measures {@code ranker} with the standard seed. */
  public Evaluator(Ranker ranker) {
    this(ranker, SEED);
  }

  /** Measures {@code ranker}; {@code seed} starts the bootstrap. */
  public Evaluator(Ranker ranker, long seed) {
    this.ranker = ranker;
    this.seed = seed;
  }

  /** The development part, with each question and what was found. */
  public Development development(JudgementList list) {
    List<Asked> asked = ask(judged(list, Part.DEVELOPMENT));
    List<Answer> answers = new ArrayList<>();
    for (Asked one : asked) {
      if (RankingMetric.NDCG_10.appliesTo(one.question(), list.relevantFrom())) {
        double value =
            RankingMetric.NDCG_10.value(one.question(), one.ranking(), list.relevantFrom());
        answers.add(
            new Answer(
                one.question(),
                value,
                one.ranking().subList(0, Math.min(SHOWN, one.ranking().size()))));
      }
    }
    answers.sort(Comparator.comparingDouble(Answer::value));
    List<Asked> withoutAnswer = ask(list.withoutAnswer(Part.DEVELOPMENT));
    List<String> unwanted =
        withoutAnswer.stream()
            .filter(Asked::hasFullHit)
            .map(one -> one.question().query())
            .toList();
    return new Development(report(asked, withoutAnswer, list.relevantFrom()), answers, unwanted);
  }

  /** The locked part: figures only. */
  public EvaluationReport locked(JudgementList list) {
    return report(
        ask(judged(list, Part.LOCKED)), ask(list.withoutAnswer(Part.LOCKED)), list.relevantFrom());
  }

  /** The invariants that do not hold. */
  public List<Invariant.Broken> broken(List<Invariant> invariants) {
    List<Invariant.Broken> broken = new ArrayList<>();
    for (Invariant invariant : invariants) {
      int depth = Math.max(DEPTH, invariant.maxRank());
      List<Ranked> ranking = ranker.rank(invariant.query(), invariant.place(), "de", depth);
      Integer rank = null;
      for (int i = 0; i < ranking.size() && rank == null; i++) {
        if (ranking.get(i).ids().contains(invariant.serviceKey())) {
          rank = i + 1;
        }
      }
      if (rank == null || rank > invariant.maxRank()) {
        broken.add(new Invariant.Broken(invariant, rank));
      }
    }
    return List.copyOf(broken);
  }

  /**
   * Writes what is found for the questions of the development part as a TREC run: lines of {@code
   * id Q0 document rank score tag}. A document stands there by its first id; the score only repeats
   * the rank, which is what trec_eval sorts by.
   *
   * @param tag the name of the run, without white space
   * @param depth documents for a question at most
   * @throws IOException when {@code run} fails
   */
  public void writeRun(JudgementList list, String tag, int depth, Appendable run)
      throws IOException {
    if (tag.isEmpty() || tag.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException(
          "the tag '" + tag + "' is not allowed: one word without white space");
    }
    for (Question question : list.questions(Part.DEVELOPMENT)) {
      List<Ranked> ranking =
          ranker.rank(question.query(), question.place(), question.language(), depth);
      for (int i = 0; i < ranking.size(); i++) {
        run.append(question.id())
            .append(" Q0 ")
            .append(ranking.get(i).ids().getFirst())
            .append(' ')
            .append(Integer.toString(i + 1))
            .append(' ')
            .append(Integer.toString(depth - i))
            .append(' ')
            .append(tag)
            .append('\n');
      }
    }
  }

  private record Asked(Question question, List<Ranked> ranking) {
    boolean hasFullHit() {
      return ranking.stream().anyMatch(ranked -> !ranked.weak());
    }
  }

  /** A question without any judgement stands in a run only. */
  private static List<Question> judged(JudgementList list, Part part) {
    return list.questions(part).stream().filter(q -> !q.grades().isEmpty()).toList();
  }

  private List<Asked> ask(List<Question> questions) {
    return questions.stream()
        .map(q -> new Asked(q, ranker.rank(q.query(), q.place(), q.language(), DEPTH)))
        .toList();
  }

  private EvaluationReport report(List<Asked> asked, List<Asked> withoutAnswer, int relevantFrom) {
    Map<String, List<Asked>> byType = new LinkedHashMap<>();
    for (Asked one : asked) {
      byType.computeIfAbsent(one.question().type(), t -> new ArrayList<>()).add(one);
    }
    Map<String, Figures> figures = new LinkedHashMap<>();
    byType.forEach((type, list) -> figures.put(type, figures(list, relevantFrom)));
    return new EvaluationReport(figures(asked, relevantFrom), figures, unwanted(withoutAnswer));
  }

  private static @Nullable WithoutAnswer unwanted(List<Asked> asked) {
    if (asked.isEmpty()) {
      return null;
    }
    long full = asked.stream().filter(Asked::hasFullHit).count();
    return new WithoutAnswer(asked.size(), (double) full / asked.size());
  }

  private Figures figures(List<Asked> asked, int relevantFrom) {
    Map<RankingMetric, Estimate> means = new EnumMap<>(RankingMetric.class);
    for (RankingMetric metric : RankingMetric.values()) {
      double[] values =
          asked.stream()
              .filter(one -> metric.appliesTo(one.question(), relevantFrom))
              .mapToDouble(one -> metric.value(one.question(), one.ranking(), relevantFrom))
              .toArray();
      if (values.length > 0) {
        means.put(metric, estimate(values, seed));
      }
    }
    long empty = asked.stream().filter(one -> one.ranking().isEmpty()).count();
    return new Figures(asked.size(), means, asked.isEmpty() ? 0 : (double) empty / asked.size());
  }

  /** The mean and its interval; source: Efron, Bootstrap Methods, Annals of Statistics 7 (1979). */
  static Estimate estimate(double[] values, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < values.length; j++) {
        sum += values[random.nextInt(values.length)];
      }
      means[i] = sum / values.length;
    }
    Arrays.sort(means);
    int low = (int) Math.floor(TAIL * RESAMPLES);
    return new Estimate(
        Arrays.stream(values).average().orElse(0), means[low], means[RESAMPLES - 1 - low]);
  }
}
