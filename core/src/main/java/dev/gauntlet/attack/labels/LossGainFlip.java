package dev.gauntlet.attack.labels;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.search.Flips;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Relabels as benign, or as what else is wanted, the rows whose false label costs a clean surrogate most: for a log-odds m, the
 * loss of the flipped label less that of the true one is m itself, and between kinds it is the difference of their logits. This is
 * the first step of ALFA.
 */
@AutoService(Attack.class)
public record LossGainFlip(
        @Param(value = "share of the row budget that is used", low = 0, high = 1)
        double share) implements PoisoningAttack {
    public LossGainFlip {
        Catalogue.check(LossGainFlip.class, share);
    }

    public LossGainFlip() {
        this(1);
    }

    @Override
    public Dataset poison(Dataset train, AttackerContext grant, Run run) {
        double[] gain = gains(train, grant.goal(), run);
        int[] order = IntStream.of(grant.goal().starts(train))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -gain[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int allowed = (int) (share * grant.budget().rowsOf(train.size()));
        return Flips.towards(grant.goal(), train, order, allowed, grant.filter());
    }

    private static double[] gains(Dataset train, Goal goal, Run run) {
        Model surrogate = new LogisticRegression().trained(train, run);
        if (goal.equals(new Goal.Silence())) {
            return surrogate.malice(train.rows());
        }
        Rows logits = surrogate.scores(train.rows());
        int[] others = Flips.falseLabels(goal, train);
        double[] gains = new double[train.size()];
        for (int i = 0; i < gains.length; i++) {
            int label = train.label(i);
            gains[i] = label < 0 ? 0 : logits.get(i, label) - logits.get(i, others[label]);
        }
        return gains;
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
        return "Relabels as benign, or as the kind that is wanted, the rows that a surrogate is most confident about.";
    }

    @Override
    public String when() {
        return "Use it where labels can be changed, as the strongest of few changes. It takes one surrogate model and no query.";
    }

    @Override
    public String source() {
        return "Xiao, Xiao, Eckert, Adversarial Label Flips Attack on Support Vector Machines, ECAI 2012";
    }
}
