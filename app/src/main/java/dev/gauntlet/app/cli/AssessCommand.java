package dev.gauntlet.app.cli;

import dev.gauntlet.Suite;
import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.app.assess.Shard;
import dev.gauntlet.app.plan.Aim;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.Choice;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Norm;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the whole process clean, attacked, defended, and attacked by an adversary who knows the defence. */
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
            "  gauntlet assess --data flows.csv --schema flows.yaml --model target.yaml    a detector behind a URL",
            "  gauntlet assess --test samples.csv --label kind --benign good --model forest.onnx    test rows only",
            "  gauntlet assess --test flows.csv --label kind --benign good --objective kinds --model boosted.json"
                    + " --classes good,scan,theft",
            "  gauntlet assess --data flows.csv --objective quantity --target bytes --model target.yaml",
            "  gauntlet assess --fail-on 'evasion.attacked.success>0.2'",
            "  gauntlet assess plan.yaml --shard 2/8 --out part2    one of eight processes; then gauntlet merge"
        })
final class AssessCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PlanOptions options = new PlanOptions();

    @Option(
            names = "--attacks",
            split = ",",
            paramLabel = "ATTACK",
            completionCandidates = Ids.Attacks.class,
            description = "attacks to run, whatever their suite (default: those of the suite)")
    private List<String> attacks = List.of();

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            completionCandidates = Ids.Suites.class,
            description =
                    "the attacks to run: ${COMPLETION-CANDIDATES} (default: standard); quick runs each arm once, unless "
                            + "--arm-seeds says otherwise")
    private Optional<String> suite = Optional.empty();

    @Option(
            names = "--defences",
            split = ",",
            paramLabel = "DEFENCE",
            completionCandidates = Ids.Defences.class,
            description =
                    "defences to try against every chosen attack; a+b tries two together (default: those of the suite, each"
                            + " against the attacks that it is meant for)")
    private List<String> defences = List.of();

    @Option(
            names = "--objective",
            paramLabel = "WHAT",
            completionCandidates = Ids.Objectives.class,
            description =
                    "what the detector is for: detect (the default), kinds (which kind of malice a row is), quantity (how"
                            + " large --target is) or anomalies (learnt without labels)")
    private Optional<String> objective = Optional.empty();

    @Option(
            names = "--algorithm",
            paramLabel = "ID",
            description =
                    "the detector's algorithm, such as random-forest:trees=200; can be repeated, and is tried in this"
                            + " order; see: gauntlet list trainers")
    private List<String> algorithms = List.of();

    @Option(
            names = "--goal",
            paramLabel = "KIND",
            description =
                    "what attackers want of a detector of kinds: benign (the default), other (to be taken for anything else)"
                            + " or the name of the kind that they want to be taken for")
    private Optional<String> goal = Optional.empty();

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "the column of the quantity that the model estimates")
    private Optional<String> target = Optional.empty();

    @Option(
            names = "--amount",
            paramLabel = "NUMBER",
            description =
                    "by how much attackers want to move an estimate (default: its mean absolute error, or half the"
                            + " interquartile range of --target if that is more)")
    private Optional<Double> amount = Optional.empty();

    @Option(
            names = "--budget",
            split = ",",
            paramLabel = "KEY=NUMBER",
            description = "rows, eps, queries, cost, sources, principals; for example rows=0.05,eps=0.5,queries=500")
    private Map<String, Double> budget = Map.of();

    @Option(
            names = "--norm",
            paramLabel = "NORM",
            completionCandidates = Ids.Norms.class,
            description =
                    "what attackers on inputs keep small: ${COMPLETION-CANDIDATES} (l0 is the number of changed features, linf the"
                            + " largest change; default: cost)")
    private Optional<String> norm = Optional.empty();

    @Option(
            names = "--access",
            paramLabel = "LEVEL",
            completionCandidates = Ids.Accesses.class,
            description = "what the detector's answers show the adversary: ${COMPLETION-CANDIDATES} (default: "
                    + "what the detector usually returns)")
    private Optional<String> access = Optional.empty();

    @Option(
            names = "--members",
            paramLabel = "FILE",
            description = "rows that --model was trained on, to infer membership; needs --non-members")
    private Optional<String> members = Optional.empty();

    @Option(
            names = "--non-members",
            paramLabel = "FILE",
            description = "rows of the same origin as --members that --model was not trained on")
    private Optional<String> nonMembers = Optional.empty();

    @Option(
            names = "--arm-seeds",
            paramLabel = "N",
            description =
                    "how often each arm is run, each time with other randomness of attacker, defence and training;"
                            + " the intervals contain it (default: 3, or as the plan says)")
    private Optional<Integer> armSeeds = Optional.empty();

    @Mixin
    private GateOptions gates = new GateOptions();

    @Option(
            names = "--dry-run",
            description = "list what would run and what would be skipped, and why, without " + "running it")
    private boolean dryRun;

    @Option(
            names = "--shard",
            paramLabel = "N/M",
            description =
                    "measure the Nth of M shares of the assessment, in a process or on a machine of its own; gauntlet"
                            + " merge joins them")
    private @Nullable String shard;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private SignOption sign = new SignOption();

    @Override
    public Integer call() {
        Plan resolved = resolved();
        Session session = new Session(
                new Assess(resolved, gates.allowMissing()),
                resolved,
                options.threads(),
                store,
                sign.key(),
                spec.commandLine());
        if (dryRun) {
            return session.dryRun();
        }
        return Optional.ofNullable(shard)
                .map(Shard::parse)
                .map(share -> session.share(options.out(), share))
                .orElseGet(() -> session.run(options.out()));
    }

    private Plan resolved() {
        Plan base = options.plan();
        Aim aim = base.aim().over(objective, goal, target, amount);
        if (suite.isPresent() && !attacks.isEmpty()) {
            throw new InputException("--suite and --attacks both choose attacks; leave one out");
        }
        Plan.Tried tried = new Plan.Tried(
                Ids.named("--suite", suite, base.tried().suite(), Suite.values()),
                attacks.isEmpty() && suite.isEmpty() ? base.tried().attacks() : choices(attacks),
                defences.isEmpty() ? base.tried().defences() : stacks(defences),
                base.tried().strengths(),
                base.tried().victims(),
                armSeeds(base.tried().armSeeds()),
                base.tried().tolerance(),
                base.tried().inPlace(),
                base.tried().proof(),
                base.tried().desk());
        Plan.Table table = base.table();
        return gates.over(new Plan(
                table.withKnown(
                        members.map(TableOptions::absolute).or(table::members),
                        nonMembers.map(TableOptions::absolute).or(table::nonMembers)),
                base.cleaning(),
                pipeline(base, aim),
                aim,
                new ThreatModel(
                        base.threat().grants(),
                        Ids.named("--access", access, base.threat().access(), Access.values()),
                        budget(base.threat().budget())),
                tried,
                base.seeds(),
                base.failOn()));
    }

    /** The pipeline with the algorithms that are stated; if none are, and the usual ones need labels, with one that does not. */
    private Plan.Pipeline pipeline(Plan base, Aim aim) {
        if (!algorithms.isEmpty()) {
            return base.pipeline().withAlgorithms(TrainCommand.choices(algorithms));
        }
        boolean usual =
                base.pipeline().algorithms().equals(Plan.standard().pipeline().algorithms());
        return usual && aim.objective() == Aim.Objective.ANOMALIES
                ? base.pipeline().withAlgorithms(List.of(Choice.of("isolation-forest")))
                : base.pipeline();
    }

    private int armSeeds(int otherwise) {
        int times = armSeeds.orElse(suite.equals(Optional.of("quick")) ? 1 : otherwise);
        if (times < 1 || times > 1000) {
            throw new InputException("--arm-seeds must be from 1 to 1000, but is " + times);
        }
        return times;
    }

    /** Defences by id; those joined by a plus sign stand together. */
    private static List<List<Choice>> stacks(List<String> ids) {
        return ids.stream()
                .map(id -> Arrays.stream(id.split("\\+", -1))
                        .map(String::strip)
                        .map(Choice::of)
                        .toList())
                .toList();
    }

    private static List<Choice> choices(List<String> ids) {
        return ids.stream().map(Choice::of).toList();
    }

    private Budget budget(Budget base) {
        List<String> keys = List.of("rows", "eps", "queries", "cost", "sources", "principals");
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
                    whole("queries", base.queries(), 0, Plan.MOST_QUERIES),
                    budget.getOrDefault("cost", base.cost()),
                    budget.getOrDefault("sources", base.sources()),
                    whole("principals", base.principals(), 1, Plan.MOST_PRINCIPALS),
                    Ids.named("--norm", norm, base.norm(), Norm.values()));
        } catch (IllegalArgumentException e) {
            throw new InputException("--budget: " + e.getMessage());
        }
    }

    private int whole(String key, int otherwise, int low, int high) {
        double value = Require.between(key, budget.getOrDefault(key, (double) otherwise), low, high);
        Require.that(value == StrictMath.rint(value), "%s must be a whole number but is %s", key, value);
        return (int) value;
    }
}
