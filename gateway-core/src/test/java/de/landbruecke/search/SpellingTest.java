package de.landbruecke.search;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.index.internal.IndexFields;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {

  private static List<String> correct(String word, String... forms) throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        for (String form : forms) {
          Document document = new Document();
          document.add(new StringField(IndexFields.FORMS, form, Field.Store.NO));
          writer.addDocument(document);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        List<Spelling.Candidate> candidates = new Spelling(reader).correct(word);
        assertThat(candidates).allMatch(c -> c.confidence() > 0 && c.confidence() <= 1);
        return candidates.stream().map(Spelling.Candidate::text).toList();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "reisepas, reisepass",
    "resiepass, reisepass",
    "reiseepass, reisepass",
    "reisebass, reisepass",
    "eisepass, reisepass",
    "reisepasd, reisepass",
    "personalauswies, personalausweis",
    "persnalauswies, personalausweis",
    "stuer, steuer"
  })
  void correct_oneOrTwoErrors_findsTheWord(String typed, String meant) throws IOException {
    assertThat(correct(typed, "reisepass", "personalausweis", "steuer")).startsWith(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "pas", "reise2pass", "§34a", "qwertzuiop", "steueramtsxyz"})
  void correct_tooShortOrFarOrWithDigits_findsNothing(String typed) throws IOException {
    assertThat(correct(typed, "pass", "reisepass", "steuer")).isEmpty();
  }

  @Test
  void correct_shortWordWithTwoErrors_findsNothing() throws IOException {
    assertThat(correct("stuerr", "steuer")).isEmpty();
    assertThat(correct("steurr", "steuer")).containsExactly("steuer");
  }

  @Test
  void correct_compoundWithAnErrorInOnePart_isSplit() throws IOException {
    assertThat(correct("hundesteurr", "hunde", "steuer")).containsExactly("hunde steuer");
  }

  @Test
  void correct_emptyIndex_findsNothing() throws IOException {
    assertThat(correct("reisepass")).isEmpty();
  }
}
