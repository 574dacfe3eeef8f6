package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.adapters.remote.RemoteKernel;
import dev.gauntlet.app.data.Inputs;
import dev.gauntlet.app.data.LeftOut;
import dev.gauntlet.app.data.LoadedRecords;
import dev.gauntlet.app.detector.BlackBoxDetector;
import dev.gauntlet.app.detector.GivenModel;
import dev.gauntlet.app.detector.ModelClasses;
import dev.gauntlet.app.detector.Provenance;
import dev.gauntlet.app.detector.TrainStep;
import dev.gauntlet.app.detector.TrainedModel;
import dev.gauntlet.app.detector.UnlabelledProcess;
import dev.gauntlet.app.plan.Aim;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Policy;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.TriageDesk;
import dev.gauntlet.process.evaluate.BrokenRules;
import dev.gauntlet.process.evaluate.Unjudged;
import dev.gauntlet.search.Families;
import dev.gauntlet.threat.Goals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The clean process, run from source to detector.
 *
 * @param table what the schema file of the run folder states
 * @param given what a given model states about itself; empty if the model was trained here
 * @param notes what a reader should know, such as how many rows were dropped and why
 * @param leftOut every record and row that is not used
 * @param unjudged test rows that could not be made of their records, so that no detector sees them
 * @param asked the false-positive rate that the detector's threshold was set for, if it was set so
 */
