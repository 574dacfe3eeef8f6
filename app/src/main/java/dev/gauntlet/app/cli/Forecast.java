package dev.gauntlet.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long a campaign and the evaluation after it still take. At first that is known only from how long the detector
 * took to build and how attacks compare with that; the more of them are done, the more their measured time counts.
 *
 * @param build seconds that building the detector took
 * @param tried the attacks that are run, once a seed; those that are skipped or known take no time
 */
record Forecast(double build, List<String> tried) {
    /**
     * What attacks take, in times of building the detector, as measured on the simulated network with two threads. Others take
     * the usual.
     */
    private static final Map<String, Double> TIMES = Map.ofEntries(
            Map.entry("action-evasion", 3.2),
            Map.entry("backdoor-trigger", 3.8),
            Map.entry("boiling-frog", 2.6),
            Map.entry("calibrated-membership", 0.5),
            Map.entry("chaff-connections", 0.7),
            Map.entry("cheapest-flood", 5.0),
            Map.entry("class-distribution", 0.6),
            Map.entry("diverse-flood", 0.6),
            Map.entry("exact-flood", 1.2),
            Map.entry("exact-trees", 4.2),
            Map.entry("family-fingerprint", 1.4),
            Map.entry("greedy-score", 1.3),
            Map.entry("injected-samples", 1.2),
            Map.entry("label-flip", 1.1),
            Map.entry("label-only-evasion", 3.0),
            Map.entry("loss-gain-flip", 0.8),
            Map.entry("mimicry", 0.2),
            Map.entry("planted-duplicates", 0.6),
            Map.entry("transfer-evasion", 1.5));

    private static final double USUAL = 0.2;
    /** What the evaluation takes, baselines and data checks, in times of building the detector. */
    private static final double EVALUATION = 4;
    /** The share of the campaign that must be done before its pace is used. */
    private static final double ENOUGH = 0.3;

    Forecast {
        tried = List.copyOf(tried);
    }

    private static double times(List<String> attacks) {
        return attacks.stream().mapToDouble(id -> TIMES.getOrDefault(id, USUAL)).sum();
    }

    private double share(List<String> done) {
        double all = times(tried);
        return all == 0 ? 1 : Math.min(1, times(done) / all);
    }

    /**
     * The estimated seconds until all is done.
     *
     * @param elapsed seconds since the first attack began
     * @param done the attacks that have ended, as often as they are in those tried
     */
    double left(double elapsed, List<String> done) {
        double share = share(done);
        double foretold = Math.max(build * times(tried), elapsed);
        double total = share == 0 ? foretold : (1 - share) * foretold + share * elapsed / share;
        // Unfinished work takes some time, however late it already is.
        double least = elapsed * (1 - share) / 4;
        return Math.max(least, total - elapsed) + evaluation();
    }

    /** The seconds of the evaluation. */
    double evaluation() {
        return EVALUATION * build;
    }

    /** The same in words: rounded, and never 0 s. */
    String text(double elapsed, List<String> done) {
        return (share(done) < ENOUGH ? "roughly " : "about ") + words(left(elapsed, done)) + " left";
    }

    /** A time, rounded to its precision. */
    static String words(double seconds) {
        if (seconds < 10) {
            return "10 s";
        }
        return seconds < 95
                ? Math.round(seconds / 10) * 10 + " s"
                : String.format(Locale.ROOT, "%.1f min", Math.round(seconds / 30) / 2.0)
                        .replace(".0 min", " min");
    }
}
