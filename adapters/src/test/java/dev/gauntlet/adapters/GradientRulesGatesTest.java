package dev.gauntlet.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.NetworkJson;
import dev.gauntlet.attack.evasion.ProjectedGradient;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.NeuralNetwork;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Progress;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The searches by gradients where features are whole, depend on each other or stand in one-hot groups. */
final class GradientRulesGatesTest {
    private static final double FREE = 1e9;

    /** How many evade within a Euclidean distance, each checked against schema and model once more. */
    private static int evading(RuledTask task, double radius, double least) {
        Dataset victims = task.victims();
        assertThat(IntStream.range(0, victims.size()))
                .allMatch(v -> task.schema().faults(task.rows().row(v)).isEmpty());
        int queries = 400;
        Budget budget = new Budget(0.1, radius, queries, FREE, 0.1);
        List<AttackSearch> searches = IntStream.range(0, victims.size())
                .<AttackSearch>mapToObj(v -> {
                    Region region = new Region(
                            new FeasibleSet(task.schema(), budget, task.rows().row(v)), Norm.L2, radius);
                    return new GradientSearch(
                            region,
                            List.of(new AutoAscent(region, 100, Optional.empty()), new WholeSteps(region, 200)),
                            GradientSearch.Until.REACHED,
                            -1,
                            0);
                })
                .toList();
        Oracle oracle = Oracle.of(task.model(), Access.GRADIENTS, Screen.OPEN, queries, victims.size());
        List<Progress> found = new BatchedQueries(task.schema(), budget, new Goal.Silence())
                .run(searches, victims, oracle, Run.seeded(1));
        int evading = 0;
        for (int v = 0; v < found.size(); v++) {
            double[] from = task.rows().row(v);
            assertThat(found.get(v).refused()).isZero();
            evading += found.get(v).improvements().stream()
                            .map(one -> one.row())
                            .anyMatch(row -> Norm.L2.of(task.schema(), from, row) <= radius * (1 + 1e-9)
                                    && task.schema().lawful(from, row)
                                    && !task.model().alarms(Rows.of(row))[0])
                    ? 1
                    : 0;
        }
        GateTable.add(
                "gradient under %d rules, L2 %s: %d rows"
                        .formatted(task.schema().rules().size(), radius, found.size()),
                "share that evades at least " + least,
                String.format(
                        Locale.ROOT,
                        "%.4f, %.1f queries a row, no invalid row",
                        evading / (double) found.size(),
                        oracle.asked() / (double) found.size()));
        return evading;
    }

    /** A search with the repairs of the relations' authors reaches 1 from .3 on and .938 at .25. */
    @ParameterizedTest
    @CsvSource({"4, 0.99", "2, 0.99", "1, 0.99", "0.5, 0.99", "0.3, 0.99", "0.25, 0.97"})
    void botnetWindowsEvadeUnderAllTheirRules(double radius, double least) throws IOException {
        assertThat(evading(RuledTask.botnet(), radius, least) / 387.0).isGreaterThanOrEqualTo(least);
    }

    /** The share that is still recognised; other libraries leave .20 and more. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void addressesEvadeUnderTheirRules(boolean right) throws IOException {
        assertThat(1 - evading(RuledTask.url(right), 0.5, 0.94) / 1129.0).isLessThanOrEqualTo(0.06);
    }

    private static RuledTask cafa(String name) throws IOException {
        List<Feature> features = new ArrayList<>();
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String line : PublicData.lines("cafa-tabular/" + name + "_features.csv")) {
            String[] cells = line.split(",", -1);
            if (cells[1].equals("categorical")) {
                features.add(Feature.flag(cells[0]));
                groups.computeIfAbsent(cells[2], group -> new ArrayList<>()).add(cells[0]);
            } else if (!cells[0].equals("feature")) {
                double low = cells[4].isEmpty() ? Double.NEGATIVE_INFINITY : Double.parseDouble(cells[4]);
                double high = cells[5].isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(cells[5]);
                Feature feature = cells[1].equals("ordinal")
                        ? Feature.whole(cells[0], low, high)
                        : Feature.real(cells[0], low, high);
                features.add(feature.withScale(Double.parseDouble(cells[7]) - Double.parseDouble(cells[6])));
            }
        }
        groups.values().removeIf(members -> members.size() < 2);
        ForeignModel network = NetworkJson.read(PublicData.unpacked("cafa-tabular/" + name + "_nn.json"));
        Model model = network.over(new Schema(features, groups, List.of()));
        Rows rows = PublicData.numbers("cafa-tabular/" + name + "_test.csv").first(features.size());
        boolean[] alarms = model.alarms(rows);
        return new RuledTask(
                model,
                rows.select(IntStream.range(0, 1500).filter(i -> alarms[i]).toArray()));
    }

    /** A thirtieth of each range, categories as they like: every row that is returned has one of each group, and whole numbers. */
    @ParameterizedTest
    @CsvSource({"adult, 374", "bank, 165"})
    void oneHotGroupsStayWhole(String name, int positives) throws IOException {
        RuledTask task = cafa(name);
        Dataset victims = task.victims();
        assertThat(victims.size()).isEqualTo(positives);
        Budget budget = new Budget(0.1, 1 / 30.0, 300, FREE, 0.1);
        Oracle oracle = Oracle.of(task.model(), Access.GRADIENTS, Screen.OPEN, 300, victims.size());
        AttackerContext grant = new AttackerContext(task.schema(), budget, victims, new NeuralNetwork());
        List<Progress> found = new BatchedQueries(task.schema(), budget, new Goal.Silence())
                .run(
                        new ProjectedGradient().pursue(victims, oracle, grant, Run.seeded(1)),
                        victims,
                        oracle,
                        Run.seeded(1));
        int evading = 0;
        for (int v = 0; v < found.size(); v++) {
            double[] from = task.rows().row(v);
            assertThat(found.get(v).refused()).isZero();
            assertThat(found.get(v).improvements())
                    .allMatch(one -> task.schema().lawful(from, one.row())
                            && !task.model().alarms(Rows.of(one.row()))[0]);
            evading += found.get(v).improvements().isEmpty() ? 0 : 1;
        }
        GateTable.add(
                "gradient, one-hot groups, 1/30 of each range: " + name,
                "every row valid",
                "%d of %d evade, no invalid row".formatted(evading, found.size()));
        assertThat(evading).isEqualTo(positives);
    }
}
