package dev.gauntlet.adapters.remote;

import dev.gauntlet.adapters.AppendedFile;
import dev.gauntlet.adapters.ChainedFile;
import dev.gauntlet.adapters.disk.Unwritable;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * The requests to a target and its answers. If it has a file, every answer is written to it before it is used, so a run
 * that is resumed sends nothing twice: an answer from the file is used once for the same row, in the order of the file.
 * Of a row, only a prefix of its SHA-256 is stored. Thread-safe.
 */
public final class Ledger {
    private static final int DIGEST = 16;
    private static final String HEAD = "answers of ";
    /** The line after which no answer before it is trusted. */
    private static final String DISORDERED = "disordered";

    /** Ends the first line of a file of an earlier version whose lines end with checksums. */
    private static final String CHECKED = ", with checksums";

    private static final String MARK = " #";

    private final Optional<Path> file;
    private final Runnable begin;
    private final Map<String, Deque<double[]>> known = new HashMap<>();
    private final Map<String, double[]> memory = new HashMap<>();
    private final List<ChainedFile.Fault> faults = new ArrayList<>();
    private Optional<ChainedFile> chain = Optional.empty();

    private boolean fresh;
    private boolean caching;
    private long asked;
    private long questions;
    private long taken;
    private long remembered;
    private double seconds;

    /**
     * Statistics on the requests to a target.
     *
     * @param rows asked
     * @param questions the number of requests
     * @param seconds the total time of these requests
     * @param taken rows answered from the file of an earlier run
     * @param remembered rows answered from the cache
     * @param faults what is wrong with lines of that file that are not used
     */
    public record Use(
            long rows, long questions, double seconds, long taken, long remembered, List<ChainedFile.Fault> faults) {
        public Use {
            faults = List.copyOf(faults);
        }
    }

    private Ledger(Optional<Path> file, Runnable begin) {
        this.file = file;
        this.begin = begin;
        this.fresh = file.filter(Files::exists).isEmpty();
    }

    /** A ledger that counts requests and stores no answers. */
    public static Ledger unkept() {
        return new Ledger(Optional.empty(), () -> {});
    }

    /**
     * A ledger with a file, which may already contain answers.
     *
     * @param begin called before a new file is written
     */
    public static Ledger kept(Path file, Runnable begin) {
        return new Ledger(Optional.of(file), begin);
    }

