package dev.gauntlet.adapters.remote;

import dev.gauntlet.adapters.AppendedFile;
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
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The requests to a target and its answers. If it has a file, every answer is written to it before it is used, so a run
 * that is resumed sends nothing twice: an answer from the file is used once for the same row, in the order of the file.
 * Of a row, only a prefix of its SHA-256 is stored. Thread-safe.
 */
public final class Ledger {
    private static final int DIGEST = 16;
    private static final String HEAD = "answers of ";

    private final Optional<Path> file;
    private final Runnable begin;
    private final Map<String, Deque<double[]>> known = new HashMap<>();
    private final Map<String, double[]> memory = new HashMap<>();
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
     */
    public record Use(long rows, long questions, double seconds, long taken, long remembered) {}

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
            String text = Files.readString(file.get(), StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            String[] lines = text.substring(0, end).split("\n", -1);
            Optional<Answer> meaning = Arrays.stream(Answer.values())
                    .filter(answer -> lines[0].equals(head(target, answer)))
                    .findFirst();
            if (meaning.isEmpty()
                    || target.meaning()
                            .answer()
                            .filter(stated -> stated != meaning.get())
                            .isPresent()) {
                throw new InputException(
                        "%s: contains %s, but the target is %s; remove the file, or choose another folder with --out"
                                .formatted(file.get(), lines[0], target.name()));
            }
            for (int i = 1; i < lines.length - 1; i++) {
                String[] parts = lines[i].split(" ");
                double[] answer = Arrays.stream(parts)
                        .skip(1)
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                known.computeIfAbsent(parts[0], row -> new ArrayDeque<>(1)).add(answer);
            }
            return meaning;
        } catch (IOException | NumberFormatException e) {
            throw new InputException("%s: cannot be read (%s); remove it to query everything again"
                    .formatted(file.get(), e.getMessage()));
        }
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
        StringBuilder lines = new StringBuilder();
        if (fresh) {
            begin.run();
            lines.append(head(target, meaning)).append('\n');
            fresh = false;
        }
        for (int i = 0; i < rows.size(); i++) {
            lines.append(digest(rows.row(i)))
                    .append(' ')
                    .append(Arrays.stream(answers.row(i))
                            .mapToObj(Double::toString)
                            .collect(Collectors.joining(" ")))
                    .append('\n');
        }
        try {
            AppendedFile.append(file.get(), lines.toString());
        } catch (IOException e) {
            throw Unwritable.of(file.get(), e, "; is the disk full or the folder read-only?");
        }
    }

    private static String head(Target target, Answer meaning) {
        return HEAD + target.name() + ", " + meaning.id();
    }

    /** The requests so far. */
    public synchronized Use use() {
        return new Use(asked, questions, seconds, taken, remembered);
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
