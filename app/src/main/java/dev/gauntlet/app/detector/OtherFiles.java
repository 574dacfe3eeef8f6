package dev.gauntlet.app.detector;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Model files of kinds that are known and not read, recognised by their first bytes, and what to do instead. */
final class OtherFiles {
    /** A kind of file: how it is recognised, what it is, and what to do instead. */
    private record Kind(Predicate<Head> is, String what, String instead) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    head -> head.matches("\\x80[\\x02-\\x05].*") || head.matches("c[A-Za-z_][\\w.]*\\n\\w+\\n.*"),
                    "a Python pickle, which can run any code when it is loaded; Gauntlet does not load pickles",
                    "export the model with skl2onnx, or serve it with exec:, see docs/targets.md"),
            new Kind(
                    head -> head.matches("x[\\x01\\x5e\\x9c\\xda].*"),
                    "compressed with zlib, as joblib compresses pickles; Gauntlet does not load pickles",
                    "export the model with skl2onnx, or serve it with exec:, see docs/targets.md"),
            new Kind(
                    head -> head.matches("(\\x1f\\x8b|BZh[1-9]|\\xfd7zXZ|\\x28\\xb5\\x2f\\xfd|\\x04\"M\\x18).*"),
                    "a compressed file",
                    "decompress it with gunzip, bunzip2, unxz, zstd or lz4 and name the file inside"),
            new Kind(
                    head -> head.startsWith("\u00ac\u00ed\0\5"),
                    "a serialised Java object, as Weka writes; Gauntlet does not deserialise them",
                    "serve it with exec: or as a service, see docs/targets.md"),
            new Kind(
                    head -> head.startsWith("\u0089HDF\r\n\u001a\n")
                            || holds(head, "model\\.weights\\.h5|config\\.json"),
                    "a Keras model or another HDF5 file",
                    "convert the model with tf2onnx, or write dense layers as JSON, see docs/models.md"),
            new Kind(
                    head -> holds(head, "[^/]+/data\\.pkl"),
                    "a PyTorch file, which contains a Python pickle; Gauntlet does not load pickles",
                    "export the model with torch.onnx.export"),
            new Kind(
                    head -> holds(head, "model\\.ini|domains/.*|trees/t\\d.*"),
                    "an H2O MOJO",
                    "serve it with exec: or as a service, see docs/targets.md"),
            new Kind(
                    head -> head.startsWith("TFL3", 4),
                    "a TensorFlow Lite model",
                    "convert the model with tf2onnx: python -m tf2onnx.convert --tflite model.tflite --output model.onnx"),
            new Kind(
                    head -> head.startsWith("CBM1"),
                    "a CatBoost model",
                    "save it again as ONNX: model.save_model(\"model.onnx\", format=\"onnx\")"),
            new Kind(
                    head -> head.startsWith("<") && head.contains("<PMML"),
                    "a PMML file",
                    "export the model as ONNX from the program that trained it, or serve it with exec:, see "
                            + "docs/targets.md"),
            new Kind(
                    head -> head.matches(".{3}[\\x00-\\x05]\\x00{4}\\{\".*"),
                    "a safetensors file, which contains weights but no model structure",
                    "export the model with torch.onnx.export"),
            new Kind(
                    head -> head.startsWith("GGUF"),
                    "a GGUF file, a language model",
                    "serve its decisions with exec: or as a service, see docs/targets.md"));

    private static final int HEAD = 1 << 12;
    private static final String SAVED_MODEL = "saved_model.pb";

    private OtherFiles() {}

    /** The first bytes as characters 0 to 255. */
    private record Head(String text) {
        boolean matches(String pattern) {
            return Pattern.compile(pattern, Pattern.DOTALL).matcher(text).matches();
        }

        boolean startsWith(String magic) {
            return text.startsWith(magic);
        }

        boolean startsWith(String magic, int at) {
            return text.startsWith(magic, at);
        }

        boolean contains(String words) {
            return text.contains(words);
        }
    }

    /** Whether a zip file has an entry of such a name near its start. */
    private static boolean holds(Head head, String name) {
        return head.startsWith("PK\3\4")
                && List.of(head.text.split("PK\\x03\\x04", -1)).stream()
                        .filter(entry -> entry.length() > 26)
                        .anyMatch(entry -> entry.substring(26).matches("(?s)(%s).*".formatted(name)));
    }

    /**
     * Refuses a file, or a folder, of such a kind.
     *
     * @throws InputException naming the path, what it is and what to do instead
     */
    static void refuse(Path path) {
        boolean saved = Files.isRegularFile(path.resolve(SAVED_MODEL))
                || String.valueOf(path.getFileName()).equals(SAVED_MODEL);
        if (saved) {
            throw refusal(
                    path,
                    "a TensorFlow SavedModel",
                    "convert the model with tf2onnx: python -m tf2onnx.convert --saved-model FOLDER --output model.onnx");
        }
        if (!Files.isRegularFile(path)) {
            return;
        }
        Head head = head(path);
        for (Kind kind : KINDS) {
            if (kind.is.test(head)) {
                throw refusal(path, kind.what, kind.instead);
            }
        }
    }

    private static Head head(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return new Head(new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(path, e.getMessage()));
        }
    }

    private static InputException refusal(Path path, String what, String instead) {
        return new InputException("%s: is %s; %s".formatted(path, what, instead));
    }
}
