package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Norm;
import dev.gauntlet.threat.AttackerContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A search until its first success, then {@link DecisionSearch} from there, which spends the queries that are left. */
public final class ThenSmaller implements AttackSearch {
    private final AttackSearch first;
    private final FeasibleSet lawful;
    private final Norm objective;
    private final List<double[]> donors;
    private final Rng rng;
    private Optional<double[]> start = Optional.empty();
    private Optional<DecisionSearch> second = Optional.empty();

    /** The first part for one victim. */
    @FunctionalInterface
    public interface First {
        AttackSearch of(FeasibleSet valid, int victim);
    }

    /**
     * A search of two parts for each victim; the second makes the change smaller in the attacker's norm.
     *
     * @param donors for each victim, rows from whose values the second part may start again
     */
    public static List<ThenSmaller> each(
            Dataset victims, List<List<double[]>> donors, AttackerContext grant, Run run, First first) {
        return IntStream.range(0, victims.size())
                .mapToObj(v -> {
                    FeasibleSet valid = new FeasibleSet(
                            grant.schema(), grant.budget(), victims.rows().row(v));
                    return new ThenSmaller(
                            first.of(valid, v),
                            valid,
                            grant.budget().norm(),
                            donors.get(v),
                            run.child("smaller").child(v).rng());
                })
                .toList();
    }

    private ThenSmaller(AttackSearch first, FeasibleSet lawful, Norm objective, List<double[]> donors, Rng rng) {
        this.first = first;
        this.lawful = lawful;
        this.objective = objective;
        this.donors = List.copyOf(donors);
        this.rng = rng;
    }

    private AttackSearch present() {
        return second.isPresent() ? second.get() : first;
    }

    @Override
    public List<double[]> propose() {
        if (second.isEmpty()) {
            second = start.map(row -> DecisionSearch.from(row, lawful, objective, donors, rng));
        }
        return present().propose();
    }

    @Override
    public void hear(List<Reply> replies) {
        present().hear(replies);
        if (second.isEmpty()) {
            start = first.offers().stream().min(Comparator.comparingDouble(row -> lawful.size(objective, row)));
        }
    }

    @Override
    public List<double[]> offers() {
        return present().offers();
    }

    @Override
    public boolean asksGradients() {
        return present().asksGradients();
    }
}
