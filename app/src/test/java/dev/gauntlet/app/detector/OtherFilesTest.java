package dev.gauntlet.app.detector;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of kinds that are known and not read. */
final class OtherFilesTest {
    @TempDir
    private Path folder = Path.of("");

    /** In the first column, % and two digits stand for a byte. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "%80%02}q., a Python pickle, skl2onnx",
                "%80%05%95%01%00, a Python pickle, exec:",
                "`csklearn.tree\nTree\n(`, a Python pickle, docs/targets.md",
                "x%9c%4b, compressed with zlib, skl2onnx",
                "%1f%8b%08%00, a compressed file, decompress it",
                "%ac%ed%00%05sr, a serialised Java object, exec:",
                "%89HDF%0d%0a%1a%0a, a Keras model, tf2onnx",
                "%1c%00%00%00TFL3, a TensorFlow Lite model, tf2onnx",
                "CBM1%00, a CatBoost model, `format=\"onnx\"`",
                "`<?xml version=\"1.0\"?><PMML version=\"4.4\">`, a PMML file, ONNX",
                "%40%00%00%00%00%00%00%00{\"w\":{, a safetensors file, torch.onnx.export",
                "GGUF%03, a GGUF file, exec:",
            })
    void areNamedWithWhatToDoInstead(String start, String what, String instead) throws IOException {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < start.length(); i++) {
            boolean coded = start.charAt(i) == '%';
            bytes.append(coded ? (char) Integer.parseInt(start.substring(i + 1, i + 3), 16) : start.charAt(i));
            i += coded ? 2 : 0;
        }
        Path file = folder.resolve("model.bin");
        Files.writeString(file, bytes + "the rest", StandardCharsets.ISO_8859_1);
        refused(file, what, instead);
    }

    @ParameterizedTest
    @CsvSource({
        "archive/data.pkl, a PyTorch file, torch.onnx.export",
        "config.json, a Keras model, tf2onnx",
        "model.ini, an H2O MOJO, exec:"
    })
    void zipFilesAreRecognisedByTheirEntries(String entry, String what, String instead) throws IOException {
        Path file = folder.resolve("model.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("metadata"));
            zip.write(1);
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(1);
        }
        refused(file, what, instead);
    }

    @Test
    void aSavedModelIsRecognisedByItsFolder() throws IOException {
        Path file = Files.write(folder.resolve("saved_model.pb"), new byte[] {8, 1, 18});
        refused(file, "a TensorFlow SavedModel", "tf2onnx");
        assertThatThrownBy(() -> GivenModel.read(folder.toString(), Optional.empty()))
                .hasMessageContaining(folder + ": is a TensorFlow SavedModel");
    }

    @Test
    void whatIsReadIsNotRefused() throws IOException {
        for (String start :
                new String[] {"{\"learner\":", "[{\"nodeid\":", "tree\nversion=v3\n", "\b\b\22\7skl2onnx", "x"}) {
            Path file = Files.writeString(folder.resolve("model.bin"), start);
            assertThatCode(() -> OtherFiles.refuse(file)).doesNotThrowAnyException();
        }
    }

    private static void refused(Path file, String what, String instead) {
        assertThatThrownBy(() -> GivenModel.read(file.toString(), Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("%s: is %s", file, what)
                .hasMessageContaining(instead)
                .hasMessageNotContaining("\n");
    }
}
