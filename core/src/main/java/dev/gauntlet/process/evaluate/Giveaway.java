package dev.gauntlet.process.evaluate;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Note.Topic;
import dev.gauntlet.measure.Ranking;
import dev.gauntlet.process.assemble.Identifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Features that alone predict the label, or that are identifiers and are memorised. What a detector learns from them
 * does not generalise.
 */
public final class Giveaway {
    /** With fewer rows of a class, one feature separates the classes by chance. */
    static final int FEWEST = 10;

    private static final double LEAK = 0.99;
    /** Rows that are compared in pairs. */
    private static final int PAIRED = 1000;

    private Giveaway() {}

    /**
     * A note on each such feature, in the order of the schema.
     *
     * @param held rows on which features are judged; if these are too few, the training rows are used
     */
    public static List<Note> of(Dataset train, Dataset held) {
        Dataset judged = held.hasBothSides(FEWEST) ? held : train;
        List<Note> notes = new ArrayList<>();
        for (int j = 0; j < train.schema().width(); j++) {
            String name = train.schema().feature(j).name();
            Optional<String> identifier = identifier(train, j);
            double alone = judged.hasBothSides(FEWEST) ? alone(train, judged, j) : Double.NaN;
            if (alone > LEAK) {
                String text = String.format(
                        Locale.ROOT,
                        "column \"%s\" alone gives the label: ROC AUC %.3f%s",
                        name,
                        alone,
                        identifier
                                .map(why -> "; it may be an identifier: " + why)
                                .orElse(""));
                notes.add(new Note(Topic.LEAK, text, Note.leaveOut(name)));
            } else {
                identifier.ifPresent(why -> notes.add(new Note(
                        Topic.IDENTIFIER,
                        "column \"%s\" may be an identifier that the model memorises: %s".formatted(name, why),
                        Note.leaveOut(name))));
            }
        }
        return notes;
    }

    /** A note on each number that alone orders rows as a quantity does: it may be derived from it. */
    public static List<Note> ofQuantity(Dataset rows) {
        Dataset judged = rows.select(IntStream.range(0, Math.min(rows.size(), PAIRED))
                .map(i -> (int) ((long) i * rows.size() / Math.min(rows.size(), PAIRED)))
                .toArray());
        List<Note> notes = new ArrayList<>();
        for (Feature feature : rows.schema().features()) {
            double alone = feature.kind() == Feature.Kind.CATEGORY
                    ? 0
                    : concordance(judged.rows().column(rows.schema().column(feature.name())), judged.quantities());
            if (alone > LEAK) {
                notes.add(new Note(
                        Topic.LEAK,
                        String.format(
                                Locale.ROOT,
                                "column \"%s\" alone orders the rows as the quantity does: concordance %.3f",
                                feature.name(),
                                alone),
                        Note.leaveOut(feature.name())));
            }
        }
        return notes;
    }

    /** The share of pairs of rows, different in both, that two numbers order alike, or all the other way round; 0 of few rows. */
    private static double concordance(double[] values, double[] quantities) {
        long alike = 0;
        long pairs = 0;
        for (int a = 0; a < values.length; a++) {
            for (int b = 0; b < a; b++) {
                double product = Math.signum(values[a] - values[b]) * Math.signum(quantities[a] - quantities[b]);
                pairs += product > 0 || product < 0 ? 1 : 0;
                alike += product > 0 ? 1 : 0;
            }
        }
        boolean enough = pairs >= (long) FEWEST * values.length / 2 && values.length >= FEWEST;
        double share = enough ? alike / (double) pairs : 0.5;
        return Math.max(share, 1 - share);
    }

    /** Whether there are enough rows of both classes to see that a single feature predicts the label. */
    public static boolean canJudge(Dataset train, Dataset held) {
        return held.hasBothSides(FEWEST) || train.hasBothSides(FEWEST);
    }

    /** The ROC AUC of one feature, in the better direction; NaN if too few rows have a value. */
    private static double alone(Dataset train, Dataset judged, int j) {
        double[] values = judged.rows().column(j);
        if (train.schema().feature(j).kind() == Feature.Kind.CATEGORY) {
            values = shares(train, j, values);
        }
        double[] all = values;
        Dataset filled = judged.select(IntStream.range(0, all.length)
                .filter(i -> !Double.isNaN(all[i]))
                .toArray());
        if (!filled.hasBothSides(FEWEST)) {
            return Double.NaN;
        }
        double area = Ranking.of(
                        Arrays.stream(all).filter(value -> !Double.isNaN(value)).toArray(), filled.malice())
                .rocAuc();
        return Math.max(area, 1 - area);
    }

    /** Each category's share of malicious training rows, as the codes of categories have no order. */
    private static double[] shares(Dataset train, int j, double[] codes) {
        int most = train.schema().feature(j).categories().size();
        double[] malicious = new double[most + 1];
        double[] rows = new double[most + 1];
        double[] known = train.rows().column(j);
        for (int i = 0; i < known.length; i++) {
            if (known[i] >= 0 && known[i] <= most && train.label(i) >= 0) {
                rows[(int) known[i]]++;
                malicious[(int) known[i]] += train.malicious(i) ? 1 : 0;
            }
        }
        return Arrays.stream(codes)
                .map(code -> code >= 0 && code <= most && rows[(int) code] > 0
                        ? malicious[(int) code] / rows[(int) code]
                        : Double.NaN)
                .toArray();
    }

    /** Why a feature looks like an identifier; empty if it does not. */
    private static Optional<String> identifier(Dataset train, int j) {
        Feature feature = train.schema().feature(j);
        double[] values = train.rows().column(j);
        Column column = feature.kind() == Feature.Kind.CATEGORY
                ? Column.texts(
                        feature.name(),
                        Arrays.stream(values).mapToObj(feature::text).toArray(String[]::new))
                : Column.numbers(feature.name(), values);
        return Identifier.reason(column, train::label);
    }
}
