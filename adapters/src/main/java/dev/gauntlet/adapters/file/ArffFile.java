package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Column;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Weka's ARFF format: attributes with their types, then comma-separated rows; {@code ?} is a missing value. A nominal
 * attribute whose values are all numbers is read as numbers.
 *
 * @see <a href="https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/">Weka's description</a>
 */
final class ArffFile {
    private record Attribute(String name, boolean numeric, List<String> values) {}

    private final TextFile file;
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private boolean data;
    private int line;
    private int rows;

    private ArffFile(TextFile file) {
        this.file = file;
    }

    static Table read(TextFile file, FileFormat format) {
        ArffFile read = new ArffFile(file);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8.newDecoder()), 1 << 16)) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                read.line++;
                String stripped = TextFile.withoutMark(text, read.line).strip();
                if (!stripped.isEmpty() && !stripped.startsWith("%")) {
                    read.take(stripped);
                }
            }
        } catch (java.nio.charset.CharacterCodingException e) {
            throw read.refuse("is not UTF-8; save the file as UTF-8 text");
        } catch (IOException e) {
            throw file.unreadable(e);
        }
        if (read.rows == 0) {
            throw new InputException(file.path() + ": there are no rows below @data; add rows");
        }
        return new Table(read.columns.stream()
                .filter(column -> !format.ignored().contains(column.name()))
                .map(ColumnBuilder::build)
                .toList());
    }

    private void take(String text) {
        if (data) {
            row(text);
            return;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("@attribute")) {
            attribute(text.substring("@attribute".length()).strip());
        } else if (lower.startsWith("@data")) {
            data = true;
        } else if (!lower.startsWith("@relation")) {
            throw refuse("\"%s\" is neither @attribute nor @data".formatted(text));
        }
    }

    private void attribute(String text) {
        boolean quoted = text.startsWith("'") || text.startsWith("\"");
        int end = quoted ? text.indexOf(text.charAt(0), 1) + 1 : firstBlank(text);
        if (end <= 0 || end >= text.length()) {
            throw refuse("an attribute needs a name and a type");
        }
        String name = quoted ? text.substring(1, end - 1) : text.substring(0, end);
        String type = text.substring(end).strip();
        String lower = type.toLowerCase(Locale.ROOT);
        List<String> values = List.of();
        boolean numeric = List.of("numeric", "real", "integer").contains(lower);
        if (type.startsWith("{") && type.endsWith("}")) {
            values = split(type.substring(1, type.length() - 1));
            numeric = values.stream().allMatch(Decimals::isFinite);
        } else if (!numeric && !lower.equals("string") && !lower.startsWith("date")) {
            throw refuse("attribute %s is of the type \"%s\", which is not supported".formatted(name, type));
        }
        attributes.add(new Attribute(name, numeric, values));
        columns.add(new ColumnBuilder(name, numeric ? Column.Kind.NUMBER : Column.Kind.TEXT));
    }

    private static int firstBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private void row(String text) {
        if (text.startsWith("{")) {
            throw refuse("sparse rows are not supported; save the file with all values");
        }
        List<String> values = split(text);
        if (values.size() != attributes.size()) {
            throw refuse(Plural.format("%d value[s] for %d attribute[s]", values.size(), attributes.size()));
        }
        for (int j = 0; j < values.size(); j++) {
            Attribute attribute = attributes.get(j);
            String value = values.get(j);
            boolean missing = value.equals("?");
            if (!missing && !attribute.values.isEmpty() && !attribute.values.contains(value)) {
                throw refuse(
                        "attribute %s: \"%s\" is not one of %s".formatted(attribute.name, value, attribute.values));
            }
            if (!attribute.numeric) {
                columns.get(j).text(missing ? "" : value);
            } else if (missing) {
                columns.get(j).number(Double.NaN);
            } else if (Decimals.isFinite(value)) {
                columns.get(j).number(Decimals.parse(value));
            } else {
                throw refuse("attribute %s: \"%s\" is not a number".formatted(attribute.name, value));
            }
        }
        rows++;
    }

    /** Values between commas, unquoted. */
    private List<String> split(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                value.append(text.charAt(++i));
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    value.append(c);
                }
            } else if ((c == '\'' || c == '"') && value.toString().isBlank()) {
                quote = c;
                value.setLength(0);
            } else if (c == ',') {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        if (quote != 0) {
            throw refuse("a quote is not closed");
        }
        values.add(value.toString().strip());
        return values;
    }

    private InputException refuse(String problem) {
        return new InputException("%s, line %d: %s".formatted(file.path(), line, problem));
    }
}
