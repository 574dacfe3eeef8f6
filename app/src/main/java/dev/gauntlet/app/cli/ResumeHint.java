package dev.gauntlet.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Says how to go on when a run is stopped from outside, as by Ctrl-C. */
final class ResumeHint {
    private final AtomicReference<String> text = new AtomicReference<>("stopped before anything was begun");
    private final Thread hook;

    ResumeHint(PrintWriter err) {
        hook = new Thread(
                () -> {
                    err.printf("%ngauntlet: %s%n", text.get());
                    err.flush();
                },
                "resume-hint");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on what is finished lies in a folder. */
    void folder(Path path) {
        text.set("stopped; what is finished is kept, go on with: gauntlet resume " + path);
    }

    /** The run ended by itself. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The Java machine is going down already, and the hint is being given.
        }
    }
}
