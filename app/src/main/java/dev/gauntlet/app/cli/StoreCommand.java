package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.DiskStore;
import dev.gauntlet.base.InputException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a store holds. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = "Shows how many trained detectors and other results a store holds, and how large they are.",
        footer = {
            "",
            "Examples:",
            "  gauntlet assess --store trained",
            "  gauntlet store trained",
            "  gauntlet store trained --clear"
        })
final class StoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "the folder given with --store")
    private Path folder = Path.of("");

    @Option(names = "--clear", description = "remove them; whatever else is in the folder stays")
    private boolean clear;

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + ": there is no such folder; assess --store DIR makes one");
        }
        List<DiskStore.Stored> files = DiskStore.files(folder);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-20s %8s %12s%n", "kind", "results", "MiB");
        files.stream()
                .collect(Collectors.groupingBy(DiskStore.Stored::kind, TreeMap::new, Collectors.toList()))
                .forEach((kind, some) -> print(out, kind, some));
        print(out, "all", files);
        if (clear) {
            DiskStore.remove(files);
            DiskStore.removeAbandoned(folder);
            out.printf("removed%n");
        }
        out.flush();
        return Main.DONE;
    }

    private static void print(PrintWriter out, String kind, List<DiskStore.Stored> files) {
        double size = files.stream().mapToLong(DiskStore.Stored::bytes).sum() / (double) (1 << 20);
        out.printf(Locale.ROOT, "%-20s %8d %12.1f%n", kind, files.size(), size);
    }
}
