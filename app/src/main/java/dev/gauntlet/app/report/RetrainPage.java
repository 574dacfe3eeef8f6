package dev.gauntlet.app.report;

import dev.gauntlet.app.retrain.Retrained;
import dev.gauntlet.base.Plural;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.retrain.ChallengerComparison;
import dev.gauntlet.process.retrain.Day;
import dev.gauntlet.process.retrain.RetrainHistory;
import dev.gauntlet.process.retrain.RetrainHistory.Line;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The report on day-by-day retraining, ready for its template. */
public record RetrainPage(
        Retrained retrained,
        String verdict,
        List<Detector.Measured> figures,
        List<Plot> plots,
        List<Lived> days,
        List<RetrainStep> retrainSteps,
        List<Named> facts) {
    private static final Inline STYLE = Inline.files("report.css", "retrain.css");

    public RetrainPage {
        figures = List.copyOf(figures);
        plots = List.copyOf(plots);
        days = List.copyOf(days);
        retrainSteps = List.copyOf(retrainSteps);
        facts = List.copyOf(facts);
    }

    /** A figure over time, wide and tall. */
    public record Plot(String title, List<OverTimePicture> pictures) {
        public Plot {
            pictures = List.copyOf(pictures);
        }
    }

    /** A line of the table: the results of both detectors on a day. */
    public record Lived(
            int number,
            String name,
            int rows,
            Said retrained,
            Said never,
            String score,
            String drift,
            String due,
            String outcome) {}

    /** The results of one detector. */
    public record Said(Value recall, Value falsePositives, int alerts) {}

    /** A challenger and every condition it had to meet. */
    public record RetrainStep(
            int number,
            String name,
            boolean promoted,
            String brought,
            List<ChallengerComparison.Check> checks,
            String rows,
            String opened) {
        public RetrainStep {
            checks = List.copyOf(checks);
        }
    }

    static RetrainPage of(Retrained r) {
        RetrainHistory course = r.course();
        return new RetrainPage(
                r,
                verdict(r),
                Stream.of(Line.RETRAINED, Line.NEVER)
                        .flatMap(line -> Stream.of(
                                area(line, "recall", "Recall", course.recall(line)),
                                area(line, "falsePositiveRate", "False-positive rate", course.falsePositiveRate(line))))
                        .toList(),
                List.of(
                        new Plot("Recall", OverTimePicture.recall(r)),
                        new Plot("False-positive rate", OverTimePicture.falsePositiveRate(r))),
                course.days().stream().map(day -> lived(r, day)).toList(),
                course.days().stream()
                        .flatMap(day -> day.contest().map(contest -> retrainStep(r, day, contest)).stream())
                        .toList(),
                facts(r));
    }

    private static Detector.Measured area(Line line, String key, String name, double area) {
        String who = line == Line.RETRAINED ? "retrained" : "never retrained";
        return new Detector.Measured("%s, %s".formatted(name, who), key, Value.share(Interval.exact(area)));
    }

    private static String verdict(Retrained r) {
        RetrainHistory course = r.course();
        double gain = course.recall(Line.RETRAINED) - course.recall(Line.NEVER);
        String change = Double.isNaN(gain)
                ? "There were no malicious rows."
                : String.format(
                        Locale.ROOT,
                        "Over %s the area under recall is %.3f with retraining and %.3f without.",
                        r.units(course.days().size()),
                        course.recall(Line.RETRAINED),
                        course.recall(Line.NEVER));
        return Plural.format(
                "%s %d of %d challenger[s] [2:was|were] promoted.", change, course.promotions(), course.challengers());
    }

    private static Lived lived(Retrained r, Day day) {
        return new Lived(
                day.number(),
                r.name(day),
                day.rows(),
                said(day, Line.RETRAINED),
                said(day, Line.NEVER),
                Numbers.fixed(day.score(), 3),
                drift(day),
                day.due().orElse("not due"),
                day.outcome());
    }

    private static String drift(Day day) {
        return !day.drift() ? "" : day.moved() == 0 ? "drift" : Plural.format("drift, %d feature[s]", day.moved());
    }

    private static Said said(Day day, Line line) {
        Confusion said = line.on(day);
        return new Said(
                Value.share(said.recall()),
                Value.share(said.falsePositiveRate()),
                said.truePositives() + said.falsePositives());
    }

    private static RetrainStep retrainStep(Retrained r, Day day, ChallengerComparison contest) {
        int compared = contest.champion().truePositives()
                + contest.champion().falseNegatives()
                + contest.champion().falsePositives()
                + contest.champion().trueNegatives();
        return new RetrainStep(
                day.number(),
                r.name(day),
                day.promoted(),
                contest.brought(),
                contest.checks(),
                Plural.format("trained on %,d row[s], compared on %,d later row[s]", day.learnt(), compared),
                day.opened() == 0
                        ? "used for the first time"
                        : Plural.format("some of them used for %d other challenger[s] before", day.opened()));
    }

    private static List<Named> facts(Retrained r) {
        return List.of(
                new Named("Detector", Words.setting(r.detector())),
                new Named("Window", r.window()),
                new Named("Retrained", r.due()),
                new Named("Labels arrive", r.units(r.labelDelay()) + " late"),
                new Named("Rows known before the first " + r.unit(), String.format(Locale.ROOT, "%,d", r.knownRows())),
                new Named("Compared on", "the newest " + r.units(r.compareDays()) + " with labels"),
                new Named("Canaries", Integer.toString(r.course().canaries())),
                new Named("Canaries that may be lost", Integer.toString(r.gate().lostCanaries())),
                new Named("Margin of lost recall", Numbers.setting(r.gate().lostRecall())),
                new Named(
                        "Margin of added false alarms", Numbers.setting(r.gate().addedFalseAlarms())),
                new Named("Minimum recall", Numbers.setting(r.gate().leastRecall())),
                new Named(
                        "Maximum false-positive rate", Numbers.setting(r.gate().mostFalsePositives())),
                new Named("Seed", Long.toString(r.seed())));
    }

    public Inline style() {
        return STYLE;
    }

    /** What the page may load: only what is embedded in it. */
    public String policy() {
        return "default-src 'none'; style-src %s; img-src data:; base-uri 'none'; form-action 'none'"
                .formatted(STYLE.hash());
    }
}
