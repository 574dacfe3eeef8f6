package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The entries of an untrusted zip file. It is read once and unpacked in memory, never to a path. */
final class BundleZip {
    static final int MOST_BYTES = 1 << 29;
    static final int MOST_ENTRIES = 1000;
    static final int MOST_RATIO = 100;
    /** Unpacked content is copied several times before it is a detector, so the limit is a fraction of the heap. */
    static final long MOST_MEMORY = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 8);

    /** Text takes many times its size while it is parsed. */
    static final long MOST_TEXT = MOST_MEMORY / 16;

    private static final int SMALL = 1 << 20;
    /** A month later than the first date of a zip file, for which Java would add the time zone. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final Pattern CLIMBING = Pattern.compile("^(.*/)?\\.{0,2}(/.*)?$");
    private static final Pattern UNWANTED = Pattern.compile("[\\\\:\\p{Cntrl}]");

    private final Path path;
    private final long limit;
    private final List<ZipLayout.Part> parts;
    private final SortedMap<String, byte[]> entries = new TreeMap<>();
    private long total;

    private BundleZip(Path path, byte[] packed) {
        this.path = path;
        this.limit = Math.min(MOST_MEMORY, Math.max(SMALL, (long) MOST_RATIO * packed.length));
        try {
            this.parts = ZipLayout.of(packed).parts();
        } catch (ZipLayout.Broken e) {
            throw refusal(path, "is not a bundle, or truncated or changed: " + e.getMessage());
        }
    }

    /** The content of a file of the size of a bundle. */
    static byte[] bytes(Path path) {
        if (Files.isRegularFile(path) && path.toFile().length() == 0) {
            throw refusal(path, "is not a bundle: it is empty");
        }
        TextFile.at(path);
        try (InputStream in = Files.newInputStream(path)) {
            if (Files.size(path) > MOST_MEMORY) {
                throw refusal(path, "is larger than " + most());
            }
            return in.readNBytes((int) MOST_MEMORY);
        } catch (IOException e) {
            throw refusal(path, "cannot be read: " + e.getMessage());
        }
    }

    /** Unpacks the file; stops before the first entry that exceeds a limit. */
    static SortedMap<String, byte[]> entries(Path path, byte[] packed) {
        return unpacked(path, packed).entries;
    }

    /**
     * The same for a file of which every byte must follow from the content of its entries: as Gauntlet writes it, and not
     * packed by another program. Only how the content is compressed is left open, which nothing depends on.
     */
    static SortedMap<String, byte[]> strictEntries(Path path, byte[] packed) {
        BundleZip zip = unpacked(path, packed);
        List<String> order = new ArrayList<>();
        order.add(BundleManifest.NAME);
        order.add(BundleSignature.NAME);
        zip.entries.keySet().stream().filter(name -> !order.contains(name)).forEach(order::add);
        List<String> found = zip.parts.stream().map(ZipLayout.Part::name).toList();
        order.retainAll(found);
        if (!found.equals(order) || !zip.parts.stream().allMatch(ZipLayout.Part::ours)) {
            throw refusal(path, "was packed again by another program, so its signature does not cover all of it");
        }
        return zip.entries;
    }

    private static BundleZip unpacked(Path path, byte[] packed) {
        BundleZip zip = new BundleZip(path, packed);
        String last = "its start";
        try {
            for (ZipLayout.Part part : zip.parts) {
                last = shown(part.name());
                zip.add(part, packed);
            }
        } catch (ZipLayout.Broken e) {
            throw refusal(path, "is not a bundle, or truncated or changed: at %s: %s".formatted(last, e.getMessage()));
        }
        if (zip.entries.isEmpty()) {
            throw refusal(path, "is not a bundle, or truncated or changed: it has no entries");
        }
        return zip;
    }

    private void add(ZipLayout.Part part, byte[] packed) throws ZipLayout.Broken {
        String name = part.name();
        if (CLIMBING.matcher(name).matches() || UNWANTED.matcher(name).find()) {
            throw refusal(path, "contains %s, a path that could leave the folder".formatted(shown(name)));
        }
        if (entries.size() == MOST_ENTRIES) {
            throw refusal(path, "contains more than the %d entries a bundle may have".formatted(MOST_ENTRIES));
        }
        total += part.size();
        if (total > limit) {
            String most = limit == MOST_MEMORY
                    ? most()
                    : "%d times the size of the file, as a zip bomb does".formatted(MOST_RATIO);
            throw refusal(path, "unpacks, at %s, to more than %s".formatted(shown(name), most));
        }
        if (entries.put(name, part.unpacked(packed)) != null) {
            throw refusal(path, "contains %s twice".formatted(shown(name)));
        }
    }

    private static String most() {
        return "the %d MB a bundle may have%s"
                .formatted(MOST_MEMORY >> 20, MOST_MEMORY < MOST_BYTES ? " with so little memory (-Xmx)" : "");
    }

    /** Packs entries; the same entries in the same order give the same bytes. */
    static byte[] zipped(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry head = new ZipEntry(entry.getKey());
                head.setTimeLocal(EPOCH);
                zip.putNextEntry(head);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    static InputException refusal(Path path, String problem) {
        return new InputException("%s: the file %s".formatted(path, problem));
    }

    /** An untrusted name, with control characters replaced and its length bounded. */
    static String shown(String name) {
        String plain = name.replaceAll("[^ -~]", "?");
        return plain.length() > 80 ? plain.substring(0, 80) + "..." : plain;
    }

    /** A required entry. */
    static byte[] entry(Path path, Map<String, byte[]> entries, String name) {
        byte[] content = entries.get(name);
        if (content == null) {
            throw refusal(path, "is not a bundle: it lacks " + name);
        }
        return content;
    }

    /** A required entry as UTF-8 text. */
    static String text(Path path, Map<String, byte[]> entries, String name) {
        byte[] content = entry(path, entries, name);
        if (content.length > MOST_TEXT) {
            throw refusal(path, "contains a %s larger than %d MB".formatted(name, MOST_TEXT >> 20));
        }
        return new String(content, StandardCharsets.UTF_8);
    }
}
