package dev.gauntlet.defence.training;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.BoundarySearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Progress;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Screen;
import dev.gauntlet.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How training rows evade the detector that they trained, by a search that asks for verdicts only. */
final class OwnEvasions {
    private static final int STARTS = 8;
    private static final int ROUNDS = 5;
    private static final int POOL = 3000;

    private OwnEvasions() {}

    /**
     * The cheapest change of each row that was found to evade.
     *
     * @param own the rows that are changed
     * @param pool rows among which the searches start
     */
    static List<Optional<double[]>> of(Model model, Dataset own, Dataset pool, ThreatModel assumed, Run run) {
        int[] some =
                run.child("pool").rng().sample(IntStream.range(0, pool.size()).toArray(), POOL);
        Goal goal = assumed.goals().evade();
        List<List<double[]>> donors = StartingPoints.of(own, pool.select(some), goal, STARTS, run.child("donors"));
        List<BoundarySearch> searches = IntStream.range(0, own.size())
                .mapToObj(v -> new BoundarySearch(
                        new FeasibleSet(
                                own.schema(), assumed.budget(), own.rows().row(v)),
                        donors.get(v),
                        ROUNDS,
                        run.child("search").child(v).rng()))
                .toList();
        Oracle home =
                Oracle.of(model, Access.LABEL, Screen.OPEN, assumed.budget().queries(), own.size());
        return new BatchedQueries(own.schema(), assumed.budget(), goal)
                .run(searches, own, home, run).stream().map(Progress::best).toList();
    }
}
