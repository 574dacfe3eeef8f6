package dev.gauntlet.app.cli;

import static dev.gauntlet.app.cli.Terminal.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.data.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model file whose benign class is not its first. */
final class TurnedFileTest {
    private static final String NAMED =
            "its class \"good\", which is not its first, is benign, according to the " + "labels";

    @TempDir
    private Path folder = Path.of("");

    private Path model = Path.of("");
    private Path data = Path.of("");
    private Path schema = Path.of("");

    @BeforeEach
    void write() throws IOException {
        model = Files.writeString(folder.resolve("turned.json"), """
                {"kind": "tree", "n_features": 2, "classes": ["bad", "good"], "features": ["size", "rate"],
                 "trees": [{"feature": [0, -2, -2], "threshold": [5.0, -2, -2], "left": [1, -1, -1],
                            "right": [2, -1, -1], "value": [[0.5, 0.5], [0.1, 0.9], [0.8, 0.2]]}]}
                """);
        String[] lines = Files.readString(Terminal.table(folder.resolve("table.csv"), 400))
                .split("\n");
        lines[0] += ",seen";
        for (int i = 1; i < lines.length; i++) {
            lines[i] += "," + (1_699_920_000 + 800 * i);
        }
        data = Files.writeString(folder.resolve("table.csv"), String.join("\n", lines) + "\n");
        schema = Files.writeString(folder.resolve("schema.yaml"), """
                label: verdict
                benign: [good]
                time: seen
                ignored: [count, kind]
                features:
                  - {name: size, kind: real, low: -.inf, high: .inf, scale: 1}
                  - {name: rate, kind: real, low: -.inf, high: .inf, scale: 1}
                """);
    }

    @Test
    void importTakesTheBenignClass() {
        Path bundle = folder.resolve("turned.zip");
        assertThat(said("import", model, "--benign", "good", "--out", bundle))
                .contains("probabilities of 2 classes (good, bad), the first is benign");
        BundleFile read = BundleFile.read(bundle);
        assertThat(read.facts().labels()).containsExactly("good", "bad");
        double[] malice = read.model().malice(Rows.of(new double[][] {{4, 0}, {6, 0}}));
        assertThat(malice).containsExactly(new double[] {0.1, 0.8}, within(1e-12));
        Terminal.Result other = Terminal.run("import", model, "--benign", "god");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err())
                .contains("turned.json: --benign god: it has no class \"god\"; its classes are bad, good");
    }

    private String process(String out) {
        return said("process", "--data", data, "--schema", schema, "--model", model, "--out", folder.resolve(out));
    }

    @Test
    void theProcessFindsItByTheLabelsOrWarns() throws IOException {
        assertThat(process("named")).contains(NAMED);
        Files.writeString(model, Files.readString(model).replace("[\"bad\", \"good\"]", "[\"0\", \"1\"]"));
        assertThat(process("unnamed"))
                .contains("it scores benign validation rows higher than malicious ones (ROC AUC 0.")
                .contains("gauntlet import FILE --benign CLASS");
    }

    @Test
    void theChampionIsTurnedBeforeItIsCompared() {
        Path parts = folder.resolve("parts");
        said("split", "--data", data, "--schema", schema, "--out", parts);
        Path detector = folder.resolve("detector.zip");
        said("train", "--data", parts, "--algorithm", "decision-tree:depth=3", "--out", detector);
        String compared = said("evaluate", detector, "--data", parts, "--champion", model);
        double before = Double.parseDouble(
                compared.replaceAll("(?s).*Compared with the champion.*?recall +([0-9.]+) " + "->.*", "$1"));
        // A split at 5 finds nearly all of the malicious rows, which are spread about 7, by 1.6.
        assertThat(before).as(compared).isGreaterThan(0.75);
    }

    @Test
    void oneThatIsRetrainedIsTurnedFirst() {
        String retrained = said(
                "retrain",
                "--simulate",
                "--data",
                data,
                "--schema",
                schema,
                "--model",
                model,
                "--fpr",
                "0.2",
                "--out",
                folder.resolve("retrained"));
        assertThat(retrained).contains(NAMED);
        double never = Double.parseDouble(retrained.replaceAll(
                "(?s).*Area under time: recall [0-9.]+ with retraining and ([0-9.]+) " + "without.*", "$1"));
        assertThat(never).as(retrained).isGreaterThan(0.75);
    }

    @Test
    void classesThatAreWrittenOtherwiseThanTheLabelsAreFound() throws IOException {
        Files.writeString(model, Files.readString(model).replace("[\"bad\", \"good\"]", "[\"Bad\", \"Good \"]"));
        assertThat(process("case")).contains(NAMED.replace("good", "Good "));
        Files.writeString(model, Files.readString(model).replace("[\"Bad\", \"Good \"]", "[\"0.0\", \"1.0\"]"));
        Files.writeString(data, Files.readString(data).replace(",bad,", ",0,").replace(",good,", ",1,"));
        Files.writeString(schema, Files.readString(schema).replace("[good]", "[\"1\"]"));
        assertThat(process("points")).contains(NAMED.replace("good", "1.0"));
        Files.writeString(model, Files.readString(model).replace("[\"0.0\", \"1.0\"]", "[\"false\", \"true\"]"));
        assertThat(process("truths")).contains(NAMED.replace("good", "true"));
        Files.writeString(model, Files.readString(model).replace("[\"false\", \"true\"]", "[\"spam\", \"ham\"]"));
        assertThat(process("others").replaceAll("\\s+", " "))
                .contains("its classes are spam, ham; none of them is called 1, so that its first is taken as benign");
    }
}
