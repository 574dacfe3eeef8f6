package dev.gauntlet;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Feature.Move;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.measure.Reliability;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.LinearKernel;
import dev.gauntlet.model.kernel.Tree;
import dev.gauntlet.model.kernel.TreeEnsemble;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.process.Verdicts;
import dev.gauntlet.process.evaluate.Baseline;
import dev.gauntlet.process.evaluate.Costs;
import dev.gauntlet.process.evaluate.DataCheck;
import dev.gauntlet.process.evaluate.Evaluation;
import dev.gauntlet.process.evaluate.Scorecard;
import dev.gauntlet.process.evaluate.Slice;
import dev.gauntlet.process.evaluate.Unjudged;
import dev.gauntlet.process.train.OperatingPoint;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Small worlds that tests share: values to check by hand, and data sets that are learnt in milliseconds. */
public final class Toy {
    private static final double DAY = 86_400;

    private Toy() {}

    /** Seven features of every kind and every way to move, three rules, no groups. */
    public static Schema schema() {
        return new Schema(
                List.of(
                        Feature.real("duration", 0, 100).withScale(10).withMove(Move.UP_ONLY),
                        Feature.whole("sent", 0, 1000).withScale(100).withCost(2),
                        Feature.whole("received", 0, 1000).withScale(100).withMove(Move.FIXED),
                        Feature.whole("bytes", 0, 2000).withScale(200).withCost(0),
                        Feature.flag("encrypted"),
                        Feature.category("service", List.of("dns", "http", "ssh"))
                                .withCost(3),
                        Feature.real("rate", 0, 50).withScale(10).withMove(Move.DOWN_ONLY)),
                Map.of(),
                List.of("sent + received = bytes", "rate <= duration", "if encrypted = 1 then sent >= 10"));
    }

    /** Twelve valid rows over three days, five of them malicious of two kinds, from four sources. */
    public static Dataset rows() {
        Rows rows = Rows.of(
                new double[] {1, 20, 100, 120, 1, 0, 1},
                new double[] {2, 30, 200, 230, 1, 1, 2},
                new double[] {3, 25, 150, 175, 0, 1, 1},
                new double[] {50, 900, 10, 910, 1, 2, 20},
                new double[] {60, 800, 20, 820, 1, 2, 25},
                new double[] {4, 40, 250, 290, 0, 0, 3},
                new double[] {5, 35, 300, 335, 0, 1, 4},
                new double[] {70, 950, 0, 950, 1, 2, 30},
                new double[] {2, 15, 90, 105, 0, 0, 0},
                new double[] {0, 5, 0, 5, 0, 1, 0},
                new double[] {0, 6, 0, 6, 0, 1, 0},
                new double[] {6, 60, 400, 460, 1, 1, 5});
        int[] labels = {0, 0, 0, 2, 2, 0, 0, 2, 0, 1, 1, 0};
        String[] sources = {"a", "a", "b", "x", "x", "b", "c", "x", "c", "y", "y", "a"};
        double[] times = IntStream.range(0, 12).mapToDouble(i -> i * DAY / 4).toArray();
        return Dataset.of(schema(), rows, labels, List.of("benign", "scan", "theft"))
                .withTimes(times)
                .withSources(sources);
    }

    /** Four real features in [0, 10], scale 10, moved freely at cost 1. */
    public static Schema plain() {
        return new Schema(List.of("x", "y", "u", "v").stream()
                .map(n -> Feature.real(n, 0, 10))
                .toList());
    }

    /**
     * Two normal clouds in the first two of four features, around (3, 3) and, every third row, malicious ones around
     * (7, 7); the others are noise. One row an hour, from six sources.
     */
    public static Dataset clusters(int size, long seed) {
        Rng rng = Seed.of(seed).rng();
        int[] labels = IntStream.range(0, size).map(i -> i % 3 == 2 ? 1 : 0).toArray();
        Rows rows = Rows.fill(size, 4, (i, j) -> {
            double centre = j > 1 ? 5 : labels[i] == 1 ? 7 : 3;
            return Math.max(0, Math.min(10, centre + rng.nextGaussian()));
        });
        String[] sources = new String[size];
        for (int i = 0; i < size; i++) {
            sources[i] = (labels[i] == 1 ? "bad " : "good ") + i % 2 + labels[i];
        }
        return Dataset.of(plain(), rows, labels, List.of("benign", "malicious"))
                .withTimes(IntStream.range(0, size).mapToDouble(i -> i * 3600.0).toArray())
                .withSources(sources);
    }

    public static Run run() {
        return Run.seeded(7);
    }

