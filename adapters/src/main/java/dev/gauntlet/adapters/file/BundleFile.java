package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.model.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A detector as one zip file: {@code manifest.yaml} (what it is, and the SHA-256 of every other entry),
 * {@code schema.yaml}, {@code encoding.txt} and one {@code parameters/NAME.f64} of little-endian doubles per array. The
 * same detector gives the same bytes.
 *
 * @param table the schema of the detector with the facts of its table
 */
public record BundleFile(Model model, TableSchema table) {
    static final String MANIFEST = "manifest.yaml";
    static final String SCHEMA = "schema.yaml";
    static final String ENCODING = "encoding.txt";
    static final String PARAMETERS = "parameters/";
    static final String ARRAY = ".f64";
    static final String FORMAT = "gauntlet-bundle-1";
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** A bundle of a model; the schema within {@code table} is replaced by the model's own. */
    public BundleFile {
        table = table.withSchema(model.schema());
    }

    /**
     * Reads a bundle and checks every digest.
     *
     * @throws InputException if it is no bundle, cut short, changed, or larger than an entry may be
     */
    public static BundleFile read(Path path) {
        return BundleReader.read(path);
    }

    /** Writes the bundle beside its place and then moves it there, so that no half a bundle is ever seen. */
    public void write(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        try {
            Path half = Files.createTempFile(folder, ".bundle", ".part");
            try {
                try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(zipped());
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                Files.move(half, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            throw new InputException("%s: cannot be written: %s".formatted(path, e));
        }
    }

    private byte[] zipped() throws IOException {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        entries.put(SCHEMA, SchemaFile.text(table).getBytes(StandardCharsets.UTF_8));
        entries.put(ENCODING, model.encoding().text().getBytes(StandardCharsets.UTF_8));
        model.kernel().parameters().forEach((name, values) -> entries.put(PARAMETERS + name + ARRAY, bytes(values)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, MANIFEST, manifest(entries).getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(EPOCH);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private String manifest(SortedMap<String, byte[]> entries) {
        StringBuilder text = new StringBuilder();
        text.append("format: ").append(FORMAT).append('\n');
        text.append("trainer: ").append(SchemaWriter.scalar(model.trainer())).append('\n');
        text.append("kernel: ")
                .append(SchemaWriter.scalar(model.kernel().form()))
                .append('\n');
        text.append("threshold: \"").append(model.threshold()).append("\"\n");
        text.append("digests:\n");
        entries.forEach((name, content) -> text.append("  ")
                .append(name)
                .append(": \"")
                .append(sha(content))
                .append("\"\n"));
        return text.toString();
    }

    /** The SHA-256 of an entry, as {@code sha256sum} prints it. */
    static String sha(byte[] content) {
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
