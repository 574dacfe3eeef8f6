package dev.gauntlet.app.cli;

import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.PlanFile;
import dev.gauntlet.base.Choice;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.process.assemble.Transform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options for the rows; each overrides what the plan says. */
final class TableOptions {
    @Parameters(arity = "0..1", paramLabel = "PLAN.yaml", description = "a plan; options override it")
    private @Nullable Path plan;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "the rows: CSV, Parquet, JSON, ARFF, libsvm, Zeek, eve.json; .gz, .zst; a folder or pattern; or the"
                            + " parts that gauntlet split made")
    private @Nullable String data;

    @Option(names = "--test", paramLabel = "FILE", description = "test rows (default: 25 %% is held out)")
    private @Nullable String test;

    @Option(names = "--sql", paramLabel = "QUERY", description = "an SQL query; the file is the table named data")
    private @Nullable String sql;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "the schema: what columns mean and what an " + "attacker can change")
    private @Nullable String schema;

    @Option(
            names = "--derive",
            paramLabel = "TRANSFORM",
            description = "a transform that derives features, such as url-text:column=url; can be repeated")
    private List<String> derive = List.of();

    @Option(names = "--label", paramLabel = "COLUMN", description = "the label column: a name or #number")
    private @Nullable String label;

    @Option(names = "--benign", paramLabel = "NAME", description = "a label that means benign; can be repeated")
    private List<String> benign = List.of();

    @Mixin
    private final ReadingOptions reading = new ReadingOptions();

    @Option(names = "--threads", paramLabel = "N", description = "threads (default: one per core)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--seed",
            split = ",",
            paramLabel = "N",
            description = "seed; the same seed gives the same findings (default 1); several, such as 1,2,3, give "
                    + "intervals over them")
    private List<Long> seeds = List.of();

    /** The plan with these options laid over it. */
    Plan plan() {
        Plan base = plan == null ? Plan.standard() : PlanFile.read(plan);
        Plan.Table table = new Plan.Table(
                Optional.ofNullable(data).or(base.table()::data).map(TableOptions::absolute),
                Optional.ofNullable(test).or(base.table()::test).map(TableOptions::absolute),
                Optional.ofNullable(sql).or(base.table()::sql),
                Optional.ofNullable(schema).or(base.table()::schema).map(TableOptions::absolute),
                derive.isEmpty() ? base.table().derive() : Optional.of(transforms(derive)),
                Optional.ofNullable(label).or(base.table()::label),
                benign.isEmpty() ? base.table().benign() : benign,
                reading.over(base.table().reading()),
                base.table().labellers().absolute(),
                base.table().members().map(TableOptions::absolute),
                base.table().nonMembers().map(TableOptions::absolute));
        return base.with(table).with(seeds.isEmpty() ? base.seeds() : seeds);
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

    /** Takes a plan that was given as another word. */
    void usePlan(Path file) {
        plan = file;
    }

    /** A positional argument. */
    Optional<Path> place() {
        return Optional.ofNullable(plan);
    }

    List<Long> seeds() {
        return seeds;
    }

    int threads() {
        return threads(threads);
    }

    /** A number of threads, refused if there cannot be so many. */
    static int threads(int threads) {
        if (threads < 1 || threads > 1024) {
            throw new InputException("--threads must be in [1, 1024] but is " + threads);
        }
        return threads;
    }

    /** The absolute path of a file, so that a run can be resumed from any folder. */
    static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }
}
