package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proven of a detector, as at a terminal. */
final class CertifyCommandTest {
    @TempDir
    private static Path folder = Path.of("");

    private static Path forest = Path.of("");
    private static Path rows = Path.of("");

    @BeforeAll
    static void buildOnce() throws IOException {
        rows = Terminal.table(folder.resolve("table.csv"), 400);
        forest = built("random-forest");
    }

    private static Path built(String trainer) throws IOException {
        Path out = folder.resolve(trainer);
        Path plan = Files.writeString(folder.resolve(trainer + ".yaml"), """
                data: '%s'
                label: verdict
                benign: good
                pipeline: {algorithms: [%s], settings: 1}
                """.formatted(rows, trainer));
        Terminal.Result result = Terminal.run("process", plan, "--out", out);
        assertThat(result.code()).as(result.err()).isZero();
        return out;
    }

    private static Terminal.Result certify(Path model, Object... more) {
        Object[] all = {"certify", model, "--data", rows, "--label", "verdict", "--benign", "good"};
        Object[] arguments = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, arguments, all.length, more.length);
        return Terminal.run(arguments);
    }

    @Test
    void provenRecallFallsFromThatOfTheDetectorAndNeverExceedsWhatWasFound() throws IOException {
        Path changes = folder.resolve("changes.csv");
        Terminal.Result result = certify(forest, "--out", changes, "--boxes", 1);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "malicious test rows, of which",
                        "no number moves further than 1 of its scale",
                        "proven recall",
                        "The least change of each row");
        List<String> lines = Files.readAllLines(changes);
        assertThat(lines.get(0)).isEqualTo("row,detected,proven,found,changes");
        assertThat(lines.size()).isGreaterThan(20);
        int evaded = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", 5);
            assertThat(cells).hasSize(5);
            if (cells[1].equals("true")) {
                double found = cells[3].equals("none") ? Double.POSITIVE_INFINITY : Double.parseDouble(cells[3]);
                double proven = cells[2].equals("none") ? Double.POSITIVE_INFINITY : Double.parseDouble(cells[2]);
                assertThat(proven).isPositive().isLessThanOrEqualTo(found);
                assertThat(cells[4].contains(" -> ")).isEqualTo(found < Double.POSITIVE_INFINITY);
                evaded += found <= 1 ? 1 : 0;
            } else {
                assertThat(line).endsWith("false,,,");
            }
        }
        assertThat(evaded).isPositive();
        assertThat(certify(forest, "--boxes", 1, "--threads", 1).out().replaceAll("[0-9.]+ s\\)", ""))
                .isEqualTo(
                        result.out().replaceAll("[0-9.]+ s\\)", "").replaceAll("\nThe least change of each.*\n", ""));
    }

    @Test
    void sizesSayWhatTheyDoNotCount() {
        String flags = "Flags and categories that an attacker can change have no distance here";
        String step = "Whole numbers can move by 1 all the same";
        assertThat(certify(forest, "--boxes", 1, "--rows", 5).out())
                .contains(flags)
                .doesNotContain(step);
        assertThat(certify(forest, "--boxes", 1, "--rows", 5, "--norm", "l0").out())
                .doesNotContain(flags);
        assertThat(certify(forest, "--boxes", 1, "--rows", 5, "--distance", "0.0001")
                        .out())
                .contains(step);
    }

    @Test
    void whereNothingCanBeWrittenIsSaidBeforeTheWork() {
        Terminal.Result missing =
                certify(forest, "--out", folder.resolve("none").resolve("changes.csv"));
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no such folder").doesNotContain("certifying");
        Terminal.Result taken = certify(forest, "--out", folder);
        assertThat(taken.code()).isEqualTo(2);
        assertThat(taken.err()).contains("is a folder; name a file");
    }

    @Test
    void featuresAloneAreShownOrRuledOut() {
        Terminal.Result found = certify(forest, "--boxes", 1, "--rows", 5, "--alone", "size,rate,count,kind");
        assertThat(found.code()).as(found.err()).isZero();
        assertThat(found.out())
                .contains("the first of", "alone can carry the probability from at most 0.4 to at least 0.6");
        assertThat(certify(forest, "--boxes", 1, "--rows", 5, "--alone", "rate", "--gap", "0.001,0.999")
                        .out())
                .containsAnyOf("(proven)", "was not decided");
    }

    @Test
    void whatCannotBeCertifiedIsRefusedWithTheReason() throws IOException {
        assertThat(certify(built("logistic-regression")).err())
                .contains("logistic-regression", "not an ensemble of trees")
                .doesNotContain("Exception");
        assertThat(certify(forest, "--norm", "l3").err())
                .contains("--norm: there is no \"l3\"", "[cost, l0, l1, l2, linf]");
        assertThat(certify(forest, "--alone", "nothing").err()).contains("there is no feature nothing");
        assertThat(certify(forest, "--gap", "0.6,0.4").err()).contains("--gap must be two probabilities");
        assertThat(certify(forest, "--distance", "0").code()).isEqualTo(2);
    }

    /** A rule that no row can meet is no error, as each row may break it as far as it does; but a user must know. */
    @Test
    void aRuleThatTheRowsBreakIsReported() throws IOException {
        Path table = Files.writeString(
                folder.resolve("rules.csv"),
                IntStream.range(0, 200)
                        .mapToObj(i -> "%d,%d,%s%n".formatted(i, i % 7, i < 100 ? "good" : "bad"))
                        .collect(Collectors.joining("", "x,y,verdict\n", "")));
        Path schema = Files.writeString(folder.resolve("rules.yaml"), """
                features: [{name: x, kind: real}, {name: "y", kind: real}]
                rules: ["x > 5 and x < 2"]
                """);
        Path model = folder.resolve("rules.zip");
        Object[] usual = {"--schema", schema, "--label", "verdict", "--benign", "good"};
        Terminal.Result trained =
                Terminal.run(with(usual, "train", "--data", table, "--algorithm", "decision-tree", "--out", model));
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("the rule \"x > 5 and x < 2\" does not hold for 120 of 120 training rows");
        Terminal.Result certified = Terminal.run(with(usual, "certify", model, "--test", table));
        assertThat(certified.code()).as(certified.err()).isZero();
        assertThat(certified.out()).contains("the rule \"x > 5 and x < 2\" does not hold for 160 of 160 test rows");
    }

    private static Object[] with(Object[] usual, Object... first) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(usual)).toArray();
    }
}
