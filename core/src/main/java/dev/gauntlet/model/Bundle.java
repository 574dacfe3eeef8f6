package dev.gauntlet.model;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Digest;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.kernel.Kernels;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A detector as what is deployed, signed and tampered with: named texts and named arrays of numbers. Immutable; arrays
 * are copied in and out.
 */
public final class Bundle {
    private final SortedMap<String, String> entries;
    private final SortedMap<String, double[]> parameters;

    private Bundle(SortedMap<String, String> entries, SortedMap<String, double[]> parameters) {
        this.entries = entries;
        this.parameters = parameters;
    }

    /** The bundle of a model. */
    public static Bundle of(Model model) {
        SortedMap<String, String> entries = new TreeMap<>();
        entries.put("encoding", model.encoding().text());
        entries.put("form", model.kernel().form());
        entries.put("schema", model.schema().digest());
        entries.put("trainer", model.trainer());
        SortedMap<String, double[]> parameters = new TreeMap<>(model.kernel().parameters());
        parameters.put("threshold", new double[] {model.threshold()});
        model.calibration().ifPresent(map -> {
            entries.put("calibration", map.form());
            parameters.put("calibration", map.numbers());
        });
        return new Bundle(entries, parameters);
    }

    /** A bundle read from elsewhere. */
    public static Bundle of(SortedMap<String, String> entries, SortedMap<String, double[]> parameters) {
        SortedMap<String, double[]> copies = new TreeMap<>();
        parameters.forEach((name, values) -> copies.put(name, values.clone()));
        return new Bundle(new TreeMap<>(entries), copies);
    }

    /** The texts: {@code encoding}, {@code form}, {@code schema} (its digest), {@code trainer}, {@code signature} ... */
    public SortedMap<String, String> entries() {
        return Collections.unmodifiableSortedMap(entries);
    }

    /** A copy of one text; empty if there is none. */
    public String entry(String name) {
        return entries.getOrDefault(name, "");
    }

    public Bundle withEntry(String name, String text) {
        SortedMap<String, String> more = new TreeMap<>(entries);
        more.put(name, text);
        return new Bundle(more, parameters);
    }

    /** The names of the arrays. */
    public java.util.Set<String> parameterNames() {
        return Collections.unmodifiableSet(parameters.keySet());
    }

    /** A copy of one array. */
    public double[] parameter(String name) {
        double[] found = parameters.get(name);
        if (found == null) {
            throw new IllegalArgumentException("the bundle has no parameter \"" + name + "\"");
        }
        return found.clone();
    }

    public Bundle withParameter(String name, double[] values) {
        SortedMap<String, double[]> more = new TreeMap<>(parameters);
        more.put(name, values.clone());
        return new Bundle(entries, more);
    }

    /**
     * Rebuilds the detector.
     *
     * @param schema must be the one the bundle was made with
     * @throws IllegalArgumentException if the schema is another or the numbers make no model
     */
    public Model model(Schema schema) {
        Require.that(entry("schema").equals(schema.digest()), "the bundle was made for another schema");
        return new Model(
                entry("trainer"),
                schema,
                Encoding.parse(entry("encoding")),
                Kernels.of(entry("form"), parameters),
                parameter("threshold")[0],
                entries.containsKey("calibration")
                        ? Optional.of(Monotone.of(entry("calibration"), parameter("calibration")))
                        : Optional.empty());
    }

    /** The SHA-256 of everything but the signature. */
    public String digest() {
        Digest digest = new Digest();
        entries.forEach((name, text) -> {
            if (!name.equals("signature")) {
                digest.add(name).add(text);
            }
        });
        parameters.forEach((name, values) -> {
            digest.add(name).add((long) values.length);
            for (double value : values) {
                digest.add(value);
            }
        });
        return digest.hex();
    }
}
