package dev.gauntlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.assemble.FlowSchema;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated network is neither trivial nor hopeless: no one feature gives malice away, a forest finds most. */
final class CalibrationTest {
    private static final List<String> LABELS = List.of("benign", "scan", "guess", "beacon", "exfil", "tunnel");

    private record Cut(Dataset train, Dataset tune, Dataset test) {}

    private record Choice(double threshold, double balanced) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aForestSucceedsWhereEverySingleThresholdFails(long seed) {
        Run run = Run.seeded(seed);
        Cut cut = cut(labelled(new SimulatedNetwork().read(run)), run.child("split"));
        assertThat(bestSingleFeature(cut)).isLessThanOrEqualTo(0.80);
        Model forest = new RandomForest().train(cut.train, run.child("rf"));
        double threshold = choose(forest.malice(cut.tune.rows()), cut.tune.malice()).threshold;
        assertThat(balanced(forest.malice(cut.test.rows()), cut.test.malice(), threshold))
                .isBetween(0.93, 0.98);
    }

    private static Dataset labelled(Records records) {
        Dataset rows = FlowSchema.assembly().assemble(records).rows();
        int[] labels = IntStream.range(0, records.size())
                .map(i -> LABELS.indexOf(records.column("label").text(i)))
                .toArray();
        return Dataset.of(rows.schema(), rows.rows(), labels, LABELS);
    }

    /** 60 % to train, 15 % to choose a threshold, 25 % to test, of every label. */
    private static Cut cut(Dataset data, Run run) {
        int[] place = new int[data.size()];
        for (int label = 0; label < LABELS.size(); label++) {
            int wanted = label;
            int[] members = IntStream.range(0, data.size())
                    .filter(i -> data.label(i) == wanted)
                    .toArray();
            run.child(label).rng().shuffle(members);
            for (int k = 0; k < members.length; k++) {
                place[members[k]] = k < 0.6 * members.length ? 0 : k < 0.75 * members.length ? 1 : 2;
            }
        }
        return new Cut(part(data, place, 0), part(data, place, 1), part(data, place, 2));
    }

    private static Dataset part(Dataset data, int[] place, int wanted) {
        return data.select(
                IntStream.range(0, place.length).filter(i -> place[i] == wanted).toArray());
    }

    private static double bestSingleFeature(Cut cut) {
        Encoding encoding = Encoding.forTrees(cut.train);
        Rows train = encoding.encode(cut.train.rows());
        Rows test = encoding.encode(cut.test.rows());
        double best = 0;
        for (int j = 0; j < train.width(); j++) {
            Choice up = choose(train.column(j), cut.train.malice());
            Choice down = choose(negated(train.column(j)), cut.train.malice());
            double reached = up.balanced >= down.balanced
                    ? balanced(test.column(j), cut.test.malice(), up.threshold)
                    : balanced(negated(test.column(j)), cut.test.malice(), down.threshold);
            best = Math.max(best, reached);
        }
        return best;
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }

    /** The threshold with the best balanced accuracy when alarms are the scores that reach it. */
    private static Choice choose(double[] scores, boolean[] malicious) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        double bad =
                IntStream.range(0, malicious.length).filter(i -> malicious[i]).count();
        double good = malicious.length - bad;
        Choice best = new Choice(Double.POSITIVE_INFINITY, 0.5);
        int hits = 0;
        for (int k = 0; k < order.length; k++) {
            hits += malicious[order[k]] ? 1 : 0;
            boolean tied = k + 1 < order.length && scores[order[k]] == scores[order[k + 1]];
            double balanced = (hits / bad + 1 - (k + 1 - hits) / good) / 2;
            if (!tied && balanced > best.balanced) {
                best = new Choice(scores[order[k]], balanced);
            }
        }
        return best;
    }

    private static double balanced(double[] scores, boolean[] malicious, double threshold) {
        double[] alarms = new double[2];
        double[] all = new double[2];
        for (int i = 0; i < scores.length; i++) {
            int side = malicious[i] ? 1 : 0;
            all[side]++;
            alarms[side] += scores[i] >= threshold ? 1 : 0;
        }
        return (alarms[1] / all[1] + 1 - alarms[0] / all[0]) / 2;
    }
}
