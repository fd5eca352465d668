package de.landbruecke;

import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import de.landbruecke.index.IndexSnapshot;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Which package may use which, and what others may use of us. A new package or a new arrow starts
 * with a record in {@code docs/decisions}, then a line here.
 */
class ArchitectureTest {

  private static final String BASE = "de.landbruecke";

  /** What every package may use: the JDK, the null marks, and the words all packages share. */
  private static final List<String> OPEN = List.of("java..", "javax..", "org.jspecify..", BASE);

  private static final String LUCENE = "org.apache.lucene..";
  private static final String CAFFEINE = "com.github.benmanes.caffeine..";
  private static final List<String> JACKSON = List.of("tools.jackson..", "com.fasterxml.jackson..");

  /** Package to what it uses beside {@link #OPEN}; without a dot it is one of ours. */
  private static final Map<String, List<String>> USES = new TreeMap<>();

  static {
    USES.put("area", List.of());
    USES.put("catalog", uses(JACKSON, "area"));
    USES.put("source", List.of("catalog"));
    USES.put("source.internal", uses(JACKSON, "source", "catalog", "org.jsoup.."));
    USES.put("source.xzufi", List.of("source", "source.internal", "catalog", "area"));
    USES.put("source.json", uses(JACKSON, "source", "source.internal", "catalog", "area"));
    USES.put("analysis", List.of(LUCENE, CAFFEINE, "de.danielnaber.jwordsplitter.."));
    USES.put("grouping", uses(JACKSON, "catalog"));
    USES.put("grouping.internal", List.of("grouping", "catalog"));
    USES.put("index.internal", List.of("catalog", "area"));
    USES.put(
        "index",
        uses(
            JACKSON,
            "index.internal",
            "grouping",
            "grouping.internal",
            "source",
            "catalog",
            "area",
            "analysis",
            LUCENE,
            CAFFEINE));
    USES.put(
        "search",
        List.of("index", "index.internal", "catalog", "area", "analysis", LUCENE, CAFFEINE));
    USES.put("evaluation", List.of("search", "catalog"));
    // The identity half: it does not know the catalog half, nor that one it.
    USES.put("trust", List.of("com.nimbusds.jose..", CAFFEINE, "org.apache.hc.."));
    USES.put("exchange", List.of("trust"));
  }

  private static final Set<String> IDENTITY = Set.of("trust", "exchange");

  /** Public types outside packages named {@code internal}: what we promise, so few. */
  private static final int MAX_SEARCH_TYPES = 55;

  private static final int MAX_IDENTITY_TYPES = 23;

