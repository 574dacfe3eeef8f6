package dev.gauntlet.adapters.file;

import dev.gauntlet.measure.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Facts about a detector that it does not need for scoring.
 *
 * @param labels the names of the labels it was trained on, in the order of their numbers
 * @param provenance its origin, by name: digests of the data, code version, parameters, seed
 * @param metrics metrics on the test part, by name
 */
public record BundleFacts(
        List<String> labels, SortedMap<String, String> provenance, SortedMap<String, Interval> metrics) {
    static final String NAME = "facts.yaml";

    /** No facts. */
    public static final BundleFacts NONE = new BundleFacts(List.of(), new TreeMap<>(), new TreeMap<>());

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public BundleFacts {
        labels = List.copyOf(labels);
        provenance = new TreeMap<>(provenance);
        metrics = new TreeMap<>(metrics);
    }

    /** The YAML that {@link #parse} reads back, with metrics to nine significant digits. */
    String text() {
        StringBuilder text = new StringBuilder("labels: ");
        text.append(labels.stream().map(SchemaWriter::scalar).collect(Collectors.joining(", ", "[", "]")));
        text.append("\nprovenance:").append(provenance.isEmpty() ? " {}\n" : "\n");
        provenance.forEach((name, fact) ->
                text.append("  %s: %s\n".formatted(SchemaWriter.scalar(name), SchemaWriter.scalar(fact))));
        text.append("metrics:").append(metrics.isEmpty() ? " {}\n" : "\n");
        metrics.forEach((name, i) -> text.append("  %s: {value: %s, low: %s, high: %s, n: %d}\n"
                .formatted(SchemaWriter.scalar(name), digits(i.value()), digits(i.low()), digits(i.high()), i.n())));
        return text.toString();
    }

    private static String digits(double value) {
        if (Double.isNaN(value)) {
            return ".nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(9)).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    static BundleFacts parse(String text) {
        try {
            return YAML.readValue(text, BundleFacts.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(NAME + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** The same with other names of the labels. */
    public BundleFacts withLabels(List<String> names) {
        return new BundleFacts(names, provenance, metrics);
    }
}
