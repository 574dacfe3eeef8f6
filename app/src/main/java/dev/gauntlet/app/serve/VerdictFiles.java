package dev.gauntlet.app.serve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The files that verdicts go to, all or none of them open. */
public final class VerdictFiles implements AutoCloseable {
    private final List<GrowingFile> open = new ArrayList<>();
    private final Optional<GrowingFile> verdicts;
    private final Optional<GrowingFile> rejected;
    private final Optional<GrowingFile> otherwise;

    /**
     * Opens the files that are wanted.
     *
     * @param endless whether they are appended to
     */
    public VerdictFiles(Optional<Path> verdicts, Optional<Path> rejected, Optional<Path> otherwise, boolean endless) {
        try {
            this.verdicts = verdicts.map(path -> opened(path, endless));
            this.rejected = rejected.map(path -> opened(path, endless));
            this.otherwise = otherwise.map(path -> opened(path, endless));
        } catch (RuntimeException e) {
            open.forEach(GrowingFile::discard);
            throw e;
        }
    }

    private GrowingFile opened(Path path, boolean endless) {
        GrowingFile file = new GrowingFile(path, endless);
        open.add(file);
        return file;
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
