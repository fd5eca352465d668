package de.landbruecke.grouping.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.landbruecke.catalog.RecordClass;
import de.landbruecke.catalog.RecordId;
import de.landbruecke.catalog.ServiceKey;
import de.landbruecke.grouping.EditorialDecisions;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ServiceGroupingTest {

  private final Map<RecordId, SortedSet<ServiceKey>> services = new HashMap<>();

  private static RecordId id(String value) {
    return new RecordId("A", RecordClass.SERVICE, value);
  }

  private static ServiceKey key(int number) {
    return new ServiceKey("99%012d".formatted(number));
  }

  private void service(String value, Integer... keys) {
    NavigableSet<ServiceKey> its = new TreeSet<>();
    Arrays.stream(keys).map(ServiceGroupingTest::key).forEach(its::add);
    services.put(id(value), its);
  }

  private static EditorialDecisions decisions(String... lines) throws IOException {
    return EditorialDecisions.read(new StringReader(String.join("\n", lines)), "decisions.jsonl");
  }

  private static String join(String members) {
    return "{\"decision\":\"join\"," + members + OWNER;
  }

  private static String split(String members) {
    return "{\"decision\":\"split\"," + members + OWNER;
  }

  private static final String OWNER =
      ",\"reason\":\"gleich\",\"owner\":\"Redaktion\",\"date\":\"2026-11-01\"}";

  /** Each group as {@code id[keys]=members}, numbers for keys and values for records. */
  private List<String> groups(EditorialDecisions decisions) {
    return new ServiceGrouping(decisions)
        .group(services).stream()
            .map(group ->
                number(group.id())
                    + group.keys().stream().map(k -> number(k.value())).toList()
                    + "="
                    + String.join("", group.members().stream().map(RecordId::value).toList()))
            .toList();
  }

  private static String number(String id) {
    return id.startsWith("99") ? "" + Long.parseLong(id.substring(2)) : id;
  }

  @Test
  void group_sameKey_isOneEntry() {
    service("a", 1);
    service("b", 1);
    service("c", 2);

    assertThat(groups(EditorialDecisions.NONE)).containsExactly("1[1]=ab", "2[2]=c");
  }

  @Test
  void group_severalKeys_isOfferInEach() {
    service("a", 1, 2);
    service("b", 1);
    service("c", 2);

    assertThat(groups(EditorialDecisions.NONE)).containsExactly("1[1]=ab", "2[2]=ac");
  }

  @Test
  void group_exactlyTheSameRecords_isOneEntryWithSeveralKeys() {
    service("a", 1, 2, 3);
    service("b", 1, 2);

    assertThat(groups(EditorialDecisions.NONE)).containsExactly("1[1, 2]=ab", "3[3]=a");
  }

  @Test
  void group_noKey_isEntryOfItsOwn() {
    service("a");
    service("b");

    assertThat(groups(EditorialDecisions.NONE)).containsExactly("A.LB.a[]=a", "A.LB.b[]=b");
  }

  @Test
  void group_serviceActionAndDetail_stayApart() {
    services.put(id("lo"), new TreeSet<>(List.of(new ServiceKey("99102013000000"))));
    services.put(id("lov"), new TreeSet<>(List.of(new ServiceKey("99102013104000"))));
    services.put(id("lovd"), new TreeSet<>(List.of(new ServiceKey("99102013104001"))));

    assertThat(new ServiceGrouping(EditorialDecisions.NONE).group(services)).hasSize(3);
  }

  @Test
  void group_joinedKeys_areOneEntry() throws IOException {
    service("a", 1);
    service("b", 2);
    service("c", 3);
    service("d", 4);

    assertThat(
            groups(
                decisions(
                    "# Kommentar",
                    "",
                    join("\"keys\":[\"" + key(3) + "\",\"" + key(2) + "\"]"),
                    join("\"keys\":[\"" + key(4) + "\",\"" + key(3) + "\"]"))))
        .containsExactly("1[1]=a", "2[2, 3, 4]=bcd");
  }

  @Test
  void group_recordJoinedToKey_isOfferThere() throws IOException {
    service("a", 1);
    service("b");

    assertThat(groups(decisions(join("\"keys\":[\"" + key(1) + "\"],\"records\":[\"A.LB.b\"]"))))
        .containsExactly("1[1]=ab");
  }

  @Test
  void group_splitRecords_areEntryOfTheirOwnAndKeyStays() throws IOException {
    service("a", 1);
    service("b", 1);
    service("c", 1);

    assertThat(groups(decisions(split("\"records\":[\"A.LB.c\",\"A.LB.b\"]"))))
        .containsExactly("1[1]=a", "A.LB.b[]=bc");
  }

  @Test
  void group_splitFromOneKey_staysInOthers() throws IOException {
    service("a", 1, 2);
    service("b", 1);

    assertThat(groups(decisions(split("\"keys\":[\"" + key(1) + "\"],\"records\":[\"A.LB.a\"]"))))
        .containsExactly("1[1]=b", "2[2]=a", "A.LB.a[]=a");
  }

  private static void assertRefused(String message, String... lines) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decisions(lines))
        .withMessageContaining("decisions.jsonl")
        .withMessageContaining(message);
  }

  @Test
  void read_wrongLine_namesLineAndWhatIsAllowed() {
    String two = "\"keys\":[\"" + key(1) + "\",\"" + key(2) + "\"]";
    assertRefused("line 2: no JSON object", "", "{");
    assertRefused(
        "line 1: decision 'merge' is not allowed: join or split",
        "{\"decision\":\"merge\"" + OWNER);
    assertRefused("at least two", join("\"keys\":[\"" + key(1) + "\"]"));
    assertRefused("names no record", split(two));
    assertRefused("'12' in 'keys' is not allowed", join("\"keys\":[\"12\"]"));
    assertRefused("'b' in 'records' is not allowed", split("\"records\":[\"b\"]"));
    assertRefused("is no service", split("\"records\":[\"A.OE.1\"]"));
    assertRefused("'keys' is no list", join("\"keys\":1"));
    assertRefused("'reason' is missing", "{\"decision\":\"join\"," + two + "}");
    assertRefused("date 'heute'", join(two).replace("2026-11-01", "heute"));
  }

  @Test
  void read_contradiction_isRefused() {
    String record = "\"records\":[\"A.LB.a\"]";
    assertRefused("is split twice", split(record), split(record));
    assertRefused(
        "is joined and split", split(record), join("\"keys\":[\"" + key(1) + "\"]," + record));
  }

  @Test
  void slots_recordsOfOneEntry_shareOne() {
    ServiceGrouping grouping = new ServiceGrouping(EditorialDecisions.NONE);

    assertThat(grouping.slots(id("a"), List.of(key(1), key(2))))
        .hasSize(2)
        .containsAll(grouping.slots(id("b"), List.of(key(2))));
    assertThat(grouping.slots(id("a"), List.of())).isNotEqualTo(grouping.slots(id("b"), List.of()));
  }
}
