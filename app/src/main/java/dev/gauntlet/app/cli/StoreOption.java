package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.DiskStore;
import dev.gauntlet.app.assess.RunFolder;
import dev.gauntlet.app.detector.Build;
import dev.gauntlet.base.InputException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where trained detectors and other costly results are kept. */
final class StoreOption {
    private static final long GIB = 1L << 30;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description =
                    "where trained detectors and other costly results are kept, for this run and others, also at the"
                            + " same time; gauntlet store DIR shows it (default: in the run folder until the run ends)")
    private @Nullable Path folder;

    @Option(
            names = "--store-size",
            paramLabel = "GIB",
            description = "how large the store may be when a run ends; what was not used longest is removed (default:"
                    + " ${DEFAULT-VALUE})")
    private double size = 4;

    DiskStore of(RunFolder run) {
        if (!(size >= 0)) {
            throw new InputException("--store-size must be 0 or more but is " + size);
        }
        Path place = Optional.ofNullable(folder).orElseGet(run::store);
        if (Files.exists(place) && !Files.isDirectory(place)) {
            throw new InputException(place + ": is a file; choose a folder with --store");
        }
        return new DiskStore(place, Build.digest(), (long) (size * GIB));
    }

    /** The run has ended: its own store is not needed any more, another may be too large. */
    void end(DiskStore store, PrintWriter err) {
        if (store.isFull()) {
            err.printf(
                    "some results could not be written to %s and were computed again; is the disk full or the folder read-only?%n",
                    store.folder());
        }
        if (folder == null) {
            store.clear();
        } else {
            store.trim();
        }
    }
}
