package dev.gauntlet.app.plan;

import dev.gauntlet.Suite;
import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.base.Choice;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Digest;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Criteria;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.TriageDesk;
import dev.gauntlet.process.assemble.Completeness;
import dev.gauntlet.process.assemble.Transform;
import dev.gauntlet.process.train.Calibration;
import dev.gauntlet.process.train.OperatingPoint;
import dev.gauntlet.process.train.Search;
import dev.gauntlet.threat.ThreatModel;
import java.util.List;
import java.util.Optional;

/**
 * The plan of a run: everything that determines the findings, and nothing else.
 *
 * @param aim what the detector is for, and what the adversary wants
 * @param threat what the adversary is granted, and its budget
 * @param seeds the whole process is run once for each; the first is the one shown in detail
 * @param failOn gates
 */
public record Plan(
        Table table,
        Cleaning cleaning,
        Pipeline pipeline,
        Aim aim,
        ThreatModel threat,
        Tried tried,
        List<Long> seeds,
        List<String> failOn) {
    private static final List<Double> STRENGTHS = List.of(0.25, 0.5, 1.0);

    /** The most queries per victim of a budget. */
    public static final int MOST_QUERIES = 1_000_000_000;
    /** The most clients of a budget. */
    public static final int MOST_PRINCIPALS = 1_000_000;

    /**
     * Where the rows come from.
     *
     * @param data the file to assess; absent for the embedded simulation
     * @param test a file of test rows; absent to hold some out
     * @param sql a query over the table {@code data}, which holds the file; its result is what is assessed
     * @param schema what the columns mean; absent to infer it
     * @param derive what makes further features; absent to derive what connections are known for
     * @param label the label column, by name or {@code #number}
     * @param benign the label names that mean benign
     * @param labellers who says what a record is, where no column does
     * @param members rows that a given model was trained on, named together with {@code nonMembers}
     * @param nonMembers rows of the same origin that it was not trained on
     */
    public record Table(
            Optional<String> data,
            Optional<String> test,
            Optional<String> sql,
            Optional<String> schema,
            Optional<List<Choice>> derive,
            Optional<String> label,
            List<String> benign,
            ReadingRules reading,
            Labellers labellers,
            Optional<String> members,
            Optional<String> nonMembers) {
        public Table {
            derive = derive.map(List::copyOf);
            benign = List.copyOf(benign);
        }

        /** The file that rows are read from first; none where they are simulated. */
        public Optional<String> rows() {
            return data.or(() -> test);
        }

        /** The same with rows that a given model was trained on, and others. */
        public Table withKnown(Optional<String> those, Optional<String> others) {
            return new Table(data, test, sql, schema, derive, label, benign, reading, labellers, those, others);
        }

        /** Whether all rows are for testing and none for training. */
        public boolean isHeldAlone() {
            return data.isEmpty() && test.isPresent();
        }

        /** What makes further features, if it is stated. */
        public Optional<List<Transform>> transforms() {
            return derive.map(choices -> choices.stream()
                    .map(choice -> choice.resolve(Transform.class))
                    .toList());
        }
    }

    /**
     * The requirements on records and rows.
     *
     * @param goOn whether records that do not meet the requirements are reported and still used
     */
    public record Cleaning(Completeness complete, boolean goOn, Sanitise sanitise) {}

    /**
     * How the detector is made.
     *
     * @param model a bundle, a registry, whose champion is meant, a model of another program, or a target, to assess instead of
     *     training
     * @param trust a public key that must have signed the model
     * @param rounds which rounds of another program's boosted model count that was stopped early; if it is not said, those by
     *     which the program that saved the file predicts
     * @param classes the names of the model's classes in the order of its outputs, where it has only numbers or none
     * @param algorithms tried in this order until one satisfies
     * @param settings how many settings of each are tried
     * @param scaling how methods see the features of which the schema states nothing
     * @param fpr the share of benign validation rows that may alarm
     * @param field the base rate where the detector will be used, if it is known
     */
    public record Pipeline(
            Optional<String> model,
            Optional<String> trust,
            Optional<Rounds> rounds,
            List<String> classes,
            List<Choice> algorithms,
            int settings,
            Tuning tuning,
            Scaling scaling,
            double fpr,
            Cut cut,
            Optional<BaseRate> field) {
        public Pipeline {
            classes = List.copyOf(classes);
            algorithms = List.copyOf(algorithms);
        }

        /** The algorithms themselves. */
        public List<Trainer> trainers() {
            return algorithms.stream()
                    .map(choice -> choice.resolve(Trainer.class))
                    .toList();
        }

        /** The same pipeline for another share of false alarms, if one is given. */
        public Pipeline withRate(Optional<Double> rate) {
            rate.filter(r -> !(r >= 0 && r <= 0.5)).ifPresent(r -> {
                throw new InputException("--fpr must be in [0, 0.5] but is " + r);
            });
            return new Pipeline(
                    model, trust, rounds, classes, algorithms, settings, tuning, scaling, rate.orElse(fpr), cut, field);
        }

        /** The same pipeline with a given model. */
        public Pipeline withModel(Optional<String> other, Optional<String> key, Optional<Rounds> counted) {
            return new Pipeline(other, key, counted, classes, algorithms, settings, tuning, scaling, fpr, cut, field);
        }

        /** The same pipeline with names of the model's classes. */
        public Pipeline withClasses(List<String> names) {
            return new Pipeline(model, trust, rounds, names, algorithms, settings, tuning, scaling, fpr, cut, field);
        }

        /** The same pipeline with other algorithms. */
        public Pipeline withAlgorithms(List<Choice> others) {
            return new Pipeline(model, trust, rounds, classes, others, settings, tuning, scaling, fpr, cut, field);
        }

        /** The same pipeline with another tuning. */
        public Pipeline withTuning(Tuning other) {
            return new Pipeline(model, trust, rounds, classes, algorithms, settings, other, scaling, fpr, cut, field);
        }

        /** The same pipeline with another cut. */
        public Pipeline withCut(Cut other) {
            return new Pipeline(
                    model, trust, rounds, classes, algorithms, settings, tuning, scaling, fpr, other, field);
        }

        /** The operating point; a cost is weighted by the base rate of the field, if that is known. */
        public OperatingPoint point() {
            return tuning.cost()
                    .map(cost -> field.filter(f -> f.prevalence() > 0 && f.prevalence() < 1)
                            .map(f -> new OperatingPoint.Cost(cost.miss(), cost.falseAlarm(), f.prevalence()))
                            .orElse(cost))
                    .<OperatingPoint>map(cost -> cost)
                    .orElseGet(() -> new OperatingPoint.FalsePositives(fpr));
        }
    }

    /**
     * How a setting is found, accepted and finished.
     *
     * @param search finds settings on training rows; absent to try those an algorithm states itself
     * @param seconds how long all searches may take; infinity for as long as they need
     * @param accept what a detector must reach on validation rows
     * @param cost sets the threshold instead of the false-positive rate
     * @param calibrate how probabilities are fitted on validation rows, if at all
     */
    public record Tuning(
            Optional<Search> search,
            double seconds,
            Criteria accept,
            Optional<OperatingPoint.Cost> cost,
            Optional<Calibration> calibrate) {
        /** The same tuning with a calibration. */
        public Tuning withCalibration(Calibration other) {
            return new Tuning(search, seconds, accept, cost, Optional.of(other));
        }
    }

    /**
     * How rows are cut into training, validation and test.
     *
     * @param by absent for the usual one: by time and group for the embedded simulation, by label for other rows
     * @param group the column whose rows stay together, where groups decide; else the source
     * @param testShare of all rows, where no test file is given
     * @param validationShare of the rows that are not test
     */
    public record Cut(Optional<Split.By> by, Optional<String> group, double testShare, double validationShare) {}

    /**
     * What is tried on it.
     *
     * @param suite the attacks to run where none are named
     * @param attacks empty for those of the suite
     * @param defences each by itself, or several that stand together; empty for all, each by itself
     * @param strengths shares of the budget at which curves are drawn
     * @param victims test rows attacked per trial at most
     * @param armSeeds how often each arm is run, each time with other randomness
     * @param tolerance damage that still counts as Held
     * @param inPlace the ids of protections that the process around the detector has
     * @param proof what shows that it has them
     * @param desk who handles the alarms, at the usual base rate
     */
    public record Tried(
            Suite suite,
            List<Choice> attacks,
            List<List<Choice>> defences,
            List<Double> strengths,
            int victims,
            int armSeeds,
            double tolerance,
            List<String> inPlace,
            Proof proof,
            TriageDesk desk) {
        public Tried {
            attacks = List.copyOf(attacks);
            defences = defences.stream().map(List::copyOf).toList();
            strengths = List.copyOf(strengths);
            inPlace = List.copyOf(inPlace);
        }
    }

    public Plan {
        Require.that(!seeds.isEmpty(), "seed must contain at least one number");
        seeds = seeds.stream().distinct().toList();
        failOn = List.copyOf(failOn);
    }

    /** The embedded simulation with every default. */
    public static Plan standard() {
        return new Plan(
                new Table(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        ReadingRules.USUAL,
                        Labellers.NONE,
                        Optional.empty(),
                        Optional.empty()),
                new Cleaning(new Completeness(), false, new Sanitise()),
                new Pipeline(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(
                                Choice.of("gradient-boosting"),
                                Choice.of("random-forest"),
                                Choice.of("neural-network")),
                        2,
                        new Tuning(
                                Optional.empty(),
                                Double.POSITIVE_INFINITY,
                                new Criteria(0.5),
                                Optional.empty(),
                                Optional.empty()),
                        Scaling.AUTOMATIC,
                        0.01,
                        new Cut(Optional.empty(), Optional.empty(), 0.25, 0.2),
                        Optional.empty()),
                Aim.DETECT,
                ThreatModel.standard(),
                new Tried(
                        Suite.STANDARD,
                        List.of(),
                        List.of(),
                        STRENGTHS,
                        300,
                        3,
                        0.05,
                        List.of(),
                        Proof.NONE,
                        TriageDesk.USUAL),
                List.of(1L),
                List.of());
    }

    /** The same plan over another table. */
    public Plan with(Table other) {
        return new Plan(other, cleaning, pipeline, aim, threat, tried, seeds, failOn);
    }

    /** The same plan with another pipeline. */
    public Plan with(Pipeline other) {
        return new Plan(table, cleaning, other, aim, threat, tried, seeds, failOn);
    }

    /** The same plan for another objective or goal. */
    public Plan with(Aim other) {
        return new Plan(table, cleaning, pipeline, other, threat, tried, seeds, failOn);
    }

    /** The same plan under other seeds. */
    public Plan with(List<Long> others) {
        return new Plan(table, cleaning, pipeline, aim, threat, tried, others, failOn);
    }

    /** The same plan with other gates. */
    public Plan withGates(List<String> others) {
        return new Plan(table, cleaning, pipeline, aim, threat, tried, seeds, others);
    }

    /** How rows are cut, with the usual criterion for these rows if none is stated. */
    public Cut cut() {
        Split.By usual = table.rows().isEmpty() ? Split.By.TIME_AND_GROUP : Split.By.LABEL;
        Cut stated = pipeline.cut();
        return new Cut(
                Optional.of(stated.by().orElse(usual)), stated.group(), stated.testShare(), stated.validationShare());
    }

    /** The seed that is shown in detail. */
    public long seed() {
        return seeds.get(0);
    }

    /** The same plan for one seed. */
    public Plan at(long seed) {
        return new Plan(table, cleaning, pipeline, aim, threat, tried, List.of(seed), failOn);
    }

    /** The SHA-256 of what determines a finding; gates do not. */
    public String digest() {
        return digest(new Plan(table, cleaning, pipeline, aim, threat, tried, seeds, List.of()));
    }

    private static String digest(Plan plan) {
        return new Digest().add(PlanFile.text(plan)).hex();
    }

    /** What about the first detector of another plan differs: its data, its making or its seed; empty if it is the same. */
    public Optional<String> differs(Plan other) {
        if (seed() != other.seed()) {
            return Optional.of("another seed");
        }
        if (!digest(process(table, cleaning, standard().pipeline, aim))
                .equals(digest(process(other.table, other.cleaning, standard().pipeline, aim)))) {
            return Optional.of("other data");
        }
        Plan own = process(table, cleaning, pipeline, aim);
        return digest(own).equals(digest(process(table, cleaning, other.pipeline, other.aim)))
                ? Optional.empty()
                : Optional.of("another detector");
    }

    private static Plan process(Table table, Cleaning cleaning, Pipeline pipeline, Aim aim) {
        Plan standard = standard();
        return new Plan(
                table,
                cleaning,
                pipeline,
                aim.withoutGoal(),
                standard.threat,
                standard.tried,
                standard.seeds,
                List.of());
    }
}
