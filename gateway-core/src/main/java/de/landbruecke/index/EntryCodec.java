package de.landbruecke.index;

import de.landbruecke.index.internal.IndexFields;
import java.io.IOException;
import java.util.Map;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FieldsConsumer;
import org.apache.lucene.codecs.FieldsProducer;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.NormsProducer;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.index.Fields;
import org.apache.lucene.index.FilterLeafReader.FilterFields;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Terms;

/**
 * Lucene's own format, but the terms of entries do not go through its writer: they are gathered
 * here by numbers and put in when a segment is written. The files are what Lucene itself would have
 * written, and are read by it alone. For the fields concerned a document has {@link LengthStream
 * one term}, which tells Lucene that there is a field and how long it is.
 *
 * <p>For one writer, whose documents come from one thread; a segment with entries has nothing else.
 */
final class EntryCodec extends FilterCodec {

  private final long limit;
  private final FieldPostings words = new FieldPostings(true);
  private final FieldPostings grams = new FieldPostings(true);
  private final FieldPostings forms = new FieldPostings(false);
  private final Map<String, FieldPostings> fields =
      Map.of(IndexFields.WORDS, words, IndexFields.GRAMS, grams, IndexFields.FORMS, forms);
  private int segments;

  /**
   * A codec for a new writer.
   *
   * @param limit from how many bytes on a segment should be written
   */
  EntryCodec(long limit) {
    super(Codec.getDefault().getName(), Codec.getDefault());
    this.limit = limit;
  }

  /** The codec with which {@link GenerationWriter} opened a writer. */
  static EntryCodec of(IndexWriter writer) {
    return (EntryCodec) writer.getConfig().getCodec();
  }

  /** The terms of {@link IndexFields#WORDS}. */
  FieldPostings words() {
    return words;
  }

  /** The terms of {@link IndexFields#GRAMS}. */
  FieldPostings grams() {
    return grams;
  }

  /** The terms of {@link IndexFields#FORMS}. */
  FieldPostings forms() {
    return forms;
  }

  /** Changes whenever the numbers of all terms are forgotten. */
  int segments() {
    return segments;
  }

  /** Whether so much is gathered that the writer should flush. */
  boolean isFull() {
    return words.bytes() + grams.bytes() + forms.bytes() > limit;
  }

  @Override
  public PostingsFormat postingsFormat() {
    PostingsFormat format = super.postingsFormat();
    return new PostingsFormat(format.getName()) {
      @Override
      public FieldsConsumer fieldsConsumer(SegmentWriteState state) throws IOException {
        return new Gathered(format.fieldsConsumer(state), state.segmentInfo.maxDoc());
      }

      @Override
      public FieldsProducer fieldsProducer(SegmentReadState state) throws IOException {
        return format.fieldsProducer(state);
      }
    };
  }

  /** Writes a new segment with the gathered terms; merges are Lucene's matter. */
  private final class Gathered extends FieldsConsumer {
    private final FieldsConsumer out;
    private final int documents;

    Gathered(FieldsConsumer out, int documents) {
      this.out = out;
      this.documents = documents;
    }

    @Override
    public void write(Fields written, NormsProducer norms) throws IOException {
      if (words.documents() == 0) {
        out.write(written, norms);
        return;
      }
      if (words.documents() != documents) {
        throw new IllegalStateException(
            "a segment of "
                + documents
                + " documents cannot take the terms of "
                + words.documents()
                + " entries");
      }
      out.write(
          new FilterFields(written) {
            @Override
            public Terms terms(String field) throws IOException {
              FieldPostings its = fields.get(field);
              return its == null ? super.terms(field) : its.sorted();
            }
          },
          norms);
      fields.values().forEach(FieldPostings::clear);
      segments++;
    }

    @Override
    public void merge(MergeState state, NormsProducer norms) throws IOException {
      out.merge(state, norms);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
