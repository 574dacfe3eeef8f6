package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.disk.Modes;
import dev.gauntlet.adapters.key.SealKey;
import dev.gauntlet.app.seal.SealReport;
import dev.gauntlet.app.serve.Deployed;
import dev.gauntlet.app.serve.Inference;
import dev.gauntlet.app.serve.SealedSink;
import dev.gauntlet.base.InputException;
import dev.gauntlet.process.VerdictSession;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The key that seals verdicts. */
final class SealOption {
    private static final Set<String> OWN = Set.of("record", "sequence", "tag");

    @Option(
            names = "--seal-key",
            paramLabel = "FILE",
            description = "the secret key that seals the verdicts: each line gets a number and a tag, between an "
                    + "opening and a closing record, so that \"gauntlet verify\" finds what was altered, dropped, "
                    + "reordered or replayed")
    private @Nullable Path file;

    /**
     * Refuses what cannot be sealed.
     *
     * @param keep the columns that every line carries
     * @return the key, if verdicts are sealed
     */
    Optional<SealKey> check(List<String> keep) {
        if (file == null) {
            return Optional.empty();
        }
        keep.stream().filter(OWN::contains).findFirst().ifPresent(column -> {
            throw new InputException(
                    "--keep %s: a sealed line has a field of that name; leave the column out, or".formatted(column)
                            + " rename it in the input");
        });
        return Optional.of(SealKey.read(file));
    }

    /** Now, in seconds of Unix time. */
    static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    /** The key in a file, with a warning if others can read it. */
    static SealKey key(Path path, PrintWriter err) {
        SealKey key = SealKey.read(path);
        if (Modes.isOpenToOthers(path)) {
            err.printf("gauntlet: other users can read %s; restrict it with: chmod 600 %s%n", path, path);
        }
        return key;
    }

    /**
     * The sink of verdicts, sealed if a key is given.
     *
     * @param before the stream to go on with; empty for a new one
     */
    Sealing over(
            Inference.Sink out,
            boolean separated,
            Deployed detector,
            boolean follow,
            Optional<SealedSink.State> before,
            PrintWriter err) {
        if (file == null) {
            return new Sealing(out, Optional.empty());
        }
        VerdictSession session = before.flatMap(state -> VerdictSession.parse(state.session()))
                .orElseGet(() -> SealedSink.session(SealOption::now, follow));
        SealedSink sink =
                new SealedSink(out, separated, key(file, err), session, detector.wholeDigest(), SealOption::now);
        before.ifPresent(sink::goOn);
        err.printf(
                "gauntlet: sealed as session %s, opened %s, with the key %s%n",
                session.nonce(), SealReport.time(session.opened()), sink.keyId());
        return new Sealing(sink, Optional.of(sink));
    }

    /** Where verdicts go. */
    record Sealing(Inference.Sink verdicts, Optional<SealedSink> sealed) implements AutoCloseable {
        /** Ends a stream that is complete. */
        void finish() {
            sealed.ifPresent(SealedSink::finish);
        }

        @Override
        public void close() {
            sealed.ifPresent(SealedSink::close);
        }
    }
}
