package dev.gauntlet.adapters.foreign;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Kernel;
import dev.gauntlet.model.Model;
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
    /** The most inputs a model can have. */
    public static final int MOST_INPUTS = 1_000_000;

    public ForeignModel {
        Require.same("encoded inputs", encoding.width(), kernel.inputs());
        names = List.copyOf(names);
        labels = List.copyOf(labels);
        notes = List.copyOf(notes);
    }

    /** A model that takes its inputs as they are. */
    public static ForeignModel plain(
            String format, Kernel kernel, List<String> names, List<String> labels, String note) {
        Require.between("inputs of the model", kernel.inputs(), 1, MOST_INPUTS);
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

    /** The detector over rows of a schema, at the natural threshold of its scale. */
    public Model over(Schema schema) {
        return new Model(format, schema, encoding, kernel);
    }
}
