package dev.gauntlet.app.assess;

import dev.gauntlet.Suite;
import dev.gauntlet.app.data.PartsFolder;
import dev.gauntlet.app.detector.BlackBoxDetector;
import dev.gauntlet.app.detector.Build;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Choice;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Guard;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.evaluate.DataChecks;
import dev.gauntlet.process.evaluate.Defect;
import dev.gauntlet.process.evaluate.Errors;
import dev.gauntlet.process.evaluate.Evaluation;
import dev.gauntlet.process.evaluate.Scorecard;
import dev.gauntlet.threat.Goals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

/** Runs a plan: the clean process, then the campaign, cell by cell through a journal. */
public final class Assess {
    /** Listens to the progress of a run; called from several threads. */
    public interface Progress {
        /**
         * The campaign begins.
         *
         * @param attacks those that will run under one seed, those that are skipped left out
         * @param seeds how often
         */
        void prepared(List<String> attacks, int seeds);

        /**
         * The attacks of a seed begin.
         *
         * @param attacks how many of them are finished, so that all their results are reused
         * @param results how many results of the others are reused
         * @param stored how many results the run's folder holds, those of other builds, data and settings included
         */
        default void reused(int attacks, int results, int stored) {}

        /**
         * The campaign is over, or there is none; the detector is compared with baselines and the data are checked.
         *
         * @param what the part of this that begins
         */
        void evaluating(String what);

        /** A share of the results is measured, of which so many are not stored. */
        default void sharing(int results) {}

        void started(String attack);

        /** One arm of an attack is measured. */
        default void measured(String arm) {}

        /**
         * An attack has its findings.
         *
         * @param reused whether all its results were stored
         */
        void finished(String attack, List<Finding> findings, boolean reused);
    }

    private final Plan plan;
    private final List<Attack> attacks;
    private final List<Guard> guards;
    private final Gates gates;
    private final boolean missingGates;
    /** By protection of the process, how it is known to be in place. */
    private final Map<String, String> inPlace;
    /** Taken before anything is computed: jars may be replaced while a run goes on. */
    private final String build = Build.digest();

    /** A run of a plan; unknown ids and gates that cannot be evaluated are refused, all of them at once. */
    public Assess(Plan plan) {
        this(plan, false);
    }

    /**
     * A run of a plan.
     *
     * @param missingGates whether gates that cannot be evaluated are let pass, and only reported
     */
    public Assess(Plan plan, boolean missingGates) {
        this.plan = plan;
        this.missingGates = missingGates;
        Problems problems = new Problems();
        this.attacks = plan.tried().attacks().isEmpty()
                ? Catalogue.all(Attack.class).stream()
                        .filter(attack -> plan.tried().suite().includes(attack.suite()))
                        .toList()
                : chosen(plan.tried().attacks(), problems);
        this.guards = guards(plan.tried().defences(), plan.tried().suite(), problems);
        this.gates = Gates.parse(plan.failOn(), problems);
        this.inPlace = InPlace.of(plan.tried(), problems);
        if (!missingGates) {
            (problems.isEmpty() ? gates.missing(plan.threat(), campaign()) : gates.unknown())
                    .values()
                    .forEach(problems::add);
        }
        problems.throwIfAny();
    }

    public Gates gates() {
        return gates;
    }

    /** Whether gates that cannot be evaluated are let pass. */
    public boolean allowsMissingGates() {
        return missingGates;
    }

    private static List<Attack> chosen(List<Choice> wanted, Problems problems) {
        List<Attack> chosen = new ArrayList<>();
        for (Choice choice : wanted) {
            problems.check("attacks, " + choice.id(), () -> chosen.add(choice.resolve(Attack.class)));
        }
        return chosen.stream()
                .sorted(Comparator.comparing(Attack::id).thenComparing(Object::toString))
                .distinct()
                .toList();
    }

