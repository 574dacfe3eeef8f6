package dev.gauntlet.campaign.trial;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.measure.TriageQueue;
import dev.gauntlet.process.Alert;
import dev.gauntlet.process.TriageDesk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a flood does to those who handle the alarms, by simulation of many days: genuine and false alarms come at random at the rates
 * of the desk, the flood of one day between 8 and 16 o'clock. A genuine alarm that comes in these hours is handled in time if an
 * analyst begins with it within the desk's patience; one that a rule does not show, if that is so of an earlier genuine one of its
 * source and group. The highest score is taken first or, to compare, the first to come.
 *
 * @param genuine the alarms about malicious rows, of which those of a day are drawn
 * @param wrong the same of benign rows
 * @param recall the share of malicious events that alarm
 * @param falsePositiveRate the same of benign events
 * @param rules says which alarms of a day are shown, in the order in which they come
 */
record Triage(
        TriageDesk desk,
        List<Alarm> genuine,
        List<Alarm> wrong,
        double recall,
        double falsePositiveRate,
        Function<List<Alert>, boolean[]> rules) {
    private static final String[] FIGURES = {"handledInTime", "handledInTimeUnordered", "precisionInField"};

    private static final int DAYS = 400;
    /** Alarms that are simulated at most: there are fewer days where a day has more of them. */
    private static final double MOST = 2e5;
    /** The same days in every arm, so that arms differ by flood and defence alone. */
    private static final Run DAYS_OF_ALL = Run.seeded(0).child("triage");

    private static final double DAY = 1440;
    private static final double FROM = 480;
    private static final double TO = 960;

    /** What an analyst is shown of an alarm. */
    record Alarm(double score, Alert alert) {}

    /** An alarm that came at some minute of the day. */
    private record Coming(double at, Alarm alarm, boolean genuine) {}

    /** The result of many days. */
    private static final class Tally {
        private final List<Double> ordered = new ArrayList<>();
        private final List<Double> unordered = new ArrayList<>();
        private int shown;
        private int right;
    }

    /** These metrics and others. */
    static String[] and(String... others) {
        return Stream.concat(Stream.of(others), Stream.of(FIGURES)).toArray(String[]::new);
    }

    /** An arm with what happens to genuine alarms during a flood. */
    Arm counted(Arm arm, List<Alarm> flood) {
        double right = desk.rate().eventsPerDay() * desk.rate().prevalence() * recall;
        double mistaken = desk.rate().eventsPerDay() * (1 - desk.rate().prevalence()) * falsePositiveRate;
        int days = (int) Math.min(DAYS, MOST / (1 + right + mistaken + flood.size()));
        Tally tally = new Tally();
        for (int day = 0; day < days; day++) {
            Rng rng = DAYS_OF_ALL.child(day).rng();
            List<Coming> all = new ArrayList<>();
            arrive(all, right, genuine, true, rng);
            arrive(all, mistaken, wrong, false, rng);
            for (Alarm alarm : flood) {
                all.add(new Coming(rng.between(FROM, TO), alarm, false));
            }
            all.sort(Comparator.comparingDouble(Coming::at));
            day(all, rng, tally);
        }
        Arm told = tally.shown == 0 ? arm : arm.with("precisionInField", Interval.share(tally.right, tally.shown));
        return tally.ordered.isEmpty()
                ? told
                : told.with("handledInTime", Interval.meanShare(tally.ordered))
                        .with("handledInTimeUnordered", Interval.meanShare(tally.unordered));
    }

    private static void arrive(List<Coming> into, double perDay, List<Alarm> from, boolean genuine, Rng rng) {
        if (perDay <= 0 || from.isEmpty()) {
            return;
        }
        for (double at = rng.nextExponential(DAY / perDay); at < DAY; at += rng.nextExponential(DAY / perDay)) {
            into.add(new Coming(at, from.get(rng.nextInt(from.size())), genuine));
        }
    }

    private void day(List<Coming> all, Rng rng, Tally tally) {
        boolean[] pass =
                rules.apply(all.stream().map(one -> one.alarm().alert()).toList());
        int[] shown = IntStream.range(0, pass.length).filter(i -> pass[i]).toArray();
        double[] at = IntStream.of(shown).mapToDouble(i -> all.get(i).at()).toArray();
        double[] scores =
                IntStream.of(shown).mapToDouble(i -> all.get(i).alarm().score()).toArray();
        double[] services = IntStream.of(shown)
                .mapToDouble(i -> rng.nextExponential(desk.minutes()))
                .toArray();
        tally.shown += shown.length;
        tally.right +=
                (int) IntStream.of(shown).filter(i -> all.get(i).genuine()).count();
        boolean told = all.stream().anyMatch(Triage::counts);
        if (told) {
            TriageQueue queue = new TriageQueue(desk.analysts());
            tally.ordered.add(inTime(all, shown, queue.waits(at, scores, services)));
            tally.unordered.add(inTime(all, shown, queue.waits(at, new double[at.length], services)));
        }
    }

    private static boolean counts(Coming one) {
        return one.genuine() && one.at() >= FROM && one.at() < TO;
    }

    /** The share of the genuine alarms in the hours of the flood that are handled in time. */
    private double inTime(List<Coming> all, int[] shown, double[] waits) {
        Map<Alert, Double> begun = new HashMap<>();
        int handled = 0;
        int of = 0;
        for (int i = 0, next = 0; i < all.size(); i++) {
            Coming one = all.get(i);
            boolean isShown = next < shown.length && shown[next] == i;
            double start = isShown
                    ? one.at() + waits[next++]
                    : begun.getOrDefault(one.alarm().alert(), Double.POSITIVE_INFINITY);
            if (isShown && one.genuine()) {
                begun.merge(one.alarm().alert(), start, Math::min);
            }
            if (counts(one)) {
                of++;
                handled += start <= one.at() + desk.patience() ? 1 : 0;
            }
        }
        return (double) handled / of;
    }
}
