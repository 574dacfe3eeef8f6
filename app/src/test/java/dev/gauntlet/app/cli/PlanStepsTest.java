package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps as sections of a plan: who labels, and how features are scaled. */
final class PlanStepsTest {
    @TempDir
    Path folder;

    private Path table = Path.of("");

    @BeforeEach
    void writeTable() throws IOException {
        table = Terminal.table(folder.resolve("rows.csv"), 400);
    }

    private Path plan(String text) throws IOException {
        return Files.writeString(folder.resolve("plan.yaml"), text);
    }

    private BundleFile trained(String text) throws IOException {
        Path bundle = folder.resolve("detector.zip");
        Files.deleteIfExists(bundle);
        Terminal.Result result = Terminal.run("train", plan(text), "--data", table, "--out", bundle);
        assertThat(result.code()).as(result.err()).isZero();
        return BundleFile.read(bundle);
    }

    @Test
    void labellersOfAPlanSayWhatRecordsAreAndTheirColumnsAreNoFeatures() throws IOException {
        String text = """
                benign: [good]
                labellers:
                  columns: [verdict]
                  rules: ["bad: size > 1e6", "good: size < -1e6"]
                pipeline: {algorithms: [decision-tree]}
                """;
        BundleFile bundle = trained(text);
        assertThat(bundle.model().schema().names()).containsExactly("size", "rate", "count", "kind");
        assertThat(bundle.facts().labels()).containsExactly("benign", "bad");
        Terminal.Result split = Terminal.run("split", plan(text), "--data", table, "--out", folder.resolve("parts"));
        assertThat(split.out() + split.err())
                .contains("240 training, 60 validation and 100 test rows")
                .contains("labelled rows.csv: 300  good")
                .contains("labelled rows.csv: 100  bad")
                .contains("verdict: labelled 400 records")
                .contains("no record was labelled by two labellers");
    }

    @Test
    void labellersThatCannotLabelAreRefused() throws IOException {
        Terminal.Result silent = Terminal.run(
                "split",
                plan("benign: good\nlabellers: {rules: ['bad: size > 1e9']}"),
                "--data",
                table,
                "--out",
                folder.resolve("parts"));
        assertThat(silent.code()).isEqualTo(Main.MISTAKE);
        assertThat(silent.err()).contains("no labeller labels any of these records");
        Terminal.Result broken = Terminal.run(
                "split",
                plan("benign: good\nlabellers: {rules: ['bad: sise > 1']}"),
                "--data",
                table,
                "--out",
                folder.resolve("parts"));
        assertThat(broken.code()).isEqualTo(Main.MISTAKE);
        assertThat(broken.err()).contains("sise").doesNotContain("Exception");
        Terminal.Result nothing =
                Terminal.run("split", plan("labellers: {rules: ['bad: size > 1']}"), "--out", folder.resolve("parts"));
        assertThat(nothing.err()).contains("labellers label the records in data; name them");
    }

    @Test
    void theScalingOfAPlanIsThatOfEveryFeatureTheSchemaIsSilentOn() throws IOException {
        Path schema = folder.resolve("schema.yaml");
        String inferred = Terminal.run("schema", table, "--label", "verdict", "--benign", "good")
                .out();
        Files.writeString(
                schema, inferred.replaceFirst("name: rate\n", "name: rate\n    scaling: none\n    missing: zero\n"));
        BundleFile bundle = trained("""
                schema: %s
                pipeline: {algorithms: [logistic-regression], scaling: quantile, missing: median}
                """.formatted(schema));
        Schema used = bundle.model().schema();
        assertThat(used.scaling(used.column("size")))
                .isEqualTo(new Scaling(Scaling.Numbers.QUANTILE, Scaling.Missing.MEDIAN));
        assertThat(used.scaling(used.column("rate")))
                .isEqualTo(new Scaling(Scaling.Numbers.NONE, Scaling.Missing.ZERO));
        Encoding encoding = bundle.model().encoding();
        assertThat(encoding.form(used.column("size"))).isEqualTo(Encoding.Form.QUANTILE);
        assertThat(encoding.encode(used.column("rate"), 4.25)).isEqualTo(4.25);
        assertThat(encoding.encode(used.column("rate"), Double.NaN)).isZero();
    }

    @Test
    void aSearchThatWasStoppedContinuesWithTheFitsItHas() throws IOException {
        Path plan = plan("""
                label: verdict
                benign: good
                pipeline: {algorithms: [decision-tree], search: {how: random, trials: 4, folds: 2}}
                """);
        Path run = folder.resolve("run");
        assertThat(Terminal.run("process", plan, "--data", table, "--out", run).code())
                .isZero();
        String found = Files.readString(run.resolve("findings.json"));
        Path trials = run.resolve("trials.jsonl");
        assertThat(Files.readAllLines(trials)).hasSize(8);
        Files.write(trials, Files.readAllLines(trials).subList(0, 3));
        Files.delete(run.resolve("findings.json"));
        Terminal.Result again = Terminal.run("process", plan, "--data", table, "--out", run);
        assertThat(again.err()).contains("3 fits of the search are reused from");
        assertThat(Files.readString(run.resolve("findings.json"))).isEqualTo(found);
        Path bundle = folder.resolve("detector.zip");
        Files.copy(trials, folder.resolve("detector.zip.trials"));
        Terminal.Result trained = Terminal.run("train", plan, "--data", table, "--out", bundle);
        assertThat(trained.out()).contains("8 fits are reused from a search that was stopped");
        assertThat(folder.resolve("detector.zip.trials")).doesNotExist();
    }

    @Test
    void aRareSideIsReported() throws IOException {
        List<String> lines = Files.readAllLines(Terminal.table(folder.resolve("many.csv"), 2000));
        List<String> few = new ArrayList<>();
        int bad = 0;
        for (String line : lines) {
            if (!line.endsWith(",bad") || bad++ < 40) {
                few.add(line);
            }
        }
        Path rare = Files.write(folder.resolve("rare.csv"), few);
        Object[] words = {
            "train", "--data", rare, "--label", "verdict", "--benign", "good", "--out", folder.resolve("r.zip")
        };
        assertThat(Terminal.run(words).out()).contains("note: 2.60 % of the training rows are malicious");
        words[2] = table;
        assertThat(Terminal.run(words).out()).doesNotContain("of the training rows are malicious");
    }
}
