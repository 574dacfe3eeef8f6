package dev.gauntlet.app.plan;

import dev.gauntlet.adapters.file.FileFormat;
import dev.gauntlet.adapters.file.NumberStyle;
import dev.gauntlet.adapters.file.OddCells;
import dev.gauntlet.adapters.file.TimeFormat;
import dev.gauntlet.adapters.file.YamlMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The section of a plan on how values are read. */
final class ReadingSection {
    private static final List<String> KEYS = List.of(
            "odd", "max-bad", "numbers", "time", "time-format", "zone", "source", "unlabelled", "labels", "absent");

    private ReadingSection() {}

    static ReadingRules read(YamlMap plan) {
        YamlMap map = plan.child("reading", KEYS);
        return new ReadingRules(
                map.get("odd").map(node -> map.choice("odd", OddCells.values(), OddCells.MISSING)),
                map.number("max-bad", ReadingRules.USUAL.maxBad(), 0, 1),
                numbers(map),
                map.text("time"),
                timeFormat(map),
                map.text("source"),
                PlanReader.texts(map, "unlabelled"),
                map.choice("labels", List.of("merge", "exact"), "merge").equals("exact"),
                map.choice("absent", FileFormat.Absent.values(), FileFormat.Absent.ZERO));
    }

    private static SortedMap<String, NumberStyle> numbers(YamlMap map) {
        SortedMap<String, NumberStyle> numbers = new TreeMap<>();
        map.get("numbers")
                .filter(node -> !node.isObject())
                .ifPresent(node -> map.problems()
                        .add(map.at("numbers") + " must give styles to columns, such as {bytes: thousands}"));
        map.get("numbers").filter(node -> node.isObject()).ifPresent(node -> {
            YamlMap inner = new YamlMap(node, map.at("numbers"), map.problems());
            node.propertyNames()
                    .forEach(name -> numbers.put(name, inner.choice(name, NumberStyle.values(), NumberStyle.PLAIN)));
        });
        return numbers;
    }

    private static Optional<TimeFormat> timeFormat(YamlMap map) {
        Optional<String> format = map.text("time-format");
        String zone = map.text("zone").orElse("UTC");
        if (format.isEmpty() && zone.equals("UTC")) {
            return Optional.empty();
        }
        if (format.isEmpty()) {
            map.problems().add(map.at("zone") + ": state time-format too, which the zone is part of");
            return Optional.empty();
        }
        try {
            return Optional.of(new TimeFormat(format.get(), zone));
        } catch (IllegalArgumentException e) {
            map.problems().add(map.at("time-format") + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    static String text(ReadingRules rules) {
        return """
                # How values are read where the schema does not state it. odd: what to do with a value that does not fit its
                # column, such as Infinity (missing, or skip its row); max-bad: the share of rows that cannot be used above
                # which a file is refused; numbers: how a column's numbers are written, such as {bytes: thousands}; time: the
                # column of times, with its time-format (seconds, milliseconds, iso, day-first, a pattern) and zone; source:
                # who a record came from; unlabelled: labels that mean that a row has no label; labels: merge those that differ in
                # case or blanks, or exact; absent: what a value is that a libsvm file leaves out, zero or missing.
                reading:
                  odd: %s
                  max-bad: %s
                  numbers: %s
                  time: %s
                  time-format: %s
                  zone: %s
                  source: %s
                  unlabelled: %s
                  labels: %s
                  absent: %s
                """.formatted(
                        rules.odd().map(YamlMap::word).orElse("null"),
                        PlanFile.plain(rules.maxBad()),
                        rules.numbers().entrySet().stream()
                                .map(e -> PlanFile.quoted(e.getKey()) + ": " + YamlMap.word(e.getValue()))
                                .collect(Collectors.joining(", ", "{", "}")),
                        PlanFile.quoted(rules.time()),
                        PlanFile.quoted(rules.timeFormat().map(TimeFormat::format)),
                        PlanFile.quoted(rules.timeFormat().map(TimeFormat::zone).orElse("UTC")),
                        PlanFile.quoted(rules.source()),
                        PlanFile.quoted(rules.unlabelled()),
                        rules.exactLabels() ? "exact" : "merge",
                        YamlMap.word(rules.absent()));
    }
}
