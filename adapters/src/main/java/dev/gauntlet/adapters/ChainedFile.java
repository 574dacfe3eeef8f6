package dev.gauntlet.adapters;

import dev.gauntlet.adapters.file.BundleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that grows by lines of text, each with the digest of the line before and its own: a line that was altered, left out,
 * added or moved is noticed. Who recomputes all digests after it is not, nor is it if the last lines are left out. One
 * process at a time writes to it. Lines of earlier versions at its start have no digests. Thread-safe.
 */
public final class ChainedFile {
    private static final Pattern LINE = Pattern.compile("(?s)(.*)\t([0-9a-f]{32}) ([0-9a-f]{32})");
    private static final int DIGITS = 32;
    private static final String NONE = "0".repeat(DIGITS);

    /** A line without its digests; numbers start at 1. */
    public record Line(int number, String text) {}

    /** What is wrong at a line, in words that follow its number. */
    public record Fault(int number, String what) {}

    private final Path file;
    private final List<Line> lines = new ArrayList<>();
    private final List<Line> old = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private Optional<String> head = Optional.empty();
    /** The digest of the last line. */
    private String last = NONE;
    /** Whether the last line is used; only then the next one must follow from it. */
    private boolean sound = true;

    private ChainedFile(Path file) {
        this.file = file;
    }

    /**
     * Opens a file that may not be there yet.
     *
     * @param isOld whether a line without digests is one of an earlier version
     */
    public static ChainedFile open(Path file, Predicate<String> isOld) throws IOException {
        ChainedFile chained = new ChainedFile(file);
        if (Files.exists(file)) {
            // Bytes that are no text spoil their line only.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            String[] all = text.substring(0, end).split("\n");
            for (int i = 0; end > 0 && i < all.length; i++) {
                chained.take(new Line(i + 1, all[i]), isOld);
            }
            if (end < text.length()) {
                chained.faults.add(new Fault(end == 0 ? 1 : all.length + 1, "is unfinished"));
            }
        }
        return chained;
    }

    private void take(Line raw, Predicate<String> isOld) {
        Matcher parts = LINE.matcher(raw.text);
        boolean digests = parts.matches();
        if (!digests && lines.isEmpty() && faults.isEmpty() && isOld.test(raw.text)) {
            old.add(raw);
            head = head.or(() -> Optional.of(raw.text));
            last = digest(last, raw.text);
            return;
        }
        if (!digests || !digest(parts.group(2), parts.group(1)).equals(parts.group(3))) {
            faults.add(new Fault(raw.number, "was altered"));
            last = digests ? parts.group(3) : NONE;
            sound = false;
            return;
        }
        if (raw.number == 1) {
            head = Optional.of(parts.group(1));
        }
        if (sound && !parts.group(2).equals(last)) {
            faults.add(new Fault(
                    raw.number,
                    raw.number == 1
                            ? "lines before it are missing"
                            : "does not follow from the line before it: one of them was altered, or lines between them"
                                    + " are missing"));
            if (lines.isEmpty()) {
                old.clear();
            } else {
                lines.remove(lines.size() - 1);
            }
            sound = false;
        } else {
            lines.add(new Line(raw.number, parts.group(1)));
            sound = true;
        }
        last = parts.group(3);
    }

    private static String digest(String before, String text) {
        return BundleFile.sha((before + "\t" + text).getBytes(StandardCharsets.UTF_8))
                .substring(0, DIGITS);
    }

    /** The first line, whatever follows it; absent if it was altered or there is none. */
    public synchronized Optional<String> head() {
        return head;
    }

    /** The lines that are as they were written. */
    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The lines of an earlier version, at the start. */
    public synchronized List<Line> old() {
        return List.copyOf(old);
    }

    /** What is wrong with others. */
    public synchronized List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** Adds lines, and returns once they are on the disk. Where that fails, none is added. */
    public synchronized void append(List<String> texts) throws IOException {
        StringBuilder all = new StringBuilder();
        String before = last;
        for (String text : texts) {
            String own = digest(before, text);
            all.append(text).append('\t').append(before).append(' ').append(own).append('\n');
            before = own;
        }
        AppendedFile.append(file, all.toString());
        last = before;
    }
}
