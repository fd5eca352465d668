package de.landbruecke.evaluation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one part of a list: no question and no answer can be read from it.
 *
 * @param all over all questions
 * @param byType by class of questions, in the list's order
 * @param withoutAnswer what became of the questions without an answer; null when there are none
 */
public record EvaluationReport(
    Figures all, Map<String, Figures> byType, @Nullable WithoutAnswer withoutAnswer) {

  /**
   * Means over questions.
   *
   * @param questions how many there are
   * @param means by metric; a question without a relevant document counts in none
   * @param withoutHits the share of questions that found nothing at all
   */
  public record Figures(int questions, Map<RankingMetric, Estimate> means, double withoutHits) {
    /** Copies the map. */
    public Figures {
      Map<RankingMetric, Estimate> copy = new EnumMap<>(RankingMetric.class);
      copy.putAll(means);
      means = Collections.unmodifiableMap(copy);
    }

    /** One of the means; 0 when no question has a relevant document. */
    public Estimate mean(RankingMetric metric) {
      return means.getOrDefault(metric, Estimate.NONE);
    }
  }

  /**
   * A mean and the interval in which it lies with 95 % confidence (bootstrap, percentiles).
   *
   * @param mean the mean
   * @param low the lower end
   * @param high the upper end
   */
  public record Estimate(double mean, double low, double high) {
    static final Estimate NONE = new Estimate(0, 0, 0);
  }

  /**
   * Questions without an answer.
   *
   * @param questions how many there are
   * @param withFullHit the share that nevertheless shows a hit that is not weak
   */
  public record WithoutAnswer(int questions, double withFullHit) {}

  /** Copies the map. */
  public EvaluationReport {
    byType = Collections.unmodifiableMap(new LinkedHashMap<>(byType));
  }

  /**
   * The development part in full: the figures and each question with what was found.
   *
   * @param report the figures
   * @param answers each judged question, the worst first
   * @param unwanted questions without an answer that show a hit that is not weak
   */
  public record Development(EvaluationReport report, List<Answer> answers, List<String> unwanted) {

    /** Copies the lists. */
    public Development {
      answers = List.copyOf(answers);
      unwanted = List.copyOf(unwanted);
    }

    /** The questions whose answer is not the ideal one, the worst first. */
    public List<Answer> lost() {
      return answers.stream().filter(answer -> answer.value() < 1 - 1e-9).toList();
    }

    /** The questions that are answered worse than {@code former} answered them. */
    public List<Answer> lostAgainst(Development former) {
      Map<String, Double> before = new LinkedHashMap<>();
      former.answers().forEach(answer -> before.put(answer.question().id(), answer.value()));
      return answers.stream()
          .filter(a -> a.value() < before.getOrDefault(a.question().id(), 0.0) - 1e-9)
          .toList();
    }
  }

  /**
   * What one question of the development part got.
   *
   * @param question the question with its grades
   * @param value its nDCG@10
   * @param found the first ten places
   */
  public record Answer(JudgementList.Question question, double value, List<Ranker.Ranked> found) {
    /** Copies the list. */
    public Answer {
      found = List.copyOf(found);
    }
  }
}
