package dev.gauntlet.campaign.trial;

import com.google.auto.service.AutoService;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Curve;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Subject;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import dev.gauntlet.data.Rows;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.Kernels;
import dev.gauntlet.process.AlertRule;
import dev.gauntlet.process.Pipeline;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.BatchedQueries;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Improvement;
import dev.gauntlet.search.Progress;
import dev.gauntlet.search.RandomMoves;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Evasion and flooding. The victims are drawn from all test rows of one side, the same for every attack, arm and
 * repetition; a row that the detector gets wrong anyway has reached the goal without a change. One search with the
 * whole budget is drawn over queries, distance and cost. The random attacker makes random changes with the same queries.
 */
@AutoService(Trial.class)
@SuppressWarnings("rawtypes")
public final class InputTrial implements Trial<InputAttack> {
    private static final int EXAMPLES = 200;

    @Override
    public Class<InputAttack> attacks() {
        return InputAttack.class;
    }

    @Override
    public Subject subject() {
        return Subject.DETECTOR;
    }

    @Override
    public String measure(InputAttack attack) {
        return attack.wantsAlarm()
                ? "share of harmless rows that alarm, once changed"
                : "share of malicious rows that are missed, once changed";
    }

    @Override
    public String measure(Lab lab, InputAttack attack) {
        if (!lab.isLabelled() && !(goal(lab, attack) instanceof Goal.Moved)) {
            return attack.wantsAlarm()
                    ? "share of rows that raised no alarm and do, once changed"
                    : "share of rows that raised an alarm and do not, once changed";
        }
        return "share of " + goal(lab, attack).text(lab.parts().train().labelNames()) + ", once changed";
    }

    private static Goal goal(Lab lab, InputAttack attack) {
        return attack.wantsAlarm()
                ? lab.threat().goals().flood()
                : lab.threat().goals().evade();
    }

    @Override
    public Set<Pipeline.Step> meets(InputAttack attack) {
        return attack.wantsAlarm()
                ? Set.of(Pipeline.Step.QUERIES, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING, Pipeline.Step.ALERTS)
                : Set.of(Pipeline.Step.QUERIES, Pipeline.Step.CLEANING, Pipeline.Step.LEARNING);
    }

    @Override
    public Optional<String> lacks(Lab lab, InputAttack attack) {
        Lacking lacking = new Lacking(lab);
        Goal goal = goal(lab, attack);
        return lacking.victims(goal)
                .or(() -> lacking.auxiliary(attack))
                .or(() -> lacking.direction(attack, goal))
                .or(() -> isBlackBox(lab) ? Optional.empty() : attack.unfit(lab.model()));
    }

    /** A detector of a form that nobody sees; that it does not show what an attack needs says enough. */
    private static boolean isBlackBox(Lab lab) {
        return lab.model().kernel() instanceof BlackBox;
    }

    @Override
    public Facts figures(InputAttack attack) {
        return Facts.none()
                .counted(Set.of(Arm.Name.CLEAN), InputFigures.unattacked(attack))
                .counted(Set.of(Arm.Name.NULL, Arm.Name.ATTACKED), InputFigures.names(attack))
                .with(Set.of(Arm.Name.ATTACKED), SearchChecks.FACTS);
    }

    @Override
    public Facts figures(InputAttack attack, Set<Pipeline.Step> guarded) {
        return attack.wantsAlarm() && guarded.contains(Pipeline.Step.ALERTS)
                ? Flood.FIGURES
                : Facts.none()
                        .counted(Set.of(Arm.Name.DEFENDED_CLEAN), InputFigures.unattacked(attack))
                        .counted(
                                Set.of(Arm.Name.DEFENDED_RANDOM, Arm.Name.DEFENDED, Arm.Name.ADAPTIVE),
                                InputFigures.names(attack));
    }

    @Override
    public Experiment on(Lab lab, InputAttack attack, Run run, Run attacker) {
        return new Changed(lab, attack, run, attacker);
    }

    private static final class Changed implements Experiment {
        private final Lab lab;
        private final InputAttack attack;
        private final Goal goal;
        /** The test rows of which the victims are drawn. */
        private final Lazy<int[]> starts;

        private final Run run;
        private final Run attacker;
        /** The outcome on the process without defences. */
        private final Lazy<Found> plainly;

        private volatile List<Progress> searches = List.of();

        Changed(Lab lab, InputAttack attack, Run run, Run attacker) {
            this.lab = lab;
            this.attack = attack;
            this.goal = goal(lab, attack);
            this.starts = new Lazy<>(() -> lab.starts(goal));
            this.run = run;
            this.attacker = attacker;
            this.plainly = new Lazy<>(() -> {
                Built plain = Built.plain(lab);
                List<Progress> own = new ArrayList<>();
                Found found = search(
                        unchanged(lab.model()), lab.model(), plain, lab.budget(), pursuit(plain, lab.budget()), own);
                searches = List.copyOf(own);
                return found;
            });
        }

