package dev.gauntlet.app.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.adapters.file.TableSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RoomTest {
    @TempDir
    Path folder;

    private Path file(String name, String head, String row, int rows) throws IOException {
        return Files.writeString(folder.resolve(name), head + row.repeat(rows));
    }

    @Test
    void aTableIsMeasuredByItsLinesInEveryTextFormat() throws IOException {
        assertThat(TableSize.of(file("a.csv", "a,b,c\n", "1,2,3\n", 500), 0)).isEqualTo(new TableSize(501, 3));
        assertThat(TableSize.of(file("q.csv", "a;b\n", "1;\"x\n\ny\"\n", 500), 0))
                .isEqualTo(new TableSize(501, 2));
        assertThat(TableSize.of(file("a.jsonl", "", "{\"a\":1,\"b\":2}\n", 500), 0))
                .isEqualTo(new TableSize(500, 2));
        String zeek = "#separator \\x09\n#fields\ta\tb\n#types\tcount\tcount\n";
        assertThat(TableSize.of(file("z.log", zeek, "1\t2\n", 500), 0)).isEqualTo(new TableSize(503, 2));
        Path packed = folder.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(("a,b\n" + "1,2\n".repeat(500)).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(TableSize.of(packed, 0)).isEqualTo(new TableSize(501, 2));
        assertThat(TableSize.of(folder.resolve("a.csv"), 1 << 20))
                .as("too short to matter")
                .isEqualTo(new TableSize(0, 0));
    }

    @Test
    void aTableThatDoesNotFitIsRefusedWithItsSizeAndWhatToDo() throws IOException {
        Path table = file("a.csv", "a,b,c\n", "1,2,3\n", 100_000);
        OptionalInt all = OptionalInt.empty();
        long need = 100_001L * (16 + 3 * 16);
        assertThatCode(() -> Room.TO_COMPARE.demand(table, all, need)).doesNotThrowAnyException();
        assertThatCode(() -> Room.TO_COMPARE.demand(table, OptionalInt.of(2), need - 1))
                .as("a column is not read")
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Room.TO_COMPARE.demand(table, all, need - 1))
                .isInstanceOf(TooLarge.class)
                .hasMessageContaining("a.csv: has about 100,001 rows of 3 columns")
                .hasMessageContaining("at least 6 MiB")
                .hasMessageContaining("-Xmx1g gauntlet ...), or name a file with a sample");
        assertThatThrownBy(() -> Room.TO_TRAIN.demand(table, all, need))
                .as("training holds more")
                .isInstanceOf(TooLarge.class);
    }
}
