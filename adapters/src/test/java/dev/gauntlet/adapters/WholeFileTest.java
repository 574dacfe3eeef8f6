package dev.gauntlet.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.FailedWrite;
import dev.gauntlet.adapters.disk.Place;
import dev.gauntlet.adapters.disk.RecordingDisk;
import dev.gauntlet.adapters.disk.RecordingDisk.Kind;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
    @TempDir
    Path folder;

    private static void write(Path path, String text) {
        WholeFile.write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatAKilledProcessLeftAsideIsRemovedAndNothingElse(@TempDir Path folder) throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        Path left = Files.writeString(Place.of(deep.resolve("x.json")).aside(), "half");
        Path other = Files.writeString(deep.resolve(".x.json.mine.part"), "somebody's");
        Path whole = Files.writeString(deep.resolve("x.json"), "whole");
        WholeFile.sweep(folder);
        assertThat(left).doesNotExist();
        assertThat(other).exists();
        assertThat(whole).exists();
    }

    @Test
    void aFileIsForcedBeforeItIsRenamedAndItsFolderAfterwards() {
        RecordingDisk disk = new RecordingDisk();
        Path file = folder.resolve("a.txt");
        try (Disk.AutoClosing restored = Disk.replace(disk)) {
            assertThat(restored).isNotNull();
            write(file, "text");
        }
        assertThat(disk.steps())
                .extracting(RecordingDisk.Step::kind)
                .containsExactly(Kind.CREATE, Kind.WRITE, Kind.FORCE, Kind.CLOSE, Kind.RENAME, Kind.FORCE);
        assertThat(disk.steps().get(4).path()).isEqualTo(file);
        assertThat(disk.steps().get(5).path()).isEqualTo(folder);
    }

    @Test
    void whatWasWrittenSurvivesAPowerFailure() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        Path file = folder.resolve("new/a.txt");
        try (Disk.AutoClosing restored = Disk.replace(disk)) {
            assertThat(restored).isNotNull();
            WholeFile.makeFolder(folder.resolve("new"));
            write(file, "first");
            write(file, "second");
            AppendedFile.append(folder.resolve("b.txt"), "one\n");
            AppendedFile.append(folder.resolve("b.txt"), "two\n");
        }
        disk.losePower();
        assertThat(file).hasContent("second");
        assertThat(folder.resolve("b.txt")).hasContent("one\ntwo\n");
    }

    @Test
    void everyFailureLeavesTheFormerFileOrTheNewOneAndNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        for (int fail = 1; fail <= 6; fail++) {
            for (boolean after : new boolean[] {false, true}) {
                write(file, "former");
                int number = fail;
                RecordingDisk.Fault fault = (step, n) -> {
                    if (n == number) {
                        throw new IOException("No space left on device");
                    }
                };
                RecordingDisk disk = new RecordingDisk();
                disk = after ? disk.failingAfter(fault) : disk.failingBefore(fault);
                try (Disk.AutoClosing restored = Disk.replace(disk)) {
                    assertThat(restored).isNotNull();
                    assertThatThrownBy(() -> write(file, "newer"))
                            .isInstanceOf(FailedWrite.class)
                            .hasMessageContaining("a.txt: cannot be written (No space left on device)");
                }
                assertThat(Files.readString(file)).isIn("former", "newer");
                assertThat(folder.toFile().list()).containsExactly("a.txt");
            }
        }
    }

    @Test
    void aDeviceIsWrittenThroughAndStaysADevice() throws IOException, InterruptedException {
        Path device = folder.resolve("null");
        assumeTrue(done("mknod", device.toString(), "c", "1", "3"));
        write(device, "text");
        assertThat(Files.isRegularFile(device)).isFalse();
        assertThat(folder.toFile().list()).containsExactly("null");
    }

    @Test
    void aFifoIsWrittenThrough() throws Exception {
        Path fifo = folder.resolve("fifo");
        assumeTrue(done("mkfifo", fifo.toString()));
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(fifo);
            } catch (IOException e) {
                return e.toString();
            }
        });
        write(fifo, "text");
        assertThat(reader.get()).isEqualTo("text");
        assertThat(Files.isRegularFile(fifo)).isFalse();
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "former");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("made"));
        write(link, "newer");
        write(dangling, "first");
        assertThat(List.of(link, dangling)).allMatch(Files::isSymbolicLink);
        assertThat(target).hasContent("newer");
        assertThat(folder.resolve("made")).hasContent("first");
    }

    @Test
    void aMissingFolderIsAMistakeOfTheUser() {
        assertThatThrownBy(() -> write(folder.resolve("no/a.txt"), "text"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such folder");
    }

    @Test
    void halfALineIsCutOffBeforeTheNext() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "one\nhal");
        AppendedFile.append(file, "two\n");
        assertThat(file).hasContent("one\ntwo\n");
        String long1 = "x".repeat(200_000);
        Files.writeString(file, "one\n" + long1);
        AppendedFile.append(file, "two\n");
        assertThat(file).hasContent("one\ntwo\n");
    }

    @Test
    void anAppendThatFailsLeavesTheFileAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "one\n");
        RecordingDisk disk = new RecordingDisk().failingBefore((step, n) -> {
            if (step.kind() == Kind.FORCE) {
                throw new IOException("Input/output error");
            }
        });
        try (Disk.AutoClosing restored = Disk.replace(disk)) {
            assertThat(restored).isNotNull();
            assertThatThrownBy(() -> AppendedFile.append(file, "two\n")).hasMessage("Input/output error");
        }
        assertThat(file).hasContent("one\n");
    }

    private static boolean done(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
