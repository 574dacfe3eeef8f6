package dev.gauntlet.app.cli;

import dev.gauntlet.base.Plural;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Prints how to continue when a run is stopped, for example by Ctrl-C. */
final class ResumeHint {
    private final Path folder;
    private volatile Optional<IntSupplier> finished = Optional.empty();
    private final Thread hook;

    ResumeHint(PrintWriter err, Path folder) {
        this.folder = folder;
        hook = new Thread(
                () -> {
                    err.printf("%ngauntlet: %s%n", text());
                    err.flush();
                },
                "resume-hint");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on results are kept in the folder; counts them. */
    void kept(IntSupplier count) {
        finished = Optional.of(count);
    }

    String text() {
        return finished.map(count -> Plural.format(
                        "stopped; %d result[s] [is|are] kept, continue with: gauntlet resume %s",
                        count.getAsInt(), folder))
                .orElse("stopped while the detector was being built; there is nothing to keep");
    }

    /** The run ended by itself. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down already, and the hint is being printed.
        }
    }
}
