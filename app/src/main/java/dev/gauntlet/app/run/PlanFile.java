package dev.gauntlet.app.run;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.threat.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Plan files: commented YAML, every key optional. */
public final class PlanFile {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> KEYS = List.of(
            "data",
            "test",
            "schema",
            "label",
            "benign",
            "seed",
            "fpr",
            "budget",
            "attacks",
            "defences",
            "victims",
            "tolerance",
            "fail-on");
    private static final List<String> BUDGET_KEYS = List.of("rows", "eps", "queries", "cost", "sources");

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

    static Plan parse(String text, String name) {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JacksonException e) {
            throw new InputException("%s, line %d: this is not YAML"
                    .formatted(name, e.getLocation().getLineNr()));
        }
        Problems problems = new Problems();
        if (root == null || root.isNull() || root.isMissingNode()) {
            return Plan.standard();
        }
        if (!root.isObject()) {
            throw new InputException(name + ": a plan is a list of keys and values, such as \"seed: 1\"");
        }
        Reader reader = new Reader(name, problems);
        reader.keys(root, KEYS, "");
        Plan defaults = Plan.standard();
        Budget standard = defaults.budget();
        JsonNode budget = root.path("budget");
        reader.keys(budget, BUDGET_KEYS, "budget.");
        Plan plan = new Plan(
                reader.text(root, "data"),
                reader.text(root, "test"),
                reader.text(root, "schema"),
                reader.text(root, "label"),
                reader.list(root, "benign"),
                (long) reader.number(root, "seed", (double) defaults.seed(), -1e15, 1e15),
                reader.number(root, "fpr", defaults.fpr(), 0, 0.5),
                new Budget(
                        reader.number(budget, "rows", standard.rows(), 0, 1),
                        reader.number(budget, "eps", standard.eps(), 0, 1e9),
                        (int) reader.number(budget, "queries", standard.queries(), 0, 1e9),
                        reader.number(budget, "cost", standard.cost(), 0, 1e9),
                        reader.number(budget, "sources", standard.sources(), 0, 1)),
                reader.list(root, "attacks"),
                reader.list(root, "defences"),
                (int) reader.number(root, "victims", defaults.victims(), 1, 1e6),
                reader.number(root, "tolerance", defaults.tolerance(), 0, 1),
                reader.list(root, "fail-on"));
        problems.throwIfAny();
        return plan;
    }

    private record Reader(String file, Problems problems) {
        void keys(JsonNode node, List<String> known, String prefix) {
            Set<String> names = new TreeSet<>(node.isObject() ? node.propertyNames() : Set.of());
            for (String name : names) {
                if (!known.contains(name)) {
                    problems.add("%s: unknown key \"%s%s\"%s; the keys are %s"
                            .formatted(file, prefix, name, Problems.didYouMean(name, known), known));
                }
            }
        }

        Optional<String> text(JsonNode node, String key) {
            JsonNode value = node.path(key);
            return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.asString());
        }

        List<String> list(JsonNode node, String key) {
            JsonNode value = node.path(key);
            List<String> texts = new ArrayList<>();
            if (value.isArray()) {
                value.forEach(item -> texts.add(item.asString()));
            } else if (value.isValueNode() && !value.isNull()) {
                texts.add(value.asString());
            }
            return texts;
        }

        double number(JsonNode node, String key, double otherwise, double low, double high) {
            JsonNode value = node.path(key);
            if (value.isMissingNode() || value.isNull()) {
                return otherwise;
            }
            if (!value.isNumber() || !(value.asDouble() >= low && value.asDouble() <= high)) {
                problems.add("%s: %s must be a number in [%s, %s] but is %s"
                        .formatted(file, key, plain(low), plain(high), value));
                return otherwise;
            }
            return value.asDouble();
        }
    }

    /** The commented YAML that {@link #parse} reads back equal. */
    public static String text(Plan plan) {
        Budget budget = plan.budget();
        return """
                # A Gauntlet plan. Run it with: gauntlet assess PLAN.yaml
                # The file to assess (CSV, TSV; .gz too). Without it: the embedded simulated network.
                data: %s
                # A file of test rows. Without it a quarter of the rows is held out.
                test: %s
                # What the columns mean and what an attacker can do to them. Without it: inferred.
                schema: %s
                # The label column, by name or #number, and the names that mean benign.
                label: %s
                benign: %s
                # The same seed gives the same findings, byte for byte.
                seed: %d
                # The operating point: the share of benign validation rows that may alarm.
                fpr: %s
                # What the attacker may spend: share of training rows, distance per feature in scales,
                # questions per victim, cost of one changed row, share of the sources it controls.
                budget:
                  rows: %s
                  eps: %s
                  queries: %d
                  cost: %s
                  sources: %s
                # Which attacks and defences to run; empty for all. See: gauntlet list attacks
                attacks: %s
                defences: %s
                # Test rows attacked per trial at most.
                victims: %d
                # Damage beyond that of a random attacker which is still called Held.
                tolerance: %s
                # Gates, for example [evasion.attacked.success>0.2]: exit code 1 when one trips.
                fail-on: %s
                """.formatted(
                        quoted(plan.data()),
                        quoted(plan.test()),
                        quoted(plan.schema()),
                        quoted(plan.label()),
                        quoted(plan.benign()),
                        plan.seed(),
                        plain(plan.fpr()),
                        plain(budget.rows()),
                        plain(budget.eps()),
                        budget.queries(),
                        plain(budget.cost()),
                        plain(budget.sources()),
                        quoted(plan.attacks()),
                        quoted(plan.defences()),
                        plan.victims(),
                        plain(plan.tolerance()),
                        quoted(plan.failOn()));
    }

    private static String plain(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }

    private static String quoted(Optional<String> value) {
        return value.map(PlanFile::quoted).orElse("null");
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String quoted(List<String> values) {
        return values.stream().map(PlanFile::quoted).toList().toString();
    }
}
