package dev.gauntlet.app.report;

import dev.gauntlet.Phase;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.threat.AttackClass;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of things, for people. */
public final class Words {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("alertsPerDay", "Alerts per day"),
            Map.entry("alarmsPerCost", "Different alarms shown per unit of cost"),
            Map.entry("apparentRecall", "Reported recall"),
            Map.entry("area", "Area under success over cost"),
            Map.entry("auc", "AUC"),
            Map.entry("auxiliaryRows", "Rows of the adversary"),
            Map.entry("blindAccuracy", "Right against a detector that saw no judged row"),
            Map.entry("cleanRecall", "Recall on unchanged rows"),
            Map.entry("distinctAlerts", "Alarms left if those that look the same are shown once"),
            Map.entry("distinctAlertsPerCost", "Such alarms per unit of cost"),
            Map.entry("evaluationVoid", "Evaluation rejected"),
            Map.entry("falsePositiveRate", "False-positive rate"),
            Map.entry("falsePositiveRateWanted", "Requested false-positive rate"),
            Map.entry("families", "Families distinguished"),
            Map.entry("foundDespiteTrigger", "Found by the clean detector despite the trigger"),
            Map.entry("handledInTime", "Genuine alarms that analysts handle in time"),
            Map.entry("handledInTimeUnordered", "Such alarms if analysts take the first that came"),
            Map.entry("kindRecall", "Malicious rows of which the kind is named"),
            Map.entry("meanAbsoluteError", "Mean absolute error"),
            Map.entry("precisionInField", "Share of alarms that are genuine, at the prevalence in use"),
            Map.entry("rSquared", "R squared"),
            Map.entry("maliciousShareChanged", "Share of targeted training rows relabelled"),
            Map.entry("mcc", "Matthews correlation"),
            Map.entry("meanActions", "Actions per success"),
            Map.entry("meanBytes", "Bytes padded per success"),
            Map.entry("meanConnections", "Connections added per success"),
            Map.entry("meanParts", "Parts added to a URL or name per success"),
            Map.entry("meanCost", "Cost per success"),
            Map.entry("meanSize", "Size per success"),
            Map.entry("meanQueries", "Queries per victim"),
            Map.entry("meanSeconds", "Seconds of delay and longer connections per success"),
            Map.entry("numbersChanged", "Numbers changed in the model"),
            Map.entry("othersAlarmed", "Other records of the host that alarm since, per success"),
            Map.entry("othersSilenced", "Other records of the host that no longer alarm, per success"),
            Map.entry("overlooked", "Victims that evaded in a query and were not counted"),
            Map.entry("refutedProofs", "Victims with a change that refutes the proof"),
            Map.entry("flatGradients", "Share of gradients that were 0"),
            Map.entry("unboundedSuccess", "Success without limits, of 20 victims"),
            Map.entry("unstableScores", "Share of scores that differ when asked again"),
            Map.entry("prAuc", "PR AUC"),
            Map.entry("queries", "Queries"),
            Map.entry("recordsLearnt", "Submitted records used in training"),
            Map.entry("repeatedRow", "Alarms shown if one row is repeated"),
            Map.entry("rocAuc", "ROC AUC"),
            Map.entry("rowsChanged", "Training rows changed"),
            Map.entry("rowsDropped", "Rows the defence dropped"),
            Map.entry("rowsLearnt", "Submitted rows used in training"),
            Map.entry("rowsRefused", "Invalid rows rejected"),
            Map.entry("smallestFalsePositiveRate", "Smallest false-positive rate that can be measured"),
            Map.entry("success", "Success rate"),
            Map.entry("testRows", "Test rows"),
            Map.entry("trainRows", "Training rows"),
            Map.entry("truePositivesAt1Percent", "True positives at 1 % false positives"),
            Map.entry("truePositivesAt1Permille", "True positives at 0.1 % false positives"),
            Map.entry("unanswered", "Judged rows without an answer"));
    private static final Set<String> SHARES = Set.of(
            "auc",
            "balancedAccuracy",
            "maliciousShareChanged",
            "mcc",
            "prAuc",
            "precision",
            "recall",
            "rocAuc",
            "rSquared");
    private static final Set<String> TRUTHS = Set.of("bundleRefused", "evaluationVoid", "noticed");

    private static final Pattern RECORD = Pattern.compile("(\\w+)\\[(.*)]");

    private Words() {}

    /** A fact's name; an unknown one is taken apart at its capitals. */
    static String fact(String key) {
        return NAMES.getOrDefault(key, sentence(apart(key, " ")));
    }

    /** Whether a fact lies in [-1, 1] and is shown with decimals even if it has no interval. */
    static boolean isShare(String key) {
        return SHARES.contains(key);
    }

    /** Whether a fact is 1 for yes and 0 for no. */
    static boolean isTruth(String key) {
        return TRUTHS.contains(key);
    }

    /**
     * A plug-in's record in words: {@code DecisionTree[depth=3]} as {@code decision-tree: depth 3}. A trainer's 0 that
     * stands for something else is named: {@code depth unlimited}.
     */
    public static String setting(String record) {
        Matcher parts = RECORD.matcher(record);
        if (!parts.matches()) {
            return record;
        }
        String id = apart(parts.group(1), "-");
        List<Catalogue.Parameter> known = Catalogue.all(Trainer.class).stream()
                .filter(trainer -> trainer.id().equals(id))
                .flatMap(trainer -> Catalogue.parameters(trainer).stream())
                .toList();
        String values = Arrays.stream(parts.group(2).split(", ", -1))
                .map(part -> part.split("=", 2))
                .map(part -> part.length < 2 ? part[0] : apart(part[0], " ") + " " + value(known, part[0], part[1]))
                .collect(Collectors.joining(", "));
        return id + (values.isEmpty() ? "" : ": " + values);
    }

    private static String value(List<Catalogue.Parameter> known, String name, String value) {
        return known.stream()
                .filter(parameter -> parameter.name().equals(name) && value.matches("0(\\.0)?"))
                .flatMap(parameter -> parameter.word(0).stream())
                .findFirst()
                .orElseGet(() -> value.replaceAll("\\.0$", ""));
    }

    /** A name in lower case, taken apart at its capitals. */
    private static String apart(String name, String by) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", by).toLowerCase(Locale.ROOT);
    }

    static String phase(Phase phase) {
        return sentence(phase.id());
    }

    static String attackClass(AttackClass attackClass) {
        return sentence(attackClass.name().replace('_', ' '));
    }

    /** What a class of attack does. */
    static String meaning(AttackClass attackClass) {
        return switch (attackClass) {
            case CAUSATIVE -> "changes training data or parameters";
            case EXPLORATORY -> "queries only";
            case INTEGRITY -> "sends changed input";
            case OUTPUT_INTEGRITY -> "changes verdicts";
        };
    }

    static String sentence(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        return small.isEmpty() ? small : small.substring(0, 1).toUpperCase(Locale.ROOT) + small.substring(1);
    }

    /** A name that can be used in an id and in a link. */
    static String anchor(String prefix, String name) {
        return prefix + "-" + name.replaceAll("[^A-Za-z0-9_-]+", "-");
    }
}
