package dev.gauntlet.app.cli;

import static dev.gauntlet.app.cli.Terminal.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.app.retrain.Retrained;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.process.retrain.Day;
import dev.gauntlet.process.retrain.Gate;
import dev.gauntlet.process.retrain.RetrainHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Retraining as at a terminal, on nine days of flows whose malice looks another way from the sixth day on. */
final class RetrainCommandTest {
    private static final int DAYS = 9;
    private static final int DRIFTS = 5;

    @TempDir
    private static Path shared = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private static Path flows = Path.of("");
    private static Path schema = Path.of("");
    private static Path plan = Path.of("");

    @BeforeAll
    static void makeFlows() throws IOException {
        StringBuilder text = new StringBuilder("t,size,rate,count,verdict\n");
        for (int day = 0; day < DAYS; day++) {
            rows(text, day, 160, day >= DRIFTS, true);
        }
        flows = Files.writeString(shared.resolve("flows.csv"), text);
        schema = Files.writeString(shared.resolve("flows.yaml"), """
                label: verdict
                benign: [good]
                time: t
                features:
                  - {name: size, kind: real, low: -.inf, high: .inf, scale: auto, move: free}
                  - {name: rate, kind: real, low: -.inf, high: .inf, scale: auto, move: free}
                  - {name: count, kind: whole, low: 0, high: 100, scale: auto, move: free}
                """);
        plan = Files.writeString(shared.resolve("plan.yaml"), """
                data: '%s'
                schema: '%s'
                pipeline: {algorithms: [random-forest], settings: 1}
                """.formatted(flows, schema));
    }

    /** Rows of one day, every fourth bad; those that moved are told from good ones by their count alone. */
    private static void rows(StringBuilder text, int day, int count, boolean moved, boolean honest) {
        Rng rng = Seed.of(17).child(day).child(count).rng();
        for (int i = 0; i < count; i++) {
            boolean bad = i % 4 == 0;
            double centre = bad && !moved ? 7 : 3;
            text.append(String.format(
                    Locale.ROOT,
                    "%d,%.3f,%.3f,%d,%s\n",
                    1_709_510_400L + day * 86_400L + i,
                    centre + rng.nextGaussian(),
                    centre + rng.nextGaussian(),
                    (bad && moved ? 50 : 0) + rng.nextInt(40),
                    bad && honest ? "bad" : "good"));
        }
    }

    private static Path file(Path place, int day, int count, boolean moved, boolean honest) throws IOException {
        StringBuilder text = new StringBuilder("t,size,rate,count,verdict\n");
        rows(text, day, count, moved, honest);
        return Files.writeString(place, text);
    }

    private static List<String> refusal(Object... words) {
        Terminal.Result result = Terminal.refused(words);
        assertThat(result.out()).isEmpty();
        return result.err().lines().toList();
    }

