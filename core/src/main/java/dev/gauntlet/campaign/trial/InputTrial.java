package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.Kernels;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.search.Lawful;
import dev.gauntlet.search.Lockstep;
import dev.gauntlet.search.Persistent;
import dev.gauntlet.search.Pursuit;
import dev.gauntlet.search.RandomMoves;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Evasion and flooding. Victims are test rows that the detector gets right; every returned row is checked again for
 * schema, rules, distance, cost and success. The random attacker makes random changes with the same queries; an attack
 * spends its leftover queries on the same changes.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class InputTrial implements Trial<InputAttack> {
    private static final String[] FIGURES = {"success", "cleanRecall", "meanQueries", "meanCost", "rowsRefused"};
    private static final double[] QUERIES = {0.02, 0.1, 0.25, 0.5, 1};
    private static final int EXAMPLES = 200;

    @Override
    public Class<InputAttack> attacks() {
        return InputAttack.class;
    }

    @Override
    public String measure(InputAttack attack) {
        return attack.wantsAlarm()
                ? "share of harmless rows that can be made to alarm"
                : "share of detected malicious rows that evade once changed";
    }

    @Override
    public Set<Pipeline.Step> meets(InputAttack attack) {
        return attack.wantsAlarm()
                ? Set.of(Pipeline.Step.QUERIES, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING, Pipeline.Step.ALERTS)
                : Set.of(Pipeline.Step.QUERIES, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public boolean hasCleanArm() {
        return false;
    }

    @Override
    public boolean hasStrengthCurve() {
        return true;
    }

    @Override
    public Optional<String> lacks(Lab lab, InputAttack attack) {
        Lacking lacking = new Lacking(lab);
        return (attack.wantsAlarm() ? lacking.benignTestRows() : lacking.maliciousTestRows())
                .or(() -> lacking.auxiliary(attack));
    }

    @Override
    public Facts figures(InputAttack attack) {
        return Facts.none().counted(Set.of(Arm.Name.NULL, Arm.Name.ATTACKED), FIGURES);
    }

    @Override
    public Facts figures(InputAttack attack, Set<Pipeline.Step> guarded) {
        return attack.wantsAlarm() && guarded.contains(Pipeline.Step.ALERTS)
                ? Flood.FIGURES
                : Facts.none()
                        .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
                        .counted(Set.of(Arm.Name.DEFENDED_RANDOM, Arm.Name.DEFENDED, Arm.Name.ADAPTIVE), FIGURES);
    }

    @Override
    public Experiment on(Lab lab, InputAttack attack, Run run, Run attacker) {
        return new Changed(lab, attack, run, attacker);
    }

    private static final class Changed implements Experiment {
        private final Lab lab;
        private final InputAttack attack;
        private final Run run;
        private final Run attacker;
        /** The outcome on the process without defences. */
        private final Lazy<Found> plainly;

        Changed(Lab lab, InputAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.run = run;
            this.attacker = attacker;
            this.plainly = new Lazy<>(() -> attacked(lab.model(), Built.plain(lab), Built.plain(lab), lab.budget()));
        }

        @Override
        public void prepare(Built plain) {
            plainly.get();
        }

        @Override
        public Optional<String> unfit(Pipeline met) {
            Dataset test = lab.parts().test();
            return met.alertRules().isEmpty() || !attack.wantsAlarm() || (test.hasSources() && test.hasTimes())
                    ? Optional.empty()
                    : Optional.of(
                            "the rule on alarms counts by source and day, and the test rows have no sources or times");
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            boolean flood = attack.wantsAlarm() && !met.pipeline().alertRules().isEmpty();
            if (who == Who.NOBODY) {
                int cases = victims(met.model()).size();
                return flood ? new Flood(lab, met).clean(name, cases) : met.unattacked(name, cases);
            }
            Found outcome = who == Who.RANDOM ? random(met) : changed(met, believed);
            return flood
                    ? new Flood(lab, met).reaching(name, outcome, !believed.isPlain())
                    : arm(name, outcome, met.model());
        }

        /**
         * The changes found by an attacker who prepared for one process, as far as they work on the attacked one. Answers
         * come through the query defences of the attacked process, whether the attacker knows them or not.
         */
        private Found changed(Built met, Built believed) {
            boolean asPlain =
                    believed.model() == lab.model() && met.pipeline().screens().isEmpty();
            Found found = asPlain ? plainly.get() : attacked(believed.model(), met, believed, lab.budget());
            return met == believed ? found : recheck(met.model(), lab.budget(), found);
        }

        @Override
        public Interval damage(Budget budget) {
            return attacked(lab.model(), Built.plain(lab), Built.plain(lab), budget)
                    .success();
        }

        @Override
        public List<Finding.Curve> curves() {
            List<Finding.Point> byQueries = Arrays.stream(QUERIES)
                    .map(share -> Math.rint(share * lab.budget().queries()))
                    .mapToObj(questions ->
                            new Finding.Point(questions, plainly.get().successWithin((int) questions)))
                    .toList();
            return List.of(new Finding.Curve("queries", byQueries));
        }

        @Override
        public List<Finding.Example> examples() {
            List<Finding.Example> examples = new ArrayList<>();
            Found found = plainly.get();
            for (int v = 0; v < found.rows().size() && examples.size() < EXAMPLES; v++) {
                if (found.rows().get(v).isPresent()) {
                    double[] before = found.victims().rows().row(v);
                    double[] after = found.rows().get(v).orElseThrow();
                    double[] probability = lab.model().probability(Rows.of(before, after));
                    examples.add(new Finding.Example(
                            found.victims().id(v),
                            boxed(before),
                            boxed(after),
                            probability[0],
                            probability[1],
                            lab.schema().cost(before, after),
                            found.queries().get(v)));
                }
            }
            return examples;
        }

        private static List<Double> boxed(double[] row) {
            return Arrays.stream(row).boxed().toList();
        }

        private Dataset victims(Model model) {
            Dataset test = lab.parts().test();
            boolean[] alarms = model.alarms(test.rows());
            int[] right = IntStream.range(0, test.size())
                    .filter(i -> test.label(i) >= 0)
                    .filter(i -> test.malicious(i) == !attack.wantsAlarm() && alarms[i] == !attack.wantsAlarm())
                    .toArray();
            int[] chosen = run.child("victims").rng().sample(right, lab.victims());
            Arrays.sort(chosen);
            return test.select(chosen);
        }

        /** The changes found by queries to a detector behind the query defences of the attacked process. */
        private Found attacked(Model asked, Built met, Built believed, Budget budget) {
            Dataset victims = victims(asked);
            Oracle oracle = met.oracle(asked, attack, budget.queries(), victims.size());
            Grant grant = believed.grant(run).withBudget(budget);
            List<? extends Pursuit> own = attack.pursue(victims.rows(), oracle, grant, attacker.child("attack"));
            List<RandomMoves> moves = moves(victims, budget);
            List<Persistent> pursuits = IntStream.range(0, victims.size())
                    .mapToObj(v -> new Persistent(own.get(v), moves.get(v)))
                    .toList();
            return finish(asked, budget, victims, oracle, pursuits);
        }

        /** What random changes reach: the same for every attack of this goal, and searched once where no screen stands. */
        private Found random(Built met) {
            Dataset victims = victims(met.model());
            Supplier<Found> search = () -> {
                Oracle oracle = met.oracle(met.model(), attack, lab.budget().queries(), victims.size());
                return finish(met.model(), lab.budget(), victims, oracle, moves(victims, lab.budget()));
            };
            if (!met.pipeline().screens().isEmpty()
                    || !Kernels.knows(met.model().kernel().form())) {
                return search.get();
            }
            String key = new Digest()
                    .add(run.seed().toString())
                    .add(Bundle.of(met.model()).digest())
                    .add(victims.digest())
                    .add(lab.shown(attack).toString())
                    .add(lab.budget().toString())
                    .add(String.valueOf(attack.wantsAlarm()))
                    .hex();
            return run.store().get("random changes", key, new Found.Codec(victims), search);
        }

        /**
         * The random attacker's changes. An attack spends its leftover queries on the same changes, so they differ only
         * by the attack's own ones.
         */
        private List<RandomMoves> moves(Dataset victims, Budget budget) {
            return IntStream.range(0, victims.size())
                    .mapToObj(v -> new RandomMoves(
                            new Lawful(lab.schema(), budget, victims.rows().row(v)),
                            budget.queries(),
                            run.child("null").child(v).rng()))
                    .toList();
        }

        private Found finish(
                Model model, Budget budget, Dataset victims, Oracle oracle, List<? extends Pursuit> pursuits) {
            int[] reachedAt = Lockstep.run(pursuits, oracle, attack.wantsAlarm());
            List<Optional<double[]>> rows = new ArrayList<>();
            pursuits.forEach(pursuit -> rows.add(pursuit.best()));
            List<Integer> queries =
                    IntStream.range(0, victims.size()).mapToObj(oracle::spent).toList();
            List<Integer> first = IntStream.of(reachedAt).boxed().toList();
            return recheck(model, budget, new Found(victims, rows, queries, first, 0));
        }

        /** The changes that are valid, within the budget, and succeed on a detector. */
        private Found recheck(Model model, Budget budget, Found found) {
            Dataset victims = found.victims();
            List<Optional<double[]>> checked = new ArrayList<>();
            int refused = 0;
            for (int v = 0; v < found.rows().size(); v++) {
                Optional<double[]> row = found.rows().get(v);
                boolean lawful = row.isPresent()
                        && new Lawful(lab.schema(), budget, victims.rows().row(v)).permitted(row.get());
                refused += row.isPresent() && !lawful ? 1 : 0;
                boolean works = lawful && model.alarms(Rows.of(row.orElseThrow()))[0] == attack.wantsAlarm();
                checked.add(works ? row : Optional.empty());
            }
            return new Found(victims, checked, found.queries(), found.reachedAt(), refused);
        }

        private Arm arm(Arm.Name name, Found outcome, Model model) {
            int n = outcome.rows().size();
            int successes = outcome.successes();
            double cost = 0;
            double queries = 0;
            for (int v = 0; v < n; v++) {
                queries += outcome.queries().get(v);
                Optional<double[]> row = outcome.rows().get(v);
                cost += row.isPresent()
                        ? lab.schema().cost(outcome.victims().rows().row(v), row.get())
                        : 0;
            }
            return lab.counted(new Arm(name, outcome.each()), confusion(outcome, model))
                    .with("success", outcome.success())
                    .with("cleanRecall", clean(model).recall())
                    .with("meanQueries", n == 0 ? 0 : queries / n)
                    .with("meanCost", successes == 0 ? 0 : cost / successes)
                    .with("rowsRefused", outcome.refused());
        }

        private Confusion clean(Model model) {
            Dataset test = lab.parts().test();
            return Confusion.of(test.malice(), model.alarms(test.rows()));
        }

        /**
         * The confusion matrix on the test part if all rows of the victims' class were attacked with the same success
         * rate.
         */
        private Confusion confusion(Found outcome, Model model) {
            Confusion clean = clean(model);
            double moved = outcome.success().value();
            int passed = (int) Math.rint(moved * clean.truePositives());
            int raised = (int) Math.rint(moved * clean.trueNegatives());
            return attack.wantsAlarm()
                    ? new Confusion(
                            clean.truePositives(),
                            clean.falsePositives() + raised,
                            clean.trueNegatives() - raised,
                            clean.falseNegatives())
                    : new Confusion(
                            clean.truePositives() - passed,
                            clean.falsePositives(),
                            clean.trueNegatives(),
                            clean.falseNegatives() + passed);
        }
    }
}