    /** Each defence of a suite by itself, or those chosen, in an order that does not depend on the plan's. */
    private static List<Guard> guards(List<List<Choice>> wanted, Suite suite, Problems problems) {
        if (wanted.isEmpty()) {
            return Guard.each(Catalogue.all(Defence.class).stream()
                    .filter(defence -> suite.includes(defence.suite()))
                    .toList());
        }
        List<Guard> guards = new ArrayList<>();
        for (List<Choice> stack : wanted) {
            List<Defence> defences = new ArrayList<>();
            for (Choice choice : stack) {
                problems.check("defences, " + choice.id(), () -> defences.add(choice.resolve(Defence.class)));
            }
            guards.add(Guard.of(defences));
        }
        return guards.stream()
                .sorted(Comparator.comparing(Guard::name)
                        .thenComparing(guard -> guard.defences().toString()))
                .distinct()
                .toList();
    }

    /** The names of all families of attack. */
    public static List<String> families() {
        return Catalogue.all(Attack.class).stream()
                .map(Attack::family)
                .distinct()
                .sorted()
                .toList();
    }

    public List<Attack> attacks() {
        return attacks;
    }

    public List<Guard> guards() {
        return guards;
    }

    /** The clean process alone. */
    public AssessedSystem prepare(ForkJoinPool pool, Checkpoint kept) {
        return AssessedSystem.of(plan, Run.on(pool, Seed.of(plan.seed()), kept.store()), kept);
    }

    /**
     * The campaign on a prepared process.
     *
     * @param kept what is written down while the processes of other seeds are made
     */
    public Assessment run(
            AssessedSystem prepared, ForkJoinPool pool, Optional<Journal> journal, Checkpoint kept, Progress progress) {
        return assessment(
                prepared, new Measuring(this, pool, journal, kept, progress).findings(prepared), pool, progress);
    }

    /**
     * The same, of results that are all stored.
     *
     * @throws InputException if some are not
     */
    public Assessment merged(
            AssessedSystem prepared, ForkJoinPool pool, Journal journal, Checkpoint kept, Progress progress) {
        Measuring measuring = new Measuring(this, pool, Optional.of(journal), kept, progress);
        return assessment(prepared, measuring.stored(prepared), pool, progress);
    }

    /**
     * Measures one share of the cells, for another process to {@linkplain #merged merge}.
     *
     * @return how many there are, and how many failed
     */
    public Measuring.Shared share(
            AssessedSystem prepared,
            ForkJoinPool pool,
            Journal journal,
            Checkpoint kept,
            Progress progress,
            Shard shard) {
        return new Measuring(this, pool, Optional.of(journal), kept, progress).share(prepared, shard);
    }

    private Assessment assessment(
            AssessedSystem prepared, List<List<Finding>> bySeed, ForkJoinPool pool, Progress progress) {
        List<Finding> findings = bySeed.get(0);
        if (bySeed.size() > 1) {
            Repeats repeats = new Repeats(plan.seeds(), bySeed.subList(1, bySeed.size()));
            findings = findings.stream().map(repeats::beside).toList();
        }
        return assessment(prepared, findings, pool, progress::evaluating);
    }

    Plan plan() {
        return plan;
    }

    /** The digest of the code. */
    public String build() {
        return build;
    }

    /** What is tried. */
    public Campaign campaign() {
        return new Campaign(
                attacks,
                guards,
                !plan.tried().defences().isEmpty(),
                plan.tried().strengths(),
                plan.tried().tolerance(),
                plan.tried().armSeeds(),
                inPlace);
    }

    /**
     * The process without an adversary.
     *
     * @param begun receives the name of each part of the evaluation as it begins
     */
    public Assessment process(AssessedSystem prepared, ForkJoinPool pool, Consumer<String> begun) {
        return assessment(prepared, List.of(), pool, begun);
    }

    private Assessment assessment(
            AssessedSystem prepared, List<Finding> findings, ForkJoinPool pool, Consumer<String> begun) {
        String digest = Bundle.of(prepared.lab().model()).digest();
        List<String> seal = PartsFolder.of(plan)
                .map(folder -> folder.open(
                        prepared.lab().parts().test(), digest, findings.isEmpty() ? "evaluation" : "assessment"))
                .orElse(List.of());
        Evaluation evaluation = evaluation(
                prepared,
                !findings.isEmpty(),
                Run.on(pool, Seed.of(plan.seed())).child("evaluate"),
                begun);
        Scorecard card = evaluation.scorecard();
        boolean labelled = prepared.lab().isLabelled();
        List<Defect> defects = labelled ? Defect.of(card, prepared.asked()) : List.of();
        List<Note> notes = new ArrayList<>(labelled ? new Concerns(prepared, evaluation).notes() : prepared.notes());
        notes.addAll(Note.others(notes(prepared, seal, !findings.isEmpty())));
        return new Assessment(
                defects,
                Note.concerns(notes),
                prepared.description(),
                prepared.simulated(),
                plan.seed(),
                prepared.lab().schema(),
                prepared.facts(plan),
                card.confusion(),
                clean(card, prepared.lab()),
                evaluation,
                prepared.policy().decisions(),
                prepared.lab().threat(),
                plan.tried().tolerance(),
                findings,
                Note.sentences(Note.rest(notes)));
    }

