package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Choice;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.RuleParser;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.Transform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the YAML of a schema file, and collects all problems with their location. */
final class SchemaReader {
    static final String AUTO = "auto";
    private static final List<String> TOP = List.of(
            "label", "benign", "time", "source", "odd", "columns", "ignored", "derive", "features", "groups", "rules");
    private static final List<String> FEATURE = List.of(
            "name",
            "kind",
            "low",
            "high",
            "unit",
            "scale",
            "move",
            "cost",
            "categories",
            "numbers",
            "scaling",
            "missing",
            "derived");

    private final YamlMap top;
    private final Problems problems;
    private final Set<String> automatic = new LinkedHashSet<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, Scaling> scalings = new HashMap<>();
    private final Map<String, NumberStyle> numbers = new HashMap<>();
    /** The features that state how they are computed, with the formula. */
    private final Map<String, String> derived = new LinkedHashMap<>();

    private Optional<TimeFormat> timeFormat = Optional.empty();

    SchemaReader(YamlMap top) {
        this.top = top;
        this.problems = top.problems();
    }

    /** The table schema; empty if there are problems. */
    Optional<TableSchema> read() {
        top.allow(TOP);
        List<Feature> features = features();
        Map<String, List<String>> groups = groups();
        List<String> rules = new ArrayList<>();
        derived.forEach((name, formula) -> {
            rules.add("`%s` = %s".formatted(name, formula));
            problems.check(place(name), () -> RuleParser.parse(rules.get(rules.size() - 1), positions));
        });
        List<String> stated = top.texts("rules");
        for (int r = 0; r < stated.size(); r++) {
            String rule = stated.get(r);
            problems.check("rules[" + r + "]", () -> RuleParser.parse(rule, positions));
        }
        rules.addAll(stated);
        List<Transform> derive = derive();
        List<String> columns = top.texts("columns");
        List<String> ignored = top.texts("ignored");
        Optional<String> label = top.text("label");
        List<String> benign = top.texts("benign");
        Optional<String> time = time();
        Optional<String> source = top.text("source");
        if (label.isPresent() == benign.isEmpty()) {
            problems.add("benign must list the labels that mean benign, if and only if there is a label");
        }
        label.ifPresent(name -> apart("label", name));
        ignored.forEach(name -> apart("ignored", name));
        if (!columns.isEmpty()) {
            List<String> named =
                    new ArrayList<>(positions.keySet().stream().sorted().toList());
            derive.forEach(transform -> named.removeAll(names(transform)));
            List.of(label, time, source).forEach(role -> role.ifPresent(named::add));
            named.addAll(ignored);
            named.stream()
                    .filter(name -> !columns.contains(name))
                    .forEach(name ->
                            problems.add("columns lacks \"%s\"%s".formatted(name, Problems.didYouMean(name, columns))));
        }
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        Schema schema = new Schema(features, groups, rules, scalings);
        derived.keySet().forEach(name -> computable(schema, name));
        Optional<OddCells> odd = top.get("odd").map(node -> top.choice("odd", OddCells.values(), OddCells.SKIP));
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        CellFormat cells = new CellFormat(timeFormat, numbers, odd);
        return Optional.of(
                new TableSchema(schema, columns, ignored, label, benign, time, source, automatic, derive, cells));
    }

    private String place(String derivedFeature) {
        return "features[%d].derived".formatted(positions.get(derivedFeature));
    }

    /** Refuses a formula by which a feature cannot follow others. */
    private void computable(Schema schema, String name) {
        int column = schema.column(name);
        if (!schema.isDerived(column) && schema.feature(column).move() != Feature.Move.FIXED) {
            problems.add(
                    ("%s: \"%s\" cannot be computed so; the formula must be of other features, which do not depend on it, and a"
                                    + " whole number must be computed from whole numbers, flags and constants")
                            .formatted(place(name), name));
        }
    }

    /** The time column: its name only, or with the format of its times. */
    private Optional<String> time() {
        if (top.get("time").filter(JsonNode::isObject).isEmpty()) {
            return top.text("time");
        }
        YamlMap map = top.child("time", List.of("column", "format", "zone"));
        Optional<String> column = map.text("column");
        if (column.isEmpty()) {
            problems.add(map.at("column") + " must be given");
        }
        String zone = map.text("zone").orElse("UTC");
        Optional<String> format = map.text("format");
        if (format.isEmpty() && map.get("zone").isPresent()) {
            problems.add(map.at("zone") + ": state format too; zone has no effect without it");
        }
        if (format.isPresent()) {
            problems.check("time", () -> timeFormat = Optional.of(new TimeFormat(format.get(), zone)));
        }
        return column;
    }

    private List<Transform> derive() {
        List<Transform> derive = new ArrayList<>();
        for (Choice choice : YamlChoices.read(top, "derive", Transform.class).orElse(List.of())) {
            try {
                derive.add(choice.resolve(Transform.class));
            } catch (IllegalArgumentException e) {
                continue;
            }
            Transform transform = derive.get(derive.size() - 1);
            if (names(transform).stream().noneMatch(positions::containsKey)) {
                problems.add("derive: none of the features that %s derives is listed; it derives %s"
                        .formatted(transform.id(), names(transform)));
            }
        }
        return derive;
    }

