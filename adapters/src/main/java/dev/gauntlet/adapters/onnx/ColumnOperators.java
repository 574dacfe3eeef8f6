package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.gauntlet.base.Plural;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.model.kernel.FeatureMap.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Preprocessing before a model: which columns are used, and how each is transformed.
 *
 * <p>Source: the ONNX specification, ai.onnx.ml.
 */
record ColumnOperators(Attributes attributes, Inputs inputs) {
    Inputs scaler() {
        double[] offset = attributes.each("offset", inputs.width(), 0);
        double[] scale = attributes.each("scale", inputs.width(), 1);
        double[] ones = new double[offset.length];
        Arrays.fill(ones, 1);
        return inputs.scaled(ones, Arrays.stream(offset).map(o -> -o).toArray())
                .scaled(scale, new double[scale.length]);
    }

    Inputs imputer() {
        attributes.need(
                Double.isNaN(attributes.real("replaced_value_float", 0)),
                "it replaces a value that is " + "not missing");
        return inputs.filled(attributes.each("imputed_value_floats", inputs.width(), Double.NaN));
    }

    Inputs normalizer() {
        String norm = attributes.text("norm", "MAX");
        return switch (norm) {
            case "MAX" -> inputs.dividedBy(Size.MAX);
            case "L1" -> inputs.dividedBy(Size.L1);
            case "L2" -> inputs.dividedBy(Size.L2);
            default -> throw attributes.refuse("its norm is " + norm);
        };
    }

    Inputs chosen(NodeProto node, TensorProto which) {
        attributes.need(
                node.getOpType().equals("ArrayFeatureExtractor")
                        || List.of(1L, -1L).contains(attributes.whole("axis", 0)),
                "it takes rows, not columns");
        double[] places = Tensors.numbers(which);
        int[] columns = new int[places.length];
        for (int k = 0; k < columns.length; k++) {
            columns[k] = attributes.index("the list of columns", (long) places[k], inputs.width());
        }
        attributes.need(columns.length > 0, "it selects no column");
        return inputs.chosen(columns);
    }

    Inputs oneHot() {
        if (inputs.isTexts()) {
            List<String> texts = attributes.texts("cats_strings");
            attributes.need(!texts.isEmpty(), "it lists no strings");
            needRoom(texts.size());
            return inputs.oneHot(texts, attributes.whole("zeros", 1) == 0);
        }
        attributes.need(!attributes.has("cats_strings"), "its categories are strings");
        long[] categories = attributes.wholes("cats_int64s").stream()
                .mapToLong(Long::longValue)
                .toArray();
        attributes.need(categories.length > 0, "it names no categories");
        for (long category : categories) {
            attributes.need(Math.abs(category) < 1 << 24, "category %d has no exact float value".formatted(category));
        }
        needRoom(categories.length);
        return inputs.oneHot(categories);
    }

    private void needRoom(int categories) {
        long columns = (long) categories * inputs.width();
        attributes.need(columns <= Predictor.MOST_INPUTS, Plural.format("it makes %d column[s]", columns));
    }

    /**
     * Strings as the numbers that a LabelEncoder assigns; empty if these are not the positions of the strings in its
     * list.
     */
    Optional<Inputs> numbered() {
        boolean classes = attributes.has("classes_strings");
        List<String> texts = attributes.texts(classes ? "classes_strings" : "keys_strings");
        attributes.need(!texts.isEmpty(), "it lists no strings");
        needRoom(texts.size());
        if (attributes.has("values_floats")) {
            return inputs.numbered(texts, attributes.numbers("values_floats"), attributes.real("default_float", 0));
        }
        IntStream places = IntStream.range(0, texts.size());
        double[] numbers = classes
                ? places.asDoubleStream().toArray()
                : attributes.wholes("values_int64s").stream()
                        .mapToDouble(Long::doubleValue)
                        .toArray();
        return inputs.numbered(texts, numbers, (double) attributes.whole("default_int64", -1));
    }
}
