package dev.gauntlet.app.plan;

import dev.gauntlet.Suite;
import dev.gauntlet.adapters.file.YamlChoices;
import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.adapters.foreign.Rounds;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Choice;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Require;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.TriageDesk;
import dev.gauntlet.process.assemble.Completeness;
import dev.gauntlet.process.assemble.Transform;
import dev.gauntlet.threat.Access;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Turns the tree of a plan file into a plan, noting everything wrong with its place. */
final class PlanReader {
    static final List<String> BUDGET = List.of("rows", "eps", "queries", "cost", "sources", "principals");
    private static final List<String> TOP = List.of(
            "data",
            "test",
            "members",
            "non-members",
            "sql",
            "schema",
            "derive",
            "label",
            "benign",
            "reading",
            "labellers",
            "seed",
            "complete",
            "sanitise",
            "pipeline",
            "fpr",
            "field",
            "grants",
            "access",
            "budget",
            "norm",
            "suite",
            "attacks",
            "defences",
            "strengths",
            "triage",
            "victims",
            "arm-seeds",
            "process",
            "proof",
            "tolerance",
            "objective",
            "goal",
            "target",
            "amount",
            "fail-on");
    private static final List<String> PIPELINE = List.of(
            "model",
            "trust",
            "rounds",
            "classes",
            "algorithms",
            "settings",
            "search",
            "accept",
            "cost",
            "calibrate",
            "scaling",
            "missing",
            "split",
            "group",
            "test-share",
            "validation-share");

    private static final List<String> PROOF = List.of("registry", "verdicts", "seal-key");
    private static final List<String> COMPLETE = List.of("require", "most-missing", "longest-gap", "sources", "go-on");
    private static final List<String> SANITISE =
            List.of("impossible", "duplicates", "near", "outliers", "source-quota");
    private static final List<String> DESK = List.of("analysts", "minutes", "patience");
    private static final List<String> FIELD = List.of("prevalence", "events-per-day");

    private final YamlMap top;
    private final Problems problems;
    private final Plan defaults = Plan.standard();

    PlanReader(YamlMap top) {
        this.top = top;
        this.problems = top.problems();
    }

    Plan read() {
        top.allow(TOP);
        return new Plan(
                new Plan.Table(
                        top.text("data"),
                        top.text("test"),
                        top.text("sql"),
                        top.text("schema"),
                        YamlChoices.read(top, "derive", Transform.class),
                        top.text("label"),
                        texts(top, "benign"),
                        ReadingSection.read(top),
                        LabellersSection.read(top),
                        top.text("members"),
                        top.text("non-members")),
                cleaning(),
                pipeline(),
                aim(),
                new ThreatModel(
                        grants(),
                        top.choice("access", Access.values(), defaults.threat().access()),
                        budget()),
                new Plan.Tried(
                        top.choice("suite", Suite.values(), defaults.tried().suite()),
                        choices(top, "attacks", Attack.class, List.of()),
                        YamlChoices.readStacks(top, "defences", Defence.class).orElse(List.of()),
                        strengths(),
                        top.whole("victims", defaults.tried().victims(), 1, 1_000_000),
                        top.whole("arm-seeds", defaults.tried().armSeeds(), 1, 1000),
                        top.number("tolerance", defaults.tried().tolerance(), 0, 1),
                        inPlace(),
                        proof(),
                        desk()),
                seeds(),
                texts(top, "fail-on"));
    }

    private Aim aim() {
        Aim.Objective objective =
                top.choice("objective", Aim.Objective.values(), defaults.aim().objective());
        Optional<String> goal = top.text("goal");
        Optional<String> target = top.text("target");
        Optional<Double> amount = top.get("amount").map(node -> top.number("amount", 1, 0, 1e300));
        Aim[] aim = {defaults.aim()};
        problems.check("objective", () -> aim[0] = new Aim(objective, goal, target, amount));
        return aim[0];
    }

    private Plan.Cleaning cleaning() {
        YamlMap complete = top.child("complete", COMPLETE);
        YamlMap sanitise = top.child("sanitise", SANITISE);
        Completeness usual = defaults.cleaning().complete();
        Sanitise usually = defaults.cleaning().sanitise();
        return new Plan.Cleaning(
                new Completeness(
                        texts(complete, "require"),
                        complete.number("most-missing", usual.mostMissing(), 0, 1),
                        complete.number("longest-gap", usual.longestGap(), 1e-6, Double.POSITIVE_INFINITY),
                        texts(complete, "sources")),
                complete.truth("go-on", defaults.cleaning().goOn()),
                new Sanitise(
                        sanitise.truth("impossible", usually.impossible()),
                        sanitise.truth("duplicates", usually.duplicates()),
                        sanitise.number("near", usually.near(), 0, 1e6),
                        sanitise.number("outliers", usually.outliers(), 1e-6, Double.POSITIVE_INFINITY),
                        sanitise.number("source-quota", usually.sourceQuota(), 1e-6, 1)));
    }

