package de.landbruecke.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomesTest {

  @TempDir Path folder;

  @Test
  void command_severalInstallations_takesTheNewest() throws IOException {
    install("a", "21.0.4");
    Path newest = install("b", "25.0.1");
    install("c", "22");

    assertThat(homes(Map.of()).command(21)).contains(newest.resolve("bin/java"));
  }

  @Test
  void command_exactlyTheVersion_isEnough() throws IOException {
    Path home = install("jdk", "21");

    assertThat(homes(Map.of()).command(21)).contains(home.resolve("bin/java"));
  }

  @Test
  void command_onlyOlderOnes_findsNone() throws IOException {
    install("old", "1.8.0_402");
    install("nearly", "20.0.2");

    assertThat(homes(Map.of()).command(21)).isEmpty();
  }

  @Test
  void command_javaHomeNewEnough_isPreferredToANewerOne() throws IOException {
    install("newer", "25");
    Path chosen = install("chosen", "21");

    assertThat(homes(Map.of("JAVA_HOME", chosen.toString())).command(21))
        .contains(chosen.resolve("bin/java"));
  }

  @Test
  void command_javaHomeTooOld_looksFurther() throws IOException {
    Path old = install("old", "17");
    Path other = Files.createDirectory(folder.resolve("elsewhere"));
    Path newer = install("elsewhere/jdk", "25");

    assertThat(
            new JavaHomes(
                    Map.of(
                        "JAVA_HOME",
                        old.toString(),
                        "JAVA_HOME_25_X64",
                        "",
                        "JAVA25_HOME",
                        newer.toString()),
                    List.of())
                .command(21))
        .contains(other.resolve("jdk/bin/java"));
  }

  @Test
  void command_bundleOfMacOs_isFound() throws IOException {
    Path home = install("temurin.jdk/Contents/Home", "25");

    assertThat(homes(Map.of()).command(21)).contains(home.resolve("bin/java"));
  }

  @Test
  void command_folderWithoutReleaseFileOrJava_isNoInstallation() throws IOException {
    Files.delete(install("no-release", "25").resolve("release"));
    Files.delete(install("no-java", "25").resolve("bin/java"));

    assertThat(homes(Map.of()).command(21)).isEmpty();
  }

  private JavaHomes homes(Map<String, String> environment) {
    return new JavaHomes(environment, List.of(folder, folder.resolve("absent")));
  }

  private Path install(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    Files.createFile(home.resolve("bin/java"));
    assertThat(home.resolve("bin/java").toFile().setExecutable(true)).isTrue();
    return home;
  }
}
