package dev.gauntlet.app.detector;

import dev.gauntlet.process.Split;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a detector comes from, as facts by name. */
public final class Provenance {
    /** The name of the fact with the requested false-positive rate. */
    public static final String RATE = "falsePositiveRateWanted";

    private Provenance() {}

    /** The facts of a run, what made it, and the rows it saw. */
    public static SortedMap<String, String> of(
            SortedMap<String, String> facts, String data, long seed, Split.Parts parts) {
        SortedMap<String, String> provenance = new TreeMap<>(facts);
        provenance.put("codeVersion", Build.version());
        provenance.put("data", data);
        provenance.put("seed", Long.toString(seed));
        provenance.put("trainDigest", parts.train().digest());
        provenance.put("validationDigest", parts.validation().digest());
        return provenance;
    }
}
