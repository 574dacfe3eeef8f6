package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.YamlChoices;
import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Choice;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Problems;
import dev.gauntlet.base.Require;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.measure.BaseRate;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.assemble.Completeness;
import dev.gauntlet.process.assemble.Transform;
import dev.gauntlet.threat.Budget;
import dev.gauntlet.threat.Need;
import dev.gauntlet.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns the tree of a plan file into a plan, noting everything wrong with its place. */
final class PlanReader {
    static final List<String> BUDGET = List.of("rows", "eps", "queries", "cost", "sources");
    private static final List<String> TOP = List.of(
            "data",
            "test",
            "sql",
            "schema",
            "derive",
            "label",
            "benign",
            "seed",
            "complete",
            "sanitise",
            "pipeline",
            "fpr",
            "field",
            "grants",
            "budget",
            "attacks",
            "defences",
            "strengths",
            "victims",
            "tolerance",
            "fail-on");
    private static final List<String> PIPELINE = List.of(
            "model",
            "trust",
            "algorithms",
            "settings",
            "least-recall",
            "split",
            "group",
            "test-share",
            "validation-share");

    private static final List<String> COMPLETE = List.of("require", "most-missing", "longest-gap", "sources", "go-on");
    private static final List<String> SANITISE =
            List.of("impossible", "duplicates", "near", "outliers", "source-quota");
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
                        texts(top, "benign")),
                cleaning(),
                pipeline(),
                new ThreatModel(grants(), budget()),
                new Plan.Tried(
                        choices(top, "attacks", Attack.class, List.of()),
                        choices(top, "defences", Defence.class, List.of()),
                        strengths(),
                        (int) number(top, "victims", defaults.tried().victims(), 1, 1e6),
                        number(top, "tolerance", defaults.tried().tolerance(), 0, 1)),
                seeds(),
                texts(top, "fail-on"));
    }

    private Plan.Cleaning cleaning() {
        YamlMap complete = child("complete", COMPLETE);
        YamlMap sanitise = child("sanitise", SANITISE);
        Completeness usual = defaults.cleaning().complete();
        Sanitise usually = defaults.cleaning().sanitise();
        return new Plan.Cleaning(
                new Completeness(
                        texts(complete, "require"),
                        number(complete, "most-missing", usual.mostMissing(), 0, 1),
                        number(complete, "longest-gap", usual.longestGap(), 1e-6, Double.POSITIVE_INFINITY),
                        texts(complete, "sources")),
                truth(complete, "go-on", defaults.cleaning().goOn()),
                new Sanitise(
                        truth(sanitise, "impossible", usually.impossible()),
                        truth(sanitise, "duplicates", usually.duplicates()),
                        number(sanitise, "near", usually.near(), 0, 1e6),
                        number(sanitise, "outliers", usually.outliers(), 1e-6, Double.POSITIVE_INFINITY),
                        number(sanitise, "source-quota", usually.sourceQuota(), 1e-6, 1)));
    }

    private boolean truth(YamlMap map, String key, boolean otherwise) {
        Optional<String> text = map.text(key);
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            problems.add("%s must be true or false but is %s".formatted(map.at(key), text.get()));
        }
        return text.map(Boolean::parseBoolean).orElse(otherwise);
    }

    private Plan.Pipeline pipeline() {
        Plan.Pipeline usual = defaults.pipeline();
        YamlMap map = child("pipeline", PIPELINE);
        return new Plan.Pipeline(
                map.text("model"),
                map.text("trust"),
                choices(map, "algorithms", Trainer.class, usual.algorithms()),
                (int) number(map, "settings", usual.settings(), 1, 100),
                number(map, "least-recall", usual.leastRecall(), 0, 1),
                number(top, "fpr", usual.fpr(), 0, 0.5),
                cut(map, usual.cut()),
                field());
    }

    private Plan.Cut cut(YamlMap map, Plan.Cut usual) {
        List<String> names =
                Arrays.stream(Split.By.values()).map(PlanReader::name).toList();
        String by = map.text("split").orElse(name(usual.by()));
        if (!names.contains(by)) {
            problems.add("%s must be one of %s but is %s%s"
                    .formatted(map.at("split"), names, by, Problems.didYouMean(by, names)));
        }
        return new Plan.Cut(
                Arrays.stream(Split.By.values())
                        .filter(value -> name(value).equals(by))
                        .findFirst()
                        .orElse(usual.by()),
                map.text("group"),
                number(map, "test-share", usual.testShare(), 0.01, 0.9),
                number(map, "validation-share", usual.validationShare(), 0.01, 0.9));
    }

    /** Both of its keys, or neither. */
    private Optional<BaseRate> field() {
        YamlMap map = child("field", FIELD);
        if (FIELD.stream().allMatch(key -> map.get(key).isEmpty())) {
            return Optional.empty();
        }
        FIELD.stream()
                .filter(key -> map.get(key).isEmpty())
                .forEach(key ->
                        problems.add(map.at(key) + " is missing; field needs both " + String.join(" and ", FIELD)));
        return Optional.of(
                new BaseRate(number(map, "prevalence", 0.001, 0, 1), number(map, "events-per-day", 1e6, 0, 1e18)));
    }

    private YamlMap child(String key, List<String> keys) {
        Optional<JsonNode> node = top.get(key);
        if (node.isPresent() && !node.get().isObject()) {
            problems.add(key + " must state " + String.join(", ", keys));
        }
        JsonNode empty = JsonNodeFactory.instance.objectNode();
        YamlMap map = new YamlMap(node.filter(JsonNode::isObject).orElse(empty), key, problems);
        map.allow(keys);
        return map;
    }

    private Budget budget() {
        Budget usual = defaults.threat().budget();
        YamlMap map = child("budget", BUDGET);
        return new Budget(
                number(map, "rows", usual.rows(), 0, 1),
                number(map, "eps", usual.eps(), 0, 1e9),
                (int) number(map, "queries", usual.queries(), 0, 1e9),
                number(map, "cost", usual.cost(), 0, 1e9),
                number(map, "sources", usual.sources(), 0, 1));
    }

    private Set<Need> grants() {
        Set<Need> all = EnumSet.allOf(Need.class);
        List<String> names = all.stream().map(PlanReader::name).toList();
        Set<Need> granted = EnumSet.noneOf(Need.class);
        for (String text : texts(top, "grants")) {
            Optional<Need> need = all.stream().filter(n -> name(n).equals(text)).findFirst();
            need.ifPresentOrElse(
                    granted::add,
                    () -> problems.add("grants: there is no \"%s\"%s; there are %s"
                            .formatted(text, Problems.didYouMean(text, names), names)));
        }
        return top.get("grants").isPresent() && !granted.isEmpty() ? granted : all;
    }

    /** The name of a constant in plans, for example {@code training-rows}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
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

    private double number(YamlMap map, String key, double otherwise, double low, double high) {
        double value = map.number(key, otherwise);
        problems.check(map.place().isEmpty() ? "plan" : map.place(), () -> Require.between(key, value, low, high));
        return value >= low && value <= high ? value : otherwise;
    }

    /** A list of texts, or a single one. */
    private static List<String> texts(YamlMap map, String key) {
        Optional<JsonNode> node = map.get(key);
        return node.isPresent() && node.get().isValueNode() ? List.of(node.get().asString()) : map.texts(key);
    }

    private static <P extends Plugin> List<Choice> choices(
            YamlMap map, String key, Class<P> kind, List<Choice> otherwise) {
        return YamlChoices.read(map, key, kind).orElse(otherwise);
    }
}
