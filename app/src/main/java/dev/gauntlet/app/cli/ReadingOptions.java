package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.FileFormat;
import dev.gauntlet.adapters.file.NumberStyle;
import dev.gauntlet.adapters.file.OddCells;
import dev.gauntlet.adapters.file.TimeFormat;
import dev.gauntlet.adapters.file.YamlMap;
import dev.gauntlet.app.plan.ReadingRules;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how the values of a file are read. */
final class ReadingOptions {
    @Option(
            names = "--odd",
            paramLabel = "missing|skip",
            description = "what to do with a value that does not fit its column, such as Infinity among numbers "
                    + "(default: missing; with a schema its row is skipped)")
    private @Nullable String odd;

    @Option(
            names = "--max-bad",
            paramLabel = "SHARE",
            converter = Share.Converter.class,
            description =
                    "the share of unusable rows above which a file is refused, such as 1%% or 0.01 (default: 1%%)")
    private @Nullable Share maxBad;

    @Option(
            names = "--numbers",
            paramLabel = "COLUMN=STYLE",
            description = "how a column's numbers are written: decimal-comma, thousands, percent or percent-share; can "
                    + "be repeated")
    private List<String> numbers = List.of();

    @Option(names = "--time", paramLabel = "COLUMN", description = "the time column")
    private @Nullable String time;

    @Option(
            names = "--time-format",
            paramLabel = "FORMAT",
            description =
                    "how times are written: seconds, milliseconds, microseconds, nanoseconds, iso, day-first, month-first,"
                            + " or a pattern such as \"dd/MM/yyyy HH:mm:ss\"")
    private @Nullable String format;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "the time zone of times that state none " + "(default: UTC)")
    private @Nullable String zone;

    @Option(names = "--source", paramLabel = "COLUMN", description = "the column that names the source of a record")
    private @Nullable String source;

    @Option(
            names = "--unlabelled",
            paramLabel = "NAME",
            description =
                    "a text in the label column that means that a row has no label, such as unknown; can be repeated")
    private List<String> unlabelled = List.of();

    @Option(
            names = "--labels",
            paramLabel = "merge|exact",
            description = "whether labels that differ only in case or blanks are one label (default: merge)")
    private @Nullable String labels;

    @Option(
            names = "--absent",
            paramLabel = "zero|missing",
            description = "how values that a libsvm file leaves out are read (default: zero; XGBoost reads them "
                    + "as missing)")
    private @Nullable String absent;

    /** These options laid over some rules. */
    ReadingRules over(ReadingRules base) {
        SortedMap<String, NumberStyle> styles = new TreeMap<>(base.numbers());
        styles.putAll(styles());
        return new ReadingRules(
                odd == null ? base.odd() : Optional.of(choice("--odd", odd, OddCells.values())),
                maxBad == null ? base.maxBad() : maxBad.value(),
                styles,
                Optional.ofNullable(time).or(base::time),
                timeFormat().or(base::timeFormat),
                Optional.ofNullable(source).or(base::source),
                unlabelled.isEmpty() ? base.unlabelled() : unlabelled,
                labels == null
                        ? base.exactLabels()
                        : choice("--labels", labels, List.of("merge", "exact")).equals("exact"),
                absent == null ? base.absent() : choice("--absent", absent, FileFormat.Absent.values()));
    }

    private SortedMap<String, NumberStyle> styles() {
        SortedMap<String, NumberStyle> styles = new TreeMap<>();
        for (String text : numbers) {
            int cut = text.lastIndexOf('=');
            if (cut < 1) {
                throw new InputException("--numbers %s: must be COLUMN=STYLE, such as bytes=thousands".formatted(text));
            }
            styles.put(
                    text.substring(0, cut), choice("--numbers " + text, text.substring(cut + 1), NumberStyle.values()));
        }
        return styles;
    }

    private Optional<TimeFormat> timeFormat() {
        if (format == null && zone == null) {
            return Optional.empty();
        }
        if (format == null) {
            throw new InputException("--zone: state --time-format too, which the zone is part of");
        }
        try {
            return Optional.of(new TimeFormat(format, zone == null ? "UTC" : zone));
        } catch (IllegalArgumentException e) {
            throw new InputException("--time-format: " + e.getMessage());
        }
    }

    private static <E extends Enum<E>> E choice(String option, String word, E[] values) {
        String chosen =
                choice(option, word, Arrays.stream(values).map(YamlMap::word).toList());
        return Arrays.stream(values)
                .filter(value -> YamlMap.word(value).equals(chosen))
                .findFirst()
                .orElseThrow();
    }

    private static String choice(String option, String word, List<String> words) {
        if (!words.contains(word)) {
            throw new InputException("%s: must be one of %s but is %s%s"
                    .formatted(option, new ArrayList<>(words), word, Problems.didYouMean(word, words)));
        }
        return word;
    }
}