public record AssessedSystem(
        Lab lab,
        TableSchema table,
        String description,
        boolean simulated,
        Policy.Outcome policy,
        Optional<BundleFacts> given,
        List<Note> notes,
        List<LeftOut> leftOut,
        Unjudged unjudged,
        Optional<Double> asked,
        String dataDigest) {
    private static final int AUXILIARY = 4000;

    public AssessedSystem {
        notes = List.copyOf(notes);
        leftOut = List.copyOf(leftOut);
    }

    /** Runs assemble, label, split, train and the policy. */
    public static AssessedSystem of(Plan plan, Run run, Checkpoint kept) {
        if (UnlabelledProcess.isMeant(plan)) {
            return unlabelled(plan, UnlabelledProcess.of(plan, run, () -> kept.ledger(plan)), run);
        }
        Optional<GivenModel> model = GivenModel.of(plan);
        Inputs inputs = Inputs.of(plan, model, run);
        List<Note> notes = new ArrayList<>(inputs.notes());
        boolean kinds = plan.aim().objective() == Aim.Objective.KINDS;
        Split.Parts cut = model.filter(given -> kinds)
                .map(given -> ModelClasses.of(
                                given,
                                inputs.table().benign(),
                                inputs.parts().test().labelNames())
                        .matched(inputs.parts(), notes))
                .orElse(inputs.parts());
        Shared shared = Shared.of(cut, run);
        Split.Parts parts = shared.parts();
        // A goal that nobody can have is refused before anything is trained.
        Goals goals = plan.aim().goals(parts.train(), 0);
        Policy.Outcome policy = new TrainStep(plan, inputs.steps())
                .detector(
                        model,
                        inputs.table(),
                        parts,
                        notes,
                        run.child("train"),
                        kept.trials(),
                        () -> kept.ledger(plan));
        refuseOther(plan, policy, parts.train().labelNames());
        notes.addAll(BrokenRules.of(parts));
        Lab lab = new Lab(
                        parts,
                        shared.auxiliary(),
                        inputs.steps().with(policy.trainer()),
                        policy.model(),
                        new RandomForest(60, 0, 1, 0),
                        Families.usual(),
                        inputs.raw(),
                        plan.threat().withGoals(goals),
                        plan.tried().victims())
                .with(desk(plan));
        return new AssessedSystem(
                model.isPresent() ? lab.ofGivenDetector(inputs.known()) : lab,
                inputs.table(),
                inputs.description(),
                LoadedRecords.isSimulated(plan),
                policy,
                model.map(GivenModel::facts)
                        .map(facts -> kinds ? facts.withLabels(parts.train().labelNames()) : facts),
                notes,
                inputs.leftOut(),
                inputs.unjudged(),
                asked(model, plan, lab),
                inputs.digest());
    }

    /** The parts, and the rows that the attacker takes from validation. */
    private record Shared(Split.Parts parts, Dataset auxiliary) {
        static Shared of(Split.Parts cut, Run run) {
            Dataset validation = cut.validation();
            int[] order = run.child("auxiliary").rng().permutation(validation.size());
            int half = Math.min(AUXILIARY, validation.size() / 2);
            Dataset auxiliary =
                    validation.select(IntStream.of(order).limit(half).sorted().toArray());
            Dataset rest =
                    validation.select(IntStream.of(order).skip(half).sorted().toArray());
            return new Shared(new Split.Parts(cut.train(), rest, cut.test()), auxiliary);
        }
    }

    /** Who handles the alarms, at the base rate where the detector will be used if that is stated. */
    private static TriageDesk desk(Plan plan) {
        TriageDesk usual = plan.tried().desk();
        return plan.pipeline().field().map(usual::withRate).orElse(usual);
    }

    /** The process of a model that learns without labels. */
    private static AssessedSystem unlabelled(Plan plan, UnlabelledProcess made, Run run) {
        Shared shared = Shared.of(made.parts(), run);
        Lab lab = new Lab(
                        shared.parts(),
                        shared.auxiliary(),
                        made.steps(),
                        made.policy().model(),
                        new RandomForest(60, 0, 1, 0),
                        Families.usual(),
                        Optional.empty(),
                        plan.threat().withGoals(plan.aim().goals(made.known(), made.error())),
                        plan.tried().victims())
                .with(desk(plan));
        return new AssessedSystem(
                made.given().isPresent() ? lab.ofGivenDetector(Optional.empty()) : lab,
                made.rows().table(),
                made.rows().description(),
                LoadedRecords.isSimulated(plan),
                made.policy(),
                made.given(),
                Stream.concat(made.notes().stream(), BrokenRules.of(lab.parts()).stream())
                        .toList(),
                made.rows().leftOut(),
                Unjudged.NONE,
                Optional.empty(),
                made.rows().digest());
    }

    /** A detector that is not of the kind that the plan is for. */
    private static void refuseOther(Plan plan, Policy.Outcome policy, List<String> classes) {
        Model model = policy.model();
        Trainer trainer = policy.trainer();
        Aim.Objective objective = plan.aim().objective();
        if (objective == Aim.Objective.KINDS && model.outputs() < 3) {
            throw new InputException("--objective kinds: %s tells only two classes apart; name a detector of kinds"
                    .formatted(model.trainer()));
        }
        if (objective == Aim.Objective.KINDS && model.outputs() != classes.size()) {
            throw new InputException("--objective kinds: %s has %d outputs, and there are %d classes: %s"
                    .formatted(model.trainer(), model.outputs(), classes.size(), classes));
        }
        if (objective == Aim.Objective.ANOMALIES && plan.pipeline().model().isPresent()) {
            GivenModel.refuseClasses(model);
        } else if (objective == Aim.Objective.ANOMALIES && !trainer.unsupervised()) {
            throw new InputException(
                    ("--objective anomalies: %s learns from labels; name an algorithm that does not, such as --algorithm"
                                    + " isolation-forest")
                            .formatted(trainer.id()));
        }
    }

    private static Optional<Double> asked(Optional<GivenModel> model, Plan plan, Lab lab) {
        if (model.filter(given -> given.hasThreshold(lab.model())).isPresent()) {
            return model.flatMap(given ->
                            Optional.ofNullable(given.facts().provenance().get(Provenance.RATE)))
                    .filter(stated -> stated.matches("0(\\.[0-9]+)?"))
                    .map(Double::valueOf);
        }
        return Optional.of(plan.pipeline().fpr())
                .filter(rate -> plan.pipeline().tuning().cost().isEmpty()
                        && lab.train().canCalibrate(lab.parts().validation()));
    }

    /** The queries to a target so far; empty for a local detector. */
    public Optional<Ledger.Use> use() {
        return BlackBoxDetector.of(lab.model())
                .flatMap(BlackBoxDetector::target)
                .map(RemoteKernel::use);
    }

    /** What that costs, where the target has a price. */
    public Optional<Double> price(Ledger.Use use) {
        return BlackBoxDetector.of(lab.model())
                .flatMap(BlackBoxDetector::target)
                .flatMap(remote -> remote.target().price(use.rows()));
    }

    /** The train step of the plan by itself. */
    public TrainedModel trained(Plan plan) {
        return new TrainedModel(
                policy, lab.parts(), table, Provenance.of(facts(plan), description, plan.seed(), lab.parts()), notes);
    }

    /** The detector with where it comes from: the given model's own facts, or those of its assessment. */
    BundleFile bundle(Assessment assessment) {
        return new BundleFile(lab.model(), table, given.orElseGet(() -> facts(assessment)));
    }

    private BundleFacts facts(Assessment assessment) {
        return new BundleFacts(
                lab.parts().train().labelNames(),
                Provenance.of(assessment.facts(), assessment.data(), assessment.seed(), lab.parts()),
                assessment.clean());
    }

    /** What determines a detector, by name. */
    SortedMap<String, String> facts(Plan plan) {
        Split.Parts parts = lab.parts();
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("algorithm", policy.model().trainer());
        facts.put(
                "setting",
                BlackBoxDetector.of(lab.model())
                        .map(BlackBoxDetector::setting)
                        .orElseGet(() -> policy.trainer().toString()));
        facts.put("dataDigest", dataDigest);
        facts.put("modelDigest", Bundle.of(lab.model()).digest());
        facts.put("schemaDigest", lab.schema().digest());
        facts.put("testDigest", parts.test().digest());
        facts.put("testRows", Integer.toString(parts.test().size()));
        facts.put("trainRows", Integer.toString(parts.train().size()));
        facts.put("validationRows", Integer.toString(parts.validation().size()));
        facts.put("auxiliaryRows", Integer.toString(lab.auxiliary().size()));
        if (plan.pipeline().tuning().cost().isEmpty()) {
            facts.put(Provenance.RATE, Double.toString(plan.pipeline().fpr()));
        }
        return facts;
    }
}
