package dev.gauntlet.attack.labels;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.search.Flips;
import dev.gauntlet.search.Neighbours;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Relabels random malicious training rows as benign, or as what else is wanted: the cheapest poisoning attack, and the baseline for all others. If
 * it knows a filter, it first flips rows whose neighbours are already benign, so that the false label agrees with them.
 */
@AutoService(Attack.class)
public record LabelFlip(
        @Param(value = "share of the row budget that is used", low = 0, high = 1)
        double share) implements PoisoningAttack {
    private static final int NEIGHBOURS = 10;

    public LabelFlip {
        Catalogue.check(LabelFlip.class, share);
    }

    public LabelFlip() {
        this(1);
    }

    @Override
    public Dataset poison(Dataset train, AttackerContext grant, Run run) {
        int[] starts = grant.goal().starts(train);
        int[] order = run.rng().sample(starts, starts.length);
        if (grant.filter().isPresent()) {
            order = agreeing(train, order, grant.goal(), run);
        }
        int allowed = (int) (share * grant.budget().rowsOf(train.size()));
        return Flips.towards(grant.goal(), train, order, allowed, grant.filter());
    }

    private static int[] agreeing(Dataset train, int[] order, Goal goal, Run run) {
        int[][] near =
                Neighbours.nearest(train.schema(), train.rows(), train.rows().select(order), NEIGHBOURS + 1, run);
        return IntStream.range(0, order.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> IntStream.of(near[i])
                        .filter(row -> train.label(row) >= 0)
                        .filter(row -> !goal.reached(train.label(order[i]), train.label(row)))
                        .count()))
                .mapToInt(i -> order[i])
                .toArray();
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.LABELS);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Filter.class);
    }

    @Override
    public String taxonomy() {
        return "label-flipping";
    }

    @Override
    public String summary() {
        return "Relabels random malicious training rows as benign, or as the kind that is wanted.";
    }

    @Override
    public String when() {
        return "Use it where labels can be changed, to compare better attacks with. It takes no query and no model.";
    }

    @Override
    public String source() {
        return "Biggio, Nelson, Laskov, Support Vector Machines Under Adversarial Label Noise, ACML 2011";
    }
}
