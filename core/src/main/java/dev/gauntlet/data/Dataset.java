package dev.gauntlet.data;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows with their labels and where they came from. Label 0 is benign, 1, 2 ... are kinds of malicious rows, -1 is
 * unlabelled. Immutable.
 */
public final class Dataset {
    private final Schema schema;
    private final Rows rows;
    private final int[] labels;
    private final List<String> labelNames;
    private final long[] ids;
    private final double[] times;
    private final String[] sources;
    private final double[] quantities;
    private final boolean kinds;
    /** Empty until it is asked for. */
    private String digest = "";

    private Dataset(
            Schema schema,
            Rows rows,
            int[] labels,
            List<String> labelNames,
            long[] ids,
            double[] times,
            String[] sources,
            double[] quantities,
            boolean kinds) {
        this.schema = schema;
        this.rows = rows;
        this.labels = labels;
        this.labelNames = labelNames;
        this.ids = ids;
        this.times = times;
        this.sources = sources;
        this.quantities = quantities;
        this.kinds = kinds;
    }

    /**
     * A data set without times and sources.
     *
     * @param labels one per row, index into {@code labelNames}, or -1
     * @param labelNames the first is benign
     */
    public static Dataset of(Schema schema, Rows rows, int[] labels, List<String> labelNames) {
        Require.same("columns", schema.width(), rows.width());
        Require.same("labels", rows.size(), labels.length);
        checkLabels(labels, labelNames);
        long[] ids = java.util.stream.LongStream.range(0, rows.size()).toArray();
        return new Dataset(
                schema,
                rows,
                labels.clone(),
                List.copyOf(labelNames),
                ids,
                new double[0],
                new String[0],
                new double[0],
                false);
    }

    public Dataset withIds(long[] newIds) {
        Require.same("ids", size(), newIds.length);
        return new Dataset(schema, rows, labels, labelNames, newIds.clone(), times, sources, quantities, kinds);
    }

    /** The same rows with the time of each. */
    public Dataset withTimes(double[] seconds) {
        Require.same("times", size(), seconds.length);
        return new Dataset(schema, rows, labels, labelNames, ids, seconds.clone(), sources, quantities, kinds);
    }

    /** The same rows with the source of each. */
    public Dataset withSources(String[] newSources) {
        Require.same("sources", size(), newSources.length);
        return new Dataset(schema, rows, labels, labelNames, ids, times, newSources.clone(), quantities, kinds);
    }

    /** The same rows with a quantity of each, which a model estimates; NaN where it is not known. */
    public Dataset withQuantities(double[] numbers) {
        Require.same("quantities", size(), numbers.length);
        return new Dataset(schema, rows, labels, labelNames, ids, times, sources, numbers.clone(), kinds);
    }

    public Dataset withSchema(Schema other) {
        Require.same("columns", other.width(), rows.width());
        return new Dataset(other, rows, labels, labelNames, ids, times, sources, quantities, kinds);
    }

    /** Other values for the same rows. */
    public Dataset withRows(Rows others) {
        Require.same("rows", size(), others.size());
        Require.same("columns", schema.width(), others.width());
        return new Dataset(schema, others, labels, labelNames, ids, times, sources, quantities, kinds);
    }

    /** Labels of other names for the same rows; -1 is unlabelled. */
    public Dataset withLabels(int[] newLabels, List<String> names) {
        Require.same("labels", size(), newLabels.length);
        checkLabels(newLabels, names);
        return new Dataset(schema, rows, newLabels.clone(), List.copyOf(names), ids, times, sources, quantities, kinds);
    }

    /** Other labels for the same rows. */
    public Dataset relabel(IntUnaryOperator labelOfRow) {
        int[] changed = IntStream.range(0, size()).map(labelOfRow).toArray();
        checkLabels(changed, labelNames);
        return new Dataset(schema, rows, changed, labelNames, ids, times, sources, quantities, kinds);
    }

    private static void checkLabels(int[] labels, List<String> names) {
        for (int label : labels) {
            Require.between("label", label, -1, names.size() - 1.0);
        }
    }

    public Schema schema() {
        return schema;
    }

    public int size() {
        return rows.size();
    }

    public Rows rows() {
        return rows;
    }

    public int label(int row) {
        return labels[row];
    }

    public int[] labels() {
        return labels.clone();
    }

    public List<String> labelNames() {
        return labelNames;
    }

    /** The label names as one text, which differs between any two lists of names. They are no part of the {@link #digest}. */
    public String namesText() {
        return labelNames.stream()
                .map(name -> name.replace("\\", "\\\\").replace("\n", "\\n"))
                .collect(Collectors.joining("\n"));
    }

    public boolean malicious(int row) {
        return labels[row] > 0;
    }

    /** One truth value per row: whether it is labelled malicious. */
    public boolean[] malice() {
        boolean[] malice = new boolean[size()];
        for (int i = 0; i < malice.length; i++) {
            malice[i] = malicious(i);
        }
        return malice;
    }

    /** Whether each class, benign and malicious, has at least this many rows. */
    public boolean hasBothSides(int least) {
        return benignRows().length >= least && maliciousRows().length >= least;
    }

    /** The indices of the rows labelled malicious. */
    public int[] maliciousRows() {
        return IntStream.range(0, size()).filter(this::malicious).toArray();
    }

