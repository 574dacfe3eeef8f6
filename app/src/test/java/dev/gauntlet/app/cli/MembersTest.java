package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.app.assess.FindingsJson;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is surer of the rows it was trained on, whose rates end in .25; those of other rows end in .75. */
final class MembersTest {
    private static final int MOST = 10;
    private static final Schema SCHEMA =
            new Schema(List.of(Feature.real("size", 0, 20), Feature.real("rate", 0, MOST)));

    @TempDir
    private Path folder = Path.of("");

    private Path model = Path.of("");
    private Path data = Path.of("");
    private Path members = Path.of("");
    private Path others = Path.of("");

    @BeforeEach
    void write() throws IOException {
        model = Files.writeString(folder.resolve("tree.json"), tree());
        Rng rng = Seed.of(3).rng();
        data = rows("data.csv", 600, i -> MOST * rng.nextDouble());
        members = rows("members.csv", 120, i -> rng.nextInt(MOST) + 0.2 + 0.1 * rng.nextDouble());
        others = rows("others.csv", 120, i -> rng.nextInt(MOST) + 0.7 + 0.1 * rng.nextDouble());
    }

    private Path rows(String name, int count, IntToDoubleFunction rate) throws IOException {
        String text = IntStream.range(0, count)
                .mapToObj(i -> "%s,%s,%s"
                        .formatted(i % 2 == 0 ? 7.5 : 2.5, rate.applyAsDouble(i), i % 2 == 0 ? "bad" : "good"))
                .collect(Collectors.joining("\n", "size,rate,label\n", "\n"));
        return Files.writeString(folder.resolve(name), text);
    }

    /** Divides the sizes at 5, and each side by the rate in steps of one half. */
    private static String tree() {
        List<Integer> feature = new ArrayList<>(List.of(0));
        List<Double> threshold = new ArrayList<>(List.of(5.0));
        List<Integer> left = new ArrayList<>(List.of(1));
        List<Integer> right = new ArrayList<>(List.of(4 * MOST));
        List<String> value = new ArrayList<>(List.of("[0.5,0.5]"));
        for (int side = 0; side < 2; side++) {
            for (int step = 0; step < 2 * MOST; step++) {
                double sure = step % 2 == 0 ? 0.99 : 0.8;
                if (step < 2 * MOST - 1) {
                    feature.add(1);
                    threshold.add((step + 1) / 2.0);
                    left.add(feature.size());
                    right.add(feature.size() + 1);
                    value.add("[0.5,0.5]");
                }
                feature.add(-2);
                threshold.add(-2.0);
                left.add(-1);
                right.add(-1);
                value.add(side == 0 ? "[%s,%s]".formatted(sure, 1 - sure) : "[%s,%s]".formatted(1 - sure, sure));
            }
        }
        return """
                {"kind": "tree", "n_features": 2, "classes": ["good", "bad"], "features": ["size", "rate"],
                 "trees": [{"feature": %s, "threshold": %s, "left": %s, "right": %s, "value": %s}]}
                """.formatted(feature, threshold, left, right, value);
    }

    /** An assessment of the data, with further words. */
    private Object[] assess(Object... more) {
        return Stream.concat(
                        Stream.of("assess", "--data", data, "--label", "label", "--benign", "good"),
                        Arrays.stream(more))
                .toArray();
    }

    /** What the attack says of the model on named rows. */
    private Object[] judged(Path in, Path out) {
        return assess(
                "--model",
                model,
                "--members",
                in,
                "--non-members",
                out,
                "--attacks",
                "confidence-membership",
                "--arm-seeds",
                1,
                "--out",
                folder.resolve("run"));
    }

    private static String oneLine(String said) {
        return said.replaceAll("\\s+", " ");
    }

    private Finding membership(Path in, Path out) throws IOException {
        Terminal.said(judged(in, out));
        return FindingsJson.read(Files.readString(folder.resolve("run/findings.json")), SCHEMA).findings().stream()
                .filter(finding -> !finding.arms().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namedMembersAreToldFromOthers() throws IOException {
        Finding finding = membership(members, others);
        assertThat(finding.arm(Arm.Name.ATTACKED).orElseThrow().damage().value())
                .isGreaterThan(0.95);
        assertThat(finding.attack().subject()).isEqualTo(Subject.DETECTOR);
        assertThat(finding.outcome()).isEqualTo(Finding.Outcome.BROKEN);
    }

    @Test
    void filesThatAreNamedTheWrongWayRoundAreNotTold() throws IOException {
        Finding finding = membership(others, members);
        assertThat(finding.arm(Arm.Name.ATTACKED).orElseThrow().damage().value())
                .isLessThanOrEqualTo(0.5);
        assertThat(finding.outcome()).isNotEqualTo(Finding.Outcome.BROKEN);
    }

    @Test
    void copiesOfMembersAmongTheOthersAreLeftOutAndReported() throws IOException {
        List<String> copied = new ArrayList<>(Files.readAllLines(others));
        copied.addAll(Files.readAllLines(members).subList(1, 4));
        Files.write(others, copied);
        assertThat(oneLine(Terminal.said(judged(members, others))))
                .contains("3 non-members equal a member in every feature and are left out");
    }

    @Test
    void neitherIsNamedAlone() {
        assertThat(Terminal.refused(assess("--model", model, "--members", members))
                        .err())
                .contains("--members and --non-members are named together");
    }

    @Test
    void aDetectorThatIsTrainedHereNeedsNone() {
        assertThat(Terminal.refused(assess("--members", members, "--non-members", others))
                        .err())
                .contains("name it with --model");
    }

    @Test
    void tooFewAreRefused() throws IOException {
        Files.write(others, Files.readAllLines(others).subList(0, 5));
        assertThat(Terminal.refused(judged(members, others)).err())
                .contains("there are 120 members and 4 non-members that can be used");
    }

    @Test
    void ofAGivenModelWithoutThemMembershipIsSkipped() {
        assertThat(oneLine(Terminal.said(assess("--model", model, "--attacks", "confidence-membership", "--dry-run"))))
                .contains("name some of them with --members");
    }
}
