package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.disk.Place;
import dev.gauntlet.adapters.file.LogPlace;
import dev.gauntlet.app.serve.OffsetFile.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The files that verdicts go to, all or none of them open. */
public final class VerdictFiles implements AutoCloseable {
    private final List<GrowingFile> open = new ArrayList<>();
    private final Optional<GrowingFile> verdicts;
    private final Optional<GrowingFile> rejected;
    private final Optional<GrowingFile> otherwise;
    private final Optional<OffsetFile> offset;
    private final Map<Output, Path> names = new EnumMap<>(Output.class);
    private final Map<Output, GrowingFile> stated = new EnumMap<>(Output.class);

    /**
     * Opens the files that are wanted.
     *
     * @param endless whether they are appended to
     * @param offset states how long they are, if anything does
     */
    public VerdictFiles(
            Optional<Path> verdicts,
            Optional<Path> rejected,
            Optional<Path> otherwise,
            boolean endless,
            Optional<OffsetFile> offset) {
        this.offset = offset;
        try {
            this.verdicts = verdicts.map(path -> opened(path, endless, Output.VERDICTS));
            this.rejected = rejected.map(path -> opened(path, endless, Output.REJECTED));
            this.otherwise = otherwise.map(path -> opened(path, endless, Output.SHADOWS));
        } catch (RuntimeException e) {
            open.forEach(GrowingFile::discard);
            throw e;
        }
    }

    private GrowingFile opened(Path path, boolean endless, Output output) {
        GrowingFile file = offset.map(states -> GrowingFile.appended(path, real -> states.kept(output, path, real)))
                .orElseGet(() -> new GrowingFile(path, endless));
        open.add(file);
        if (offset.isPresent() && !Place.isSpecial(path)) {
            names.put(output, path);
            stated.put(output, file);
        }
        return file;
    }

    /** States in the file of offsets that all rows before a place are written, once they are on the disk. */
    public void mark(Optional<LogPlace> place, String header, Optional<SealedSink> sealed) {
        offset.ifPresent(states -> {
            if (sealed.isPresent()) {
                sealed.get().holding(state -> states.write(place, lengths(), header, Optional.of(state)));
            } else {
                states.write(place, lengths(), header, Optional.empty());
            }
        });
    }

    /** The same after the last record of a sealed stream: no row came after the last that was stated. */
    public void markEnd(Optional<SealedSink> sealed) {
        offset.ifPresent(states -> mark(states.place(), states.header(), sealed));
    }

    private Map<Output, OffsetFile.Length> lengths() {
        Map<Output, OffsetFile.Length> lengths = new EnumMap<>(Output.class);
        stated.forEach((output, file) ->
                lengths.put(output, OffsetFile.length(names.getOrDefault(output, Path.of("")), file.force())));
        return lengths;
    }

    /** Where verdicts go, if not to standard output. */
    public Optional<Inference.Sink> verdicts() {
        return verdicts.map(file -> file);
    }

    /**
     * Where lines go.
     *
     * @param to takes the verdicts
     */
    public Inference.Sinks sinks(Inference.Sink to) {
        return new Inference.Sinks(
                to,
                rejected.<Inference.Sink>map(file -> file).orElse(Inference.Sink.NOWHERE),
                otherwise.<Inference.Sink>map(file -> file).orElse(Inference.Sink.NOWHERE));
    }

    /** Puts all into place; the verdicts last, so that whoever waits for them finds the others. */
    public void finish() {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).finish();
        }
    }

    /** Where the verdicts so far are, if they are in a file that is whole up to there. */
    public void ifWritten(Consumer<Path> use) {
        verdicts.filter(GrowingFile::isSound).map(GrowingFile::written).ifPresent(use);
    }

    /** Closes what is open; where a write failed, nothing is left of any. */
    @Override
    public void close() {
        boolean lost = open.stream().anyMatch(file -> !file.isSound());
        open.forEach(lost ? GrowingFile::discard : GrowingFile::close);
    }
}
