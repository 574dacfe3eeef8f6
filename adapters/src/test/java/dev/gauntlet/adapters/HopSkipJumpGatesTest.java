package dev.gauntlet.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.adapters.foreign.NetworkJson;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.HopSkipJumpSearch;
import dev.gauntlet.search.Progress;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** HopSkipJump on the botnet network, every fourth of the first 80 candidates, from random starts, all features free in the scaler's range. */
final class HopSkipJumpGatesTest {
    private static final int ROWS = 20;
    private static final double FREE = 1e9;

    private static Model botnet() throws IOException {
        byte[] content = PublicData.unpacked("ctu13-botnet756/nn.json");
        ForeignModel network = NetworkJson.read(content);
        JsonNode scaler = new ObjectMapper()
                .readTree(new String(content, StandardCharsets.UTF_8))
                .get("min_max_scaler");
        return network.over(new Schema(IntStream.range(0, network.names().size())
                .mapToObj(j -> {
                    double low = scaler.get("data_min_").get(j).doubleValue();
                    double high = scaler.get("data_max_").get(j).doubleValue();
                    return Feature.real(network.names().get(j), low, high > low ? high : low + 1);
                })
                .toList()));
    }

    private static double mean(Model model, Rows rows, int queries, long seed) {
        int[] labels = new int[ROWS];
        Arrays.fill(labels, 1);
        Dataset victims = Dataset.of(model.schema(), rows, labels, List.of("benign", "malicious"));
        Budget budget = new Budget(0.1, FREE, queries, FREE, 0.1);
        Run run = Run.seeded(seed);
        List<HopSkipJumpSearch> searches = IntStream.range(0, ROWS)
                .mapToObj(v -> new HopSkipJumpSearch(
                        new FeasibleSet(model.schema(), budget, rows.row(v)),
                        Norm.L2,
                        List.of(),
                        run.child("search").child(v).rng()))
                .toList();
        Oracle oracle = Oracle.of(model, Access.LABEL, Screen.OPEN, queries, ROWS);
        List<Progress> found =
                new BatchedQueries(model.schema(), budget, new Goal.Silence()).run(searches, victims, oracle, run);
        assertThat(oracle.asked()).isEqualTo((long) queries * ROWS);
        return IntStream.range(0, ROWS)
                .mapToDouble(v -> found.get(v).improvements().stream()
                        .mapToDouble(one -> Norm.L2.of(model.schema(), rows.row(v), one.row()))
                        .min()
                        .orElseThrow())
                .average()
                .orElseThrow();
    }

    /** The limits are what the reference reaches, the mean of three seeds; without slack. */
    @ParameterizedTest
    @CsvSource({"900, 3, 0.272", "6400, 1, 0.185"})
    void changesAreNoLargerThanThoseOfTheReference(int queries, int seeds, double most) throws IOException {
        Model model = botnet();
        Rows rows = PublicData.numbers("ctu13-botnet756/x_candidates_common.csv")
                .rows()
                .select(IntStream.range(0, ROWS).map(i -> 4 * i).toArray());
        double mean = IntStream.rangeClosed(1, seeds)
                .mapToDouble(seed -> mean(model, rows, queries, seed))
                .average()
                .orElseThrow();
        GateTable.add(
                "HopSkipJump, botnet network, 20 rows, %d seed(s): %,d queries".formatted(seeds, queries),
                "L2 at most " + most,
                String.format(Locale.ROOT, "L2 %.4f", mean));
        assertThat(mean).isLessThanOrEqualTo(most);
    }
}
