package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Curve;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Flips;
import dev.gauntlet.search.NearCopies;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Direct poisoning of the training set. The random attacker adds the same number of rows at random or, where labels are
 * changed, calls as many random malicious rows benign as the attack may.
 *
 * <p>Of a backdoor every arm sends the same malicious rows with the trigger stamped: without an attacker to a clean detector, so
 * that what the trigger does alone is no damage of the poisoning; of the random attacker to one trained with as many rows added
 * that do not carry the trigger, or with none if the trigger evades more so.
 *
 * @see <a href="https://arxiv.org/abs/2003.01031">Severi et al. 2021</a>
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class PoisoningTrial implements Trial<PoisoningAttack> {
    /** What a backdoor can add at most: the share of malicious rows that a clean detector finds despite the trigger. */
    private static final String ROOM = "foundDespiteTrigger";

    /** A share of all rows can be most of the malicious ones. */
    private static final String SHARE = "maliciousShareChanged";

    @Override
    public Class<PoisoningAttack> attacks() {
        return PoisoningAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.LEARNER;
    }

    @Override
    public String measure(PoisoningAttack attack) {
        return attack.needs().contains(Requirement.INPUTS)
                ? "share of malicious test rows missed, with the trigger stamped"
                : "share of malicious test rows missed";
    }

    @Override
    public String measure(Lab lab, PoisoningAttack attack) {
        if (lab.goal().equals(new Goal.Silence())) {
            return measure(attack);
        }
        String stamped = attack.needs().contains(Requirement.INPUTS) ? ", with the trigger stamped" : "";
        return lab.measure() + stamped;
    }

    @Override
    public Set<Pipeline.Step> meets(PoisoningAttack attack) {
        return Set.of(Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public boolean hasStrengthCurve() {
        return true;
    }

    @Override
    public boolean trains() {
        return true;
    }

    @Override
    public Optional<String> lacks(Lab lab, PoisoningAttack attack) {
        Lacking lacking = new Lacking(lab);
        return lacking.training(attack)
                .or(() -> attack.needs().contains(Requirement.LABELS) ? lacking.labels() : Optional.empty());
    }

    @Override
    public Facts figures(PoisoningAttack attack) {
        return Facts.none()
                .counted(Set.of(Arm.Name.CLEAN))
                .counted(Set.of(Arm.Name.NULL), "rowsChanged")
                .counted(Set.of(Arm.Name.ATTACKED), "rowsChanged", "cleanRecall")
                .with(
                        Arm.Name.ATTACKED,
                        attack.needs().contains(Requirement.INPUTS) ? new String[] {ROOM} : new String[0])
                .with(Set.of(Arm.Name.NULL, Arm.Name.ATTACKED), share(attack));
    }

    @Override
    public Facts figures(PoisoningAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none()
                .counted(Arm.Name.GUARDED, "rowsChanged", "rowsDropped")
                .with(Arm.Name.GUARDED, share(attack));
    }

    private static String[] share(PoisoningAttack attack) {
        return attack.needs().contains(Requirement.LABELS) ? new String[] {SHARE} : new String[0];
    }

    @Override
    public Experiment on(Lab lab, PoisoningAttack attack, Run run, Run attacker) {
        return new Poisoned(lab, attack, run, attacker);
    }

    private static final class Poisoned implements Experiment {
        private final Lab lab;
        private final PoisoningAttack attack;
        private final Goal goal;
        private final Run run;
        private final Run attacker;

        Poisoned(Lab lab, PoisoningAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.goal = lab.goal();
            this.run = run;
            this.attacker = attacker;
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            AttackerContext grant = believed.grant(run);
            if (met.isPlain()) {
                return switch (who) {
                    case NOBODY -> unattacked(name, lab.model(), grant);
                    case RANDOM -> {
                        Dataset noisy = noisy(grant);
                        yield random(
                                changes(lab.missed(name, met.learnt(noisy, run).model(), victims(grant)), noisy),
                                () -> changes(
                                        lab.missed(name, lab.model(), victims(grant)),
                                        lab.parts().train()));
                    }
                    case ATTACK -> attacked(met, grant);
                };
            }
            return switch (who) {
                case NOBODY -> {
                    Built.Learnt learnt = met.learnt(lab.parts().train(), run);
                    yield changes(
                            unattacked(name, learnt.model(), grant), lab.parts().train(), learnt);
                }
                case RANDOM ->
                    random(
                            learnt(name, met, noisy(grant), grant),
                            () -> learnt(name, met, lab.parts().train(), grant));
                case ATTACK -> learnt(name, met, poisoned(grant), grant);
            };
        }

        /** The damage without poisoning, with the metrics of the detector on the test rows as they are. */
        private Arm unattacked(Arm.Name name, Model model, AttackerContext grant) {
            Arm plain = lab.missed(name, model);
            if (!isBackdoor()) {
                return plain;
            }
            Arm stamped = lab.missed(name, model, victims(grant));
            return new Arm(name, stamped.damage(), plain.confusion(), plain.facts(), stamped.victims());
        }

        /** The random attacker; of a backdoor, one who plants nothing where the trigger evades more so. */
        private Arm random(Arm planted, Supplier<Arm> alone) {
            if (!isBackdoor()) {
                return planted;
            }
            Arm without = alone.get();
            return without.damage().value() > planted.damage().value() ? without : planted;
        }

        private boolean isBackdoor() {
            return attack.needs().contains(Requirement.INPUTS);
        }

        @Override
        public Interval damage(Budget budget) {
            return attacked(Built.plain(lab), lab.grant().withBudget(budget)).damage();
        }

        /** By the number of rows: the malicious test rows that are missed or whose certificate tolerates fewer. */
        @Override
        public Optional<Curve> proven(Built met) {
            if (isBackdoor() || !goal.equals(new Goal.Silence())) {
                return Optional.empty();
            }
            Model model = met.learnt(lab.parts().train(), run).model();
            Dataset test = lab.parts().test();
            Dataset victims = test.select(test.maliciousRows());
            boolean[] alarms = model.alarms(victims.rows());
            return model.tolerates(victims.rows()).map(tolerated -> {
                List<Curve.Point> points = new ArrayList<>();
                int allowed = lab.budget().rowsOf(lab.parts().train().size());
                int possible = 0;
                for (int rows = 0; rows <= allowed && possible < alarms.length; rows = Math.max(1, 2 * rows)) {
                    int changed = rows;
                    possible = (int) IntStream.range(0, alarms.length)
                            .filter(i -> !alarms[i] || tolerated[i] < changed)
                            .count();
                    points.add(new Curve.Point(rows, Interval.share(possible, alarms.length)));
                }
                return Curve.proven(Curve.ROWS, points);
            });
        }

        private Arm attacked(Built met, AttackerContext grant) {
            Dataset poisoned = poisoned(grant);
            Model model = met.learnt(poisoned, run).model();
            Dataset victims = victims(grant);
            Arm arm = changes(lab.missed(Arm.Name.ATTACKED, model, victims), poisoned)
                    .with(
                            "cleanRecall",
                            lab.missed(Arm.Name.ATTACKED, model).facts().getOrDefault("recall", Interval.exact(0)));
            return isBackdoor() ? arm.with(ROOM, found(lab.model(), victims)) : arm;
        }

        private Interval found(Model model, Dataset rows) {
            Dataset sent = rows.select(goal.starts(rows));
            double[] answers = goal.answers(model, sent.rows());
            boolean[] found = new boolean[answers.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = !goal.reached(sent.truth(i), answers[i]);
            }
            return Interval.share(found);
        }

        private Arm learnt(Arm.Name name, Built met, Dataset train, AttackerContext grant) {
            Built.Learnt learnt = met.learnt(train, run);
            return changes(lab.missed(name, learnt.model(), victims(grant)), train, learnt);
        }

        private Arm changes(Arm arm, Dataset train, Built.Learnt learnt) {
            return changes(arm, train)
                    .with("rowsDropped", train.size() - learnt.kept().size());
        }

        private Arm changes(Arm arm, Dataset poisoned) {
            Arm counted = arm.with("rowsChanged", changed(poisoned));
            if (!attack.needs().contains(Requirement.LABELS)) {
                return counted;
            }
            Dataset train = lab.parts().train();
            int[] starts = goal.starts(train);
            long changed = IntStream.of(starts)
                    .filter(i -> poisoned.label(i) != train.label(i))
                    .count();
            return counted.with(SHARE, changed / (double) Math.max(1, starts.length));
        }

        /** The test rows as sent: malicious ones as the attack changes them; rows whose change would be invalid are unchanged. */
        private Dataset victims(AttackerContext grant) {
            Dataset test = lab.parts().test();
            Rows sent = attack.trigger(test, lab.parts().train(), grant, attacker.child("trigger"))
                    .rows();
            double[][] checked = new double[test.size()][];
            Set<Integer> starts = IntStream.of(goal.starts(test)).boxed().collect(java.util.stream.Collectors.toSet());
            for (int i = 0; i < checked.length; i++) {
                double[] original = test.rows().row(i);
                double[] row = sent.row(i);
                boolean valid =
                        starts.contains(i) && new FeasibleSet(lab.schema(), grant.budget(), original).permitted(row);
                checked[i] = valid ? row : original;
            }
            return test.withRows(Rows.of(checked));
        }

        /** The rows returned by the attack, limited to its budget; rows that violate the schema are dropped. */
        private Dataset poisoned(AttackerContext grant) {
            return limited(attack.poison(lab.parts().train(), grant, attacker.child("attack")), grant);
        }

        private Dataset limited(Dataset returned, AttackerContext grant) {
            Dataset train = lab.parts().train();
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

        /** The same number of rows called benign or added at random; of a backdoor, rows without the trigger. */
        private Dataset noisy(AttackerContext grant) {
            if (isBackdoor()) {
                return limited(attack.decoys(lab.parts().train(), grant, attacker.child("attack")), grant);
            }
            Dataset train = lab.parts().train();
            Rng rng = run.child("null").rng();
            int allowed = lab.budget().rowsOf(train.size());
            if (attack.needs().contains(Requirement.LABELS)) {
                int[] starts = goal.starts(train);
                int[] chosen = rng.sample(starts, starts.length);
                return Flips.towards(goal, train, chosen, allowed, Optional.empty());
            }
            int[] chosen = rng.sample(IntStream.range(0, train.size()).toArray(), allowed);
            return train.append(planted(chosen, rng));
        }

        /**
         * Near copies of the chosen rows with the other label. Exact copies would be left out as contradictory,
         * together with the originals.
         */
        private Dataset planted(int[] chosen, Rng rng) {
            Dataset models = lab.parts().train().select(chosen);
            return models.withRows(new NearCopies(lab.schema()).moved(models.rows(), rng))
                    .relabel(i -> lab.flipped(models.label(i)));
        }
    }
}
