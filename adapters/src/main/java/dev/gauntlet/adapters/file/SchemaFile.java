package dev.gauntlet.adapters.file;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Schema files: YAML to {@link TableSchema} and back. */
public final class SchemaFile {
    private SchemaFile() {}

    /**
     * Reads a schema file.
     *
     * @throws InputException that lists all problems, each with file and location
     */
    public static TableSchema read(Path path) {
        TextFile.at(path);
        try {
            return parse(Files.readString(path), path.toString());
        } catch (IOException e) {
            throw new InputException(path + ": cannot be read as UTF-8 text: " + e.getMessage());
        }
    }

    /** Reads the text of a schema file; {@code name} is the prefix of each problem. */
    public static TableSchema parse(String text, String name) {
        Problems problems = new Problems();
        JsonNode root = YamlTree.of(text, name)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new InputException(
                        name + ": a schema must state at least its features, as \"features:\" and a list"));
        Optional<TableSchema> table = new SchemaReader(new YamlMap(root, "", problems)).read();
        return table.orElseThrow(() -> new InputException(
                problems.all().stream().map(problem -> name + ": " + problem).toList()));
    }

    /** The commented YAML that {@link #parse} reads back equal. */
    public static String text(TableSchema table) {
        return new SchemaWriter().write(table);
    }

    public static void write(Path path, TableSchema table) {
        WholeFile.write(path, text(table).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Fills what the schema leaves to the data: bounds from smallest to largest value, scales by {@link Spread},
     * categories in alphabetical order.
     *
     * @param train records that training may see
     * @throws InputException that names each feature whose column is missing or has no usable values
     */
    public static TableSchema resolve(TableSchema table, Records train) {
        Problems problems = new Problems();
        List<Feature> features = new ArrayList<>();
        for (Feature feature : table.schema().features()) {
            boolean open = table.automatic().stream().anyMatch(a -> a.startsWith(feature.name() + "."));
            if (!open) {
                features.add(feature);
                continue;
            }
            Optional<Column> column = train.find(feature.name());
            if (column.isEmpty()) {
                problems.add("feature \"%s\": the data have no such column%s"
                        .formatted(feature.name(), Problems.didYouMean(feature.name(), train.names())));
            } else if (feature.kind() == Feature.Kind.CATEGORY) {
                problems.check("feature \"" + feature.name() + "\"", () -> features.add(filled(feature, column.get())));
            } else if (!column.get().kind().isNumeric()) {
                problems.add("feature \"%s\": its column contains texts, but its kind is %s"
                        .formatted(feature.name(), YamlMap.word(feature.kind())));
            } else {
                problems.check(
                        "feature \"" + feature.name() + "\"", () -> features.add(filled(feature, column.get(), table)));
            }
        }
        problems.throwIfAny();
        return table.withSchema(table.schema().withFeatures(features));
    }

    private static Feature filled(Feature feature, Column column) {
        List<String> categories = distinct(column);
        return new Feature(
                feature.name(),
                feature.kind(),
                0,
                categories.size() - 1.0,
                feature.unit(),
                feature.scale(),
                feature.move(),
                feature.cost(),
                categories);
    }

    private static Feature filled(Feature feature, Column column, TableSchema table) {
        Spread spread = Spread.of(numbers(column));
        double low = table.isAutomatic(feature.name(), "low") ? spread.low() : feature.low();
        double high = table.isAutomatic(feature.name(), "high") ? spread.high() : feature.high();
        double scale = table.isAutomatic(feature.name(), "scale") ? spread.scale() : feature.scale();
        return feature.withBounds(low, high).withScale(scale);
    }

    static double[] numbers(Column column) {
        return IntStream.range(0, column.size()).mapToDouble(column::number).toArray();
    }

    static List<String> distinct(Column column) {
        TreeSet<String> found = new TreeSet<>();
        for (int i = 0; i < column.size(); i++) {
            if (!column.missing(i)) {
                found.add(column.text(i));
            }
        }
        return List.copyOf(found);
    }
}
