package dev.gauntlet.search;

import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Norm;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A search until its first success, then {@link DecisionSearch} from there, which spends the queries that are left. */
public final class ThenSmaller implements AttackSearch {
    private final AttackSearch first;
    private final FeasibleSet lawful;
    private final Norm objective;
    private final List<double[]> donors;
    private final Rng rng;
    private Optional<double[]> start = Optional.empty();
    private Optional<DecisionSearch> second = Optional.empty();

    /**
     * A search of two parts.
     *
     * @param donors rows from whose values the second part may start again
     */
    public ThenSmaller(AttackSearch first, FeasibleSet lawful, Norm objective, List<double[]> donors, Rng rng) {
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
