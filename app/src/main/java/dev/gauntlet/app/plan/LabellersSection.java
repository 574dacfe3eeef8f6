package dev.gauntlet.app.plan;

import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.process.label.Labelling;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The section {@code labellers} of a plan. */
final class LabellersSection {
    private static final List<String> KEYS =
            List.of("columns", "rules", "alerts", "indicators", "window", "combine", "weights", "otherwise");

    private LabellersSection() {}

    static Labellers read(YamlMap plan) {
        YamlMap map = plan.child("labellers", KEYS);
        Labellers labellers = new Labellers(
                PlanReader.texts(map, "columns"),
                PlanReader.texts(map, "rules"),
                PlanReader.texts(map, "alerts"),
                PlanReader.texts(map, "indicators"),
                map.number("window", Labellers.NONE.window(), 0, 1e9),
                map.choice("combine", Labelling.Combine.values(), Labellers.NONE.combine()),
                weights(map),
                map.text("otherwise"));
        if (labellers.isEmpty()
                && plan.get("labellers").isPresent()
                && map.text("otherwise").isPresent()) {
            plan.problems().add("labellers: no labeller is given: state columns, rules, alerts or indicators");
        }
        return labellers;
    }

    private static SortedMap<String, Double> weights(YamlMap map) {
        SortedMap<String, Double> weights = new TreeMap<>();
        map.get("weights")
                .filter(node -> !node.isObject())
                .ifPresent(node -> map.problems()
                        .add(map.at("weights") + " must give numbers to names of labellers, such as {ann: 2}"));
        map.get("weights").filter(node -> node.isObject()).ifPresent(node -> {
            YamlMap inner = new YamlMap(node, map.at("weights"), map.problems());
            node.propertyNames().forEach(name -> weights.put(name, inner.number(name, 1, 0, 1e9)));
        });
        return weights;
    }

    static String text(Labellers labellers) {
        return """
                # Labellers of records, if no column holds the labels; the result is written to the column label. Columns
                # with labels; rules such as "scan: conn_state = 'S0'" in SQL over the columns; files of alerts (within
                # window seconds) and of indicators. Combined by majority, weighted or dawid-skene; otherwise is the label
                # of records that no labeller labels, which stay unlabelled without it.
                labellers:
                  columns: %s
                  rules: %s
                  alerts: %s
                  indicators: %s
                  window: %s
                  combine: %s
                  weights: %s
                  otherwise: %s
                """.formatted(
                        PlanFile.quoted(labellers.columns()),
                        PlanFile.quoted(labellers.rules()),
                        PlanFile.quoted(labellers.alerts()),
                        PlanFile.quoted(labellers.indicators()),
                        PlanFile.plain(labellers.window()),
                        YamlMap.word(labellers.combine()),
                        labellers.weights().entrySet().stream()
                                .map(e -> PlanFile.quoted(e.getKey()) + ": " + PlanFile.plain(e.getValue()))
                                .collect(Collectors.joining(", ", "{", "}")),
                        PlanFile.quoted(labellers.otherwise()));
    }
}