    private static List<String> names(Transform transform) {
        return transform.features().stream().map(Feature::name).toList();
    }

    private void apart(String key, String name) {
        if (positions.containsKey(name)) {
            problems.add("%s: \"%s\" is also a feature; it cannot be both".formatted(key, name));
        }
    }

    private List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        Optional<JsonNode> list = top.get("features");
        if (list.isEmpty() || !list.get().isArray() || list.get().isEmpty()) {
            problems.add("features must be a list of at least one feature");
            return features;
        }
        for (JsonNode node : list.get().values()) {
            String place = "features[" + features.size() + "]";
            Feature feature = Feature.flag("broken " + place);
            if (node.isObject()) {
                try {
                    feature = feature(new YamlMap(node, place, problems));
                } catch (IllegalArgumentException e) {
                    problems.add(place + ": " + e.getMessage());
                }
            } else {
                problems.add(place + " must state a name and a kind");
            }
            Integer before = positions.putIfAbsent(feature.name(), features.size());
            if (before != null) {
                problems.add("%s.name: \"%s\" is features[%d] already".formatted(place, feature.name(), before));
            }
            features.add(feature);
        }
        return features;
    }

    private Feature feature(YamlMap map) {
        map.allow(FEATURE);
        String name = map.text("name").orElse("");
        if (name.isBlank()) {
            problems.add(map.at("name") + " must be given");
            name = "broken " + map.place();
        }
        Feature.Kind kind = map.choice("kind", Feature.Kind.values(), Feature.Kind.REAL);
        Feature.Move move = map.choice("move", Feature.Move.values(), Feature.Move.FREE);
        if (map.get("kind").isEmpty()) {
            problems.add(map.at("kind") + " must be given: real, whole, flag or category");
        }
        scaling(map, name);
        Optional<String> formula = map.text("derived");
        if (formula.isPresent()) {
            derived.put(name, formula.get());
        }
        double cost = map.number("cost", formula.isPresent() ? 0 : 1);
        String unit = map.text("unit").orElse("");
        boolean numeric = kind == Feature.Kind.REAL || kind == Feature.Kind.WHOLE;
        if (kind == Feature.Kind.CATEGORY) {
            for (String key : List.of("low", "high", "scale", "numbers", "derived")) {
                map.get(key).ifPresent(value -> problems.add(map.at(key) + " is not allowed with kind category"));
            }
            List<String> categories = isAuto(map, name, "categories", true) ? List.of(AUTO) : map.texts("categories");
            return new Feature(name, kind, 0, Math.max(0, categories.size() - 1), unit, 1, move, cost, categories);
        }
        map.get("categories")
                .ifPresent(value -> problems.add(map.at("categories") + " is allowed only with kind " + "category"));
        if (map.get("numbers").isPresent()) {
            numbers.put(name, map.choice("numbers", NumberStyle.values(), NumberStyle.PLAIN));
        }
        double low = isAuto(map, name, "low", numeric) ? Double.NEGATIVE_INFINITY : map.number("low", 0);
        double high = isAuto(map, name, "high", numeric) ? Double.POSITIVE_INFINITY : map.number("high", 1);
        double scale = isAuto(map, name, "scale", numeric) ? 1 : map.number("scale", 1);
        return new Feature(name, kind, low, high, unit, scale, move, cost, List.of());
    }

    private void scaling(YamlMap map, String feature) {
        Scaling scaling = new Scaling(
                map.choice("scaling", Scaling.Numbers.values(), Scaling.Numbers.AUTOMATIC),
                map.choice("missing", Scaling.Missing.values(), Scaling.Missing.AUTOMATIC));
        if (!scaling.equals(Scaling.AUTOMATIC)) {
            scalings.put(feature, scaling);
        }
    }

    /** Whether a field is filled from data: it is {@code auto}, or absent and {@code byDefault} is true. */
    private boolean isAuto(YamlMap map, String feature, String field, boolean byDefault) {
        Optional<JsonNode> value = map.get(field);
        boolean auto = value.isEmpty()
                ? byDefault
                : value.get().isString() && value.get().asString().equals(AUTO);
        if (auto) {
            automatic.add(feature + "." + field);
        }
        return auto;
    }

    private Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Optional<JsonNode> node = top.get("groups");
        if (node.isEmpty()) {
            return groups;
        }
        if (!node.get().isObject()) {
            problems.add("groups must name lists of features");
            return groups;
        }
        YamlMap map = new YamlMap(node.get(), "groups", problems);
        for (String name : node.get().propertyNames()) {
            List<String> members = map.texts(name);
            members.stream()
                    .filter(member -> !positions.containsKey(member))
                    .forEach(member -> problems.add("groups.%s: there is no feature \"%s\"%s"
                            .formatted(name, member, Problems.didYouMean(member, positions.keySet()))));
            groups.put(name, members);
        }
        return groups;
    }
}