    /** The indices of the rows labelled benign. */
    public int[] benignRows() {
        return IntStream.range(0, size()).filter(i -> labels[i] == 0).toArray();
    }

    public long id(int row) {
        return ids[row];
    }

    public boolean hasTimes() {
        return times.length == size() && size() > 0;
    }

    public boolean hasSources() {
        return sources.length == size() && size() > 0;
    }

    /** When a row was made, in seconds since 1970. */
    public double time(int row) {
        return times[row];
    }

    /** The first time of any row; NaN where no row has one. */
    public double earliest() {
        return Arrays.stream(times).filter(time -> !Double.isNaN(time)).min().orElse(Double.NaN);
    }

    /** The last time of any row; NaN where no row has one. */
    public double latest() {
        return Arrays.stream(times).filter(time -> !Double.isNaN(time)).max().orElse(Double.NaN);
    }

    public Optional<String> source(int row) {
        return hasSources() ? Optional.of(sources[row]) : Optional.empty();
    }

    /** The same rows, from which the kinds of malice are learnt and not only whether a row is malicious. */
    public Dataset ofKinds() {
        return new Dataset(schema, rows, labels, labelNames, ids, times, sources, quantities, true);
    }

    /** The same rows, from which only is learnt whether a row is malicious. */
    public Dataset ofMalice() {
        return new Dataset(schema, rows, labels, labelNames, ids, times, sources, quantities, false);
    }

    /** Whether the kinds of malice are learnt. */
    public boolean isOfKinds() {
        return kinds;
    }

    public boolean hasQuantities() {
        return quantities.length == size() && size() > 0;
    }

    /** The quantity of each row; empty if there is none. */
    public double[] quantities() {
        return quantities.clone();
    }

    /** What is known of a row: its quantity if there are any, else its label. */
    public double truth(int row) {
        return hasQuantities() ? quantities[row] : labels[row];
    }

    /** The given rows, in the given order. */
    public Dataset select(int[] chosen) {
        return new Dataset(
                schema,
                rows.select(chosen),
                IntStream.of(chosen).map(i -> labels[i]).toArray(),
                labelNames,
                IntStream.of(chosen).mapToLong(i -> ids[i]).toArray(),
                hasTimes() ? IntStream.of(chosen).mapToDouble(i -> times[i]).toArray() : new double[0],
                hasSources() ? IntStream.of(chosen).mapToObj(i -> sources[i]).toArray(String[]::new) : new String[0],
                hasQuantities()
                        ? IntStream.of(chosen).mapToDouble(i -> quantities[i]).toArray()
                        : new double[0],
                kinds);
    }

    /** At most this many rows, drawn at random and kept in their order; all of them if there are no more. */
    public Dataset sample(int most, Rng rng) {
        if (size() <= most) {
            return this;
        }
        int[] drawn = rng.sample(IntStream.range(0, size()).toArray(), most);
        Arrays.sort(drawn);
        return select(drawn);
    }

    /** Rows {@code from} (included) to {@code to} (excluded). */
    public Dataset slice(int from, int to) {
        return select(IntStream.range(from, to).toArray());
    }

    /** These rows followed by others of the same schema; times, sources and quantities are kept if both have them. */
    public Dataset append(Dataset more) {
        Require.same("columns", schema.width(), more.schema.width());
        if (more.size() == 0) {
            return this;
        }
        int[] allLabels = Arrays.copyOf(labels, size() + more.size());
        System.arraycopy(more.labels, 0, allLabels, size(), more.size());
        long[] allIds = Arrays.copyOf(ids, size() + more.size());
        System.arraycopy(more.ids, 0, allIds, size(), more.size());
        double[] allTimes = new double[0];
        if (hasTimes() && more.hasTimes()) {
            allTimes = Arrays.copyOf(times, size() + more.size());
            System.arraycopy(more.times, 0, allTimes, size(), more.size());
        }
        String[] allSources = new String[0];
        if (hasSources() && more.hasSources()) {
            allSources = Arrays.copyOf(sources, size() + more.size());
            System.arraycopy(more.sources, 0, allSources, size(), more.size());
        }
        double[] allQuantities = new double[0];
        if (hasQuantities() && more.hasQuantities()) {
            allQuantities = Arrays.copyOf(quantities, size() + more.size());
            System.arraycopy(more.quantities, 0, allQuantities, size(), more.size());
        }
        return new Dataset(
                schema,
                rows.append(more.rows),
                allLabels,
                labelNames,
                allIds,
                allTimes,
                allSources,
                allQuantities,
                kinds);
    }

    /** The SHA-256 of schema, values, labels, ids, times, sources and quantities. */
    public String digest() {
        // Two threads may compute it, to the same text.
        String known = digest;
        if (known.isEmpty()) {
            known = computeDigest();
            digest = known;
        }
        return known;
    }

    private String computeDigest() {
        Digest digest = new Digest().add(schema.digest());
        for (int i = 0; i < size(); i++) {
            digest.add(ids[i]).add((long) labels[i]);
            for (int j = 0; j < rows.width(); j++) {
                digest.add(rows.get(i, j));
            }
        }
        for (double time : times) {
            digest.add(time);
        }
        for (String source : sources) {
            digest.add(source);
        }
        if (hasQuantities()) {
            digest.add("quantities");
            for (double quantity : quantities) {
                digest.add(quantity);
            }
        }
        return digest.hex();
    }
}
