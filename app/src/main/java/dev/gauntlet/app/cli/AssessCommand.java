package dev.gauntlet.app.cli;

import dev.gauntlet.app.run.Assess;
import dev.gauntlet.app.run.Choice;
import dev.gauntlet.app.run.GivenModel;
import dev.gauntlet.app.run.Plan;
import dev.gauntlet.app.run.PlanFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.threat.Budget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the whole process clean, attacked, defended, and attacked by one who knows the defence. */
@Command(
        name = "assess",
        mixinStandardHelpOptions = true,
        description = "Builds a detector, attacks it at every step, defends it, and attacks it again.",
        footer = {
            "",
            "Examples:",
            "  gauntlet assess",
            "  gauntlet assess --data KDDTrain+.txt --test KDDTest+.txt --schema schemas/nsl-kdd.yaml",
            "  gauntlet assess --attacks label-flip,mimicry --budget rows=0.1,queries=200",
            "  gauntlet assess --data flows.csv --model detectors --trust soc.pub   the champion of a registry",
            "  gauntlet assess --fail-on 'evasion.attacked.success>0.2'"
        })
final class AssessCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

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

    @Option(
            names = "--attacks",
            split = ",",
            paramLabel = "ATTACK",
            completionCandidates = Ids.Attacks.class,
            description = "attacks to run; else all")
    private List<String> attacks = List.of();

    @Option(
            names = "--defences",
            split = ",",
            paramLabel = "DEFENCE",
            completionCandidates = Ids.Defences.class,
            description = "defences to try; else all")
    private List<String> defences = List.of();

    @Option(
            names = "--budget",
            split = ",",
            paramLabel = "KEY=NUMBER",
            description = "rows, eps, queries, cost, sources; for example rows=0.05,eps=0.5,queries=500")
    private Map<String, Double> budget = Map.of();

    @Option(names = "--fail-on", paramLabel = "GATE", description = "exit 1 if it holds; repeats")
    private List<String> failOn = List.of();

    @Option(names = "--dry-run", description = "say what would run and what would be skipped, and why")
    private boolean dryRun;

    @Override
    public Integer call() {
        Plan resolved = resolved();
        Problems problems = new Problems();
        if (threads < 1 || threads > 1024) {
            problems.add("--threads must be in [1, 1024] but is " + threads);
        }
        problems.throwIfAny();
        Session session = new Session(new Assess(resolved), resolved, threads, spec.commandLine());
        return dryRun ? session.dryRun() : session.run(Optional.ofNullable(out));
    }

    private Plan resolved() {
        Plan base = plan == null ? Plan.standard() : PlanFile.read(plan);
        double rate = fpr == null ? base.pipeline().fpr() : fpr;
        if (!(rate >= 0 && rate <= 0.5)) {
            throw new InputException("--fpr must be in [0, 0.5] but is " + rate);
        }
        Plan.Table table = new Plan.Table(
                Optional.ofNullable(data).or(base.table()::data).map(AssessCommand::absolute),
                Optional.ofNullable(test).or(base.table()::test).map(AssessCommand::absolute),
                Optional.ofNullable(sql).or(base.table()::sql),
                Optional.ofNullable(schema).or(base.table()::schema).map(AssessCommand::absolute),
                Optional.ofNullable(label).or(base.table()::label),
                benign.isEmpty() ? base.table().benign() : benign);
        Plan.Pipeline usual = base.pipeline();
        Plan.Pipeline pipeline = new Plan.Pipeline(
                Optional.ofNullable(model).or(usual::model).map(AssessCommand::absolute),
                Optional.ofNullable(trust).or(usual::trust).map(AssessCommand::absolute),
                usual.algorithms(),
                usual.settings(),
                usual.leastRecall(),
                rate,
                usual.testShare(),
                usual.validationShare());
        Plan.Tried tried = new Plan.Tried(
                attacks.isEmpty() ? base.tried().attacks() : choices(attacks),
                defences.isEmpty() ? base.tried().defences() : choices(defences),
                base.tried().strengths(),
                base.tried().victims(),
                base.tried().tolerance());
        return new Plan(
                table,
                pipeline,
                base.threat().withBudget(budget(base.threat().budget())),
                tried,
                seeds.isEmpty() ? base.seeds() : seeds,
                failOn.isEmpty() ? base.failOn() : failOn);
    }

    /** The place of a file from anywhere, so that a run can be resumed from anywhere. */
    private static String absolute(String path) {
        if (path.startsWith(GivenModel.REGISTRY)) {
            return GivenModel.REGISTRY + absolute(path.substring(GivenModel.REGISTRY.length()));
        }
        return Path.of(path).toAbsolutePath().normalize().toString();
    }

    private static List<Choice> choices(List<String> ids) {
        return ids.stream().map(Choice::of).toList();
    }

    private Budget budget(Budget base) {
        List<String> keys = List.of("rows", "eps", "queries", "cost", "sources");
        Problems problems = new Problems();
        for (String key : budget.keySet()) {
            if (!keys.contains(key)) {
                problems.add("--budget %s: unknown key%s; the keys are %s"
                        .formatted(key, Problems.didYouMean(key, keys), keys));
            }
        }
        problems.throwIfAny();
        try {
            return new Budget(
                    budget.getOrDefault("rows", base.rows()),
                    budget.getOrDefault("eps", base.eps()),
                    budget.getOrDefault("queries", (double) base.queries()).intValue(),
                    budget.getOrDefault("cost", base.cost()),
                    budget.getOrDefault("sources", base.sources()));
        } catch (IllegalArgumentException e) {
            throw new InputException("--budget: " + e.getMessage());
        }
    }
}
