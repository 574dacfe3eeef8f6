package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.BoundarySearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Progress;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.search.Substitute;
import dev.gauntlet.search.UntilReached;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.Screen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Extracts a copy of the detector first, searches on the copy without queries at growing distance from its boundary,
 * and sends the most promising rows of each victim to the detector.
 */
@AutoService(Attack.class)
public record TransferEvasion(
        @Param(value = "share of the query budget spent on the copy", low = 0, high = 1)
        double onCopy) implements InputAttack {
    private static final int STARTS = 10;
    private static final int FREE = 2000;
    private static final int MOVES = 150;
    private static final int AT_ONCE = 4;
    /** The distance from the goal, by the copy, below which a change counts as reaching it. */
    private static final double[] MARGINS = {0.5, 0.25, 0.1, 0.03};

    public TransferEvasion {
        Catalogue.check(TransferEvasion.class, onCopy);
    }

    public TransferEvasion() {
        this(0.9);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        int each = (int) (onCopy * grant.budget().queries());
        Rows questions = Substitute.mixed(
                grant.auxiliary().rows(), Math.min(5000, each * victims.size()), 0.3, run.child("questions"));
        Substitute heard = Substitute.of(oracle, i -> i % victims.size(), questions, grant.schema());
        Goal goal = grant.goal();
        SortedMap<Double, int[]> alike = goal.alike(victims);
        List<List<double[]>> donors = StartingPoints.of(victims, grant.auxiliary(), goal, STARTS, run);
        List<List<double[]>> all = new ArrayList<>(Collections.nCopies(victims.size(), List.of()));
        alike.forEach((truth, group) -> heard.distance(goal, truth, grant.surrogate(), run.child("copy"))
                .ifPresent(copy -> {
                    List<List<double[]>> found = onCopy(copy, victims, group, donors, grant, run);
                    for (int k = 0; k < group.length; k++) {
                        all.set(group[k], found.get(k));
                    }
                }));
        return all.stream().map(Attempts::new).map(UntilReached::new).toList();
    }

    /** The most promising rows of some victims of which the same is wanted, best first. */
    private static List<List<double[]>> onCopy(
            Substitute.Distance copy,
            Dataset victims,
            int[] group,
            List<List<double[]>> donors,
            AttackerContext grant,
            Run run) {
        List<List<double[]>> all = new ArrayList<>();
        IntStream.of(group).forEach(v -> all.add(new ArrayList<>()));
        BatchedQueries passing = new BatchedQueries(grant.schema(), grant.budget(), new Goal.Silence());
        int[] left = IntStream.range(0, group.length).toArray();
        for (double margin : MARGINS) {
            List<BoundarySearch> some = IntStream.of(left)
                    .mapToObj(k -> new BoundarySearch(
                            new FeasibleSet(
                                    grant.schema(),
                                    grant.budget(),
                                    victims.rows().row(group[k])),
                            donors.get(group[k]),
                            STARTS,
                            run.child("search").child(group[k]).rng()))
                    .toList();
            Oracle home = new Oracle(copy::of, margin, Access.LABEL, Screen.OPEN, FREE, left.length);
            int[] searched = left;
            Dataset own =
                    victims.select(IntStream.of(searched).map(k -> group[k]).toArray());
            List<Progress> found = passing.run(some, own, home, run);
            for (int k = 0; k < searched.length; k++) {
                found.get(k).best().ifPresent(all.get(searched[k])::add);
            }
            // Where nothing passes this margin, the same starts pass no narrower one.
            left = IntStream.range(0, searched.length)
                    .filter(k -> found.get(k).best().isPresent())
                    .map(k -> searched[k])
                    .toArray();
        }
        Run moves = run.child("moves");
        return run.map(group.length, (k, r) -> {
            List<double[]> rows = all.get(k);
            FeasibleSet lawful = new FeasibleSet(
                    grant.schema(), grant.budget(), victims.rows().row(group[k]));
            rows.addAll(surest(copy, lawful, moves.child(group[k]).rng()));
            return rows;
        });
    }

    /** Of many random valid moves those that the copy finds nearest to the goal, best first. */
    private static List<double[]> surest(Substitute.Distance copy, FeasibleSet lawful, Rng rng) {
        List<double[]> moves = new ArrayList<>();
        for (int i = 0; i < MOVES; i++) {
            lawful.project(lawful.randomMove(rng))
                    .filter(row -> lawful.cost(row) > 0)
                    .ifPresent(moves::add);
        }
        if (moves.isEmpty()) {
            return moves;
        }
        double[] distance = copy.of(Rows.of(moves.toArray(double[][]::new)));
        return IntStream.range(0, distance.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> distance[i]))
                .map(moves::get)
                .toList();
    }

    /** Rows, most promising first, a few at a time. */
    private static final class Attempts implements Supplier<List<double[]>> {
        private final List<double[]> candidates;
        private int next;

        Attempts(List<double[]> candidates) {
            this.candidates = List.copyOf(candidates);
        }

        @Override
        public List<double[]> get() {
            int from = next;
            next = Math.min(candidates.size(), from + AT_ONCE);
            return candidates.subList(from, next);
        }
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.AUXILIARY);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class);
    }

    @Override
    public Suite suite() {
        return Suite.THOROUGH;
    }

    @Override
    public String taxonomy() {
        return "transfer-evasion";
    }

    @Override
    public String summary() {
        return "Searches for evasions on an extracted copy and sends them to the detector.";
    }

    @Override
    public String when() {
        return "Use it where few queries are allowed on the detector itself. It takes an extracted copy, and adds nothing where direct attacks are allowed.";
    }

    @Override
    public String source() {
        return "Papernot et al., Practical Black-Box Attacks against Machine Learning, AsiaCCS 2017";
    }
}
