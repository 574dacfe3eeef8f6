package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.app.assess.FindingsJson;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.threat.Goals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detectors of kinds, of a quantity and of anomalies, assessed as a user would. */
final class ObjectivesTest {
    private static final List<String> KINDS = List.of("good", "scan", "theft");

    @TempDir
    private Path folder = Path.of("");

    /** Good rows around a size of 2, scans around 5, theft around 8; a price of ten times the size. */
    private Path rows(String name, String... without) throws IOException {
        Random random = new Random(1);
        List<String> columns = List.of("size", "rate", "price", "label");
        List<Integer> kept = IntStream.range(0, 4)
                .filter(i -> !List.of(without).contains(columns.get(i)))
                .boxed()
                .toList();
        String text = IntStream.range(0, 900)
                .mapToObj(i -> {
                    double size = 2 + 3 * (i % 3) + random.nextGaussian() / 2;
                    List<String> cells = List.of(
                            "%.3f".formatted(size),
                            "%.3f".formatted(10 * random.nextDouble()),
                            "%.3f".formatted(10 * size),
                            KINDS.get(i % 3));
                    return kept.stream().map(cells::get).collect(Collectors.joining(","));
                })
                .collect(Collectors.joining(
                        "\n", kept.stream().map(columns::get).collect(Collectors.joining(",", "", "\n")), "\n"));
        return Files.writeString(folder.resolve(name), text);
    }