    @Test
    void theRetrainedDetectorRecoversAndEveryFigureIsWritten() throws IOException {
        Path out = folder.resolve("run");
        String table = said(
                "retrain",
                "--simulate",
                plan,
                "--window",
                "sliding:3",
                "--lost-canaries",
                100,
                "--added-false-alarms",
                0.1,
                "--out",
                out);
        assertThat(table).contains("2024-03-07", "2024-03-12", "no new rows", "promoted", "Area under time");
        JsonNode json = JsonMapper.shared().readTree(Files.readString(out.resolve("retrain.json")));
        JsonNode days = json.get("days");
        assertThat(days.size()).isEqualTo(6);
        List<Double> never = new ArrayList<>();
        for (JsonNode day : days) {
            never.add(day.at("/never/recall/value").asDouble());
            JsonNode counts = day.at("/retrained/confusion");
            assertThat(day.at("/retrained/alerts").asInt())
                    .isEqualTo(counts.get("truePositives").asInt()
                            + counts.get("falsePositives").asInt());
            assertThat(day.at("/retrained/recall/low").asDouble())
                    .isLessThanOrEqualTo(day.at("/retrained/recall/value").asDouble());
        }
        assertThat(never.get(0)).isGreaterThan(0.8);
        assertThat(never.get(5)).isLessThan(0.4);
        assertThat(days.get(5).at("/retrained/recall/value").asDouble()).isGreaterThan(0.8);
        double area = 0;
        for (int i = 1; i < never.size(); i++) {
            area += (never.get(i - 1) + never.get(i)) / 2 / (never.size() - 1);
        }
        assertThat(json.at("/never/recall").asDouble()).isEqualTo(area, within(1e-8));
        assertThat(json.get("promotions").asInt()).isPositive();
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page)
                .contains(
                        "id=\"recall-wide-title\"", "id=\"fpr-tall-title\"", "the same numbers are in the table below")
                .contains("class=\"takeover\"", "href=\"#sign-promoted\"", "2024-03-12")
                .contains("gauntlet retrain --simulate plan.yaml --window sliding:3 --every 1 --label-delay 1")
                .doesNotContain("<script");
    }

    @Test
    void aNarrowWindowGetsValuesWithoutIntervals() {
        assertThat(table(80).lines())
                .allMatch(line -> line.length() <= 80 || line.startsWith("Area"))
                .anyMatch(line ->
                        line.matches("1970-01-01 +0[.]80 +0[.]100 +9 +0[.]80 +0[.]100 +0[.]50 +no new rows, drift"));
        assertThat(table(126).lines())
                .allMatch(line -> line.length() <= 126)
                .anyMatch(line -> line.contains("0.80 [0.49 0.94]") && line.contains("0.100 [0.018 0.404]"));
    }

    /** One day on which 8 of 10 are found, with 1 of 10 false alarms. */
    private static String table(int width) {
        Confusion said = new Confusion(8, 1, 9, 2);
        Day day =
                new Day(1, 0, 20, said, said, 0.5, 0, true, Optional.empty(), "no new rows", 0, Optional.empty(), 0, 0);
        Retrained retrained = new Retrained(
                "d",
                false,
                true,
                1,
                "D[]",
                "expanding",
                "every day",
                new Gate(),
                1,
                1,
                9,
                "",
                "",
                List.of(),
                new RetrainHistory(List.of(day), 0, List.of()));
        StringWriter out = new StringWriter();
        new DayTable(retrained, new PrintWriter(out), new Window(width)).print();
        return out.toString();
    }

    @Test
    void theSameBytesAtOneThreadAndAtTwo() throws IOException {
        said("retrain", "--simulate", plan, "--on-drift", "--threads", 1, "--out", folder.resolve("one"));
        said("retrain", "--simulate", plan, "--on-drift", "--threads", 2, "--out", folder.resolve("two"));
        for (String name : List.of("retrain.json", "report.html")) {
            assertThat(folder.resolve("one").resolve(name))
                    .hasSameTextualContentAs(folder.resolve("two").resolve(name));
        }
        Path page = folder.resolve("one").resolve("report.html");
        Files.delete(page);
        assertThat(said("report", folder.resolve("one"))).contains("2024-03-12", "Area under time");
        assertThat(page).hasSameTextualContentAs(folder.resolve("two").resolve("report.html"));
    }

    @Test
    void rowsWithoutTimesAreWalkedInBlocks() throws IOException {
        Path train = Terminal.table(folder.resolve("train.csv"), 300);
        Path later = Terminal.table(folder.resolve("later.csv"), 260);
        Object[] given = {
            "retrain", "--simulate", "--data", train, "--test", later, "--label", "verdict", "--benign", "good", "--out"
        };
        assertThat(said(with(given, folder.resolve("run"), "--block", 100, "--window", "reservoir:200")))
                .contains("block 3", "train.csv, then later.csv", "labels 1 block late");
        assertThat(refusal(with(given, folder.resolve("none"))))
                .singleElement()
                .asString()
                .contains("have no times", "time: COLUMN", "--block ROWS");
        assertThat(refusal(with(given, folder.resolve("none"), "--block", 1)))
                .containsExactly("gauntlet: --block must be at least 2 but is 1");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static Object[] with(Object[] words, Object... more) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray();
    }

    @Test
    void mistakesAreNamedAsTheyWereTyped() {
        assertThat(refusal("retrain"))
                .containsExactly("gauntlet: name a REGISTRY whose champion is to be retrained, or use --simulate");
        assertThat(refusal("retrain", "detectors", "--known", plan)).hasSize(4).allMatch(l -> l.contains("is needed"));
        assertThat(refusal("retrain", "--simulate", "--known", plan, "--dry-run"))
                .hasSize(2);
        assertThat(refusal("retrain", "detectors", "--every", 2, "--data", plan))
                .anyMatch(l -> l.contains("--every works only with --simulate"))
                .anyMatch(l -> l.contains("--data works only with --simulate"));
        Object[] walk = {"retrain", "--simulate", plan};
        assertThat(refusal(with(walk, "--window", "sliding")))
                .containsExactly("gauntlet: --window must be sliding:DAYS, expanding or reservoir:ROWS but is sliding");
        assertThat(refusal(with(walk, "--window", "sliding:0")))
                .containsExactly("gauntlet: --window sliding:0: days must be positive but is 0.0");
        assertThat(refusal(with(walk, "--window", "reservoir:many"))).hasSize(1);
        assertThat(refusal(with(walk, "--every", 0))).containsExactly("gauntlet: --every must be at least 1 but is 0");
        assertThat(refusal(with(walk, "--every", 2, "--on-drift")))
                .containsExactly("gauntlet: --every and --on-drift: choose one");
        assertThat(refusal(with(walk, "--least-recall", 2)))
                .containsExactly("gauntlet: --least-recall must be in [0, 1] but is 2");
        assertThat(refusal(with(walk, "--lost-recall", 2)))
                .containsExactly("gauntlet: --lost-recall must be in [0, 1] but is 2");
        assertThat(refusal(with(walk, "--added-false-alarms", -1))).hasSize(1);
        assertThat(refusal(with(walk, "--compare-days", 0)))
                .containsExactly("gauntlet: --compare-days must be at least 1 but is 0");
        assertThat(refusal(with(walk, "--lost-canaries", -1)))
                .containsExactly("gauntlet: --lost-canaries must be at least 0 but is -1");
        assertThat(refusal(with(walk, "--label-delay", -1))).hasSize(1);
        assertThat(refusal(with(walk, "--start", 9)))
                .containsExactly(
                        "gauntlet: --start must leave at least one day to replay: the rows span 9 days, and 9 are before the start");
        assertThat(refusal(with(walk, "--block", 50)))
                .singleElement()
                .asString()
                .contains("name it with --test");
        assertThat(refusal(with(walk, "--seed", "1,2"))).hasSize(1);
    }

    private Path registry() throws IOException {
        Path first = file(folder.resolve("first.csv"), 0, 400, false, true);
        Path made = Files.writeString(folder.resolve("plan.yaml"), """
                data: '%s'
                schema: '%s'
                fpr: 0.02
                pipeline: {algorithms: [{id: random-forest, trees: 37}], settings: 1}
                """.formatted(first, schema));
        said("process", made, "--out", folder.resolve("run"));
        said("key", "new", "soc", "--out", folder);
        Path detectors = folder.resolve("detectors");
        said("deploy", folder.resolve("run"), "--registry", detectors, "--key", folder.resolve("soc.key"));
        return detectors;
    }

    private Object[] retrain(Path detectors, Path fresh, Path canaries, Object... more) throws IOException {
        return with(
                new Object[] {
                    "retrain",
                    detectors,
                    "--known",
                    file(folder.resolve("known.csv"), 1, 400, false, true),
                    "--fresh",
                    fresh,
                    "--sealed",
                    file(folder.resolve("sealed.csv"), 3, 300, true, true),
                    "--canaries",
                    canaries,
                    "--added-false-alarms",
                    0.05
                },
                more);
    }

    @Test
    void theChampionOfARegistryIsRetrainedComparedAndReplaced() throws IOException {
        Path detectors = registry();
        Path key = folder.resolve("soc.key");
        Path fresh = file(folder.resolve("fresh.csv"), 2, 400, true, true);
        Path canaries = file(folder.resolve("canaries.csv"), 4, 80, false, true);
        assertThat(refusal(retrain(detectors, fresh, canaries, "--key", key)))
                .singleElement()
                .asString()
                .contains("no champion to retrain", "registry promote");
        said("registry", "promote", detectors, 1, "--to", "champion");

        Terminal.Result dry = Terminal.run(retrain(detectors, fresh, canaries, "--dry-run"));
        assertThat(dry.code()).isZero();
        assertThat(dry.out()).contains("Promote: every condition is met.", "Nothing was added");
        assertThat(dry.err()).doesNotContain("used before", "defaults of", "not later");
        assertThat(detectors.resolve("versions/2")).doesNotExist();

        Terminal.Result done = Terminal.run(retrain(detectors, fresh, canaries, "--key", key));
        assertThat(done.code()).isZero();
        assertThat(done.out()).contains("champion, version 1", "version 2 is the challenger, now the champion");
        assertThat(done.err()).contains("this is use 2");
        assertThat(said("registry", "show", detectors, 2))
                .contains("version 2, champion", "trees 37", "falsePositiveRateWanted: 0.02", "decision: PROMOTE");
        assertThat(said("registry", "show", detectors, 1)).contains("retired");

        assertThat(Terminal.run(retrain(detectors, fresh, canaries, "--key", key))
                        .out())
                .contains("identical to the champion; nothing was added");
        Terminal.Result other = Terminal.run(retrain(detectors, fresh, canaries, "--key", key, "--seed", 2));
        assertThat(other.err()).contains("used before for 1 other model");
        Path after = file(folder.resolve("after.csv"), 5, 400, true, true);
        assertThat(Terminal.run(retrain(detectors, after, canaries, "--dry-run", "--seed", 3))
                        .err())
                .contains("300 of 300 sealed rows are not later than the newest training row");
    }

    @Test
    void aPoisonedChallengerStaysACandidate() throws IOException {
        Path detectors = registry();
        said("registry", "promote", detectors, 1, "--to", "champion");
        Path fresh = file(folder.resolve("fresh.csv"), 2, 4000, false, false);
        Path canaries = file(folder.resolve("canaries.csv"), 4, 80, false, true);
        Object[] words = retrain(detectors, fresh, canaries, "--key", folder.resolve("soc.key"), "--least-recall", 0);
        assertThat(said(words))
                .contains("NOT MET", "canaries lost, 0 allowed", "Keep the champion.", "now a candidate");
        assertThat(said("registry", "list", detectors))
                .containsPattern("1 +champion")
                .containsPattern("2 +candidate");
    }

    @Test
    void filesThatDoNotFitARegistryAreRefused() throws IOException {
        Path detectors = registry();
        said("registry", "promote", detectors, 1, "--to", "champion");
        Path fresh = file(folder.resolve("fresh.csv"), 2, 400, true, true);
        Path canaries = file(folder.resolve("canaries.csv"), 4, 80, false, true);
        Path benign = file(folder.resolve("benign.csv"), 4, 80, false, false);
        assertThat(refusal(retrain(detectors, fresh, benign, "--dry-run")))
                .singleElement()
                .asString()
                .endsWith("benign.csv: has no malicious rows");
        assertThat(refusal(retrain(detectors, fresh, folder.resolve("none.csv"), "--dry-run")))
                .singleElement()
                .asString()
                .contains("none.csv");
        Path other = Files.writeString(folder.resolve("other.csv"), "t,rate,count,verdict\n1,2,3,bad\n2,3,4,good\n");
        assertThat(refusal(retrain(detectors, other, canaries, "--dry-run")))
                .singleElement()
                .asString()
                .contains("other.csv", "size");
        said("key", "new", "night", "--out", folder);
        assertThat(refusal(retrain(detectors, fresh, canaries, "--dry-run", "--trust", folder.resolve("night.pub"))))
                .singleElement()
                .asString()
                .contains("night");
        Files.writeString(detectors.resolve("seal.json"), "{");
        assertThat(refusal(retrain(detectors, fresh, canaries, "--dry-run")))
                .singleElement()
                .asString()
                .contains("seal.json: was not written by Gauntlet, or was changed");
    }
}
