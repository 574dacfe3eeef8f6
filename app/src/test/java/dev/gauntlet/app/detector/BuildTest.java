package dev.gauntlet.app.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildTest {
    private static final String HERE = "Linux, amd64, Java 17";

    @TempDir
    private Path folder;

    private String digest(String... entries) {
        return Build.digest(
                Arrays.stream(entries)
                        .map(entry -> folder.resolve(entry).toString())
                        .collect(Collectors.joining(File.pathSeparator)),
                HERE);
    }

    /** A jar with one class of some bytes, and a manifest that names other jars. */
    private void jar(String name, String code, String... others) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (others.length > 0) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", others));
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry("dev/gauntlet/Attack.class"));
            jar.write(code.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    @Test
    void codeOfTheSameLengthAndNameInAJarIsAnotherBuild() throws IOException {
        jar("app.jar", "returns 0.5");
        String before = digest("app.jar");
        assertThat(digest("app.jar")).isEqualTo(before).matches("[0-9a-f]{64}");
        jar("app.jar", "returns 0.6");
        assertThat(digest("app.jar")).isNotEqualTo(before);
    }

    @Test
    void compiledFilesInAFolderCountWithNameAndContent() throws IOException {
        write("classes/a/One.class", "returns 0.5");
        String before = digest("classes");
        write("classes/a/One.class", "returns 0.6");
        assertThat(digest("classes")).isNotEqualTo(before);
        write("classes/a/One.class", "returns 0.5");
        assertThat(digest("classes")).isEqualTo(before);
        write("classes/META-INF/services/dev.gauntlet.attack.Attack", "a.One");
        assertThat(digest("classes")).isNotEqualTo(before);
    }

    @Test
    void aPluginJarOnTheClassPathIsAnotherBuild() throws IOException {
        jar("app.jar", "app");
        jar("plugin.jar", "plugin");
        assertThat(digest("app.jar", "plugin.jar")).isNotEqualTo(digest("app.jar"));
    }

    @Test
    void aJarThatAnotherNamesInItsManifestCounts() throws IOException {
        jar("app.jar", "app", "lib/more.jar");
        jar("lib/more.jar", "returns 0.5");
        String before = digest("app.jar");
        jar("lib/more.jar", "returns 0.6");
        assertThat(digest("app.jar")).isNotEqualTo(before);
    }

    @Test
    void placesNamesAndOrderOfJarsDoNotCount() throws IOException {
        jar("here/app.jar", "app");
        jar("here/lib.jar", "lib");
        jar("there/lib-1.jar", "lib");
        jar("there/app-1.jar", "app");
        assertThat(digest("there/lib-1.jar", "there/app-1.jar")).isEqualTo(digest("here/app.jar", "here/lib.jar"));
        assertThat(digest("here/app.jar", "here/none.jar")).isEqualTo(digest("here/app.jar"));
    }

    @Test
    void whatIsNoJarCountsWithItsBytes() throws IOException {
        write("odd.txt", "1");
        String before = digest("odd.txt");
        write("odd.txt", "2");
        assertThat(digest("odd.txt")).isNotEqualTo(before);
    }

    @Test
    void theMachineCounts() {
        assertThat(Build.digest("", "Linux, amd64, Java 17"))
                .isNotEqualTo(Build.digest("", "Linux, aarch64, Java 17"))
                .isNotEqualTo(Build.digest("", "Linux, amd64, Java 25"));
        assertThat(Build.machine())
                .contains(System.getProperty("os.name"))
                .contains(System.getProperty("os.arch"))
                .endsWith("Java " + Runtime.version().feature());
    }

    @Test
    void theRunningBuildIsThatOfItsClassPath() {
        assertThat(Build.digest())
                .isEqualTo(Build.digest(System.getProperty("java.class.path"), Build.machine()))
                .isNotEqualTo(Build.digest("", Build.machine()));
    }
}
