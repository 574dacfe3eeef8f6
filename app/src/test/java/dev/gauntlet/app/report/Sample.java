package dev.gauntlet.app.report;

import dev.gauntlet.Phase;
import dev.gauntlet.Toy;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.AttackInfo;
import dev.gauntlet.campaign.Curve;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Policy;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.Taxonomy;
import dev.gauntlet.threat.ThreatModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A small assessment made by hand: one attack broke the detector, one held, one was skipped and one failed. */
public final class Sample {
    private Sample() {}

    public static Assessment plain() {
        return of("");
    }

    /**
     * The assessment.
     *
     * @param extra stands behind every name and sentence
     */
    public static Assessment of(String extra) {
        SortedMap<String, Interval> clean = new TreeMap<>(Map.of(
                "recall", Interval.share(90, 100),
                "falsePositiveRate", Interval.share(2, 200),
                "alertsPerDay", Interval.exact(12.25),
                "prAuc", Interval.exact(0.93),
                "mcc", Interval.exact(0.88)));
        SortedMap<String, String> facts =
                new TreeMap<>(Map.of("algorithm", "Toy[]" + extra, "dataDigest", "abc123", "testRows", "300"));
        return new Assessment(
                List.of(),
                List.of(new Note(Note.Topic.LEAK, "a leak" + extra, "a fix" + extra)),
                "a toy" + extra,
                true,
                7,
                schema(extra),
                facts,
                new Confusion(90, 2, 198, 10),
                clean,
                Toy.evaluation(),
                List.of(new Policy.Decision(
                        "toy" + extra, "Toy[]" + extra, 0.9, Policy.Action.ACCEPT, "recall reaches 0.5" + extra)),
                ThreatModel.standard(),
                0.05,
                List.of(broken(extra), failed(extra), held(extra), skipped(extra)),
                List.of("a note" + extra));
    }

    private static Schema schema(String extra) {
        return new Schema(List.of(
                Feature.real("bytes" + extra, 0, 1000).withUnit("B" + extra),
                Feature.category("proto" + extra, List.of("tcp" + extra, "udp" + extra)),
                Feature.whole("port", 0, 65_535)));
    }

    static AttackInfo card(String id, String family, Phase phase, AttackClass attackClass) {
        return new AttackInfo(
                id,
                family,
                phase,
                attackClass,
                attackClass == AttackClass.OUTPUT_INTEGRITY || family.startsWith("tampering")
                        ? Subject.PROCESS
                        : Subject.LEARNER,
                List.of(Requirement.LABELS),
                new Taxonomy(List.of("AML.T0020"), List.of("NISTAML.013")),
                "Summary of " + id,
                "Paper of " + id);
    }

    private static Finding broken(String extra) {
        AttackInfo card = card("flip" + extra, "poisoning" + extra, Phase.TRAIN, AttackClass.CAUSATIVE);
        Arm attacked = arm(Arm.Name.ATTACKED, 61)
                .with(new Confusion(39, 2, 198, 61))
                .with("recall", Interval.share(39, 100))
                .with("rowsChanged", 5);
        return new Finding(
                        card.id() + "+filter" + extra,
                        card,
                        Optional.of("filter" + extra),
                        "abc123",
                        Finding.Outcome.BROKEN,
                        "",
                        "share missed" + extra,
                        false,
                        Budget.standard(),
                        List.of(
                                arm(Arm.Name.CLEAN, 10).with(new Confusion(90, 2, 198, 10)),
                                arm(Arm.Name.NULL, 12),
                                attacked,
                                arm(Arm.Name.DEFENDED_CLEAN, 20)
                                        .with("recall", Interval.share(80, 100))
                                        .with("falsePositiveRate", Interval.share(2, 200)),
                                arm(Arm.Name.DEFENDED, 23),
                                arm(Arm.Name.ADAPTIVE, 36)),
                        List.of(new Curve(
                                "strength",
                                List.of(
                                        new Curve.Point(0.5, Interval.share(31, 100)),
                                        new Curve.Point(1, Interval.share(61, 100))))),
                        List.of(),
                        List.of(),
                        "Look at the labels." + extra)
                .judged(0.05)
                .priced(new TreeMap<>(
                        Map.of("recall", Interval.share(90, 100), "falsePositiveRate", Interval.share(2, 200))));
    }

    private static Finding failed(String extra) {
        AttackInfo card = card("tamper" + extra, "tampering" + extra, Phase.DEPLOY, AttackClass.CAUSATIVE);
        return without(card, Finding.Outcome.FAILED, "it fell over" + extra);
    }

    private static Finding held(String extra) {
        AttackInfo card = card("evade" + extra, "evasion" + extra, Phase.INFER, AttackClass.INTEGRITY);
        return new Finding(
                card.id(),
                card,
                Optional.empty(),
                "abc123",
                Finding.Outcome.HELD,
                "",
                "share that passes" + extra,
                true,
                Budget.standard(),
                List.of(arm(Arm.Name.NULL, 3), arm(Arm.Name.ATTACKED, 4)),
                List.of(),
                List.of(new Finding.Example(
                        42, List.of(1.5, 0.0, 443.0), List.of(2.25, 1.0, 443.0), 0.9, 0.1, 1.125, 17)),
                List.of(),
                "");
    }

    private static Finding skipped(String extra) {
        AttackInfo card = card("drop" + extra, "channel" + extra, Phase.INFER, AttackClass.OUTPUT_INTEGRITY);
        return without(card, Finding.Outcome.SKIPPED, "the data have no time column" + extra);
    }

    private static Arm arm(Arm.Name name, int hits) {
        return new Arm(name, Interval.share(hits, 100));
    }

    private static Finding without(AttackInfo card, Finding.Outcome outcome, String reason) {
        return new Finding(
                card.id(),
                card,
                Optional.empty(),
                "abc123",
                outcome,
                reason,
                "",
                false,
                Budget.standard(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "");
    }
}
