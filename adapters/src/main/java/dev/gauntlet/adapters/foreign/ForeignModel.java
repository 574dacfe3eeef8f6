package dev.gauntlet.adapters.foreign;

import dev.gauntlet.adapters.foreign.InputFacts.Codes;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.Reorders;
import dev.gauntlet.model.Scores;
import dev.gauntlet.model.kernel.ExponentialKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A model that another program wrote, as one of our kernels. It has neither a schema nor a threshold.
 *
 * @param format what wrote it, for example {@code onnx}
 * @param encoding what the file does with its inputs before the kernel
 * @param inputs what the file states about its inputs
 * @param labels the names of the classes, as the file states them; empty if it does not
 * @param notes what the user should know of how the file was understood
 * @param choices those of them that decide about verdicts and that the user may want to change, such as how many rounds
 *     count
 * @param logarithms whether its scores are the logarithms of the quantity that it estimates
 */
public record ForeignModel(
        String format,
        Predictor kernel,
        Encoding encoding,
        InputFacts inputs,
        List<String> labels,
        List<String> notes,
        List<String> choices,
        boolean logarithms) {
    public ForeignModel {
        Require.same("encoded inputs", encoding.width(), kernel.inputs());
        if (inputs.names().size() != kernel.inputs() && InputFacts.areNumbered(inputs.names())) {
            inputs = new InputFacts(List.of(), inputs.codes(), inputs.missing());
        }
        Require.that(
                inputs.names().isEmpty() || inputs.names().size() == kernel.inputs(),
                "the file names %d feature[s], but the model has %d input[s]",
                inputs.names().size(),
                kernel.inputs());
        labels = List.copyOf(labels);
        notes = List.copyOf(notes);
        choices = List.copyOf(choices);
    }

    /** A model that takes its inputs as they are. */
    public static ForeignModel plain(
            String format, Predictor kernel, List<String> names, List<String> labels, String note) {
        Require.between("inputs of the model", kernel.inputs(), 1, Predictor.MOST_INPUTS);
        return of(format, kernel, Encoding.identity(kernel.inputs()), InputFacts.named(names), labels, List.of(note));
    }

    /** A model in which nothing was chosen. */
    public static ForeignModel of(
            String format,
            Predictor kernel,
            Encoding encoding,
            InputFacts inputs,
            List<String> labels,
            List<String> notes) {
        return new ForeignModel(format, kernel, encoding, inputs, labels, notes, List.of(), false);
    }

    /** The names of the inputs, as the file states them; empty if it does not. */
    public List<String> names() {
        return inputs.names();
    }

    /** The texts of each input that is one, in the order of their codes, as far as they are stated. */
    public Map<Integer, List<String>> texts() {
        Map<Integer, List<String>> texts = new TreeMap<>();
        inputs.codes().forEach((input, codes) -> {
            if (codes.areStated()) {
                texts.put(input, codes.texts());
            }
        });
        return texts;
    }

    /** The same with one more note. */
    public ForeignModel noting(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new ForeignModel(format, kernel, encoding, inputs, labels, more, choices, logarithms);
    }

    /** The same with a note of what was chosen. */
    public ForeignModel choosing(String choice) {
        List<String> more = new ArrayList<>(choices);
        more.add(choice);
        return new ForeignModel(format, kernel, encoding, inputs, labels, notes, more, logarithms).noting(choice);
    }

    /**
     * A number without bounds for each input, or a category of its texts, under the names of the file where it states any,
     * else x0, x1 ...
     */
    public Schema inferred() {
        int d = kernel.inputs();
        List<String> names = names();
        boolean usable = names.size() == d
                && names.stream().filter(name -> !name.isBlank()).distinct().count()
                        == names.stream().filter(name -> !name.isBlank()).count();
        return new Schema(IntStream.range(0, d)
                .mapToObj(j -> {
                    String name = usable && !names.get(j).isBlank() ? names.get(j) : "x" + j;
                    return category(j, name)
                            .orElseGet(() -> Feature.real(name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
                })
                .toList());
    }

    /** An input as a category of the texts that the file states, and of the empty text where that is missing to the model. */
    public Optional<Feature> category(int input, String name) {
        List<String> known = texts().getOrDefault(input, List.of());
        return known.isEmpty() ? Optional.empty() : Optional.of(Feature.category(name, withEmpty(known)));
    }

    /** Texts, and the empty one if it is missing to the model; where "-" is known, that is how a text is written that is unset. */
    public List<String> withEmpty(List<String> texts) {
        List<String> all = new ArrayList<>(texts);
        if (Double.isNaN(inputs.missing()) && !texts.contains("") && !texts.contains("-")) {
            all.add("");
        }
        return all;
    }

    /** The names of the classes, as the file states them, else their numbers; empty if there are none. */
    public List<String> classes() {
        if (!labels.isEmpty() || kernel.outputs() < 2) {
            return labels;
        }
        return IntStream.range(0, kernel.outputs()).mapToObj(String::valueOf).toList();
    }

    /** The same model, whose scores are the logarithms of its estimates. */
    public ForeignModel ofLogarithms() {
        return new ForeignModel(format, kernel, encoding, inputs, labels, notes, choices, true);
    }

    /**
     * The same model with its estimates as scores.
     *
     * @throws IllegalArgumentException if it estimates no quantity
     */
    public ForeignModel estimating() {
        Require.that(
                kernel.scale() == Scores.Scale.NUMBER,
                "it tells classes apart and estimates no quantity: %s",
                String.join("; ", notes));
        return logarithms
                ? new ForeignModel(
                        format, new ExponentialKernel(kernel), encoding, inputs, labels, notes, choices, false)
                : this;
    }

    /**
     * The same model with names of its classes, of which the file states only the numbers.
     *
     * @param names in the order of its outputs
     * @throws IllegalArgumentException if it has another number of classes, or names them itself
     */
    public ForeignModel calling(List<String> names) {
        Require.that(kernel.outputs() > 1, "it has no classes: %s", String.join("; ", notes));
        Require.that(
                kernel.outputs() == names.size(),
                "it has %d classes, and %d are named",
                kernel.outputs(),
                names.size());
        Require.that(
                names.equals(labels) || labels.stream().allMatch(label -> label.matches("-?\\d+(\\.0*)?")),
                "the file names its classes itself: %s; leave them out",
                String.join(", ", labels));
        return new ForeignModel(format, kernel, encoding, inputs, names, notes, choices, logarithms);
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
                "it has no classes, so none can be benign: %s",
                String.join("; ", notes));
        List<String> names = classes();
        int place = names.indexOf(name);
        Require.that(place >= 0, "it has no class \"%s\"; its classes are %s", name, String.join(", ", names));
        List<String> ordered = new ArrayList<>(names);
        ordered.add(0, ordered.remove(place));
        Predictor turned = ((Reorders) kernel).withFirst(place);
        return new ForeignModel(format, turned, encoding, inputs, ordered, notes, choices, logarithms);
    }

    /**
     * The detector over rows of a schema, at the natural threshold of its scale. Its inputs are found by the names that the
     * file states, else by their places; other features change nothing.
     *
     * @throws IllegalArgumentException if the schema does not fit the inputs
     */
    public Model over(Schema schema) {
        int[] places = inputs.places(kernel.inputs(), schema.names());
        SelectedInputs selected = new SelectedInputs(schema.width(), places);
        Map<Integer, double[]> tables = new HashMap<>();
        for (int j = 0; j < places.length; j++) {
            Feature feature = schema.feature(places[j]);
            Codes codes = inputs.codes().getOrDefault(j, new Codes(List.of(), -1));
            Require.that(
                    feature.kind() == Feature.Kind.CATEGORY || !codes.areStated(),
                    "the model expects a text where the schema has \"%s\", which is not a category",
                    feature.name());
            if (feature.kind() == Feature.Kind.CATEGORY) {
                double[] table = table(feature.categories(), codes);
                if (!isIdentity(table)) {
                    tables.put(j, table);
                }
            }
        }
        return new Model(format, schema, selected.encoding(encoding, tables), selected.kernel(kernel));
    }

    /** The number of each category of a schema, then that of another text. */
    private double[] table(List<String> stated, Codes codes) {
        Map<String, Integer> known = new HashMap<>();
        List<String> texts = codes.areStated() ? codes.texts() : numbered(stated);
        texts.forEach(text -> known.putIfAbsent(text, known.size()));
        double[] table = new double[stated.size() + 1];
        for (int code = 0; code < stated.size(); code++) {
            String text = stated.get(code);
            double other = text.isEmpty() ? inputs.missing() : codes.other();
            table[code] = known.containsKey(text) ? known.get(text) : other;
        }
        table[stated.size()] = codes.other();
        return table;
    }

    /** The texts that have numbers where the schema alone states them: all but the empty one, if that is missing to the model. */
    private List<String> numbered(List<String> stated) {
        return Double.isNaN(inputs.missing())
                ? stated.stream().filter(text -> !text.isEmpty()).toList()
                : stated;
    }

    private static boolean isIdentity(double[] table) {
        return table[table.length - 1] == -1
                && IntStream.range(0, table.length - 1).allMatch(code -> table[code] == code);
    }
}