  private static final String INTERNAL = BASE + "..internal..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @TestFactory
  Stream<DynamicTest> packages_dependencies_areThoseOfTheTable() {
    return USES.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(), () -> onlyUses(entry.getKey(), entry.getValue()).check(CLASSES)));
  }

  @Test
  void packages_all_standInTheTable() {
    assertThat(packages().map(JavaPackage::getName))
        .allSatisfy(name ->
            assertThat(name.equals(BASE) || USES.containsKey(name.substring(BASE.length() + 1)))
                .as(name + " needs a line in the table of uses")
                .isTrue());
  }

  @Test
  void packages_all_areNullMarked() {
    assertThat(packages())
        .allSatisfy(each ->
            assertThat(each.isAnnotatedWith(NullMarked.class))
                .as(each.getName() + " needs a package-info.java with @NullMarked")
                .isTrue());
  }

  @Test
  void packages_all_areFreeOfCycles() {
    slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void core_anywhere_isFreeOfSpring() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(CLASSES);
  }

  @Test
  void api_topLevelTypesOfTheSearchHalf_areFew() {
    assertFew(type -> !isIdentity(type), MAX_SEARCH_TYPES);
  }

  @Test
  void api_topLevelTypesOfTheIdentityHalf_areFew() {
    assertFew(ArchitectureTest::isIdentity, MAX_IDENTITY_TYPES);
  }

  private static void assertFew(Predicate<JavaClass> half, int most) {
    List<String> types =
        api()
            .filter(JavaClass::isTopLevelClass)
            .filter(half)
            .map(JavaClass::getName)
            .sorted()
            .toList();

    assertThat(types)
        .as(
            "the %d public types outside packages named internal: hide one before adding one%n%s",
            types.size(), String.join("\n", types))
        .hasSizeBetween(1, most);
  }

  private static boolean isIdentity(JavaClass type) {
    return IDENTITY.stream().anyMatch(each -> type.getPackageName().equals(BASE + "." + each));
  }

  @Test
  void identity_tableOfUses_namesNoPackageOfTheSearchHalf() {
    Set<String> search = new HashSet<>(USES.keySet());
    search.removeAll(IDENTITY);

    for (String name : IDENTITY) {
      assertThat(USES.get(name)).doesNotContainAnyElementsOf(search);
    }
    for (String name : search) {
      assertThat(USES.get(name)).doesNotContainAnyElementsOf(IDENTITY);
    }
  }

  @Test
  void api_signatures_mentionOnlyTypesOfTheApi() {
    assertThat(
            api()
                .flatMap(type ->
                    signature(type)
                        .filter(each -> isOurs(each) && !isApi(each))
                        .map(each -> type.getName() + " shows " + each.getName())))
        .isEmpty();
  }

  /** Where the reader of a snapshot is handed out, and nowhere else. */
  @Test
  void api_signatures_mentionLuceneOnlyInTheSnapshot() {
    assertThat(
            api()
                .filter(
                    type -> signature(type).anyMatch(JavaClass.Predicates.resideInAPackage(LUCENE)))
                .map(JavaClass::getName))
        .containsExactly(IndexSnapshot.class.getName());
  }

  /** The public types that others may use, nested ones included. */
  private static Stream<JavaClass> api() {
    return CLASSES.stream().filter(ArchitectureTest::isApi);
  }

  private static boolean isApi(JavaClass type) {
    return isOurs(type)
        && !JavaClass.Predicates.resideInAPackage(INTERNAL).test(type)
        && type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isApi).orElse(true);
  }

  private static boolean isOurs(JavaClass type) {
    return type.getName().startsWith(BASE + ".");
  }

  /** All types that the type's supertypes and its public and protected members mention. */
  private static Stream<JavaClass> signature(JavaClass type) {
    Stream<JavaType> supertypes =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    Stream<JavaMember> members =
        type.getMembers().stream()
            .filter(member ->
                member.getModifiers().contains(JavaModifier.PUBLIC)
                    || member.getModifiers().contains(JavaModifier.PROTECTED));
    return Stream.concat(
            supertypes.flatMap(each -> each.getAllInvolvedRawTypes().stream()),
            members.flatMap(each -> each.getAllInvolvedRawTypes().stream()))
        .map(JavaClass::getBaseComponentType);
  }

  private static ArchRule onlyUses(String name, List<String> uses) {
    String[] allowed =
        Stream.of(OPEN.stream(), uses.stream(), Stream.of(name))
            .flatMap(each -> each)
            .map(each -> each.contains("..") || each.equals(BASE) ? each : BASE + "." + each)
            .toArray(String[]::new);
    return ArchRuleDefinition.classes()
        .that()
        .resideInAPackage(BASE + "." + name)
        .should(
            onlyDependOnClassesThat(
                DescribedPredicate.or(
                    JavaClass.Predicates.resideInAnyPackage(allowed),
                    DescribedPredicate.describe(
                        "array or primitive", ArchitectureTest::isBuiltIn))))
        // A planned package may not exist yet.
        .allowEmptyShould(true);
  }

  private static boolean isBuiltIn(JavaClass type) {
    return type.getBaseComponentType().isPrimitive();
  }

  private static Stream<JavaPackage> packages() {
    JavaPackage base = CLASSES.getPackage(BASE);
    return Stream.concat(Stream.of(base), base.getSubpackagesInTree().stream())
        .filter(each -> !each.getClasses().isEmpty());
  }

  private static List<String> uses(List<String> libraries, String... others) {
    return Stream.concat(libraries.stream(), Arrays.stream(others)).toList();
  }
}
