package de.landbruecke.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.landbruecke.data.Finding.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogValidatorTest {

  private static final String HEADER = "{\"format\":1,\"portal\":\"example\",\"agency\":\"L1\"}";
  private static final String DOG =
      "{\"kind\":\"service\",\"id\":\"130\",\"title\":{\"de\":\"Hund anmelden\"},"
          + "\"keys\":[\"99102013104000\"]}";

  @TempDir private Path directory;
  private int files;

  @BeforeEach
  void startCounting() {
    files = 0;
  }

  @Test
  void validate_smallestCatalog_findsNothing() throws IOException {
    assertThat(general(HEADER, "", "{\"id\":\"1\",\"title\":\"Hund\"}", DOG)).isEmpty();
  }

  @Test
  void validate_plantedFault_namesFileLineRecordAndReason() throws IOException {
    List<Finding> findings = general(HEADER, DOG, "", DOG.replace("99102013104000", "99102013"));

    assertThat(findings).hasSize(2);
    assertThat(findings)
        .allSatisfy(finding -> {
          assertThat(finding.file()).endsWith("1.jsonl");
          assertThat(finding.line()).isEqualTo(4);
          assertThat(finding.record()).isEqualTo("service 130");
          assertThat(finding.reason()).isNotBlank();
        });
    assertThat(findings).extracting(Finding::rule).containsOnly(Rule.SCHEMA, Rule.UNIQUE_ID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "SCHEMA;{'id':'1'}",
        "SCHEMA;{'title':'Hund'}",
        "SCHEMA;{'id':'1','title':{'en':'dog'}}",
        "SCHEMA;{'id':'1','title':'Hund','kind':'dog'}",
        "SCHEMA;{'id':'1','title':'Hund','keys':['99102013']}",
        "SCHEMA;{'id':'1','title':'Hund','topics':['tiere']}",
        "SCHEMA;{'id':'1','title':'Hund','audience':['dog']}",
        "SCHEMA;{'id':'1','title':'Hund','areas':['8']}",
        "SCHEMA;{'id':'1','title':'Hund','areas':[]}",
        "SCHEMA;{'id':'1','title':'Hund','approvedOn':'1.11.2026'}",
        "SCHEMA;{'id':'1','title':'Hund','originUrl':'javascript:alert(1)'}",
        "SCHEMA;{'id':'1','title':'Hund','fees':[{'currency':'EUR'}]}",
        "SCHEMA;{'id':'1','title':'Hund','fees':[{'amount':'46,00'}]}",
        "SCHEMA;{'id':'1','title':'Hund','deadlines':[{'duration':'2 Wochen'}]}",
        "SCHEMA;{'id':'1','title':'Hund','processingTime':{'duration':'P'}}",
        "SCHEMA;{'id':'o','title':'Amt','kind':'organization','level':'planet'}",
        "SCHEMA;{'id':'d','title':'Los','kind':'onlineService'}",
        "SCHEMA;{'id':'d','title':'Los','kind':'onlineService','url':'https://a.example',"
            + "'trustLevel':'very high'}",
        "SCHEMA;{'id':'j','kind':'jurisdiction','services':['130'],'areas':['080000000000']}",
        "SCHEMA;{'id':'081','title':'Ort','kind':'place'}",
        "SCHEMA;{'id':'081110000000','title':'Ort','kind':'place','postalCodes':['7017']}",
        "SCHEMA;{'id':'1','kind':'delete'}",
        "DATE;{'id':'1','title':'Hund','approvedOn':'2026-02-30'}",
        "DATE;{'id':'1','title':'Hund','changedAt':'2026-02-03T25:00:00Z'}",
        "ADDRESS;{'id':'1','title':'Hund','originUrl':'https://amt@boese.example/'}",
        "ADDRESS;{'id':'1','title':'Hund','originUrl':'https:///id-1'}",
        "ADDRESS;{'id':'d','title':'Los','kind':'onlineService','url':'https://a.example/%zz'}",
        "FEE;{'id':'1','title':'Hund','fees':[{'amount':'46.00','maximum':'45.99'}]}",
        "MARKUP;{'id':'1','title':'Hund','text':'<script>x</script>'}",
        "MARKUP;{'id':'1','title':'Hund','procedure':{'de':'<p onclick=x>Los</p>'}}",
        "REFERENCE;{'id':'d','title':'Los','kind':'onlineService','url':'https://a.example',"
            + "'services':['131']}",
        "REFERENCE;{'id':'j','kind':'jurisdiction','organization':'o','services':['130'],"
            + "'areas':['080000000000']}",
        "JSON;[1]",
        "JSON;{'id':'1','title':'Hund'} {}",
        "JSON;{'id':'1','id':'2','title':'Hund'}",
        "JSON;{'id':"
      })
  void validate_brokenRecord_isFoundByItsRule(Rule rule, String record) throws IOException {
    List<Finding> findings = general(HEADER, DOG, record.replace('\'', '"'));

    assertThat(findings).extracting(Finding::rule).isNotEmpty().containsOnly(rule);
    assertThat(findings).extracting(Finding::line).containsOnly(3L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'id':'1','title':'Hund','fees':[{'amount':'46.00','maximum':'46.00'}]}",
        "{'id':'1','title':'Hund','approvedOn':'2026-02-28','changedAt':'2026-02-03T23:00:00Z'}",
        "{'id':'1','title':'Hund','text':'<p>a<br/>b <a href=https://a.example>c</a></p>'}",
        "{'id':'1','title':'Hund','deadlines':[{'duration':'PT48H'},{'duration':'P14D'}]}",
        "{'id':'1','title':'Hund','tomorrow':{'a':[1]}}",
        "{'id':'130','title':'Los','kind':'onlineService','url':'https://a.example/',"
            + "'services':['130','L1.LB.130']}",
        "{'id':'99','kind':'delete','of':'service'}"
      })
  void validate_soundRecord_findsNothing(String record) throws IOException {
    assertThat(general(HEADER, DOG, record.replace('\'', '"'))).isEmpty();
  }

  @Test
  void validate_brokenFile_isFound() throws IOException {
    assertThat(general()).extracting(Finding::rule).containsExactly(Rule.FILE);
    assertThat(general("{\"format\":2,\"portal\":\"example\"}", DOG))
        .extracting(Finding::rule)
        .containsExactly(Rule.SCHEMA);
    assertThat(general("{\"format\":1,\"portal\":\"Example\"}"))
        .extracting(Finding::rule)
        .containsExactly(Rule.SCHEMA);
    assertThat(general(HEADER, "{\"id\":\"1\",\"title\":\"" + "x".repeat(4 << 20) + "\"}"))
        .extracting(Finding::rule)
        .containsExactly(Rule.FILE);
    assertThat(general(HEADER, "{\"id\":\"1\",\"title\":\"Hund\",\"x\":" + "[".repeat(40)))
        .extracting(Finding::rule)
        .containsExactly(Rule.JSON);
  }

  @Test
  void validate_lineThatIsNotUtf8_isFoundAndTheRestIsRead() throws IOException {
    Path file = directory.resolve("latin.jsonl");
    Files.write(file, (HEADER + "\n{\"id\":\"ü\"}\n{}\n").getBytes(StandardCharsets.ISO_8859_1));

    List<Finding> findings = CatalogValidator.general().validate(List.of(DataFile.of(file)));

    assertThat(findings).extracting(Finding::rule).startsWith(Rule.FILE).contains(Rule.SCHEMA);
    assertThat(findings).extracting(Finding::line).startsWith(2L).endsWith(3L);
  }

  @Test
  void validate_deltaNamingOtherRecords_findsNothing() throws IOException {
    assertThat(
            general(
                HEADER.replace("}", ",\"extent\":\"delta\"}"),
                "{\"kind\":\"onlineService\",\"id\":\"d\",\"title\":\"Los\","
                    + "\"url\":\"https://a.example\",\"services\":[\"130\"]}"))
        .isEmpty();
  }

  @Test
  void validate_referenceIntoAnotherFile_resolves() throws IOException {
    DataFile services = file(HEADER, DOG);
    DataFile online =
        file(
            "{\"format\":1,\"portal\":\"other\"}",
            "{\"kind\":\"onlineService\",\"id\":\"d\",\"title\":\"Los\","
                + "\"url\":\"https://a.example\",\"services\":[\"L1.LB.130\"]}");

    assertThat(CatalogValidator.general().validate(List.of(services, online))).isEmpty();
    assertThat(CatalogValidator.general().validate(List.of(online)))
        .extracting(Finding::rule)
        .containsExactly(Rule.REFERENCE);
  }

  @Test
  void general_catalogOfOthers_isNotAskedForOurQuality() throws IOException {
    assertThat(general(HEADER, DOG)).isEmpty();
    assertThat(shipped(file(HEADER, DOG)))
        .extracting(Finding::rule)
        .contains(Rule.COMPLETE, Rule.TEXT_LENGTH);
  }

  @Test
  void shipped_textLength_isCountedInWords() throws IOException {
    assertThat(shipped(file(HEADER, service("1", text("a", 120))))).isEmpty();
    assertThat(shipped(file(HEADER, service("1", text("a", 119)))))
        .extracting(Finding::rule)
        .containsExactly(Rule.TEXT_LENGTH);
  }

  @Test
  void shipped_sentenceInFourRecords_isFound() throws IOException {
    String template = "Dieser Satz hat genau acht Wörter und nervt. ";

    assertThat(shipped(file(records(3, template)))).isEmpty();
    assertThat(shipped(file(records(4, template))))
        .extracting(Finding::rule)
        .containsExactly(Rule.REPEATED_SENTENCE);
    assertThat(shipped(file(records(4, template.replace(" genau", ""))))).isEmpty();
  }

  @Test
  void shipped_twoPortalsWithTheSameWords_areFound() throws IOException {
    DataFile one = file(HEADER, service("1", text("a", 130)));
    String other = "{\"format\":1,\"portal\":\"other\"}";

    assertThat(shipped(one, file(other, service("1", text("b", 130))))).isEmpty();
    assertThat(shipped(one, file(other, service("1", text("b", 130) + text("a", 41))))).isEmpty();
    assertThat(shipped(one, file(other, service("1", text("b", 130) + text("a", 42)))))
        .extracting(Finding::rule)
        .containsExactly(Rule.SHARED_WORDING);
  }

  @Test
  void shipped_addressOfARealOffice_isFound() throws IOException {
    String office = "{\"kind\":\"organization\",\"id\":\"o\",\"title\":\"Amt\",\"phone\":\"1\"%s}";

    assertThat(shipped(file(HEADER, office.formatted(",\"demonstration\":true")))).isEmpty();
    assertThat(shipped(file(HEADER, office.formatted(""))))
        .extracting(Finding::rule)
        .containsExactly(Rule.INVENTED);
  }

  @Test
  void shipped_areaThatIsNoPlace_isFound() throws IOException {
    String office = "{\"kind\":\"organization\",\"id\":\"o\",\"title\":\"Amt\",\"area\":\"%s\"}";

    assertThat(shipped(file(HEADER, office.formatted("080000000000")))).isEmpty();
    assertThat(shipped(file(HEADER, office.formatted("090000000000"))))
        .extracting(Finding::rule)
        .containsExactly(Rule.KNOWN_AREA);
  }

  private List<Finding> general(String... lines) throws IOException {
    return CatalogValidator.general().validate(List.of(file(lines)));
  }

  /** The files together with a place file that knows one state. */
  private List<Finding> shipped(DataFile... checked) throws IOException {
    DataFile places =
        file(
            "{\"format\":1,\"portal\":\"places\"}",
            "{\"kind\":\"place\",\"id\":\"080000000000\",\"title\":\"Baden-Württemberg\"}");
    List<DataFile> all = new java.util.ArrayList<>(List.of(checked));
    all.add(places);
    return CatalogValidator.shipped().validate(all);
  }

  private DataFile file(String... lines) throws IOException {
    Path file = directory.resolve(++files + ".jsonl");
    Files.write(file, Arrays.asList(lines));
    return DataFile.of(file);
  }

  private static String[] records(int count, String template) {
    String[] lines = new String[count + 1];
    lines[0] = HEADER;
    for (int i = 1; i <= count; i++) {
      lines[i] = service(String.valueOf(i), template + text("w" + i + "x", 130));
    }
    return lines;
  }

  /** So many different words in sentences of five. */
  private static String text(String stem, int words) {
    return IntStream.range(0, words)
        .mapToObj(i -> stem + i + (i % 5 == 4 ? "." : ""))
        .collect(Collectors.joining(" ", "", " "));
  }

  private static String service(String id, String text) {
    return ("{'id':'%s','title':'T','keys':['99102013104000'],'formalName':'F','summary':'S',"
            + "'text':'%s','conditions':'C','documents':[{'title':'D'}],'procedure':'P',"
            + "'legalBasis':[{'citation':'L'}],'keywords':['k'],'lifeSituations':['l'],"
            + "'topics':['bildung'],'audience':['citizen'],'areas':['080000000000']}")
        .replace('\'', '"')
        .formatted(id, text);
  }
}
