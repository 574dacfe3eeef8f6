package dev.gauntlet.adapters.file;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.RuleParser;
import dev.gauntlet.data.Scaling;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.Assembly;
import dev.gauntlet.process.assemble.Completeness;
import dev.gauntlet.process.assemble.TableAssembly;
import dev.gauntlet.process.assemble.Transform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A schema with the settings of the table that its rows come from.
 *
 * @param columns the names of all columns in file order, for files without a header; may be empty
 * @param ignored columns that are not read
 * @param label the label column; absent if the table has none
 * @param benign the labels that mean benign; every other label is a kind of malicious row
 * @param time the column with the time of a row
 * @param source the column with the source of a row
 * @param automatic the fields to be filled from training data, each {@code feature.field} with the field low, high,
 *     scale or categories; see {@link SchemaFile#resolve}
 * @param derive transforms that derive features from columns, in the order of application
 * @param cells the format of the values
 */
public record TableSchema(
        Schema schema,
        List<String> columns,
        List<String> ignored,
        Optional<String> label,
        List<String> benign,
        Optional<String> time,
        Optional<String> source,
        Set<String> automatic,
        List<Transform> derive,
        CellFormat cells) {
    public TableSchema {
        columns = List.copyOf(columns);
        ignored = List.copyOf(ignored);
        benign = List.copyOf(benign);
        automatic = Set.copyOf(automatic);
        derive = List.copyOf(derive);
    }

    /** A table with values in the default format. */
    public TableSchema(
            Schema schema,
            List<String> columns,
            List<String> ignored,
            Optional<String> label,
            List<String> benign,
            Optional<String> time,
            Optional<String> source,
            Set<String> automatic,
            List<Transform> derive) {
        this(schema, columns, ignored, label, benign, time, source, automatic, derive, CellFormat.UNKNOWN);
    }

    /** A table without automatic fields. */
    public TableSchema(
            Schema schema,
            List<String> columns,
            List<String> ignored,
            Optional<String> label,
            List<String> benign,
            Optional<String> time,
            Optional<String> source) {
        this(schema, columns, ignored, label, benign, time, source, Set.of(), List.of());
    }

    /** The same settings with a schema without automatic fields. */
    public TableSchema withSchema(Schema other) {
        return new TableSchema(other, columns, ignored, label, benign, time, source, Set.of(), derive, cells);
    }

    /** The same, with this format of values where none was stated. */
    public TableSchema withFound(CellFormat found) {
        Map<String, NumberStyle> numbers = new HashMap<>(found.numbers());
        numbers.keySet().retainAll(schema.names());
        numbers.putAll(cells.numbers());
        CellFormat all =
                new CellFormat(time.isEmpty() ? Optional.empty() : cells.time().or(found::time), numbers, cells.odd());
        return new TableSchema(schema, columns, ignored, label, benign, time, source, automatic, derive, all);
    }

    /** Whether the time column is also a category, so times are read as text. */
    public boolean hasTimesAsTexts() {
        return time.map(schema::column)
                .filter(j -> j >= 0 && schema.feature(j).kind() == Feature.Kind.CATEGORY)
                .isPresent();
    }

    /** The same, without the time column among the features. */
    public TableSchema withoutTime() {
        List<Feature> left = schema.features().stream()
                .filter(feature -> time.filter(feature.name()::equals).isEmpty())
                .toList();
        Schema other = new Schema(left, schema.groups(), schema.ruleTexts(), schema.scalings());
        return new TableSchema(other, columns, ignored, label, benign, time, source, automatic, derive, cells);
    }

    /** The same, with other benign labels. */
    TableSchema withBenign(List<String> names) {
        return new TableSchema(schema, columns, ignored, label, names, time, source, automatic, derive, cells);
    }

    /** The same, with another format of values. */
    public TableSchema withCells(CellFormat other) {
        return new TableSchema(schema, columns, ignored, label, benign, time, source, automatic, derive, other);
    }

    /** The same, with another treatment of values that do not fit. */
    public TableSchema withOdd(OddCells odd) {
        CellFormat other = cells.withOdd(odd);
        return new TableSchema(schema, columns, ignored, label, benign, time, source, automatic, derive, other);
    }

    /** Notes on columns whose missing values leak the label; it does no harm where no feature is made of the column. */
    public List<Note> leaks(Completeness.Report report) {
        Set<String> reads = Set.copyOf(assembly().reads());
        Set<String> features = schema.features().stream().map(Feature::name).collect(Collectors.toSet());
        List<Note> leaks = new ArrayList<>();
        report.columns()
                .forEach(filled -> filled.leak().ifPresent(text -> {
                    String name = filled.column();
                    String fix = features.contains(name) ? Note.leaveOut(name) : "leave out what is derived from it";
                    leaks.add(reads.contains(name) ? new Note(Note.Topic.LEAK, text, fix) : Note.other(text));
                }));
        return leaks;
    }

    /**
     * The same table with more features: all that the transforms derive, and those of their rules that only name
     * features.
     *
     * @throws IllegalArgumentException if a feature exists already
     */
    public TableSchema deriving(List<Transform> transforms) {
        List<Transform> all = new ArrayList<>(derive);
        all.addAll(transforms);
        Schema more = derived(schema.features(), schema.groups(), schema.ruleTexts(), schema.scalings(), transforms);
        return new TableSchema(more, columns, ignored, label, benign, time, source, automatic, all, cells);
    }

    /** A schema with the features that transforms derive. */
    static Schema derived(
            List<Feature> own,
            Map<String, List<String>> groups,
            List<String> rules,
            Map<String, Scaling> scalings,
            List<Transform> transforms) {
        List<Feature> features = new ArrayList<>(own);
        transforms.forEach(transform -> features.addAll(transform.features()));
        Set<String> names = features.stream().map(Feature::name).collect(Collectors.toSet());
        List<String> all = new ArrayList<>(rules);
        transforms.stream()
                .flatMap(transform -> transform.rules().stream())
                .filter(rule -> names.containsAll(RuleParser.names(rule)))
                .forEach(all::add);
        return new Schema(features, groups, all, scalings);
    }

    /**
     * The same table with this scaling and imputation for every feature that states none; no field is automatic any
     * more.
     */
    public TableSchema scaled(Scaling scaling) {
        return scaling.equals(Scaling.AUTOMATIC) ? this : withSchema(schema.scaled(scaling));
    }

    /** The features that are read as numbers: all except categories and derived features. */
    public List<String> numbers() {
        Set<String> derived = derived();
        return schema.features().stream()
                .filter(feature -> feature.kind() != Feature.Kind.CATEGORY)
                .map(Feature::name)
                .filter(name -> !derived.contains(name))
                .toList();
    }

    /** The names of the features that have no column. */
    Set<String> derived() {
        return derive.stream()
                .flatMap(transform -> transform.features().stream())
                .map(Feature::name)
                .collect(Collectors.toSet());
    }

    /** The columns that it mentions, be it as features or as what is read, ignored or labels. */
    Set<String> mentioned() {
        Set<String> all = new HashSet<>(ignored);
        all.addAll(assembly().reads());
        label.ifPresent(all::add);
        time.ifPresent(all::add);
        source.ifPresent(all::add);
        return all;
    }

    /** Builds rows of this schema from the table's records. */
    public Assembly assembly() {
        return new TableAssembly(schema, derive);
    }

    boolean isAutomatic(String feature, String field) {
        return automatic.contains(feature + "." + field);
    }

    /** Compares all settings; schemas are compared by digest. */
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
                && that.automatic.equals(automatic)
                && that.derive.equals(derive)
                && that.cells.equals(cells);
    }

    @Override
    public int hashCode() {
        return schema.digest().hashCode();
    }
}