        @Override
        public void prepare(Built plain) {
            plainly.get();
        }

        @Override
        public Optional<String> unfit(Pipeline met) {
            Dataset test = lab.parts().test();
            boolean counts = met.alertRules().stream().anyMatch(AlertRule::needsSources);
            return !counts || !attack.wantsAlarm() || (test.hasSources() && test.hasTimes())
                    ? Optional.empty()
                    : Optional.of(
                            "the rule on alarms counts by source and day, and the test rows have no sources or times");
        }

        @Override
        public Arm arm(Arm.Name name, Who who, Built met, Built believed) {
            boolean flood = attack.wantsAlarm() && !met.pipeline().alertRules().isEmpty();
            if (who == Who.NOBODY) {
                Found as = unchanged(met.model());
                return flood
                        ? new Flood(lab, met).clean(name, as.victims())
                        : figures().clean(new Arm(name, as.counted(attack).each()), met.model());
            }
            Found outcome = who == Who.RANDOM ? random(met, 0) : changed(met, believed);
            if (flood) {
                return new Flood(lab, met).reaching(name, outcome, !believed.isPlain());
            }
            Arm arm = figures().arm(name, outcome, unchanged(met.model()), met.model());
            return name == Arm.Name.ATTACKED ? checks().in(arm) : arm;
        }

        @Override
        public Arm random(Arm.Name name, Built met, int times) {
            // A screen may limit the queries of all together, so that they are one search.
            Found outcome = met.pipeline().screens().isEmpty()
                    ? random(met, times - 1)
                    : random(met, unchanged(met.model()), lab.budget().withQueries(times), run.child("null"));
            return figures().arm(name, outcome, unchanged(met.model()), met.model());
        }

        /**
         * The changes found by an attacker who prepared for one process, as far as they work on the attacked one. Answers
         * come through the query defences of the attacked process, whether the attacker knows them or not. Where that detector
         * has no gradients and the attack needs them, or has a form that the attack cannot use, it can only send what it
         * found on the one without defences.
         */
        private Found changed(Built met, Built believed) {
            Model other = believed.model();
            boolean steep = goal(lab, attack).direction() == 0
                    ? other.hasClassGradients()
                    : other.gradients().isPresent();
            boolean blind = attack.needs().contains(Requirement.GRADIENTS) && !steep;
            if (blind || attack.unfit(other).isPresent()) {
                return sent(plainly.get(), met.model());
            }
            boolean asPlain =
                    believed.model() == lab.model() && met.pipeline().screens().isEmpty() && !knowsGroups(believed);
            Found found = asPlain ? plainly.get() : attacked(believed.model(), met, believed);
            return met == believed ? found : sent(found, met.model());
        }

        /** Whether the attacker knows how alarms are grouped, and searches in another way because of it. */
        private boolean knowsGroups(Built believed) {
            return attack.adaptsTo().contains(Knowledge.Grouping.class)
                    && believed.known(run).stream().anyMatch(Knowledge.Grouping.class::isInstance);
        }

        private InputFigures figures() {
            return new InputFigures(lab, attack, goal);
        }

        @Override
        public List<Curve> curves() {
            return plainly.get().curves(attack, lab.budget());
        }

        @Override
        public List<Finding.Example> examples() {
            return goal instanceof Goal.Moved ? List.of() : plainly.get().examples(lab.model(), EXAMPLES);
        }

        /** The victims; of a quantity, with what a detector says of them as they are. */
        private Dataset victims(Model model) {
            Run stream = run.fixed("victims").child(attack.wantsAlarm() ? "harmless" : "malicious");
            int[] chosen = stream.rng().sample(starts.get(), lab.victims());
            Arrays.sort(chosen);
            Dataset victims = lab.parts().test().select(chosen);
            return goal instanceof Goal.Moved ? victims.withQuantities(goal.answers(model, victims.rows())) : victims;
        }

        /** The victims as they are: those that a detector gets wrong anyway have reached the goal. */
        private Found unchanged(Model model) {
            Dataset victims = victims(model);
            double[] answers = goal.answers(model, victims.rows());
            boolean[] reached = new boolean[answers.length];
            for (int v = 0; v < answers.length; v++) {
                reached[v] = goal.reached(victims.truth(v), answers[v]);
            }
            return Found.unchanged(victims, reached);
        }

        /** The changes found by queries to a detector behind the query defences of the attacked process. */
        private Found attacked(Model asked, Built met, Built believed) {
            return search(
                    unchanged(asked), asked, met, lab.budget(), pursuit(believed, lab.budget()), new ArrayList<>());
        }

        private BiFunction<Dataset, Oracle, List<? extends AttackSearch>> pursuit(Built believed, Budget budget) {
            return (victims, oracle) -> attack.pursue(
                    victims, oracle, believed.grant(run).withBudget(budget).withGoal(goal), attacker.child("attack"));
        }

