package dev.gauntlet.adapters.file;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.base.InputException;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Model;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A detector as one zip file: {@code manifest.yaml} (the kind of detector, and the size and SHA-256 of every other
 * entry), {@code schema.yaml}, {@code encoding.txt}, {@code facts.yaml} and one {@code parameters/NAME.f64} of
 * little-endian doubles per array; if it is signed, {@code signature.yaml} as well. The same detector gives the same
 * bytes. The format is described in {@code docs/bundle-format.md}.
 *
 * @param table the schema of the detector with the settings of its table
 */
public record BundleFile(Model model, TableSchema table, BundleFacts facts) {
    static final String SCHEMA = "schema.yaml";
    static final String ENCODING = "encoding.txt";
    static final String PARAMETERS = "parameters/";
    static final String ARRAY = ".f64";
    static final String CALIBRATION = "calibration";

    /** A bundle of a model; the schema within {@code table} is replaced by the model's own. */
    public BundleFile {
        table = table.withSchema(model.schema());
    }

    /** A bundle without provenance. */
    public BundleFile(Model model, TableSchema table) {
        this(model, table, BundleFacts.NONE);
    }

    /**
     * Reads a bundle and checks every digest; a signature is not checked; {@link VerifiedBundle} does that.
     *
     * @throws InputException if it is not a bundle, is truncated or changed, or an entry is too large
     */
    public static BundleFile read(Path path) {
        return new BundleReader(path, BundleZip.entries(path, BundleZip.bytes(path))).read();
    }

    /** Writes the bundle to a temporary file and then moves it, so that no partial bundle is ever visible. */
    public void write(Path path) {
        WholeFile.write(path, zipped(Optional.empty()));
    }

    /** The content of the bundle, signed with a key. */
    public byte[] signed(SigningKey key) {
        return zipped(Optional.of(key));
    }

    private byte[] zipped(Optional<SigningKey> key) {
        if (model.kernel() instanceof BlackBox) {
            throw new InputException(model.trainer() + ": a black box (queries only) cannot be put in a bundle");
        }
        SortedMap<String, byte[]> entries = new TreeMap<>();
        entries.put(SCHEMA, SchemaFile.text(table).getBytes(StandardCharsets.UTF_8));
        entries.put(ENCODING, model.encoding().text().getBytes(StandardCharsets.UTF_8));
        entries.put(BundleFacts.NAME, facts.text().getBytes(StandardCharsets.UTF_8));
        model.kernel().parameters().forEach((name, values) -> entries.put(PARAMETERS + name + ARRAY, bytes(values)));
        model.calibration().ifPresent(map -> entries.put(PARAMETERS + CALIBRATION + ARRAY, bytes(map.numbers())));
        byte[] manifest = BundleManifest.write(model, entries);
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(BundleManifest.NAME, manifest);
        key.ifPresent(signing -> all.put(BundleSignature.NAME, BundleSignature.write(manifest, signing)));
        all.putAll(entries);
        return BundleZip.zipped(all);
    }

    /** The SHA-256 of a file content, as {@code sha256sum} prints it. */
    public static String sha(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytes(double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asDoubleBuffer().put(values);
        return buffer.array();
    }
}