    /** What a computation gives on so many threads. */
    public static <T> T onThreads(int threads, Function<Run, T> work) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return work.apply(Run.on(pool, Seed.of(7)));
        } finally {
            pool.shutdown();
        }
    }

    /** A fifth of the rows, half a scale, 60 queries, cost 20, half of the sources. */
    public static Budget budget() {
        return new Budget(0.2, 0.5, 60, 20, 0.5);
    }

    /** A forest that trains in milliseconds. */
    public static RandomForest forest() {
        return new RandomForest(8, 6, 2, 0.5);
    }

    /** What an attacker with the standard toy budget gets who has these rows. */
    public static AttackerContext grant(Dataset auxiliary) {
        return new AttackerContext(auxiliary.schema(), budget(), auxiliary, forest());
    }

    /**
     * A detector over {@link #plain} whose probability of the malicious class is 1 where x is at least this, else 0.
     */
    public static Model threshold(double x) {
        Tree.Builder tree = new Tree.Builder();
        int root = tree.node();
        int low = tree.node();
        int high = tree.node();
        tree.split(root, 0, x, true, low, high);
        tree.leaf(low, 0);
        tree.leaf(high, 1);
        TreeEnsemble kernel = TreeEnsemble.of(
                4, TreeEnsemble.Precision.DOUBLE, TreeEnsemble.Output.PROBABILITY_MEAN, 0, List.of(tree.build()));
        return new Model("by-hand", plain(), Encoding.forTrees(clusters(6, 1)), kernel);
    }

    /** A detector over {@link #plain} whose log-odds are a weighted sum, and which alarms from 0 on. */
    public static Model line(double bias, double... weights) {
        return new Model("by-hand", plain(), Encoding.forTrees(clusters(6, 1)), new LinearKernel(weights, bias))
                .withThreshold(0);
    }

    /** An oracle without a guard that shows scores. */
    public static Oracle oracle(Model model, int budget, int victims) {
        return new Oracle(model::probability, model.threshold(), Access.PROBABILITY, Screen.OPEN, budget, victims);
    }

    /** What was measured of a detector that finds 90 of 100 and alarms on 2 of 200, the worse half of the pitfalls found. */
    public static Evaluation evaluation() {
        Confusion confusion = new Confusion(90, 2, 198, 10);
        Scorecard card = new Scorecard(
                confusion,
                Unjudged.NONE,
                300,
                Optional.of(new Scorecard.BySource(new Interval(0.9, 0.7, 1, 12), new Interval(0.01, 0, 0.05, 12))),
                0.98,
                0.93,
                List.of(new Scorecard.RecallAt(0.01, Interval.share(90, 100), true)),
                Optional.of(Reliability.of(new double[] {0.1, 0.9}, new boolean[] {false, true}, 2)),
                Optional.of(new Scorecard.Field(new BaseRate(0.001, 1e6), 0.083, 10_890)),
                Optional.of(new Costs(
                        new OperatingPoint.Cost(50, 2),
                        new Costs.Bill(new Interval(1680, 900, 2900, 300), 16_667, 1333),
                        Optional.empty())),
                12.25,
                List.of(
                        new Slice("kind", "scan", false, new Confusion(50, 0, 0, 2)),
                        new Slice("kind", "theft", true, new Confusion(40, 0, 0, 8))));
        return new Evaluation(
                card,
                List.of(new Baseline("one-rule", "thresholds on bytes", new Confusion(40, 9, 191, 60), 0.61)),
                List.of(
                        new DataCheck("P1", "sampling bias", true, "a forest tells training from test rows"),
                        new DataCheck("P2", "label inaccuracy", false, "labels look right")));
    }

    /** A laboratory on 360 rows of {@link #clusters}. */
    public static Lab lab() {
        Split.Parts parts = new Split(0.3, 0.4).apply(clusters(360, 5), run());
        return Lab.of(parts, new Train(forest(), 0.05), run());
    }

    /** Verdicts with ids 100, 101 ...; those named are alarms. */
    public static Verdicts verdicts(int size, Integer... alarms) {
        return new Verdicts(IntStream.range(0, size)
                .mapToObj(i -> {
                    boolean alarm = List.of(alarms).contains(i);
                    return new Verdicts.Verdict(i, 100 + i, alarm, alarm ? 0.9 : 0.1, "model", "");
                })
                .toList());
    }

    /** The rows whose labels differ; both data sets start with the same rows. */
    public static List<Integer> relabelled(Dataset before, Dataset after) {
        return IntStream.range(0, before.size())
                .filter(i -> before.label(i) != after.label(i))
                .boxed()
                .toList();
    }

    public static List<Integer> list(int[] values) {
        return IntStream.of(values).boxed().toList();
    }
}
