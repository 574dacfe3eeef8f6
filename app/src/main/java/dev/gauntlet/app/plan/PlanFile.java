package dev.gauntlet.app.plan;

import dev.gauntlet.adapters.file.YamlChoices;
import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.adapters.file.YamlTree;
import dev.gauntlet.base.Choice;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.assemble.Completeness;
import dev.gauntlet.process.train.Search;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Plan files: commented YAML, every key optional; {@code schemas/plan.schema.json} describes them. */
public final class PlanFile {
    private PlanFile() {}

    /**
     * Reads a plan.
     *
     * @throws InputException listing every problem with file and key
     */
    public static Plan read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + ": there is no such plan; write one with: gauntlet plan > " + path);
        }
        try {
            return parse(Files.readString(path), path.toString());
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read as UTF-8 text");
        }
    }

    /** Reads the text of a plan; {@code name} is the prefix of each problem. */
    public static Plan parse(String text, String name) {
        Optional<JsonNode> stated = YamlTree.of(text, name);
        if (stated.isEmpty()) {
            return Plan.standard();
        }
        JsonNode root = stated.get();
        if (!root.isObject()) {
            throw new InputException(name + ": a plan is a list of keys and values, such as \"seed: 1\"");
        }
        Problems problems = new Problems();
        Plan plan = new PlanReader(new YamlMap(root, "", problems)).read();
        if (!problems.isEmpty()) {
            throw new InputException(problems.all().stream()
                    .map(problem -> name + ": " + problem)
                    .toList());
        }
        return plan;
    }

    /** The commented YAML that {@link #parse} reads back equal. */
    public static String text(Plan plan) {
        return "# A Gauntlet plan. Run it with: gauntlet assess PLAN.yaml\n"
                + table(plan)
                + ReadingSection.text(plan.table().reading())
                + LabellersSection.text(plan.table().labellers())
                + cleaning(plan.cleaning())
                + pipeline(plan.pipeline())
                + aim(plan.aim())
                + grants(plan)
                + budget(plan.threat().budget())
                + tried(plan);
    }

    private static String table(Plan plan) {
        return """
                # The file to assess: CSV, TSV, Parquet, JSON lines, ARFF, libsvm, a Zeek log or eve.json, .gz and .zst too; a
                # folder or a pattern such as conn.*.log.gz reads several. Without it: the embedded simulated network.
                data: %s
                # A file of test rows. Without it some rows are held out.
                test: %s
                # Rows that a given model (pipeline: model) was trained on, and rows of the same origin that it was not
                # trained on, to infer membership. Without them membership is judged on models that are trained here only.
                members: %s
                non-members: %s
                # A query in DuckDB's SQL over the table data, for example: select * from data where proto = 'tcp'
                sql: %s
                # What the columns mean and what an attacker can do to them. Without it: inferred.
                schema: %s
                # Transforms that derive features from the columns, for example [{id: url-text, column: url}]; see: gauntlet list
                # transforms. null derives windows and ratios of connections and nothing else.
                derive: %s
                # The label column, by name or #number, and the names that mean benign.
                label: %s
                benign: %s
                # The same seed gives the same findings, byte for byte. Several, as [1, 2, 3], run the whole process once
                # for each and give intervals over them.
                seed: %s
                """.formatted(
                        quoted(plan.table().data()),
                        quoted(plan.table().test()),
                        quoted(plan.table().members()),
                        quoted(plan.table().nonMembers()),
                        quoted(plan.table().sql()),
                        quoted(plan.table().schema()),
                        plan.table().derive().map(PlanFile::choices).orElse("null"),
                        quoted(plan.table().label()),
                        quoted(plan.table().benign()),
                        plan.seeds().size() == 1 ? plan.seed() : plan.seeds());
    }

    private static String cleaning(Plan.Cleaning cleaning) {
        Completeness complete = cleaning.complete();
        Sanitise sanitise = cleaning.sanitise();
        return """
                # What the records must have: columns, the largest share of a column that may be missing, the longest time
                # without a record in hours, sources. If something is missing, the run stops unless go-on is true.
                complete:
                  require: %s
                  most-missing: %s
                  longest-gap: %s
                  sources: %s
                  go-on: %s
                # Which training rows are left out, besides contradictory ones: those that break a bound or rule; duplicates;
                # duplicates after numbers are rounded to near scales (0: none); numbers more than outliers robust standard deviations
                # from the median of their label (null: none); rows of one source beyond source-quota, its largest share of a class (1: none).
                sanitise:
                  impossible: %s
                  duplicates: %s
                  near: %s
                  outliers: %s
                  source-quota: %s
                """.formatted(
                        quoted(complete.require()),
                        plain(complete.mostMissing()),
                        plain(complete.longestGap()),
                        quoted(complete.sources()),
                        cleaning.goOn(),
                        sanitise.impossible(),
                        sanitise.duplicates(),
                        plain(sanitise.near()),
                        plain(sanitise.outliers()),
                        plain(sanitise.sourceQuota()));
    }

    private static String pipeline(Plan.Pipeline pipeline) {
        return """
                # The operating point: the false-positive rate on validation rows.
                fpr: %s
                # How the detector is trained: each algorithm in several settings; the next algorithm if none is accepted.
                # Parameters: [{id: random-forest, trees: 200}]. A model (a bundle, a registry for its champion, a model of
                # another program, or a target that runs elsewhere) is used unchanged; trust names a public key that
                # must have signed it; rounds (best or all): which rounds of a model boosted with early stopping are used;
                # classes: the names of its classes in the order of its outputs, if it has only their numbers.
                pipeline:
                  model: %s
                  trust: %s
                  rounds: %s
                  classes: %s
                  algorithms: %s
                  settings: %d
                  # How features are scaled for methods that need it: automatic, none, standard, log1p, min-max,
                  # robust or quantile; and how missing numbers are imputed: automatic, mean, median, most-frequent or
                  # zero. A schema can say so for each feature.
                  scaling: %s
                  missing: %s
                %s\
                  # by label (random, stratified), by group (rows of one source, or of one value of the
                  # column group, stay together), by time (the latest rows are tested on) or by time-and-group (by time, and
                  # earlier rows of a group that is malicious among the latest are left out). null: time-and-group for
                  # the simulated network, label for data.
                  split: %s
                  group: %s
                  test-share: %s
                  validation-share: %s
                # Where the detector will be used: the share of events that is malicious, and how many there are a day.
                field: %s
                """.formatted(
                        plain(pipeline.fpr()),
                        quoted(pipeline.model()),
                        quoted(pipeline.trust()),
                        pipeline.rounds().map(YamlMap::word).orElse("null"),
                        quoted(pipeline.classes()),
                        choices(pipeline.algorithms()),
                        pipeline.settings(),
                        YamlMap.word(pipeline.scaling().numbers()),
                        YamlMap.word(pipeline.scaling().missing()),
                        tuning(pipeline.tuning()),
                        pipeline.cut().by().map(YamlMap::word).orElse("null"),
                        quoted(pipeline.cut().group()),
                        plain(pipeline.cut().testShare()),
                        plain(pipeline.cut().validationShare()),
                        pipeline.field().map(PlanFile::field).orElse("{}"));
    }

    private static String tuning(Plan.Tuning tuning) {
        return """
                # none tries the predefined settings of each algorithm; a search on training rows is random (until patience
                # trials in a row have not beaten the best) or halving (few rows first, the best 1/factor on more).
                # With a limit of seconds the result depends on the machine.
                search: %s
                # What a detector must reach on validation rows.
                accept: {recall: %s, precision: %s, pr-auc: %s}
                # What a missed row and a false alarm cost; sets the threshold instead of fpr, weighted by the prevalence of
                # the field if that is stated.
                cost: %s
                # Calibration of probabilities on validation rows: none, platt or isotonic.
                calibrate: %s
                """.formatted(
                        tuning.search()
                                .map(search -> search(search, tuning.seconds()))
                                .orElse("{how: none}"),
                        plain(tuning.accept().recall()),
                        plain(tuning.accept().precision()),
                        plain(tuning.accept().prAuc()),
                        tuning.cost()
                                .map(cost -> "{miss: %s, false-alarm: %s}"
                                        .formatted(plain(cost.miss()), plain(cost.falseAlarm())))
                                .orElse("{}"),
                        tuning.calibrate().map(YamlMap::word).orElse("none"))
                .indent(2);
    }

    private static String search(Search search, double seconds) {
        String how = search.strategy() instanceof Search.Strategy.AtRandom random
                ? "how: random, patience: " + random.patience()
                : "how: halving, factor: " + ((Search.Strategy.Halving) search.strategy()).factor();
        return "{%s, trials: %d, folds: %d, seconds: %s}"
                .formatted(how, search.trials(), search.folds(), plain(seconds));
    }

    private static String field(BaseRate rate) {
        return "{prevalence: %s, events-per-day: %s}".formatted(plain(rate.prevalence()), plain(rate.eventsPerDay()));
    }

    private static String aim(Aim aim) {
        return """
                # What the detector is for: detect (malicious or not), kinds (which kind of malice), quantity (how large the number in
                # the column target is) or anomalies (learnt without labels).
                objective: %s
                target: %s
                # By how much attackers want to move an estimate; null is the mean absolute error of the model, or half the interquartile
                # range of the quantity if that is more.
                amount: %s
                # What attackers want of a detector of kinds: benign (to be called so), other (to be taken for anything else) or the
                # name of the kind that they want to be taken for.
                goal: %s
                """.formatted(
                        aim.objective(),
                        quoted(aim.target()),
                        aim.amount().map(PlanFile::plain).orElse("null"),
                        quoted(aim.goal()));
    }

    private static String grants(Plan plan) {
        List<String> powers = powers(Arrays.stream(Requirement.values()));
        List<String> granted = powers(plan.threat().grants().stream());
        return """
                # What the adversary may do; everything if empty. The capabilities are:
                # %s
                grants: %s
                # What the detector's answers show the adversary, one of %s:
                # each level includes those before it. Attacks that need more are skipped.
                access: %s
                """.formatted(
                        String.join(", ", powers),
                        granted.equals(powers) ? List.of() : granted,
                        Arrays.stream(Access.values()).map(YamlMap::word).collect(Collectors.joining(", ")),
                        YamlMap.word(plan.threat().access()));
    }

    private static List<String> powers(Stream<Requirement> needs) {
        return needs.filter(need -> need.access().isEmpty()).map(YamlMap::word).toList();
    }

    private static String budget(Budget budget) {
        return """
                # What the attacker may spend: share of training rows, distance per feature in scales, queries per
                # victim, cost of one changed row, share of the sources it controls, clients that query for a victim in turn.
                budget:
                  rows: %s
                  eps: %s
                  queries: %d
                  cost: %s
                  sources: %s
                  principals: %d
                # What attackers on inputs keep small: cost, l0 (the number of changed features), l1, l2 or linf (the largest change).
                norm: %s
                """.formatted(
                        plain(budget.rows()),
                        plain(budget.eps()),
                        budget.queries(),
                        plain(budget.cost()),
                        plain(budget.sources()),
                        budget.principals(),
                        YamlMap.word(budget.norm()));
    }

    private static String tried(Plan plan) {
        Plan.Tried tried = plan.tried();
        return """
                # What to try where nothing is named: quick (what is cheap), standard or thorough (all).
                suite: %s
                # Which attacks and defences to run; if empty, those of the suite. Parameters: [{id: label-flip, share: 0.5}]
                # Chosen defences are tried against every chosen attack; [a, [a, b]] tries a, and a together with b.
                # See: gauntlet list attacks
                attacks: %s
                defences: %s
                # Shares of the budget at which curves are drawn: attacks on training data are run again at each, those on inputs
                # search once, with the whole budget.
                strengths: %s
                # How many test rows are attacked in each arm, at most.
                victims: %d
                # Who handles the alarms during a flood: analysts on duty, minutes that one alarm takes on average, and the minutes
                # within which somebody must begin with it; at the base rate of field or, if that is not stated, 10 000 events
                # a day of which 0.001 are malicious.
                triage: {analysts: %d, minutes: %s, patience: %s}
                # How often each arm is run, each time with other randomness of attacker, defence and training; the
                # intervals contain that randomness. 1 takes a third of the time and leaves it out.
                arm-seeds: %d
                # Damage that still counts as Held.
                tolerance: %s
                # Protections that the process around the detector has, such as signed-bundle; what they prevent is not tried.
                process: %s
                # What proves that: a registry whose champion is signed (signed-bundle), and verdicts with the key that sealed
                # them (chained-mac). Without it the report says: declared, not checked.
                proof: {registry: %s, verdicts: %s, seal-key: %s}
                # Gates, for example [evasion.attacked.success>0.2]: exit code 1 when one trips.
                fail-on: %s
                """.formatted(
                        YamlMap.word(tried.suite()),
                        choices(tried.attacks()),
                        stacks(tried.defences()),
                        tried.strengths().stream().map(PlanFile::plain).toList(),
                        tried.victims(),
                        tried.desk().analysts(),
                        plain(tried.desk().minutes()),
                        plain(tried.desk().patience()),
                        tried.armSeeds(),
                        plain(tried.tolerance()),
                        quoted(tried.inPlace()),
                        quoted(tried.proof().registry()),
                        quoted(tried.proof().verdicts()),
                        quoted(tried.proof().sealKey()),
                        quoted(plan.failOn()));
    }

    private static String choices(List<Choice> choices) {
        return choices.stream().map(YamlChoices::text).toList().toString();
    }

    private static String stacks(List<List<Choice>> stacks) {
        return stacks.stream()
                .map(stack -> stack.size() == 1 ? YamlChoices.text(stack.get(0)) : choices(stack))
                .toList()
                .toString();
    }

    static String plain(double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return "null";
        }
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }

    static String quoted(Optional<String> value) {
        return value.map(PlanFile::quoted).orElse("null");
    }

    static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String quoted(List<String> values) {
        return values.stream().map(PlanFile::quoted).toList().toString();
    }
}
