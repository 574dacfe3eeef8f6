package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Kernel;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Reorders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model that another program wrote, as one of our kernels. It has neither a schema nor a threshold.
 *
 * @param format what wrote it, for example {@code onnx}
 * @param encoding what the file does with its inputs before the kernel
 * @param names of the inputs, as the file states them; empty if it does not
 * @param labels the names of the classes, as the file states them; empty if it does not
 * @param notes what a person should know of how the file was understood
 */
public record ForeignModel(
        String format, Kernel kernel, Encoding encoding, List<String> names, List<String> labels, List<String> notes) {
    public ForeignModel {
        Require.same("encoded inputs", encoding.width(), kernel.inputs());
        names = List.copyOf(names);
        labels = List.copyOf(labels);
        notes = List.copyOf(notes);
    }

    /** A model that takes its inputs as they are. */
    public static ForeignModel plain(
            String format, Kernel kernel, List<String> names, List<String> labels, String note) {
        Require.between("inputs of the model", kernel.inputs(), 1, Kernel.MOST_INPUTS);
        return new ForeignModel(format, kernel, Encoding.identity(kernel.inputs()), names, labels, List.of(note));
    }

    /** The same with one more note. */
    public ForeignModel noting(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new ForeignModel(format, kernel, encoding, names, labels, more);
    }

    /** A number without bounds for each input, under the names of the file where they are usable, else x0, x1 ... */
    public Schema inferred() {
        int d = kernel.inputs();
        boolean usable = names.size() == d
                && new HashSet<>(names).size() == d
                && names.stream().noneMatch(String::isBlank);
        return new Schema(IntStream.range(0, d)
                .mapToObj(j -> Feature.real(
                        usable ? names.get(j) : "x" + j, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
                .toList());
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
        return new ForeignModel(format, ((Reorders) kernel).withFirst(place), encoding, this.names, ordered, notes);
    }

    /** The detector over rows of a schema, at the natural threshold of its scale. */
    public Model over(Schema schema) {
        return new Model(format, schema, encoding, kernel);
    }
}
