package dev.gauntlet.adapters.file;

import dev.gauntlet.base.Choice;
import dev.gauntlet.base.Printable;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Scaling;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a table schema as commented YAML that {@link SchemaReader} reads back equal. */
final class SchemaWriter {
    private static final Set<String> RESERVED =
            Set.of("true", "false", "null", "auto", "yes", "no", "on", "off", "y", "n", "inf", "nan", "infinity");
    private static final String HEAD = """
            # What the columns mean and which changes of a row by an attacker are valid.
            """;
    private static final String FEATURES = """

            # kind: real, whole, flag (0 or 1) or category (a text)
            # low, high: the smallest and largest valid value; auto takes them from the training data, .inf is none
            # scale: the change that counts as distance 1; auto is the 5th to 95th percentile of the training data
            # move: which way an attacker can change it: fixed, up-only, down-only or free
            # cost: what a change by one scale costs the attacker
            # numbers: how they are written, if not as 1234.5: decimal-comma, thousands, percent or percent-share
            # scaling: how it is scaled for methods that need scaled inputs: automatic, none, standard, log1p, min-max, robust
            #   or quantile; missing: how a missing number is imputed: automatic, mean, median, most-frequent or zero
            # derived: how it is computed from other features, such as bytes / packets; it follows when an attacker changes those
            features:
            """;

    private final StringBuilder out = new StringBuilder(HEAD);

    String write(TableSchema table) {
        table.label().ifPresent(label -> {
            comment("the label column, and the labels that mean benign");
            line("label: " + scalar(label));
            line("benign: " + list(table.benign()));
        });
        role(
                "the time of a record; needed to split by time",
                "# time: {column: COLUMN, format: \"dd/MM/yyyy HH:mm:ss\"}",
                table.time().map(name -> "time: " + time(name, table.cells().time())));
        role(
                "who a record came from; attacks and splits by source need it",
                "# source: COLUMN",
                table.source().map(name -> "source: " + scalar(name)));
        table.cells().odd().ifPresent(odd -> {
            comment("a value that does not fit its column, such as Infinity: missing, or skip its row");
            line("odd: " + YamlMap.word(odd));
        });
        if (!table.columns().isEmpty()) {
            comment("the file has no header: all its columns in order");
            line("columns: " + list(table.columns()));
        }
        if (!table.ignored().isEmpty()) {
            line("ignored: " + list(table.ignored()));
        }
        if (!table.derive().isEmpty()) {
            comment("transforms that derive features from the columns");
            line("derive:");
            table.derive().forEach(transform -> line("  - " + YamlChoices.text(Choice.of(transform))));
        }
        out.append(FEATURES);
        table.schema().features().forEach(feature -> feature(table, feature));
        if (!table.schema().groups().isEmpty()) {
            comment("one-hot groups: exactly one flag of each is 1");
            line("groups:");
            table.schema().groups().forEach((name, members) -> line("  " + scalar(name) + ": " + list(members)));
        }
        if (!table.schema().ruleTexts().isEmpty()) {
            comment("rules between the features that every valid row obeys");
            line("rules:");
            table.schema().ruleTexts().forEach(rule -> line("  - " + quoted(rule)));
        }
        return out.toString();
    }

    private void feature(TableSchema table, Feature feature) {
        line("  - name: " + scalar(feature.name()));
        line("    kind: " + YamlMap.word(feature.kind()));
        if (feature.kind() == Feature.Kind.CATEGORY) {
            line("    categories: "
                    + (table.isAutomatic(feature.name(), "categories") ? "auto" : list(feature.categories())));
        } else if (feature.kind() != Feature.Kind.FLAG || feature.low() != 0 || feature.high() != 1) {
            number(table, feature, "low", feature.low());
            number(table, feature, "high", feature.high());
        }
        table.cells().style(feature.name()).ifPresent(style -> line("    numbers: " + YamlMap.word(style)));
        if (!feature.unit().isEmpty()) {
            line("    unit: " + scalar(feature.unit()));
        }
        if (feature.kind() == Feature.Kind.REAL || feature.kind() == Feature.Kind.WHOLE || feature.scale() != 1) {
            number(table, feature, "scale", feature.scale());
        }
        line("    move: " + YamlMap.word(feature.move()));
        if (feature.cost() != 1) {
            line("    cost: " + number(feature.cost()));
        }
        Scaling scaling = table.schema().scalings().getOrDefault(feature.name(), Scaling.AUTOMATIC);
        if (scaling.numbers() != Scaling.Numbers.AUTOMATIC) {
            line("    scaling: " + YamlMap.word(scaling.numbers()));
        }
        if (scaling.missing() != Scaling.Missing.AUTOMATIC) {
            line("    missing: " + YamlMap.word(scaling.missing()));
        }
    }

    private void number(TableSchema table, Feature feature, String field, double value) {
        line("    " + field + ": " + (table.isAutomatic(feature.name(), field) ? "auto" : number(value)));
    }

    /** A column with a role, or a comment on how to state it. */
    private void role(String meaning, String example, Optional<String> stated) {
        comment(meaning);
        line(stated.orElse(example));
    }

    private static String time(String column, Optional<TimeFormat> format) {
        return format.map(written -> "{column: %s, format: %s%s}"
                        .formatted(
                                scalar(column),
                                scalar(written.format()),
                                written.zone().equals("UTC") ? "" : ", zone: " + scalar(written.zone())))
                .orElse(scalar(column));
    }

    private void comment(String text) {
        out.append("\n# ").append(text).append('\n');
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        return value == (long) value && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    private static String list(List<String> texts) {
        return texts.stream().map(SchemaWriter::scalar).collect(Collectors.joining(", ", "[", "]"));
    }

    static String scalar(String text) {
        boolean plain = text.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || (Printable.isInvisible(c) && !Character.isSurrogate(c))) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
