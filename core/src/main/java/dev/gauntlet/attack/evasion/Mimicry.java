package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.StartingPoints;
import dev.gauntlet.search.UntilReached;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Makes a malicious row look like a benign one: copies the values of a near benign row feature by feature, the largest
 * gain per cost first, and stops as soon as the row is called benign. Needs no model and few queries, as real attackers
 * do.
 */
@AutoService(Attack.class)
public record Mimicry(
        @Param(value = "benign rows imitated, one after another", low = 1, high = 50)
        int models) implements InputAttack {
    public Mimicry {
        Catalogue.check(Mimicry.class, models);
    }

    public Mimicry() {
        this(5);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        List<List<double[]>> donors = StartingPoints.of(victims, grant.auxiliary(), grant.goal(), models, run);
        int[][] orders = new int[victims.size()][];
        grant.goal().alike(victims).forEach((truth, group) -> {
            int[] order = order(grant, truth);
            IntStream.of(group).forEach(v -> orders[v] = order);
        });
        return IntStream.range(0, victims.size())
                .mapToObj(v -> new UntilReached(new Imitation(
                        new FeasibleSet(
                                grant.schema(), grant.budget(), victims.rows().row(v)),
                        donors.get(v).subList(0, Math.min(models, donors.get(v).size())),
                        orders[v])))
                .toList();
    }

    /** Movable features, those in which the rows imitated differ most from the attacker's own per cost first. */
    private static int[] order(AttackerContext grant, double truth) {
        Rows good =
                StartingPoints.wanted(grant.auxiliary(), grant.goal(), truth).rows();
        Rows bad = StartingPoints.others(grant.auxiliary(), grant.goal(), truth).rows();
        return IntStream.of(grant.schema().movable())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -gain(grant, good, bad, j))
                        .thenComparing(j -> j))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double gain(AttackerContext grant, Rows good, Rows bad, int column) {
        var feature = grant.schema().feature(column);
        double difference = 0;
        int pairs = Math.min(100, Math.min(good.size(), bad.size()));
        for (int i = 0; i < pairs; i++) {
            difference += Math.min(3, feature.distance(good.get(i, column), bad.get(i, column)));
        }
        return difference / (0.1 + feature.cost());
    }

    /** The rows on the way to one benign row after another. */
    private static final class Imitation implements Supplier<List<double[]>> {
        private final FeasibleSet lawful;
        private final List<double[]> models;
        private final int[] order;
        private int next;

        Imitation(FeasibleSet lawful, List<double[]> models, int[] order) {
            this.lawful = lawful;
            this.models = models;
            this.order = order;
        }

        @Override
        public List<double[]> get() {
            List<double[]> rows = List.of();
            while (rows.isEmpty() && next < models.size()) {
                rows = prefixes(models.get(next++));
            }
            return rows;
        }

        private List<double[]> prefixes(double[] model) {
            List<double[]> rows = new ArrayList<>();
            double[] row = lawful.original();
            double[] last = lawful.original();
            for (int j : order) {
                row[j] = model[j];
                Optional<double[]> near = lawful.project(row);
                if (near.isPresent()
                        && !Arrays.equals(near.get(), last)
                        && !Arrays.equals(near.get(), lawful.original())) {
                    rows.add(near.get());
                    last = near.get();
                }
            }
            return rows;
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
    public String taxonomy() {
        return "manual-evasion";
    }

    @Override
    public String summary() {
        return "Copies a benign row's values, feature by feature, until it evades detection.";
    }

    @Override
    public String when() {
        return "Use it to see what an attacker does who knows nothing but benign rows. It takes few queries and is beaten by most others.";
    }

    @Override
    public String source() {
        return "Apruzzese et al., Real Attackers Don't Compute Gradients, SaTML 2023";
    }
}