    /** Reads the stored answers of a target and returns what they mean; refuses a file of another target. */
    synchronized Optional<Answer> open(Target target) {
        caching = target.traffic().cache();
        if (fresh || file.isEmpty()) {
            return Optional.empty();
        }
        try {
            ChainedFile stored = ChainedFile.open(file.get(), line -> line.indexOf('\t') < 0);
            chain = Optional.of(stored);
            List<ChainedFile.Line> lines = new ArrayList<>(stored.old());
            lines.addAll(stored.lines());
            if (AppendedFile.wholeSize(file.get()) == 0) {
                // The run ended while the first line was being written.
                fresh = true;
                return Optional.empty();
            }
            faults.addAll(stored.faults());
            String head = stored.head()
                    .orElseThrow(() -> new InputException(
                            ("%s: its first line was altered; restore a copy, or choose another" + " folder with --out")
                                    .formatted(file.get())));
            boolean checked = head.endsWith(CHECKED);
            Optional<Answer> meaning = Arrays.stream(Answer.values())
                    .filter(answer -> head.equals(head(target, answer) + (checked ? CHECKED : "")))
                    .findFirst();
            if (meaning.isEmpty()
                    || target.meaning()
                            .answer()
                            .filter(stated -> stated != meaning.get())
                            .isPresent()) {
                throw new InputException(
                        "%s: contains %s, but the target is %s; remove the file, or choose another folder with --out"
                                .formatted(file.get(), head, target.name()));
            }
            if (lines.stream().anyMatch(line -> line.text().equals(DISORDERED))) {
                throw new InputException(("%s: its answers may belong to other rows, because the program wrote more"
                                + " than its answers; correct the program and choose another folder with --out")
                        .formatted(file.get()));
            }
            lines.stream()
                    .filter(line -> line.number() > 1)
                    .forEach(line ->
                            take(line, checked && line.number() <= stored.old().size()));
            return meaning;
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s); remove it to query everything again"
                    .formatted(file.get(), e.getMessage()));
        }
    }

    private void take(ChainedFile.Line line, boolean checked) {
        int end = checked ? line.text().lastIndexOf(MARK) : line.text().length();
        String plain = line.text().substring(0, Math.max(0, end));
        String[] parts = plain.split(" ");
        try {
            if (plain.isEmpty() || (checked && !line.text().substring(end).equals(MARK + checksum(plain)))) {
                throw new NumberFormatException();
            }
            double[] answer = Arrays.stream(parts)
                    .skip(1)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            known.computeIfAbsent(parts[0], row -> new ArrayDeque<>(1)).add(answer);
        } catch (NumberFormatException e) {
            faults.add(new ChainedFile.Fault(line.number(), "was altered"));
        }
    }

    /** Changes where a character of a line does. */
    private static String checksum(String line) {
        CRC32C sum = new CRC32C();
        sum.update(line.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(sum.getValue());
    }

    /**
     * The stored answer for a row, if any. Each answer of an earlier run is used once.
     *
     * @param cached whether an answer of this run may be used again
     */
    synchronized Optional<double[]> take(double[] row, boolean cached) {
        if (known.isEmpty() && !cached) {
            return Optional.empty();
        }
        String digest = digest(row);
        double[] last = cached ? memory.get(digest) : null;
        if (last != null) {
            remembered++;
            return Optional.of(last.clone());
        }
        Deque<double[]> answers = known.get(digest);
        if (answers == null || answers.isEmpty()) {
            return Optional.empty();
        }
        taken++;
        double[] answer = answers.remove();
        if (caching) {
            memory.put(digest, answer);
        }
        return Optional.of(answer);
    }

    /** Records a request with its answers, and returns when they are on disk. */
    synchronized void add(Target target, Answer meaning, Rows rows, Rows answers, double took) {
        asked += rows.size();
        questions++;
        seconds += took;
        for (int i = 0; caching && i < rows.size(); i++) {
            memory.put(digest(rows.row(i)), answers.row(i));
        }
        if (file.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        if (fresh) {
            begin.run();
            lines.add(head(target, meaning));
            fresh = false;
        }
        for (int i = 0; i < rows.size(); i++) {
            lines.add(digest(rows.row(i)) + " "
                    + Arrays.stream(answers.row(i)).mapToObj(Double::toString).collect(Collectors.joining(" ")));
        }
        append(file.get(), lines);
    }

    /** Records that the answers so far may belong to other rows, so that no later run uses them. */
    synchronized void distrust() {
        known.clear();
        memory.clear();
        file.filter(path -> !fresh).ifPresent(path -> append(path, List.of(DISORDERED)));
    }

    private void append(Path path, List<String> lines) {
        try {
            if (chain.isEmpty()) {
                chain = Optional.of(ChainedFile.open(path, line -> line.indexOf('\t') < 0));
            }
            chain.get().append(lines);
        } catch (IOException e) {
            throw Unwritable.of(path, e, "; is the disk full or the folder read-only?");
        }
    }

    private static String head(Target target, Answer meaning) {
        String classes = target.classes().isEmpty() ? "" : " of classes " + String.join(", ", target.classes());
        return HEAD + target.name() + ", " + meaning.id() + classes.replaceAll("\\p{Cntrl}", " ");
    }

    /** What is wrong with lines of a file of answers, whatever its target. */
    public static List<ChainedFile.Fault> faults(Path file) {
        try {
            return ChainedFile.open(file, line -> line.indexOf('\t') < 0).faults();
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(file, e.getMessage()));
        }
    }

    /** The requests so far. */
    public synchronized Use use() {
        return new Use(asked, questions, seconds, taken, remembered, faults);
    }

    private static String digest(double[] row) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * row.length);
        for (double value : row) {
            bytes.putDouble(value);
        }
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(sha, 0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
