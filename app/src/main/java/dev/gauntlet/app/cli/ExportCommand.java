package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.onnx.OnnxExport;
import dev.gauntlet.app.detector.GivenModel;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a detector for other programs to run. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a detector as an ONNX model, with its transforms and threshold, for other programs to run.",
            "",
            "It takes rows in the units of the schema, with a category as its index in the schema (from 0), and "
                    + "returns label (1 is an alarm), score and probability of each row. Trees, linear models, "
                    + "naive Bayes and networks can be exported; docs/models.md states the precision."
        },
        footer = {
            "",
            "Examples:",
            "  gauntlet export gauntlet-run-1 --out detector.onnx",
            "  gauntlet export detectors --out detector.onnx       the champion of a registry",
            "  gauntlet export detector.zip --out detector.onnx --floats"
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = ModelOption.WHAT)
    private @Nullable String word;

    @Mixin
    private ModelOption option = new ModelOption();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "the ONNX file to write")
    private Path file = Path.of("");

    @Option(
            names = "--floats",
            description = "take inputs as floats instead of doubles; values are rounded before scoring")
    private boolean floats;

    @Override
    public Integer call() {
        String model = option.of(Optional.ofNullable(word));
        BundleFile bundle = GivenModel.bundle(model);
        byte[] onnx;
        try {
            onnx = OnnxExport.of(bundle.model(), bundle.facts().labels(), floats);
        } catch (IllegalArgumentException e) {
            throw new InputException(model + ": " + e.getMessage());
        }
        WholeFile.write(file, onnx);
        PrintWriter out = spec.commandLine().getOut();
        out.print(Plural.format(
                "%s: %d bytes, trained by %s, %d feature[s], threshold %s%n",
                Printable.line(file.toString()),
                onnx.length,
                Printable.of(bundle.model().trainer()),
                bundle.model().schema().width(),
                bundle.model().threshold()));
        out.flush();
        return Main.DONE;
    }
}
