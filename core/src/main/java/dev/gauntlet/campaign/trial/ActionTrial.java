package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.ActionAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.process.assemble.TableAssembly;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.actions.ActionClaims;
import dev.gauntlet.search.actions.ActionSearch;
import dev.gauntlet.search.actions.Actions;
import dev.gauntlet.search.actions.EditableLog;
import dev.gauntlet.search.actions.Edits;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Evasion by actions on raw records. The victims are those of other evasion. Whatever a search claims is judged on the edited log,
 * assembled in full: a victim evades if its record, and every one that the actions add, are answered as is wanted. The random
 * attacker takes random actions with the same queries and limits.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class ActionTrial implements Trial<ActionAttack> {
    private static final String[] FIGURES = {
        "success",
        "cleanRecall",
        "meanQueries",
        "meanCost",
        "meanActions",
        "meanBytes",
        "meanSeconds",
        "meanConnections",
        "meanParts",
        "othersAlarmed",
        "othersSilenced",
        "rowsRefused"
    };
    private static final int EXAMPLES = 200;

    @Override
    public Class<ActionAttack> attacks() {
        return ActionAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.DETECTOR;
    }

    @Override
    public String measure(ActionAttack attack) {
        return "share of malicious records that are missed, once the attacker acts differently";
    }

    @Override
    public String measure(Lab lab, ActionAttack attack) {
        return lab.goal().equals(new Goal.Silence()) && lab.isLabelled()
                ? measure(attack)
                : lab.measure() + ", once the attacker acts differently";
    }

    @Override
    public Set<Pipeline.Step> meets(ActionAttack attack) {
        return Set.of(Pipeline.Step.QUERIES, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public boolean hasWorstCase() {
        return false;
    }

    @Override
    public Optional<String> lacks(Lab lab, ActionAttack attack) {
        Lacking lacking = new Lacking(lab);
        return noLog(lab).or(() -> lacking.victims(lab.goal())).or(() -> lacking.auxiliary(attack));
    }

    /** Why there are no records to edit; empty if there are. */
    private static Optional<String> noLog(Lab lab) {
        if (lab.goal() instanceof Goal.Moved) {
            return Optional.of("it hides malicious records, and this model estimates a quantity");
        }
        if (lab.raw().isEmpty()) {
            return Optional.of(
                    "it edits raw records from which features are derived, and in this run rows are used as they are;"
                            + " name a log of Zeek or Suricata, or derive features of URLs (--derive url-text:column=url)");
        }
        return lab.steps().preparation().orElseThrow().assembly() instanceof TableAssembly assembly
                ? EditableLog.unfit(assembly, lab.raw().get().records()).or(() -> otherRows(lab, assembly))
                : Optional.of("it edits records that are assembled by transforms, and these are not");
    }

    private static Optional<String> otherRows(Lab lab, TableAssembly assembly) {
        return assembly.schema().names().equals(lab.schema().names())
                ? Optional.empty()
                : Optional.of("the detector does not read the rows that are assembled from the records as they are");
    }

    @Override
    public Facts figures(ActionAttack attack) {
        return Facts.none().counted(Set.of(Arm.Name.CLEAN)).counted(Set.of(Arm.Name.NULL, Arm.Name.ATTACKED), FIGURES);
    }

    @Override
    public Facts figures(ActionAttack attack, Set<Pipeline.Step> guarded) {
        return Facts.none()
                .counted(Set.of(Arm.Name.DEFENDED_CLEAN))
                .counted(Set.of(Arm.Name.DEFENDED_RANDOM, Arm.Name.DEFENDED, Arm.Name.ADAPTIVE), FIGURES);
    }

    @Override
    public Experiment on(Lab lab, ActionAttack attack, Run run, Run attacker) {
        return new Edited(lab, attack, run, attacker);
    }

    /**
     * What searches came to.
     *
     * @param found of each victim; empty for those that needed nothing, too
     */
    private record Claimed(List<Optional<Actions>> found, List<Integer> queries, int refused) {}

    private static final class Edited implements Experiment {
        private final Lab lab;
        private final ActionAttack attack;
        private final Goal goal;
        private final Run run;
        private final Run attacker;
        private final Lazy<Dataset> victims;
        private final Lazy<EditableLog> log;
        private final Lazy<List<Edits>> edits;
        private final Lazy<ActionReferee> referee;
        private final Lazy<Claimed> plainly;
        private final Lazy<List<Optional<ActionReferee.Success>>> judged;

        Edited(Lab lab, ActionAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.goal = lab.goal();
            this.run = run;
            this.attacker = attacker;
            this.victims = new Lazy<>(this::chosen);
            this.log = new Lazy<>(this::log);
            this.edits = new Lazy<>(() -> {
                EditableLog all = log.get();
                Dataset own = victims.get();
                return run.map(own.size(), (v, r) -> all.edits(own.id(v), attack.limits()));
            });
            this.referee = new Lazy<>(() -> new ActionReferee(
                    log.get(), lab.steps().preparation().orElseThrow().assembly(), goal));
            this.plainly = new Lazy<>(() -> attacked(lab.model(), Built.plain(lab), Built.plain(lab)));
            this.judged = new Lazy<>(() -> judged(plainly.get(), lab.model()));
        }

        /** The same victims as those of attacks on rows. */
        private Dataset chosen() {
            Run stream = run.fixed("victims").child("malicious");
            int[] chosen = stream.rng().sample(lab.starts(goal), lab.victims());
            Arrays.sort(chosen);
            return lab.parts().test().select(chosen);
        }

        private EditableLog log() {
            RawData raw = lab.raw().orElseThrow();
            TableAssembly assembly =
                    (TableAssembly) lab.steps().preparation().orElseThrow().assembly();
            Dataset own = lab.auxiliary();
            List<Long> seen = IntStream.of(own.benignRows()).mapToObj(own::id).toList();
            return EditableLog.of(assembly, raw.records(), lab.schema(), seen);
        }

        @Override
        public void prepare(Built plain) {
            plainly.get();
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            Model model = met.model();
            boolean[] anyway = anyway(model);
            if (who == Who.NOBODY) {
                return lab.counted(new Arm(name, Victims.of(ids(), anyway)), clean(model));
            }
            Claimed claimed = who == Who.RANDOM ? random(met) : claimed(met, believed);
            List<Optional<ActionReferee.Success>> outcome =
                    who == Who.ATTACK && model == lab.model() && claimed.equals(plainly.get())
                            ? judged.get()
                            : judged(claimed, model);
            return arm(name, anyway, claimed, outcome, model);
        }

        private Claimed claimed(Built met, Built believed) {
            boolean asPlain =
                    believed.model() == lab.model() && met.pipeline().screens().isEmpty();
            return asPlain ? plainly.get() : attacked(believed.model(), met, believed);
        }

        /** Which victims have reached the goal without a change. */
        private boolean[] anyway(Model model) {
            Dataset own = victims.get();
            double[] answers = goal.answers(model, own.rows());
            boolean[] reached = new boolean[answers.length];
            for (int v = 0; v < reached.length; v++) {
                reached[v] = goal.reached(own.truth(v), answers[v]);
            }
            return reached;
        }

        private long[] ids() {
            Dataset own = victims.get();
            return IntStream.range(0, own.size()).mapToLong(own::id).toArray();
        }

        private Claimed attacked(Model asked, Built met, Built believed) {
            return search(
                    asked,
                    met,
                    (some, oracle) ->
                            attack.pursue(some, oracle, believed.grant(run).withGoal(goal), attacker.child("attack")));
        }

        private Claimed random(Built met) {
            Run stream = run.child("null");
            return search(
                    met.model(),
                    met,
                    (some, oracle) -> some.stream()
                            .map(one -> ActionSearch.random(
                                    one,
                                    stream.child(lab.raw()
                                                    .orElseThrow()
                                                    .records()
                                                    .id(one.victim()))
                                            .rng()))
                            .toList());
        }

        private Claimed search(
                Model asked, Built met, BiFunction<List<Edits>, Oracle, List<? extends ActionClaims>> of) {
            boolean[] anyway = anyway(asked);
            int[] open =
                    IntStream.range(0, anyway.length).filter(v -> !anyway[v]).toArray();
            Oracle oracle = met.oracle(asked, attack, lab.budget().queries(), open.length);
            List<Edits> all = edits.get();
            List<? extends ActionClaims> searches =
                    of.apply(IntStream.of(open).mapToObj(all::get).toList(), oracle);
            new BatchedQueries(lab.schema(), lab.budget(), goal)
                    .run(searches, victims.get().select(open), oracle, run);
            List<Optional<Actions>> found = new ArrayList<>(Collections.nCopies(anyway.length, Optional.empty()));
            List<Integer> queries = new ArrayList<>(Collections.nCopies(anyway.length, 0));
            for (int k = 0; k < open.length; k++) {
                found.set(open[k], searches.get(k).found());
                queries.set(open[k], oracle.spent(k));
            }
            return new Claimed(
                    found,
                    queries,
                    searches.stream().mapToInt(ActionClaims::refused).sum());
        }

        private List<Optional<ActionReferee.Success>> judged(Claimed claimed, Model model) {
            return referee.get().judged(victims.get(), edits.get(), claimed.found(), model);
        }

        private Arm arm(
                Arm.Name name,
                boolean[] anyway,
                Claimed claimed,
                List<Optional<ActionReferee.Success>> outcome,
                Model model) {
            boolean[] reached = new boolean[anyway.length];
            List<ActionReferee.Success> successes = new ArrayList<>();
            List<Double> costs = new ArrayList<>();
            int open = 0;
            int queries = 0;
            for (int v = 0; v < reached.length; v++) {
                reached[v] = anyway[v] || outcome.get(v).isPresent();
                if (!anyway[v]) {
                    open++;
                    queries += claimed.queries().get(v);
                    double[] before = victims.get().rows().row(v);
                    outcome.get(v).ifPresent(one -> {
                        successes.add(one);
                        costs.add(lab.schema().cost(before, one.row().row(0)));
                    });
                }
            }
            Interval success = Interval.share(successes.size(), open);
            Arm arm = new Arm(name, Victims.of(ids(), reached));
            return detection(arm, success, model)
                    .with("success", success)
                    .with("meanQueries", open == 0 ? 0 : queries / (double) open)
                    .with("meanCost", mean(costs))
                    .with(
                            "meanActions",
                            mean(successes, one -> one.actions().effort().actions()))
                    .with(
                            "meanBytes",
                            mean(successes, one -> one.actions().effort().bytes()))
                    .with(
                            "meanSeconds",
                            mean(successes, one -> one.actions().effort().seconds()))
                    .with(
                            "meanConnections",
                            mean(successes, one -> one.actions().effort().connections()))
                    .with(
                            "meanParts",
                            mean(successes, one -> one.actions().effort().parts()))
                    .with("othersAlarmed", mean(successes, ActionReferee.Success::alarmed))
                    .with("othersSilenced", mean(successes, ActionReferee.Success::silenced))
                    .with("rowsRefused", claimed.refused());
        }

        private static double mean(
                List<ActionReferee.Success> some, java.util.function.ToDoubleFunction<ActionReferee.Success> of) {
            return mean(some.stream().map(of::applyAsDouble).toList());
        }

        private static double mean(List<Double> values) {
            return values.isEmpty()
                    ? 0
                    : values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
        }

        /** An arm with what all this would mean for detection; other goals do not tell. */
        private Arm detection(Arm arm, Interval success, Model model) {
            if (!goal.equals(new Goal.Silence()) || !lab.isLabelled()) {
                return arm;
            }
            Confusion clean = clean(model);
            return new Extrapolated(clean, success, false).counted(lab, arm).with("cleanRecall", clean.recall());
        }

        private Confusion clean(Model model) {
            Dataset test = lab.parts().test();
            return Confusion.of(test.malice(), model.alarms(test.rows()));
        }

        @Override
        public List<Finding.Example> examples() {
            List<Finding.Example> examples = new ArrayList<>();
            Dataset own = victims.get();
            for (int v = 0; v < own.size() && examples.size() < EXAMPLES; v++) {
                Optional<ActionReferee.Success> one = judged.get().get(v);
                if (one.isPresent()) {
                    double[] before = own.rows().row(v);
                    double[] after = one.get().row().row(0);
                    double[] probability = lab.model().probability(Rows.of(before, after));
                    examples.add(new Finding.Example(
                            own.id(v),
                            Arrays.stream(before).boxed().toList(),
                            Arrays.stream(after).boxed().toList(),
                            probability[0],
                            probability[1],
                            lab.schema().cost(before, after),
                            plainly.get().queries().get(v),
                            edits.get().get(v).texts(one.get().actions())));
                }
            }
            return examples;
        }
    }
}
