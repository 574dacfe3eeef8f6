package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.Assembly;
import dev.gauntlet.process.TableAssembly;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A schema with what is to know about the table its rows come from.
 *
 * @param columns the names of all columns in file order, for files without a header; may be empty
 * @param ignored columns that are not read
 * @param label the column that says what a row is; absent if the table has none
 * @param benign the label texts that mean benign; every other is a kind of malice
 * @param time the column that says when a row was made
 * @param source the column that says who a row came from
 * @param automatic what is still to be filled from training data, each {@code feature.field} with the field low, high,
 *     scale or categories; see {@link SchemaFile#resolve}
 */
public record TableSchema(
        Schema schema,
        List<String> columns,
        List<String> ignored,
        Optional<String> label,
        List<String> benign,
        Optional<String> time,
        Optional<String> source,
        Set<String> automatic) {
    public TableSchema {
        columns = List.copyOf(columns);
        ignored = List.copyOf(ignored);
        benign = List.copyOf(benign);
        automatic = Set.copyOf(automatic);
    }

    /** A table of which everything is stated. */
    public TableSchema(
            Schema schema,
            List<String> columns,
            List<String> ignored,
            Optional<String> label,
            List<String> benign,
            Optional<String> time,
            Optional<String> source) {
        this(schema, columns, ignored, label, benign, time, source, Set.of());
    }

    /** The same table facts over a schema of which everything is stated. */
    public TableSchema withSchema(Schema other) {
        return new TableSchema(other, columns, ignored, label, benign, time, source);
    }

    /** The features that are read as numbers: all but the categories. */
    public List<String> numbers() {
        return schema.features().stream()
                .filter(feature -> feature.kind() != Feature.Kind.CATEGORY)
                .map(Feature::name)
                .toList();
    }

    /** How rows of this schema are made of the table's records. */
    public Assembly assembly() {
        return new TableAssembly(schema);
    }

    boolean isAutomatic(String feature, String field) {
        return automatic.contains(feature + "." + field);
    }

    /** Equal if it says the same: schemas are compared by digest. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TableSchema that
                && that.schema.digest().equals(schema.digest())
                && that.columns.equals(columns)
                && that.ignored.equals(ignored)
                && that.label.equals(label)
                && that.benign.equals(benign)
                && that.time.equals(time)
                && that.source.equals(source)
                && that.automatic.equals(automatic);
    }

    @Override
    public int hashCode() {
        return schema.digest().hashCode();
    }
}
