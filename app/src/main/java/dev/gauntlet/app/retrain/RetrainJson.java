package dev.gauntlet.app.retrain;

import dev.gauntlet.app.data.RoundedJson;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Seal;
import dev.gauntlet.process.retrain.ChallengerComparison;
import dev.gauntlet.process.retrain.Day;
import dev.gauntlet.process.retrain.Gate;
import dev.gauntlet.process.retrain.RetrainHistory;
import dev.gauntlet.process.retrain.RetrainHistory.Line;
import java.util.List;
import java.util.Optional;

/** Every figure of day-by-day retraining, as {@code retrain.json}, and back; it contains no timestamps and no paths. */
record RetrainJson(
        int version,
        String data,
        boolean simulated,
        boolean dated,
        long seed,
        String detector,
        String window,
        String due,
        Gate gate,
        int labelDelay,
        int compareDays,
        int knownRows,
        String dataDigest,
        int canaries,
        long challengers,
        long promotions,
        Area retrained,
        Area never,
        List<Lived> days,
        List<Seal> seals,
        String command,
        List<String> notes) {
    private static final int FORMAT = 2;

    /** Areas under the figures over time. */
    record Area(double recall, double falsePositiveRate) {
        static Area of(RetrainHistory course, Line line) {
            return new Area(course.recall(line), course.falsePositiveRate(line));
        }
    }

    /** The results of one detector on one day. */
    record Said(Interval recall, Interval falsePositiveRate, int alerts, Confusion confusion) {
        static Said of(Confusion said) {
            return new Said(
                    said.recall(), said.falsePositiveRate(), said.truePositives() + said.falsePositives(), said);
        }
    }

    /** One day; {@code day} is its date or number, {@code from} the first second of its rows. */
    record Lived(
            String day,
            int number,
            double from,
            int rows,
            Said retrained,
            Said never,
            double scoreIndex,
            int featuresMoved,
            boolean drift,
            Optional<String> due,
            String outcome,
            Optional<String> reason,
            int learnt,
            Optional<ChallengerComparison> contest,
            int opened,
            int champion) {
        static Lived of(String name, Day day) {
            return new Lived(
                    name,
                    day.number(),
                    day.from(),
                    day.rows(),
                    Said.of(day.retrained()),
                    Said.of(day.never()),
                    day.score(),
                    day.moved(),
                    day.drift(),
                    day.due(),
                    day.outcome(),
                    day.contest().map(ChallengerComparison::reason),
                    day.learnt(),
                    day.contest(),
                    day.opened(),
                    day.champion());
        }

        Day back() {
            return new Day(
                    number,
                    from,
                    rows,
                    retrained.confusion,
                    never.confusion,
                    scoreIndex,
                    featuresMoved,
                    drift,
                    due,
                    outcome,
                    learnt,
                    contest,
                    opened,
                    champion);
        }
    }

    static String text(Retrained r) {
        RetrainHistory course = r.course();
        return RoundedJson.pretty(new RetrainJson(
                FORMAT,
                r.data(),
                r.simulated(),
                r.dated(),
                r.seed(),
                r.detector(),
                r.window(),
                r.due(),
                r.gate(),
                r.labelDelay(),
                r.compareDays(),
                r.knownRows(),
                r.dataDigest(),
                course.canaries(),
                course.challengers(),
                course.promotions(),
                Area.of(course, Line.RETRAINED),
                Area.of(course, Line.NEVER),
                course.days().stream().map(day -> Lived.of(r.name(day), day)).toList(),
                course.seals(),
                r.command(),
                r.notes()));
    }

    /** Reads what {@link #text} wrote. */
    static Retrained read(String json) {
        RetrainJson r = RoundedJson.read("retrain.json", json, RetrainJson.class);
        return new Retrained(
                r.data,
                r.simulated,
                r.dated,
                r.seed,
                r.detector,
                r.window,
                r.due,
                r.gate,
                r.labelDelay,
                r.compareDays,
                r.knownRows,
                r.dataDigest,
                r.command,
                r.notes,
                new RetrainHistory(r.days.stream().map(Lived::back).toList(), r.canaries, r.seals));
    }
}
