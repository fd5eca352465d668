package de.landbruecke.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import de.landbruecke.AssuranceLevel;
import de.landbruecke.server.bundid.TestAnswer;
import de.landbruecke.server.identity.Attribute;
import de.landbruecke.server.identity.AttributeName;
import de.landbruecke.server.identity.HomeIssuer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of BundID's words becomes an attribute, and at which level. */
class SamlAttributesTest {

  private static final Set<String> ALL =
      Arrays.stream(BundIdAttribute.values())
          .map(BundIdAttribute::claim)
          .filter(Objects::nonNull)
          .collect(Collectors.toSet());

  private static List<Attribute> read(TestAnswer answer, Set<String> names) throws Exception {
    return SamlAttributes.read(SamlFixture.BUNDID, SamlFixture.read(answer), names);
  }

  private static TestAnswer told(String identifier, String value, String trustLevel) {
    return SamlFixture.answer().attribute("urn:oid:" + identifier, "x", value, trustLevel);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.5.4.42|Clara|given_name|Clara",
        "2.5.4.4|Muster|family_name|Muster",
        "1.2.40.0.10.2.1.1.225566|Vogel|birth_family_name|Vogel",
        "0.9.2342.19200300.100.1.40|Dr.|title|Dr.",
        "1.2.40.0.10.2.1.1.55|1980-02-29|birthdate|1980-02-29",
        "1.3.6.1.5.5.7.9.2|Ulm|place_of_birth|{\"locality\":\"Ulm\"}",
        "1.2.40.0.10.2.1.1.225577|D|nationalities|[\"D\"]",
        "1.3.6.1.4.1.33592.1.3.5|1|gender|male",
        "1.3.6.1.4.1.33592.1.3.5|2|gender|female",
        "0.9.2342.19200300.100.1.3|a@b.example|email|a@b.example",
        "2.5.4.20|+49 1|phone_number|+49 1",
        "2.5.4.7|Ulm|address|{\"locality\":\"Ulm\"}"
      })
  void read_eachAttribute_isOurs(String identifier, String value, String name, String ours)
      throws Exception {
    assertThat(read(told(identifier, value, "NORMAL"), ALL))
        .extracting(Attribute::name, Attribute::value, Attribute::source, Attribute::level)
        .containsExactly(tuple(name, ours, "bundid", AssuranceLevel.LOW));
    assertThat(AttributeName.of(name)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.40.0.10.2.1.1.55, 1980-02-30",
    "1.2.40.0.10.2.1.1.55, 0000-00-00",
    "1.2.40.0.10.2.1.1.55, 29.2.1980",
    "1.3.6.1.4.1.33592.1.3.5, 9",
    "2.5.4.42, ' '",
    "2.5.4.42, ''"
  })
  void read_valueThatSaysNothing_isLeftOut(String identifier, String value) throws Exception {
    assertThat(read(told(identifier, value, "NORMAL"), ALL)).isEmpty();
  }

  /** The level of an attribute travels apart from that of the sign-in; at most the ceiling. */
  @ParameterizedTest
  @CsvSource({
    "UNTERGEORDNET, basic",
    "NORMAL, low",
    "SUBSTANTIELL, substantial",
    "HOCH, substantial",
    "SUBSTANZIELL, none",
    "hoch, none",
    "' HOCH', none",
    "'', none"
  })
  void read_trustLevel_isMappedExactly(String word, String level) throws Exception {
    assertThat(read(told("2.5.4.42", "Clara", word), ALL))
        .extracting(attribute -> attribute.level().label())
        .containsExactly(level);
  }

  @Test
  void read_addressOfSeveralParts_isAsSureAsTheLeastSure() throws Exception {
    TestAnswer answer =
        told("2.5.4.16", "Weg 1", "HOCH")
            .attribute("urn:oid:2.5.4.17", "x", "89073", "NORMAL")
            .attribute("urn:oid:2.5.4.7", "x", "Ulm", "UNTERGEORDNET")
            .attribute("urn:oid:1.2.40.0.10.2.1.1.225599", "x", "D", "HOCH");

    assertThat(read(answer, Set.of("address")))
        .extracting(Attribute::value, Attribute::level)
        .containsExactly(
            tuple(
                "{\"street_address\":\"Weg 1\",\"postal_code\":\"89073\",\"locality\":\"Ulm\","
                    + "\"country\":\"D\"}",
                AssuranceLevel.BASIC));
  }

  /** Names count exactly: a stray blank makes another one. */
  @ParameterizedTest
  @ValueSource(strings = {"urn:oid: 2.5.4.42", "urn:oid:2.5.4.42 ", "2.5.4.42", "givenName"})
  void read_nameThatIsNotTheOne_isLeftOut(String name) throws Exception {
    assertThat(read(SamlFixture.answer().attribute(name, "givenName", "Clara", "HOCH"), ALL))
        .isEmpty();
  }

  @Test
  void read_whatNobodyAskedFor_isLeftOut() throws Exception {
    assertThat(read(told("2.5.4.42", "Clara", "HOCH"), Set.of("family_name"))).isEmpty();
  }

  /** Keys of this side are no attributes, whatever a service registers. */
  @Test
  void keysOfThisSide_haveNoNameByWhichTheyCouldBeReleased() throws Exception {
    TestAnswer answer = SamlFixture.answer();
    Set<String> names =
        Set.of(
            "bPK2",
            "bpk2",
            "bPK",
            "bpk",
            "pseudonym",
            "legacyPostkorbHandle",
            TestAnswer.BPK2,
            "sub");
    for (BundIdAttribute key :
        List.of(
            BundIdAttribute.BPK2,
            BundIdAttribute.BPK,
            BundIdAttribute.PSEUDONYM,
            BundIdAttribute.MAILBOX)) {
      assertThat(key.claim()).isNull();
      answer.attribute(key.uri(), key.friendlyName(), "marked", "HOCH");
    }

    assertThat(read(answer, names)).isEmpty();
  }

  @Test
  void subject_isBpk2ForBundId_andAPersistentNameForOthers() throws Exception {
    HomeIssuer.Saml bundId = Objects.requireNonNull(SamlFixture.BUNDID.saml());
    HomeIssuer.Saml other = new HomeIssuer.Saml("x.xml", null, "");
    SamlAnswer transientName = SamlFixture.read(SamlFixture.answer());
    SamlAnswer persistent =
        SamlFixture.read(
            SamlFixture.answer().with("name-format", SamlNames.PERSISTENT).with("name-id", "p-1"));

    assertThat(SamlAttributes.subject(bundId, transientName)).isEqualTo("bpk2-of-clara");
    assertThat(SamlAttributes.subject(other, persistent)).isEqualTo("p-1");
    assertThatExceptionOfType(TroubleException.class)
        .isThrownBy(() -> SamlAttributes.subject(other, transientName))
        .returns("subject_missing", TroubleException::reason);
  }

  @Test
  void holder_below16_isAMinor() throws Exception {
    SamlAnswer answer = SamlFixture.read(told("1.2.40.0.10.2.1.1.55", "2010-11-25", "HOCH"));

    assertThat(SamlAttributes.holder(answer, LocalDate.of(2026, 11, 24)))
        .isEqualTo(HomeLogin.Holder.MINOR);
    assertThat(SamlAttributes.holder(answer, LocalDate.of(2026, 11, 25)))
        .isEqualTo(HomeLogin.Holder.CITIZEN);
    assertThat(
            SamlAttributes.holder(
                SamlFixture.read(SamlFixture.answer()), LocalDate.of(2026, 11, 24)))
        .isEqualTo(HomeLogin.Holder.CITIZEN);
  }

  @Test
  void means_onlyPlainWords() throws Exception {
    String identifier = "1.3.6.1.4.1.25484.494450.2";

    assertThat(SamlAttributes.means(SamlFixture.read(told(identifier, "eID", "NORMAL"))))
        .isEqualTo("eID");
    assertThat(SamlAttributes.means(SamlFixture.read(told(identifier, "<b>", "NORMAL")))).isNull();
    assertThat(SamlAttributes.means(SamlFixture.read(SamlFixture.answer()))).isNull();
  }
}
