package dev.gauntlet.attack.evasion;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.BoundarySearch;
import dev.gauntlet.search.Donors;
import dev.gauntlet.search.Lawful;
import dev.gauntlet.search.Lockstep;
import dev.gauntlet.search.Pursuit;
import dev.gauntlet.search.Substitute;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Need;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Copies the detector first, searches on the copy for free at growing distance from its boundary, and asks the detector
 * a few times per victim: what transfers, passes.
 */
@AutoService(Attack.class)
public record TransferEvasion(
        @Param(value = "share of the query budget spent on the copy", low = 0, high = 1)
        double onCopy) implements InputAttack {
    private static final int STARTS = 10;
    private static final int FREE = 2000;
    /** The copy's probability of malice below which a change counts as passing there. */
    private static final double[] MARGINS = {0.5, 0.25, 0.1, 0.03};

    public TransferEvasion {
        Catalogue.check(TransferEvasion.class, onCopy);
    }

    public TransferEvasion() {
        this(0.9);
    }

    @Override
    public List<? extends Pursuit> pursue(Rows victims, Oracle oracle, Grant grant, Run run) {
        int each = (int) (onCopy * grant.budget().queries());
        Rows questions = Substitute.mixed(
                grant.auxiliary().rows(), Math.min(5000, each * victims.size()), 0.3, run.child("questions"));
        Optional<Model> copy = Substitute.train(
                oracle, i -> i % victims.size(), questions, grant.auxiliary(), grant.surrogate(), run.child("copy"));
        if (copy.isEmpty()) {
            return IntStream.range(0, victims.size())
                    .mapToObj(v -> new Attempts(List.of()))
                    .toList();
        }
        List<List<double[]>> donors = Donors.of(victims, grant.auxiliary(), false, STARTS, run);
        List<List<BoundarySearch>> searches = new ArrayList<>();
        for (double margin : MARGINS) {
            List<BoundarySearch> some = IntStream.range(0, victims.size())
                    .mapToObj(v -> new BoundarySearch(
                            new Lawful(grant.schema(), grant.budget(), victims.row(v)),
                            donors.get(v),
                            STARTS,
                            run.child("search").child(v).rng()))
                    .toList();
            Oracle home = new Oracle(
                    copy.get()::probability, margin, Oracle.Access.LABEL, (p, asked) -> p, FREE, victims.size());
            Lockstep.run(some, home, false);
            searches.add(some);
        }
        return IntStream.range(0, victims.size())
                .mapToObj(v -> new Attempts(searches.stream()
                        .flatMap(some -> some.get(v).best().stream())
                        .toList()))
                .toList();
    }

    /** Asks about a few rows, cheapest first, until one passes. */
    private static final class Attempts implements Pursuit {
        private final List<double[]> candidates;
        private int next;
        private Optional<double[]> passed = Optional.empty();

        Attempts(List<double[]> candidates) {
            this.candidates = List.copyOf(candidates);
        }

        @Override
        public List<double[]> propose() {
            return passed.isPresent() || next >= candidates.size() ? List.of() : List.of(candidates.get(next++));
        }

        @Override
        public void hear(boolean[] reached) {
            passed = reached[0] ? Optional.of(candidates.get(next - 1)) : Optional.empty();
        }

        @Override
        public Optional<double[]> best() {
            return passed.map(double[]::clone);
        }
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.QUERY, Need.INPUTS, Need.AUXILIARY);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Hardened.class);
    }

    @Override
    public String taxonomy() {
        return "transfer-evasion";
    }

    @Override
    public String summary() {
        return "Searches on an extracted copy and sends what passes there.";
    }

    @Override
    public String source() {
        return "Papernot et al., Practical Black-Box Attacks against Machine Learning, AsiaCCS 2017";
    }
}