    private Plan.Pipeline pipeline() {
        Plan.Pipeline usual = defaults.pipeline();
        YamlMap map = top.child("pipeline", PIPELINE);
        double fpr = top.number("fpr", usual.fpr(), 0, 0.5);
        return new Plan.Pipeline(
                map.text("model"),
                map.text("trust"),
                map.text("rounds").map(text -> Rounds.named("pipeline.rounds", text)),
                texts(map, "classes"),
                choices(map, "algorithms", Trainer.class, usual.algorithms()),
                map.whole("settings", usual.settings(), 1, 100),
                new TuningReader(map, fpr).read(usual.tuning()),
                scaling(map, usual.scaling()),
                fpr,
                cut(map, usual.cut()),
                field());
    }

    private static Scaling scaling(YamlMap map, Scaling usual) {
        return new Scaling(
                map.choice("scaling", Scaling.Numbers.values(), usual.numbers()),
                map.choice("missing", Scaling.Missing.values(), usual.missing()));
    }

    private Plan.Cut cut(YamlMap map, Plan.Cut usual) {
        return new Plan.Cut(
                map.get("split").map(stated -> map.choice("split", Split.By.values(), Split.By.LABEL)),
                map.text("group"),
                map.number("test-share", usual.testShare(), 0.01, 0.9),
                map.number("validation-share", usual.validationShare(), 0.01, 0.9));
    }

    private TriageDesk desk() {
        TriageDesk usual = defaults.tried().desk();
        YamlMap map = top.child("triage", DESK);
        return new TriageDesk(
                map.whole("analysts", usual.analysts(), 1, 1000),
                map.number("minutes", usual.minutes(), 0.01, 1440),
                map.number("patience", usual.patience(), 0, 10_080),
                usual.rate());
    }

    /** Both of its keys, or neither. */
    private Optional<BaseRate> field() {
        YamlMap map = top.child("field", FIELD);
        if (!map.all(FIELD)) {
            return Optional.empty();
        }
        return Optional.of(
                new BaseRate(map.number("prevalence", 0.001, 0, 1), map.number("events-per-day", 1e6, 0, 1e18)));
    }

    private Budget budget() {
        Budget usual = defaults.threat().budget();
        YamlMap map = top.child("budget", BUDGET);
        return new Budget(
                map.number("rows", usual.rows(), 0, 1),
                map.number("eps", usual.eps(), 0, 1e9),
                map.whole("queries", usual.queries(), 0, Plan.MOST_QUERIES),
                map.number("cost", usual.cost(), 0, 1e9),
                map.number("sources", usual.sources(), 0, 1),
                map.whole("principals", usual.principals(), 1, Plan.MOST_PRINCIPALS),
                top.choice("norm", Norm.values(), usual.norm()));
    }

    private Set<Requirement> grants() {
        Set<Requirement> all = EnumSet.allOf(Requirement.class);
        all.removeIf(need -> need.access().isPresent());
        List<String> names = all.stream().map(YamlMap::word).toList();
        Set<Requirement> granted = EnumSet.noneOf(Requirement.class);
        for (String text : texts(top, "grants")) {
            Optional<Requirement> need =
                    all.stream().filter(n -> YamlMap.word(n).equals(text)).findFirst();
            need.ifPresentOrElse(
                    granted::add,
                    () -> problems.add(
                            "grants: there is no \"%s\"%s; what answers show is set with access; there are %s"
                                    .formatted(text, Problems.didYouMean(text, names), names)));
        }
        return top.get("grants").isPresent() && !granted.isEmpty() ? granted : all;
    }

    private List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (String text : texts(top, "seed")) {
            problems.check("seed", () -> {
                Require.that(text.matches("-?[0-9]{1,18}"), "must be whole numbers but one is " + text);
                seeds.add(Long.parseLong(text));
            });
        }
        return seeds.isEmpty() ? defaults.seeds() : seeds;
    }

    private List<Double> strengths() {
        List<Double> strengths = new ArrayList<>();
        for (String text : texts(top, "strengths")) {
            problems.check("strengths", () -> {
                Require.that(text.matches("[0-9]*\\.?[0-9]+"), "must be numbers in (0, 1] but one is " + text);
                strengths.add(Require.between("each", Double.parseDouble(text), 1e-6, 1));
            });
        }
        return top.get("strengths").isEmpty() ? defaults.tried().strengths() : strengths;
    }

    private List<String> inPlace() {
        List<String> known = Campaign.protections();
        List<String> declared = texts(top, "process");
        for (String id : declared) {
            if (!known.contains(id)) {
                problems.add("process: \"%s\" is no protection of the process%s; there are %s"
                        .formatted(id, Problems.didYouMean(id, known), known));
            }
        }
        return declared;
    }

    private Proof proof() {
        YamlMap proof = top.child("proof", PROOF);
        if (proof.get("verdicts").isPresent() != proof.get("seal-key").isPresent()) {
            problems.add("proof: verdicts and seal-key belong together; state both, or neither");
        }
        return new Proof(proof.text("registry"), proof.text("verdicts"), proof.text("seal-key"));
    }

    /** A list of texts, or a single one. */
    static List<String> texts(YamlMap map, String key) {
        Optional<JsonNode> node = map.get(key);
        return node.isPresent() && node.get().isValueNode() ? List.of(node.get().asString()) : map.texts(key);
    }

    private static <P extends Plugin> List<Choice> choices(
            YamlMap map, String key, Class<P> kind, List<Choice> otherwise) {
        return YamlChoices.read(map, key, kind).orElse(otherwise);
    }
}
