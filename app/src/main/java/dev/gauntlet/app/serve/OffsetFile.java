package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.AppendedFile;
import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.Place;
import dev.gauntlet.adapters.disk.Unwritable;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.LogPlace;
import dev.gauntlet.adapters.key.SealKey;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Printable;
import dev.gauntlet.defence.verdict.SessionTags;
import dev.gauntlet.process.VerdictSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a followed log was read for a file of verdicts, and how long the outputs were then: a hidden file beside the
 * verdicts, replaced whole after each batch. Who starts again cuts the outputs to these lengths and reads on from there, so
 * that each row is judged once. It carries a checksum, or a tag of the same key where verdicts are sealed.
 */
public final class OffsetFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** What it is about. */
    public enum Output {
        VERDICTS,
        REJECTED,
        SHADOWS
    }

    /**
     * The length of an output.
     *
     * @param bytes of the file up to the end of the last batch
     */
    record Length(String file, long bytes) {}

    /**
     * What the file states.
     *
     * @param header the line above all verdicts
     * @param tag over all the rest, with the key of sealed verdicts or else SHA-256; empty in files of earlier versions
     */
    private record Stated(
            String log,
            Optional<LogPlace> place,
            SortedMap<Output, Length> outputs,
            String header,
            Optional<SealedSink.State> sealed,
            String tag) {
        Stated tagged(String with) {
            return new Stated(log, place, outputs, header, sealed, with);
        }
    }

    private final Path verdicts;
    private final String log;
    private final Optional<SealKey> key;
    private final Path file;
    private Optional<Stated> stated = Optional.empty();
    private boolean read;
    private Optional<LogPlace> place = Optional.empty();
    private Optional<SealedSink.State> sealed = Optional.empty();
    private String written = "";

    private OffsetFile(Path verdicts, Path log, Optional<SealKey> key, Path file) {
        this.verdicts = verdicts;
        this.log = log.toAbsolutePath().normalize().toString();
        this.key = key;
        this.file = file;
    }

    /** The one beside a file of verdicts; none beside a device. */
    public static Optional<OffsetFile> beside(Path verdicts, Path log, Optional<SealKey> key) {
        try {
            Place place = Place.of(verdicts);
            return place.special() ? Optional.empty() : Optional.of(new OffsetFile(verdicts, log, key, place.offset()));
        } catch (IOException e) {
            throw Unwritable.of(verdicts, e);
        }
    }

    /** Where to go on; empty for the start of the log. */
    public Optional<LogPlace> place() {
        return place;
    }

    /** The line above the verdicts as it was stated last. */
    String header() {
        return written;
    }

    /** The sealed stream to go on with; empty for a new one. */
    public Optional<SealedSink.State> sealed() {
        return sealed;
    }

    /**
     * How many bytes of an output are kept; that of the verdicts is asked first.
     *
     * @throws InputException if it is not the one that this file is about
     */
    long kept(Output output, Path named, Path real) throws IOException {
        if (!read) {
            read = true;
            stated = read();
        }
        long size = Files.exists(real) ? Files.size(real) : 0;
        Optional<Length> length = stated.map(all -> all.outputs().get(output))
                .filter(one -> one.file().equals(name(named)));
        if (output == Output.VERDICTS) {
            return verdicts(real, size, length.map(Length::bytes).orElse(0L));
        }
        if (length.isEmpty()) {
            return AppendedFile.wholeSize(real);
        }
        demand(named, Files.exists(real) ? size : Long.MAX_VALUE, length.get().bytes());
        return Math.min(size, length.get().bytes());
    }

    private long verdicts(Path real, long size, long length) throws IOException {
        if (stated.isEmpty()) {
            if (size > 0) {
                throw new InputException(
                        ("%s: holds verdicts already, and %s, which states how far the log was read for them, is not"
                                        + " there; name another file with --out")
                                .formatted(verdicts, file));
            }
            return 0;
        }
        place = stated.get().place();
        if (!Files.exists(real)) {
            // It was moved away, and its rows with it.
            return 0;
        }
        demand(verdicts, size, length);
        sealed = stated.get().sealed().filter(state -> state.sequence() > 0);
        if (length > 0 && sealed.isPresent() != key.isPresent()) {
            throw new InputException("%s: its verdicts are %s; %s"
                    .formatted(
                            verdicts,
                            sealed.isPresent() ? "sealed" : "not sealed",
                            sealed.isPresent()
                                    ? "to go on, name the key with --seal-key"
                                    : "to seal those that follow, move it away"));
        }
        if (sealed.isEmpty()) {
            return length;
        }
        if (sealed.get().closed()) {
            throw new InputException(
                    ("%s: holds verdicts already, and their stream is closed; move it away to begin another stream"
                                    + " with the rows that follow")
                            .formatted(verdicts));
        }
        SealTail tail = SealTail.of(real, length, sealed.get(), key.orElseThrow());
        sealed = Optional.of(tail.state());
        return tail.bytes();
    }

    private void demand(Path named, long size, long length) {
        if (size < length) {
            throw new InputException(
                    ("%s: has %,d bytes, and %s states %,d: it was cut or replaced; restore it, or move it away to"
                                    + " begin a new one with the rows that follow")
                            .formatted(named, size, file, length));
        }
    }

    /**
     * Refuses to go on with lines of another form.
     *
     * @param header the line above the verdicts to come
     */
    public void demandHeader(String header) {
        boolean begun = stated.map(all -> all.outputs().get(Output.VERDICTS))
                .filter(length -> length.bytes() > 0 && Files.exists(verdicts))
                .isPresent();
        if (begun && !stated.get().header().equals(header)) {
            throw new InputException(
                    "%s: has other columns than the verdicts to come; name the same columns as before, or move it away"
                            .formatted(verdicts));
        }
    }

    private Optional<Stated> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Stated found;
        try {
            found = JSON.readValue(Files.readString(file), Stated.class);
            if (found == null || !found.outputs().containsKey(Output.VERDICTS)) {
                throw unusable("does not state how long the verdicts are");
            }
        } catch (IOException | JacksonException | NullPointerException e) {
            throw unusable("cannot be read");
        }
        boolean old = found.sealed().isEmpty() && found.tag().isEmpty();
        boolean checked = found.sealed().isEmpty() || key.isPresent();
        if (checked && !old && !SessionTags.same(tag(found), found.tag())) {
            throw unusable(found.sealed().isEmpty() ? "is damaged" : "is altered, or was written with another key");
        }
        if (!found.log().equals(log)) {
            throw new InputException("%s: the verdicts in it are of %s; name another file with --out"
                    .formatted(verdicts, Printable.line(found.log())));
        }
        return Optional.of(found);
    }

    private InputException unusable(String why) {
        return new InputException(
                "%s: %s; without it, it is not known how far the log was read: name another file with --out"
                        .formatted(file, why));
    }

    private String tag(Stated of) {
        byte[] rest = JSON.writeValueAsBytes(of.tagged(""));
        if (of.sealed().isEmpty()) {
            return BundleFile.sha(rest);
        }
        return VerdictSession.parse(of.sealed().orElseThrow().session())
                .map(session -> new SessionTags(key.orElseThrow().bytes(), session).tag("offset", 0, rest))
                .orElse("");
    }

    /**
     * States how far the log was read, once the outputs are on the disk.
     *
     * @param reached the end of the last batch; empty before the first
     */
    void write(
            Optional<LogPlace> reached, Map<Output, Length> lengths, String header, Optional<SealedSink.State> state) {
        place = reached;
        written = header;
        Stated now = new Stated(log, reached, new TreeMap<>(lengths), header, state, "");
        WholeFile.write(file, JSON.writeValueAsBytes(now.tagged(tag(now))));
    }

    /** The length of an output as the file states it. */
    static Length length(Path named, long bytes) {
        return new Length(name(named), bytes);
    }

    private static String name(Path named) {
        return named.toAbsolutePath().normalize().toString();
    }
}
