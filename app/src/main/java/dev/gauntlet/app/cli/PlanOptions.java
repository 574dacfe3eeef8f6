package dev.gauntlet.app.cli;

import dev.gauntlet.app.run.GivenModel;
import dev.gauntlet.app.run.Plan;
import dev.gauntlet.app.run.PlanFile;
import dev.gauntlet.base.Choice;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.process.assemble.Transform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what a detector is made of; each overrides what the plan says. */
final class PlanOptions {
    @Parameters(arity = "0..1", paramLabel = "PLAN.yaml", description = "a plan; options override it")
    private @Nullable Path plan;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "rows to assess: CSV, Parquet, JSON, ARFF, libsvm, Zeek, eve.json; .gz, .zst; a folder or pattern")
    private @Nullable String data;

    @Option(names = "--test", paramLabel = "FILE", description = "test rows; else 25 %% is held out")
    private @Nullable String test;

    @Option(names = "--sql", paramLabel = "QUERY", description = "a query over the table data, which holds the file")
    private @Nullable String sql;

    @Option(names = "--schema", paramLabel = "FILE", description = "what columns mean and who can move them")
    private @Nullable String schema;

    @Option(
            names = "--derive",
            paramLabel = "TRANSFORM",
            description = "what makes further features, such as url-text:column=url; repeats")
    private List<String> derive = List.of();

    @Option(names = "--label", paramLabel = "COLUMN", description = "the label column: a name or #number")
    private @Nullable String label;

    @Option(names = "--benign", paramLabel = "NAME", description = "a label that means benign; repeats")
    private List<String> benign = List.of();

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "a detector to assess instead of training one: a bundle, an XGBoost JSON model, or a registry,"
                            + " for its champion")
    private @Nullable String model;

    @Option(
            names = "--trust",
            paramLabel = "KEY.pub",
            description = "the public key that must have signed --model; checked before anything in it is read")
    private @Nullable String trust;

    @Option(names = "--out", paramLabel = "DIR", description = "run folder; else the next free gauntlet-run-N")
    private @Nullable Path out;

    @Option(names = "--threads", paramLabel = "N", description = "threads; else one per core")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--seed",
            split = ",",
            paramLabel = "N",
            description = "same seed, same findings (default 1); several give intervals over them: 1,2,3")
    private List<Long> seeds = List.of();

    @Option(names = "--fpr", paramLabel = "SHARE", description = "benign rows that may alarm (default 0.01)")
    private @Nullable Double fpr;

    /** The plan with the options laid over it. */
    Plan plan() {
        Plan base = plan == null ? Plan.standard() : PlanFile.read(plan);
        double rate = fpr == null ? base.pipeline().fpr() : fpr;
        if (!(rate >= 0 && rate <= 0.5)) {
            throw new InputException("--fpr must be in [0, 0.5] but is " + rate);
        }
        Plan.Table table = new Plan.Table(
                Optional.ofNullable(data).or(base.table()::data).map(PlanOptions::absolute),
                Optional.ofNullable(test).or(base.table()::test).map(PlanOptions::absolute),
                Optional.ofNullable(sql).or(base.table()::sql),
                Optional.ofNullable(schema).or(base.table()::schema).map(PlanOptions::absolute),
                derive.isEmpty() ? base.table().derive() : Optional.of(transforms(derive)),
                Optional.ofNullable(label).or(base.table()::label),
                benign.isEmpty() ? base.table().benign() : benign);
        Plan.Pipeline usual = base.pipeline();
        Plan.Pipeline pipeline = new Plan.Pipeline(
                Optional.ofNullable(model).or(usual::model).map(PlanOptions::absolute),
                Optional.ofNullable(trust).or(usual::trust).map(PlanOptions::absolute),
                usual.algorithms(),
                usual.settings(),
                usual.tuning(),
                rate,
                usual.cut(),
                usual.field());
        return new Plan(
                table,
                base.cleaning(),
                pipeline,
                base.threat(),
                base.tried(),
                seeds.isEmpty() ? base.seeds() : seeds,
                base.failOn());
    }

    /** Transforms as they are written behind {@code --derive}; every mistake is reported. */
    static List<Choice> transforms(List<String> texts) {
        Problems problems = new Problems();
        List<Choice> choices = new ArrayList<>();
        for (String text : texts) {
            problems.check("--derive " + text, () -> {
                Choice choice = Choice.parse(text);
                choice.resolve(Transform.class);
                choices.add(choice);
            });
        }
        problems.throwIfAny();
        return choices;
    }

    int threads() {
        if (threads < 1 || threads > 1024) {
            throw new InputException("--threads must be in [1, 1024] but is " + threads);
        }
        return threads;
    }

    /** What stands without an option's name. */
    Optional<Path> place() {
        return Optional.ofNullable(plan);
    }

    Optional<Path> trust() {
        return Optional.ofNullable(trust).map(Path::of);
    }

    /** The false-positive rate, if it was given. */
    Optional<Double> fpr() {
        return Optional.ofNullable(fpr);
    }

    List<Long> seeds() {
        return seeds;
    }

    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /** The place of a file from anywhere, so that a run can be resumed from anywhere. */
    private static String absolute(String path) {
        if (path.startsWith(GivenModel.REGISTRY)) {
            return GivenModel.REGISTRY + absolute(path.substring(GivenModel.REGISTRY.length()));
        }
        return Path.of(path).toAbsolutePath().normalize().toString();
    }
}
