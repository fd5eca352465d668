package de.landbruecke;

import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Which package may use which. A new package or a new arrow starts with a record in {@code
 * docs/decisions}, then a line here.
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
    USES.put("source", uses(JACKSON, "catalog", "area", "org.jsoup.."));
    USES.put("source.xzufi", uses(JACKSON, "source", "catalog", "area"));
    USES.put("source.json", uses(JACKSON, "source", "catalog", "area"));
    USES.put("analysis", List.of(LUCENE, CAFFEINE, "de.danielnaber.jwordsplitter.."));
    USES.put("grouping", uses(JACKSON, "catalog", "area"));
    USES.put(
        "index",
        uses(JACKSON, "grouping", "source", "catalog", "area", "analysis", LUCENE, CAFFEINE));
    USES.put(
        "search", List.of("index", "grouping", "catalog", "area", "analysis", LUCENE, CAFFEINE));
    USES.put("evaluation", uses(JACKSON, "search", "catalog", "area"));
  }

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
