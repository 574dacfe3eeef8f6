package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Kernel;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Reorders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A model that another program wrote, as one of our kernels. It has neither a schema nor a threshold.
 *
 * @param format what wrote it, for example {@code onnx}
 * @param encoding what the file does with its inputs before the kernel
 * @param names of the inputs, as the file states them; empty if it does not
 * @param texts of each input that is a text, what it can be, in the order of the numbers that stand for them; -1 is another
 * @param labels the names of the classes, as the file states them; empty if it does not
 * @param notes what a person should know of how the file was understood
 */
public record ForeignModel(
        String format,
        Kernel kernel,
        Encoding encoding,
        List<String> names,
        Map<Integer, List<String>> texts,
        List<String> labels,
        List<String> notes) {
    public ForeignModel {
        Require.same("encoded inputs", encoding.width(), kernel.inputs());
        names = List.copyOf(names);
        Map<Integer, List<String>> copies = new TreeMap<>(texts);
        copies.replaceAll((input, known) -> List.copyOf(known));
        texts = Collections.unmodifiableMap(copies);
        labels = List.copyOf(labels);
        notes = List.copyOf(notes);
    }

    /** A model that takes its inputs as they are. */
    public static ForeignModel plain(
            String format, Kernel kernel, List<String> names, List<String> labels, String note) {
        Require.between("inputs of the model", kernel.inputs(), 1, Kernel.MOST_INPUTS);
        return of(format, kernel, Encoding.identity(kernel.inputs()), names, labels, List.of(note));
    }

    /** A model that takes numbers only. */
    public static ForeignModel of(
            String format,
            Kernel kernel,
            Encoding encoding,
            List<String> names,
            List<String> labels,
            List<String> notes) {
        return new ForeignModel(format, kernel, encoding, names, Map.of(), labels, notes);
    }

    /** The same with one more note. */
    public ForeignModel noting(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new ForeignModel(format, kernel, encoding, names, texts, labels, more);
    }

    /**
     * A number without bounds for each input, or a category of its texts, under the names of the file where they are usable,
     * else x0, x1 ...
     */
    public Schema inferred() {
        int d = kernel.inputs();
        boolean usable = names.size() == d
                && new HashSet<>(names).size() == d
                && names.stream().noneMatch(String::isBlank);
        return new Schema(IntStream.range(0, d)
                .mapToObj(j -> inferred(j, usable ? names.get(j) : "x" + j))
                .toList());
    }

    private Feature inferred(int input, String name) {
        List<String> known = texts.getOrDefault(input, List.of());
        return known.isEmpty()
                ? Feature.real(name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : Feature.category(name, known);
    }

    /**
     * The same model with a class moved to the first place, where benign stands.
     *
     * @param name as the file states it, else its number from 0
     * @throws IllegalArgumentException if there is no such class, or there are none
     */
    public ForeignModel withBenign(String name) {
        Require.that(
                kernel.outputs() > 1 && kernel instanceof Reorders,
                "it has no classes of which one could be benign: %s".formatted(String.join("; ", notes)));
        List<String> names = labels.isEmpty()
                ? IntStream.range(0, kernel.outputs()).mapToObj(String::valueOf).toList()
                : labels;
        int place = names.indexOf(name);
        Require.that(
                place >= 0, "it has no class \"%s\"; its classes are %s".formatted(name, String.join(", ", names)));
        List<String> ordered = new ArrayList<>(names);
        ordered.add(0, ordered.remove(place));
        Kernel turned = ((Reorders) kernel).withFirst(place);
        return new ForeignModel(format, turned, encoding, this.names, texts, ordered, notes);
    }

    /**
     * The detector over rows of a schema, at the natural threshold of its scale.
     *
     * @throws IllegalArgumentException if the schema does not fit the inputs
     */
    public Model over(Schema schema) {
        Require.that(
                kernel.inputs() == schema.width(),
                "the model takes %d inputs but the schema has %d features; state its inputs in --schema"
                        .formatted(kernel.inputs(), schema.width()));
        refuseAnotherOrder(schema.names());
        Map<Integer, double[]> tables = new HashMap<>();
        texts.forEach((input, known) -> {
            Feature feature = schema.feature(input);
            Require.that(
                    feature.kind() == Feature.Kind.CATEGORY,
                    "the model takes a text where the schema has \"%s\", which is no category"
                            .formatted(feature.name()));
            tables.put(input, codes(feature.categories(), known));
        });
        return new Model(format, schema, encoding.withTables(tables), kernel);
    }

    /** Of the same names in another order, one of which would be taken for another. */
    private void refuseAnotherOrder(List<String> stated) {
        if (names.size() != stated.size()
                || names.equals(stated)
                || !Set.copyOf(names).equals(Set.copyOf(stated))) {
            return;
        }
        int first = IntStream.range(0, stated.size())
                .filter(j -> !names.get(j).equals(stated.get(j)))
                .findFirst()
                .orElseThrow();
        throw new IllegalArgumentException(
                "feature %d of the schema is \"%s\" where the model takes \"%s\"; state them in the model's order, in --schema"
                        .formatted(first + 1, stated.get(first), names.get(first)));
    }

    /** The numbers of texts in the file, then that of another. */
    private static double[] codes(List<String> stated, List<String> known) {
        Map<String, Integer> places = new HashMap<>();
        known.forEach(text -> places.put(text, places.size()));
        double[] codes = new double[stated.size() + 1];
        Arrays.setAll(codes, code -> code < stated.size() ? places.getOrDefault(stated.get(code), -1) : -1);
        return codes;
    }
}
