package de.landbruecke.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** The server's rooms use the core and what they share; beyond that see {@link #IDENTITY}. */
class ArchitectureTest {

  private static final String BASE = "de.landbruecke.server";

  /** What every room may use; these use no room. */
  private static final Set<String> SHARED = Set.of(BASE, BASE + ".shared", BASE + ".web");

  /** The only room that other rooms may use, and who may; see decision records 0015 and 0021. */
  private static final String IDENTITY = BASE + ".identity";

  private static final Set<String> USERS_OF_IDENTITY =
      Set.of(BASE + ".token", BASE + ".account", BASE + ".admin", BASE + ".cli");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void rooms_eachOther_areNotUsed() {
    assertThat(packages().map(JavaPackage::getName).filter(name -> !SHARED.contains(name)))
        .isNotEmpty()
        .allSatisfy(room ->
            noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(
                    DescribedPredicate.describe(
                        "are of another room", type -> isOtherRoom(room, type)))
                .check(CLASSES));
  }

  @Test
  void packages_all_areFreeOfCycles() {
    slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void server_anywhere_isFreeOfLucene() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.lucene..")
        .check(CLASSES);
  }

  /** What is named internal in the core changes without notice. */
  @Test
  void server_anywhere_isFreeOfInternalPackagesOfTheCore() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("de.landbruecke..internal..")
        .check(CLASSES);
  }

  /**
   * RFC 8414, section 6 (attack S1): whatever goes out goes by {@code GuardedHttp}, which pins
   * addresses; decision record 0023.
   */
  @Test
  void server_anywhere_goesOutByTheGuardedClientOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "org.apache.hc..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Socket.class, URLConnection.class, RestClient.class, RestTemplate.class)
        .orShould()
        .callMethod(URL.class, "openStream")
        .orShould()
        .callMethod(HTTPRequest.class, "send")
        .orShould()
        .callMethod(JWKSet.class, "load", URL.class)
        .check(CLASSES);
  }

  @Test
  void controllersConfigurationsAndProperties_outsideTheSharedRooms_stayInside() {
    classes()
        .that(
            DescribedPredicate.describe(
                "are in a room", type -> !SHARED.contains(type.getPackageName())))
        .and()
        .haveNameMatching(".*(Controller|Configuration|Properties)")
        .should()
        .bePackagePrivate()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void packages_all_areNullMarked() {
    assertThat(packages())
        .allSatisfy(each ->
            assertThat(each.isAnnotatedWith(NullMarked.class))
                .as(each.getName() + " needs a package-info.java with @NullMarked")
                .isTrue());
  }

  private static boolean isOtherRoom(String room, JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(BASE + ".")
        && !SHARED.contains(name)
        && !name.equals(room)
        && !(name.equals(IDENTITY) && USERS_OF_IDENTITY.contains(room));
  }

  private static Stream<JavaPackage> packages() {
    JavaPackage base = CLASSES.getPackage(BASE);
    return Stream.concat(Stream.of(base), base.getSubpackagesInTree().stream())
        .filter(each -> !each.getClasses().isEmpty());
  }
}