    /** What decided which rows are in the test part, if that is known. */
    private Optional<Split.By> by() {
        return plan.table().test().isPresent()
                ? Optional.empty()
                : PartsFolder.of(plan)
                        .map(PartsFolder::by)
                        .orElseGet(() -> plan.cut().by());
    }

    private Evaluation evaluation(AssessedSystem prepared, boolean attacked, Run run, Consumer<String> begun) {
        Split.Parts parts = prepared.lab().parts();
        if (!prepared.lab().isLabelled()) {
            return Evaluation.UNLABELLED;
        }
        boolean given = plan.pipeline().model().isPresent();
        DataChecks checks = new DataChecks(
                by(),
                given ? Optional.empty() : Optional.of(parts.train().digest()),
                given ? List.of() : measures(),
                plan.pipeline().field(),
                attacked);
        return Evaluation.of(
                        prepared.lab().model(),
                        parts,
                        prepared.unjudged(),
                        plan.pipeline().point(),
                        checks,
                        run,
                        begun)
                .over(prepared.lab().testDays());
    }

    /** The names of the figures by which a detector is chosen. */
    private List<String> measures() {
        List<String> measures =
                new ArrayList<>(plan.pipeline().tuning().accept().measures());
        measures.add(plan.pipeline().point().measure());
        return measures;
    }

    /** The metrics of the detector that rows of these classes allow, and those of kinds or of a quantity. */
    private static SortedMap<String, Interval> clean(Scorecard card, Lab lab) {
        SortedMap<String, Interval> clean = new TreeMap<>();
        Dataset test = lab.parts().test();
        if (test.hasQuantities()) {
            Errors errors = Errors.of(lab.model().numbers(test.rows()), test.quantities());
            clean.put("meanAbsoluteError", Interval.exact(errors.mean()));
            clean.put("rSquared", Interval.exact(errors.determination()));
        }
        if (lab.threat().goals().task() == Goals.Task.CATEGORISE) {
            clean.put("kindRecall", kinds(lab.model(), test));
        }
        Confusion confusion = card.confusion();
        if (confusion.malicious() > 0) {
            clean.put("recall", confusion.recall());
        }
        if (confusion.benign() > 0) {
            clean.put("falsePositiveRate", confusion.falsePositiveRate());
        }
        if (confusion.hasBothSides()) {
            clean.put("precision", confusion.precision());
            clean.put("balancedAccuracy", confusion.balancedAccuracy());
            clean.put("mcc", Interval.exact(confusion.mcc()));
            clean.put("rocAuc", Interval.exact(card.rocAuc()));
            clean.put("prAuc", Interval.exact(card.prAuc()));
        }
        if (!Double.isNaN(card.alertsPerDay())) {
            clean.put("alertsPerDay", Interval.exact(card.alertsPerDay()));
        }
        return clean;
    }

    /** The share of malicious rows that are called what they are. */
    private static Interval kinds(Model model, Dataset test) {
        int[] malicious = test.maliciousRows();
        int[] verdicts = model.verdicts(test.rows().select(malicious));
        boolean[] right = new boolean[malicious.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = verdicts[i] == test.label(malicious[i]);
        }
        return Interval.share(right);
    }

    private List<String> notes(AssessedSystem prepared, List<String> seal, boolean attacked) {
        List<String> notes = new ArrayList<>(seal);
        notes.addAll(BlackBoxDetector.of(prepared.lab().model())
                .map(elsewhere -> elsewhere.after(prepared.lab(), attacked ? guards : List.of()))
                .orElse(List.of()));
        return notes;
    }
}
