package dev.gauntlet.campaign.trial;

import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.AlertDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.Lawful;
import dev.gauntlet.search.Lockstep;
import dev.gauntlet.search.Pursuit;
import dev.gauntlet.search.RandomMoves;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Grant;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Evasion and flooding. Victims are test rows that the detector gets right; every row that comes back is checked again
 * for schema, rules, distance, cost and success. The null attacker moves at random with the same questions.
 */
final class InputTrial implements Trial {
    private static final double[] STRENGTHS = {0.25, 0.5, 1};
    private static final int EXAMPLES = 200;

    /** What came back for each victim, re-checked. */
    private record Outcome(Dataset victims, List<Optional<double[]>> rows, List<Integer> queries, int refused) {
        int successes() {
            return (int) rows.stream().filter(Optional::isPresent).count();
        }
    }

    private final Lab lab;
    private final InputAttack attack;
    private final Run run;

    InputTrial(Lab lab, InputAttack attack, Run run) {
        this.lab = lab;
        this.attack = attack;
        this.run = run;
    }

    @Override
    public String measure() {
        return attack.wantsAlarm()
                ? "share of harmless rows that can be made to alarm"
                : "share of detected malicious rows that pass once changed";
    }

    @Override
    public List<Arm> undefended() {
        return List.of(
                arm(Arm.Name.NULL, random(lab.model()), lab.model()),
                arm(Arm.Name.ATTACKED, attacked(lab.model(), lab.budget()), lab.model()));
    }

    @Override
    public List<Finding.Point> curve() {
        return run.child("curve").map(STRENGTHS.length, (i, r) -> {
            Outcome outcome = attacked(lab.model(), lab.budget().times(STRENGTHS[i]));
            return new Finding.Point(
                    STRENGTHS[i],
                    Interval.share(outcome.successes(), outcome.rows().size()));
        });
    }

    @Override
    public List<Finding.Example> examples() {
        Outcome outcome = attacked(lab.model(), lab.budget());
        List<Finding.Example> examples = new ArrayList<>();
        for (int v = 0; v < outcome.rows().size() && examples.size() < EXAMPLES; v++) {
            if (outcome.rows().get(v).isPresent()) {
                double[] before = outcome.victims().rows().row(v);
                double[] after = outcome.rows().get(v).orElseThrow();
                double[] probability = lab.model().probability(Rows.of(before, after));
                examples.add(new Finding.Example(
                        outcome.victims().id(v),
                        boxed(before),
                        boxed(after),
                        probability[0],
                        probability[1],
                        lab.schema().cost(before, after),
                        outcome.queries().get(v)));
            }
        }
        return examples;
    }

    @Override
    public List<Arm> defended(Defence defence) {
        if (defence instanceof TrainingDefence hardening) {
            Model hard = hardening.harden(lab.train(), lab.parts(), lab.grant(), run.child("harden"));
            return List.of(
                    lab.missed(Arm.Name.DEFENDED_CLEAN, hard),
                    arm(Arm.Name.DEFENDED, transferred(hard), hard),
                    arm(Arm.Name.ADAPTIVE, attacked(hard, lab.budget()), hard));
        }
        if (defence instanceof AlertDefence quota && attack.wantsAlarm()) {
            return new Flood(lab, quota, attacked(lab.model(), lab.budget()).successes(), victims(lab.model())).arms();
        }
        return List.of();
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

    private Oracle oracle(Model model, Budget budget, int victims) {
        return new Oracle(
                model::malice, model.threshold(), Oracle.Access.LABEL, (p, asked) -> p, budget.queries(), victims);
    }

    private Outcome attacked(Model model, Budget budget) {
        Dataset victims = victims(model);
        Oracle oracle = oracle(model, budget, victims.size());
        Grant grant = lab.grant().withBudget(budget);
        List<? extends Pursuit> pursuits = attack.pursue(victims.rows(), oracle, grant, run.child("attack"));
        return finish(model, budget, victims, oracle, pursuits);
    }

    private Outcome random(Model model) {
        Dataset victims = victims(model);
        Oracle oracle = oracle(model, lab.budget(), victims.size());
        List<RandomMoves> pursuits = IntStream.range(0, victims.size())
                .mapToObj(v -> new RandomMoves(
                        new Lawful(lab.schema(), lab.budget(), victims.rows().row(v)),
                        lab.budget().queries(),
                        run.child("null").child(v).rng()))
                .toList();
        return finish(model, lab.budget(), victims, oracle, pursuits);
    }

    /** The rows found against the undefended detector, tried on the defended one's victims they belong to. */
    private Outcome transferred(Model hard) {
        Outcome found = attacked(lab.model(), lab.budget());
        return recheck(hard, lab.budget(), found.victims(), found.rows(), found.queries());
    }

    private Outcome finish(
            Model model, Budget budget, Dataset victims, Oracle oracle, List<? extends Pursuit> pursuits) {
        Lockstep.run(pursuits, oracle, attack.wantsAlarm());
        List<Optional<double[]>> rows = new ArrayList<>();
        pursuits.forEach(pursuit -> rows.add(pursuit.best()));
        List<Integer> queries =
                IntStream.range(0, victims.size()).mapToObj(oracle::spent).toList();
        return recheck(model, budget, victims, rows, queries);
    }

    private Outcome recheck(
            Model model, Budget budget, Dataset victims, List<Optional<double[]>> rows, List<Integer> queries) {
        List<Optional<double[]>> checked = new ArrayList<>();
        int refused = 0;
        for (int v = 0; v < rows.size(); v++) {
            double[] original = victims.rows().row(v);
            Optional<double[]> row = rows.get(v);
            boolean lawful = row.isPresent() && new Lawful(lab.schema(), budget, original).permitted(row.get());
            refused += row.isPresent() && !lawful ? 1 : 0;
            boolean works = lawful && model.alarms(Rows.of(row.orElseThrow()))[0] == attack.wantsAlarm();
            checked.add(works ? row : Optional.empty());
        }
        return new Outcome(victims, checked, queries, refused);
    }

    private Arm arm(Arm.Name name, Outcome outcome, Model model) {
        double cost = 0;
        double queries = 0;
        for (int v = 0; v < outcome.rows().size(); v++) {
            queries += outcome.queries().get(v);
            if (outcome.rows().get(v).isPresent()) {
                cost += lab.schema()
                        .cost(
                                outcome.victims().rows().row(v),
                                outcome.rows().get(v).orElseThrow());
            }
        }
        int n = outcome.rows().size();
        Interval success = Interval.share(outcome.successes(), n);
        Arm arm = lab.missed(name, model);
        Interval recall = arm.facts().getOrDefault("recall", Interval.exact(0));
        arm = new Arm(name, success, arm.facts())
                .with("success", success)
                .with("meanQueries", n == 0 ? 0 : queries / n)
                .with("meanCost", outcome.successes() == 0 ? 0 : cost / outcome.successes())
                .with("rowsRefused", outcome.refused());
        return attack.wantsAlarm() ? arm : arm.with("robustRecall", recall.value() * (1 - success.value()));
    }
}