        /** Whether the search on the process without defences is to be trusted; a detector elsewhere is not asked for it. */
        private SearchChecks checks() {
            plainly.get();
            if (isBlackBox(lab)) {
                return SearchChecks.of(searches, Interval.share(0, 0), Interval.share(0, 0));
            }
            Rows rows = victims(lab.model()).rows();
            return SearchChecks.of(
                    searches,
                    SearchChecks.unstable(goal.answers(lab.model(), rows), goal.answers(lab.model(), rows)),
                    unlimited());
        }

        /** The share of a few victims that reach the goal without limits on distance and cost. */
        private Interval unlimited() {
            Budget free = lab.budget().withoutLimits();
            Built plain = Built.plain(lab);
            Found as = unchanged(lab.model());
            int[] first = IntStream.range(0, as.improvements().size())
                    .filter(v -> as.improvements().get(v).isEmpty())
                    .limit(SearchChecks.UNLIMITED)
                    .toArray();
            Dataset victims = as.victims().select(first);
            Oracle oracle = plain.oracle(lab.model(), attack, free.queries(), first.length);
            List<Progress> found = new BatchedQueries(lab.schema(), free, goal)
                    .run(pursuit(plain, free).apply(victims, oracle), victims, oracle, run);
            return Interval.share(
                    (int) found.stream().filter(one -> one.best().isPresent()).count(), first.length);
        }

        /**
         * Searches for changes of those victims that have not reached the goal.
         *
         * @param as what was found before, with the queries that were spent on it
         */
        private Found search(
                Found as,
                Model asked,
                Built met,
                Budget budget,
                BiFunction<Dataset, Oracle, List<? extends AttackSearch>> of,
                List<Progress> into) {
            int[] open = IntStream.range(0, as.improvements().size())
                    .filter(v -> as.improvements().get(v).isEmpty())
                    .toArray();
            Dataset victims = as.victims().select(open);
            Oracle oracle = met.oracle(asked, attack, budget.queries(), open.length);
            List<Progress> found =
                    new BatchedQueries(lab.schema(), budget, goal).run(of.apply(victims, oracle), victims, oracle, run);
            into.addAll(found);
            List<List<Improvement>> improvements = new ArrayList<>(as.improvements());
            List<Integer> queries = new ArrayList<>(as.queries());
            List<Double> lowerBounds = new ArrayList<>(as.lowerBounds());
            for (int k = 0; k < open.length; k++) {
                int spent = queries.get(open[k]);
                improvements.set(
                        open[k],
                        found.get(k).improvements().stream()
                                .map(one -> one.after(spent))
                                .toList());
                queries.set(open[k], spent + oracle.spent(k));
                lowerBounds.set(open[k], found.get(k).lowerBound());
            }
            int refused = found.stream().mapToInt(Progress::refused).sum();
            return new Found(as.victims(), improvements, queries, lowerBounds, refused);
        }

        /**
         * What random changes reach: the same for every attack of this goal, and searched once where no screen stands.
         *
         * @param part how many times the queries of the budget are spent before
         */
        private Found random(Built met, int part) {
            Supplier<Found> search = () -> random(
                    met,
                    part == 0 ? unchanged(met.model()) : random(met, part - 1),
                    lab.budget(),
                    part == 0 ? run.child("null") : run.child("null again").child(part));
            if (!met.pipeline().screens().isEmpty()
                    || !Kernels.knows(met.model().kernel().form())) {
                return search.get();
            }
            Dataset victims = victims(met.model());
            String key = new Digest()
                    .add(run.seed().toString())
                    .add(Bundle.of(met.model()).digest())
                    .add(victims.digest())
                    .add(lab.budget().toString())
                    .add(goal.toString())
                    .add(part)
                    .hex();
            return run.store().get("random changes", key, new Found.Codec(victims), search);
        }

        private Found random(Built met, Found as, Budget budget, Run stream) {
            return search(
                    as,
                    met.model(),
                    met,
                    budget,
                    (victims, oracle) -> IntStream.range(0, victims.size())
                            .mapToObj(v -> RandomMoves.of(
                                    new FeasibleSet(
                                            lab.schema(), budget, victims.rows().row(v)),
                                    budget.queries(),
                                    stream.child(victims.id(v)).rng()))
                            .toList(),
                    new ArrayList<>());
        }

        /** The cheapest changes that were found, as far as they succeed on a detector. */
        private Found sent(Found found, Model model) {
            Dataset victims = victims(model);
            List<Optional<Improvement>> best = found.best();
            List<List<Improvement>> working = new ArrayList<>();
            for (int v = 0; v < best.size(); v++) {
                double truth = victims.truth(v);
                working.add(best.get(v).stream()
                        .filter(one -> goal.reached(truth, goal.answers(model, Rows.of(one.row()))[0]))
                        .toList());
            }
            return new Found(victims, working, found.queries(), Collections.nCopies(best.size(), 0.0), found.refused());
        }
    }
}
