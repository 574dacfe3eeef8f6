package dev.gauntlet.app.assess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Codecs;
import dev.gauntlet.base.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskStoreTest {
    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private final AtomicInteger made = new AtomicInteger();

    @BeforeEach
    void place() {
        folder = temporary.resolve("store");
    }

    private DiskStore store(long most) {
        return new DiskStore(folder, "build", most);
    }

    /** Takes long enough to be worth writing. */
    private Supplier<boolean[]> slow(boolean... flags) {
        return () -> {
            made.incrementAndGet();
            try {
                Thread.sleep(120);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return flags;
        };
    }

    private boolean[] get(Store store, String key, boolean... flags) {
        return store.get("some flags", key, Codecs.BOOLEANS, slow(flags));
    }

    @Test
    void anotherProcessFindsWhatWasComputed() {
        get(store(1000), "a", true, false);
        DiskStore second = store(1000);
        assertThat(get(second, "a")).containsExactly(true, false);
        assertThat(made).hasValue(1);
        assertThat(second.uses()).containsEntry("some flags", new Store.Use(1, 0));
        assertThat(DiskStore.files(folder)).singleElement().satisfies(file -> {
            assertThat(file.kind()).isEqualTo("some flags");
            assertThat(file.bytes()).isEqualTo(32 + 4 + 2);
        });
    }

    @Test
    void anotherBuildComputesAgain() {
        get(store(1000), "a", true);
        get(new DiskStore(folder, "rebuilt", 1000), "a", true);
        assertThat(made).hasValue(2);
    }

    @Test
    void whatTakesNoTimeIsNotWritten() {
        store(1000).get("some flags", "a", Codecs.BOOLEANS, () -> new boolean[1]);
        assertThat(folder).doesNotExist();
    }

    @Test
    void anAlteredOrTornFileIsComputedAgain() throws IOException {
        get(store(1000), "a", true, false);
        Path file = DiskStore.files(folder).get(0).path();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] = 1;
        Files.write(file, bytes);
        assertThat(get(store(1000), "a", true, false)).containsExactly(true, false);
        assertThat(made).hasValue(2);
        Files.write(file, java.util.Arrays.copyOf(bytes, 10));
        get(store(1000), "a", true, false);
        assertThat(made).hasValue(3);
    }

    @Test
    void theFilesNotUsedLongestAreRemovedAndNeverThoseOfThisRun() throws IOException {
        DiskStore first = store(90);
        get(first, "a", true);
        get(first, "b", true);
        for (DiskStore.Stored file : DiskStore.files(folder)) {
            Files.setLastModifiedTime(file.path(), FileTime.from(Instant.now().minusSeconds(3600)));
        }
        Files.writeString(folder.resolve("notes.txt"), "mine");
        DiskStore second = store(90);
        get(second, "b");
        get(second, "c", true);
        second.trim();
        assertThat(DiskStore.files(folder)).hasSize(2);
        get(store(90), "b");
        assertThat(made).as("b was used by this run").hasValue(3);
        get(store(90), "a");
        assertThat(made).as("a was removed").hasValue(4);
        second.clear();
        assertThat(DiskStore.files(folder)).isEmpty();
        assertThat(folder.resolve("notes.txt")).exists();
    }

    @Test
    void whatCannotBeWrittenIsComputedAndReported() throws IOException {
        Files.writeString(folder, "a file where the folder should be");
        DiskStore store = store(1000);
        assertThat(get(store, "a", true)).containsExactly(true);
        assertThat(store.isFull()).isTrue();
    }

    @Test
    void aProcessOfTheSameNumberOnAnotherMachineIsNotInTheWay() throws IOException {
        get(store(1000), "a", true);
        Path file = DiskStore.files(folder).get(0).path();
        Files.delete(file);
        // What such a process and thread would once have written to.
        Files.createDirectory(file.resolveSibling("%s.%d-%d.part"
                .formatted(
                        file.getFileName(),
                        ProcessHandle.current().pid(),
                        Thread.currentThread().getId())));
        DiskStore store = store(1000);
        get(store, "a", true);
        assertThat(store.isFull()).isFalse();
        assertThat(file).exists();
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        get(store(1000), "a", true);
        Path file = DiskStore.files(folder).get(0).path();
        Path left = Files.writeString(file.resolveSibling("x.result.1.part"), "half");
        Path open = Files.writeString(file.resolveSibling("y.result.2.part"), "still being written");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(7200)));
        store(1000).trim();
        assertThat(left).doesNotExist();
        assertThat(open).exists();
        store(1000).clear();
        assertThat(folder).doesNotExist();
    }
}
