package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.DataDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.Lawful;
import dev.gauntlet.search.NearCopies;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Need;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Direct poisoning of the training set. The random attacker changes or adds as many rows at random; for a backdoor it
 * stamps the trigger on a clean detector's inputs.
 */
final class PoisoningTrial implements Trial {
    /** The figures of the arms without a defence. */
    static final Facts FACTS = Facts.none()
            .counted(Set.of(Arm.Name.CLEAN, Arm.Name.NULL))
            .counted(Set.of(Arm.Name.ATTACKED), "rowsChanged", "cleanRecall");
    /** The figures of the arms with a defence. */
    static final Facts DEFENDED = Facts.none().counted(Declared.BEHIND, "rowsChanged", "rowsDropped");

    private final Lab lab;
    private final PoisoningAttack attack;
    private final Run run;
    /** The attacked arm by the budget it was given; two threads may compute the same one, to the same bits. */
    private final Map<Budget, Arm> attackedAt = new ConcurrentHashMap<>();

    PoisoningTrial(Lab lab, PoisoningAttack attack, Run run) {
        this.lab = lab;
        this.attack = attack;
        this.run = run;
    }

    @Override
    public String measure() {
        return "share of malicious test rows missed";
    }

    @Override
    public List<Arm> undefended() {
        Grant grant = lab.grant();
        return run.child("arms").map(3, (i, r) -> switch (i) {
            case 0 -> lab.missed(Arm.Name.CLEAN, lab.model());
            case 1 -> lab.missed(Arm.Name.NULL, random(), victims(grant));
            default -> attacked(grant);
        });
    }

    @Override
    public List<Finding.Curve> curves(List<Double> strengths) {
        List<Finding.Point> points = run.child("curve").map(strengths.size(), (i, r) -> {
            Budget budget = lab.budget().times(strengths.get(i));
            return new Finding.Point(
                    strengths.get(i), attacked(lab.grant().withBudget(budget)).damage());
        });
        return List.of(new Finding.Curve("strength", points));
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (!(defence instanceof DataDefence filter)) {
            return List.of();
        }
        Grant grant = lab.grant();
        Grant knowing = grant.knowing((Knowledge.Filter) data -> filter.kept(data, run.child("filter")));
        return run.child("defended").map(3, (i, r) -> switch (i) {
            case 0 ->
                filtered(
                        Arm.Name.DEFENDED_CLEAN,
                        lab.parts().train(),
                        filter,
                        lab.parts().test());
            case 1 -> filtered(Arm.Name.DEFENDED, poisoned(grant), filter, victims(grant));
            default -> filtered(Arm.Name.ADAPTIVE, poisoned(knowing), filter, victims(knowing));
        });
    }

    private Arm attacked(Grant grant) {
        Optional<Arm> known = Optional.ofNullable(attackedAt.get(grant.budget()));
        Arm arm = known.orElseGet(() -> measured(grant));
        attackedAt.put(grant.budget(), arm);
        return arm;
    }

    private Arm measured(Grant grant) {
        Dataset poisoned = poisoned(grant);
        Model model = lab.retrain(poisoned, run.child("train"));
        return lab.missed(Arm.Name.ATTACKED, model, victims(grant))
                .with("rowsChanged", changed(poisoned))
                .with(
                        "cleanRecall",
                        lab.missed(Arm.Name.ATTACKED, model).facts().getOrDefault("recall", Interval.exact(0)));
    }

    private Arm filtered(Arm.Name name, Dataset train, DataDefence filter, Dataset victims) {
        Dataset kept = filter.clean(train, run.child("filter"));
        return lab.missed(name, lab.retrain(kept, run.child("train")), victims)
                .with("rowsChanged", changed(train))
                .with("rowsDropped", train.size() - kept.size());
    }

    /** The test rows as they are sent; one that no attacker may send stays as it was. */
    private Dataset victims(Grant grant) {
        Dataset test = lab.parts().test();
        Rows sent = attack.trigger(test, lab.parts().train(), grant, run.child("trigger"))
                .rows();
        double[][] checked = new double[test.size()][];
        for (int i = 0; i < checked.length; i++) {
            double[] original = test.rows().row(i);
            double[] row = sent.row(i);
            checked[i] = new Lawful(lab.schema(), grant.budget(), original).permitted(row) ? row : original;
        }
        return test.withRows(Rows.of(checked));
    }

    /** What the attack returns, held to its budget and to the schema: invalid rows are dropped. */
    private Dataset poisoned(Grant grant) {
        Dataset train = lab.parts().train();
        Dataset returned = attack.poison(train, grant, run.child("attack"));
        if (returned.size() < train.size()
                || !returned.rows().slice(0, train.size()).equals(train.rows())) {
            throw new IllegalStateException(
                    attack.id() + " changed or removed rows in place but may only relabel them");
        }
        int allowed = grant.budget().rowsOf(train.size());
        List<Integer> kept = new ArrayList<>();
        int relabelled = 0;
        int added = 0;
        for (int i = 0; i < returned.size(); i++) {
            if (i < train.size()) {
                relabelled += returned.label(i) != train.label(i) ? 1 : 0;
                kept.add(i);
            } else if (added + relabelled < allowed
                    && lab.schema().faults(returned.rows().row(i)).isEmpty()) {
                added++;
                kept.add(i);
            }
        }
        if (relabelled > allowed) {
            throw new IllegalStateException(
                    "%s changed %d labels but may change %d".formatted(attack.id(), relabelled, allowed));
        }
        return returned.select(kept.stream().mapToInt(Integer::intValue).toArray());
    }

    private int changed(Dataset poisoned) {
        Dataset train = lab.parts().train();
        int same = Math.min(train.size(), poisoned.size());
        return (int) IntStream.range(0, same)
                        .filter(i -> poisoned.label(i) != train.label(i))
                        .count()
                + poisoned.size()
                - same;
    }

    private Model random() {
        if (attack.needs().contains(Need.INPUTS)) {
            return lab.model();
        }
        Dataset train = lab.parts().train();
        Rng rng = run.child("null").rng();
        int allowed = lab.budget().rowsOf(train.size());
        int[] chosen = rng.sample(IntStream.range(0, train.size()).toArray(), allowed);
        Set<Integer> set = new HashSet<>();
        IntStream.of(chosen).forEach(set::add);
        Dataset noisy = attack.needs().contains(Need.LABELS)
                ? train.relabel(i -> set.contains(i) ? flip(train, i) : train.label(i))
                : train.append(planted(chosen, rng));
        return lab.retrain(noisy, run.child("train"));
    }

    /**
     * Rows like those chosen, with the other label; exact copies would be dropped at labelling together with their
     * originals.
     */
    private Dataset planted(int[] chosen, Rng rng) {
        Dataset models = lab.parts().train().select(chosen);
        return models.withRows(new NearCopies(lab.schema()).moved(models.rows(), rng))
                .relabel(i -> flip(models, i));
    }

    private static int flip(Dataset train, int row) {
        return train.malicious(row) ? 0 : 1;
    }
}