    private Assessment assess(Path run, Object... words) throws IOException {
        Object[] all = new Object[words.length + 9];
        Object[] usual = {
            "assess", "--arm-seeds", "1", "--budget", "queries=60,eps=1", "--out", run, "--defences", "nearest-queries"
        };
        System.arraycopy(usual, 0, all, 0, 9);
        System.arraycopy(words, 0, all, 9, words.length);
        Terminal.Result result = Terminal.run(all);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out().contains("verdicts are neither right nor wrong"))
                .as(result.out())
                .isEqualTo(List.of(words).contains("anomalies"));
        assertThat(result.out().contains("clean model: mean absolute error"))
                .isEqualTo(List.of(words).contains("quantity"));
        return FindingsJson.read(
                Files.readString(run.resolve("findings.json")),
                SchemaFile.read(run.resolve("schema.yaml")).schema());
    }

    private static Finding finding(Assessment assessment, String attack) {
        return assessment.findings().stream()
                .filter(finding -> finding.attack().id().equals(attack))
                .findFirst()
                .orElseThrow();
    }

    private static double attacked(Finding finding) {
        return finding.arms().stream()
                .filter(arm -> arm.name() == Arm.Name.ATTACKED)
                .findFirst()
                .orElseThrow()
                .damage()
                .value();
    }

    @Test
    void kindsAreTakenForTheKindThatIsWanted() throws IOException {
        Path run = folder.resolve("run");
        Assessment found = assess(
                run,
                "--data",
                rows("rows.csv", "price"),
                "--label",
                "label",
                "--benign",
                "good",
                "--objective",
                "kinds",
                "--goal",
                "SCAN",
                "--algorithm",
                "random-forest:trees=20",
                "--attacks",
                "mimicry,label-flip,verdict-drop,substitute-extraction");
        assertThat(found.threat().goals()).isEqualTo(Goals.kind(1));
        assertThat(finding(found, "mimicry").measure())
                .isEqualTo("share of rows of other kinds that are taken for scan, once changed");
        assertThat(attacked(finding(found, "mimicry"))).isGreaterThan(0.9);
        assertThat(finding(found, "verdict-drop").reason())
                .startsWith("the verdicts say only whether a row is malicious");
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("for a detector of kinds")
                .contains(">Categorise</th>")
                .contains("not assessed here");
        assertThat(Terminal.run("verify", run).code()).isZero();
    }

    @Test
    void aGivenModelIsComparedByTheNamesOfItsClasses() throws IOException {
        Path rows = rows("rows.csv", "price");
        // The labels of these rows come in another order.
        Path renamed = Files.writeString(
                folder.resolve("renamed.csv"),
                Files.readString(rows)
                        .replace("theft", "ATTIC")
                        .replace("scan", "theft")
                        .replace("ATTIC", "scan"));
        Path bundle = folder.resolve("kinds.zip");
        Terminal.Result trained = Terminal.run(
                "train",
                "--data",
                rows,
                "--label",
                "label",
                "--benign",
                "good",
                "--objective",
                "kinds",
                "--algorithm",
                "random-forest:trees=20",
                "--out",
                bundle);
        assertThat(trained.code()).as(trained.err()).isZero();
        for (Path data : List.of(rows, renamed)) {
            Assessment found = assess(
                    folder.resolve("run " + data.getFileName()),
                    "--model",
                    bundle,
                    "--test",
                    data,
                    "--label",
                    "label",
                    "--benign",
                    "good",
                    "--objective",
                    "kinds",
                    "--goal",
                    "other",
                    "--attacks",
                    "mimicry");
            double clean = finding(found, "mimicry").arms().get(0).damage().value();
            if (data == rows) {
                assertThat(clean).isLessThan(0.05);
            } else {
                assertThat(clean).as("every kind is called by the other's name").isGreaterThan(0.95);
            }
        }
        Path unknown = Files.writeString(
                folder.resolve("unknown.csv"), Files.readString(rows).replace("theft", "worm"));
        Assessment found = assess(
                folder.resolve("run unknown"),
                "--model",
                bundle,
                "--test",
                unknown,
                "--label",
                "label",
                "--benign",
                "good",
                "--objective",
                "kinds",
                "--attacks",
                "mimicry");
        assertThat(found.notes().toString() + found.concerns())
                .contains("300 rows are left out, of 1 kind that the model does not know: worm");
    }

    /** Its first class stands for benign rows where none of its classes is called so; the labels call it malicious. */
    @Test
    void aGivenModelWhoseBenignClassIsMaliciousIsRefused() throws IOException {
        Path model = Files.writeString(folder.resolve("numbers.json"), """
                {"kind": "tree", "n_features": 2, "classes": ["0", "1", "2"], "features": ["size", "rate"],
                 "trees": [{"feature": [0, -2, 0, -2, -2], "threshold": [3.5, -2, 6.5, -2, -2],
                   "left": [1, -1, 3, -1, -1], "right": [2, -1, 4, -1, -1],
                   "value": [[0.4, 0.3, 0.3], [1, 0, 0], [0.4, 0.3, 0.3], [0, 1, 0], [0, 0, 1]]}]}
                """);
        String texts = Files.readString(rows("rows.csv", "price"));
        for (boolean isMalicious : new boolean[] {false, true}) {
            Path data = Files.writeString(
                    folder.resolve("numbers.csv"),
                    texts.replace("good", isMalicious ? "9" : "0")
                            .replace("scan", "1")
                            .replace("theft", isMalicious ? "0" : "2"));
            Terminal.Result result = Terminal.run(
                    "assess",
                    "--test",
                    data,
                    "--label",
                    "label",
                    "--benign",
                    isMalicious ? "9" : "0",
                    "--objective",
                    "kinds",
                    "--model",
                    model,
                    "--attacks",
                    "mimicry",
                    "--budget",
                    "queries=5",
                    "--arm-seeds",
                    "1",
                    "--out",
                    folder.resolve("run " + isMalicious));
            assertThat(result.code()).as(result.err()).isEqualTo(isMalicious ? 2 : 0);
            if (isMalicious) {
                assertThat(result.err())
                        .contains("the model's class \"0\" is taken as benign, and the labels call it malicious");
            }
        }
    }

    @Test
    void anEstimateIsMoved() throws IOException {
        Assessment found = assess(
                folder.resolve("run"),
                "--data",
                rows("rows.csv", "label"),
                "--objective",
                "quantity",
                "--target",
                "price",
                "--amount",
                "15",
                "--algorithm",
                "ridge-regression",
                "--attacks",
                "mimicry,cheapest-flood,label-flip");
        assertThat(finding(found, "mimicry").measure())
                .isEqualTo("share of rows whose estimate is at least 15.00 lower, once changed");
        assertThat(attacked(finding(found, "mimicry"))).isBetween(0.5, 0.9);
        assertThat(finding(found, "label-flip").reason())
                .isEqualTo("it is measured on verdicts, and this model estimates a quantity");
        assertThat(found.notes().toString()).contains("R squared 1.000");
    }

    @Test
    void anomaliesNeedNoLabels() throws IOException {
        Path run = folder.resolve("run");
        Assessment found = assess(
                run,
                "--data",
                rows("rows.csv", "label", "price"),
                "--objective",
                "anomalies",
                "--algorithm",
                "neighbour-distance",
                "--attacks",
                "mimicry,cheapest-flood,label-flip,substitute-extraction");
        assertThat(finding(found, "mimicry").measure())
                .isEqualTo("share of rows that raised an alarm and do not, once changed");
        assertThat(finding(found, "label-flip").reason()).contains("these have no labels");
        assertThat(found.clean()).isEmpty();
        assertThat(found.threat().goals().task()).isEqualTo(Goals.Task.DETECT_ANOMALIES);
        assertThat(Files.readString(run.resolve("report.html"))).contains(">Detect anomalies</th>");
    }

    /** Costs and limits of changes are stated in a schema, with labels or without. */
    @Test
    void aSchemaWithoutLabelsIsOfAnomalies() throws IOException {
        Path rows = rows("rows.csv", "label", "price");
        Path schema = folder.resolve("flows.yaml");
        assertThat(Terminal.run("schema", rows, "--write", schema).code()).isZero();
        Files.writeString(schema, Files.readString(schema).replaceFirst("move: free", "move: fixed"));
        Path run = folder.resolve("run");
        Assessment found = assess(
                run,
                "--data",
                rows,
                "--schema",
                schema,
                "--objective",
                "anomalies",
                "--algorithm",
                "isolation-forest:trees=20",
                "--attacks",
                "mimicry");
        assertThat(found.schema().movable()).hasSize(1);
        assertThat(found.clean()).isEmpty();
    }

    @Test
    void aLabelThatIsNotUsedIsNoFeature() throws IOException {
        Path rows = rows("rows.csv");
        for (String label : List.of("label", "#4")) {
            Assessment found = assess(
                    folder.resolve("run " + label),
                    "--data",
                    rows,
                    "--label",
                    label,
                    "--objective",
                    "quantity",
                    "--target",
                    "price",
                    "--algorithm",
                    "ridge-regression",
                    "--attacks",
                    "mimicry");
            assertThat(found.schema().names()).containsExactly("size", "rate");
        }
        Terminal.Result wrong = Terminal.run(
                "assess", "--data", rows, "--label", "labl", "--objective", "quantity", "--target", "price");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("--label labl: there is no such column; did you mean \"label\"?");
        assertRefused(
                "none is assessed here",
                rows,
                "--objective",
                "quantity",
                "--target",
                "price",
                "--members",
                rows.toString());
    }

    @Test
    void whatGivesAQuantityAwayIsReported() throws IOException {
        Path rows = rows("rows.csv");
        Path copied = Files.writeString(
                folder.resolve("copied.csv"),
                Files.readString(rows)
                        .replaceFirst("price", "price,euros")
                        .replaceAll("(?m)^([^,]+,[^,]+),([\\d.]+),", "$1,$2,$2,"));
        Assessment found = assess(
                folder.resolve("run"),
                "--data",
                copied,
                "--objective",
                "quantity",
                "--target",
                "price",
                "--algorithm",
                "ridge-regression",
                "--attacks",
                "mimicry");
        assertThat(found.concerns().toString())
                .contains("column \"euros\" alone orders the rows as the quantity does: concordance 1.000")
                .contains("column \"label\" is used as a feature, and its name is that of a label")
                .contains("no schema is given: an attacker can change each of the 4 features");
    }

    @Test
    void whatDoesNotFitTheObjectiveIsRefused() throws IOException {
        Path rows = rows("rows.csv");
        assertRefused(
                "there is no kind \"scam\"; did you mean \"scan\"?", rows, "--objective", "kinds", "--goal", "scam");
        assertRefused("there is no \"kind\"; did you mean \"kinds\"?", rows, "--objective", "kind");
        assertRefused("attackers choose among kinds only", rows, "--goal", "scan");
        assertRefused("they belong to the objective quantity", rows, "--target", "price");
        assertRefused("--target is needed", rows, "--objective", "quantity");
        assertRefused("did you mean \"price\"?", rows, "--objective", "quantity", "--target", "prize");
        assertRefused(
                "none of the algorithms estimates a quantity",
                rows,
                "--objective",
                "quantity",
                "--target",
                "price",
                "--algorithm",
                "random-forest");
        assertRefused("learns from labels", rows, "--objective", "anomalies", "--algorithm", "random-forest");
        assertRefused("tells only two classes apart", rows, "--objective", "kinds", "--algorithm", "isolation-forest");
    }

    private void assertRefused(String why, Path rows, String... words) {
        List<Object> all = new java.util.ArrayList<>(List.of(
                "assess", "--data", rows, "--label", "label", "--benign", "good", "--out", folder.resolve("refused")));
        all.addAll(List.of(words));
        Terminal.Result result = Terminal.run(all.toArray());
        assertThat(result.code()).as(why).isEqualTo(2);
        assertThat(result.err()).contains(why);
        assertThat(folder.resolve("refused/findings.json")).doesNotExist();
    }
}
