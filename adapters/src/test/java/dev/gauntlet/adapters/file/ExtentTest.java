package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExtentTest {
    private static final String ROWS = "a,b\n" + "1,2\n".repeat(100_000);

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("rows.csv"), ROWS);
    }

    @Test
    void aFileThatGrowsIsReadToItsOpeningSize() throws IOException {
        TextFile text = TextFile.at(file);
        try (InputStream in = text.open()) {
            byte[] first = in.readNBytes(10);
            Files.writeString(file, "3,4\n", StandardOpenOption.APPEND);
            assertThat(first.length + in.readAllBytes().length).isEqualTo(ROWS.length());
        }
        // The next pass reads the same.
        try (InputStream in = text.open()) {
            assertThat(in.readAllBytes()).hasSize(ROWS.length());
        }
    }

    @Test
    void aFileThatBecomesShorterIsRefused() throws IOException {
        try (InputStream in = TextFile.at(file).open()) {
            assertThat(in.read()).isEqualTo('a');
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(200_000);
            }
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("rows.csv: became shorter, from 400,004 to 200,000 bytes, while it was read");
        }
    }

    @Test
    void aFileThatIsReplacedIsRefused() throws IOException {
        TextFile text = TextFile.at(file);
        try (InputStream in = text.open()) {
            assertThat(in.read()).isEqualTo('a');
            Path other = Files.writeString(folder.resolve("other"), ROWS);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("was replaced by another file while it was read");
        }
    }

    @Test
    void aFileThatAnotherLibraryReadsMustNotChangeAtAll() throws IOException {
        Extent extent = Extent.of(file);
        extent.checkUnchanged();
        Files.writeString(file, "3,4\n", StandardOpenOption.APPEND);
        assertThatThrownBy(extent::checkUnchanged).hasMessageContaining("was changed while it was read");
        Files.delete(file);
        assertThatThrownBy(extent::check).hasMessageContaining("was removed while it was read");
    }
}
