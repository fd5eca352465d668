package de.landbruecke.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.openid.connect.sdk.OIDCScopeValue;
import de.landbruecke.AssuranceLevel;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PersonTest {

  @ParameterizedTest
  @EnumSource
  void of_eachState_hasFivePersonsWithEveryClaimOfTheFourScopes(FederalState state) {
    Set<String> claims =
        OIDCScopeValue.resolveClaimNames(new Scope("profile", "email", "address", "phone"));

    var persons = Person.of(state);

    assertThat(persons).containsOnlyKeys("anna", "bernd", "clara", "doris", "erik");
    assertThat(persons.values())
        .allSatisfy(person -> {
          assertThat(person.claims()).containsOnlyKeys(claims);
          assertThat(person.text("name")).contains("(erfunden)");
          assertThat(person.text("email")).endsWith(".example");
          assertThat(person.text("phone_number")).startsWith("+4930231250");
        });
    assertThat(Person.named(state, "erik").reachable()).isEqualTo(AssuranceLevel.SUBSTANTIAL);
  }

  @Test
  void named_nobody_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Person.named(FederalState.SAXONY, "zoe"))
        .withMessageContaining("found zoe");
  }

  @Test
  void subject_sameSector_isTheSameAndElsewhereAnother() {
    Person clara = Person.named(FederalState.SAXONY, "clara");

    assertThat(clara.subject("a")).isEqualTo(clara.subject("a")).isNotEqualTo(clara.subject("b"));
  }

  @ParameterizedTest
  @EnumSource
  void acr_eachLevel_isReadBack(FederalState state) {
    for (AssuranceLevel level : AssuranceLevel.values()) {
      if (level == AssuranceLevel.NONE) {
        assertThatIllegalArgumentException().isThrownBy(() -> state.acr(level));
      } else {
        assertThat(state.level(state.acr(level))).contains(level);
      }
    }
    assertThat(state.level("LoA")).isEmpty();
  }
}
