package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.disk.FailedWrite;
import dev.gauntlet.app.data.TooLarge;
import dev.gauntlet.app.detector.Build;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code gauntlet} command. */
@Command(
        name = "gauntlet",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Runs a machine-learning detector's whole process, from raw records to verdicts, with an adversary at"
                        + " every step: measures the damage, applies defences, and measures again.",
        footer = {
            "",
            "Examples:",
            "  gauntlet assess                        the embedded simulated network",
            "  gauntlet assess --data flows.csv --label label --benign normal",
            "  gauntlet list attacks",
            "  gauntlet explain label-flip",
            "  gauntlet deploy gauntlet-run-1 --registry detectors --key soc.key",
            "  gauntlet infer detectors today.csv --out verdicts.jsonl"
        },
        subcommands = {
            AssessCommand.class,
            ProcessCommand.class,
            SimulateCommand.class,
            LabelCommand.class,
            AssembleCommand.class,
            SplitCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            CertifyCommand.class,
            DeployCommand.class,
            InferCommand.class,
            MonitorCommand.class,
            RetrainCommand.class,
            ResumeCommand.class,
            MergeCommand.class,
            ReportCommand.class,
            ListCommand.class,
            ExplainCommand.class,
            SchemaCommand.class,
            PlanCommand.class,
            KeyCommand.class,
            RegistryCommand.class,
            VerifyCommand.class,
            ImportCommand.class,
            TargetCommand.class,
            ExportCommand.class,
            StoreCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class Main implements Callable<Integer> {
    /** Done. */
    public static final int DONE = 0;
    /** A gate tripped. */
    public static final int GATE = 1;
    /** An error in the input. */
    public static final int MISTAKE = 2;
    /** A write failed, or an internal error. */
    public static final int FAILED = 3;
    /** Java ran out of memory. */
    public static final int MEMORY = 4;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        StandardOutput standard = new StandardOutput();
        PrintWriter out = new PrintWriter(standard, false, StandardCharsets.UTF_8);
        PrintWriter err = PlainWriter.before(new PrintWriter(System.err, true, StandardCharsets.UTF_8), true);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            // Whoever waits for this thread would wait for ever.
            int code = FAILED;
            try {
                code = failed(e, err);
            } catch (Throwable again) {
                // Where jars were replaced meanwhile, not even the classes that say why can be loaded.
                err.println("gauntlet: internal error: " + e);
            }
            System.exit(code);
        });
        Optional<String> lost = FileNames.lost(arguments);
        if (lost.isPresent()) {
            err.println("gauntlet: " + lost.get());
            System.exit(MISTAKE);
        }
        System.exit(standard.ended(run(out, err, arguments), err));
    }

    /** Runs a command line and returns its exit code; results go to the first writer, everything else to the second. */
    public static int run(PrintWriter rawOut, PrintWriter rawErr, String... arguments) {
        // Whatever a message holds of others, no control character of theirs reaches a terminal.
        PrintWriter out = PlainWriter.before(rawOut, false);
        PrintWriter err = PlainWriter.before(rawErr, true);
        CommandLine line = new CommandLine(new Main());
        ExitCodes.describe(line);
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            return failed(e, command.getErr(), arguments);
        });
        line.setParameterExceptionHandler(Mistyped::say);
        line.registerConverter(Path.class, FileNames::path);
        line.setExecutionStrategy(parsed -> {
            try {
                Overwriting.check(parsed);
            } catch (InputException e) {
                throw new CommandLine.ExecutionException(line, String.valueOf(e.getMessage()), e);
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        int code = executed(line, err, arguments);
        out.flush();
        err.flush();
        return code;
    }

    private static int executed(CommandLine line, PrintWriter err, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (Error e) {
            return failed(e, err, arguments);
        }
    }

    /** Says why a command failed, and returns its exit code. */
    private static int failed(Throwable e, PrintWriter err, String... arguments) {
        Optional<VirtualMachineError> exhausted = Exhausted.in(e);
        if (exhausted.isPresent()) {
            return Exhausted.say(exhausted.get(), err);
        }
        if (e instanceof InputException input) {
            input.problems()
                    .forEach(problem ->
                            err.println("gauntlet: " + Printable.lines(FileNames.onOneLine(problem, arguments))));
            return input instanceof TooLarge ? MEMORY : MISTAKE;
        }
        if (e instanceof FailedWrite write) {
            err.println(
                    "gauntlet: " + Printable.lines(FileNames.onOneLine(String.valueOf(write.getMessage()), arguments)));
            return FAILED;
        }
        if (e instanceof InvalidPathException path) {
            err.println("gauntlet: " + FileNames.invalid(path));
            return MISTAKE;
        }
        Optional<String> unpacked = Unpacked.failure(e);
        if (unpacked.isPresent()) {
            err.println("gauntlet: " + Printable.line(unpacked.get()));
            return FAILED;
        }
        err.println("gauntlet: internal error: "
                + Printable.lines(e + Unpacked.reason(e)).replace('\n', ' '));
        if (System.getenv("GAUNTLET_DEBUG") != null) {
            e.printStackTrace(err);
        } else {
            err.println("gauntlet: set GAUNTLET_DEBUG=1 to see where");
        }
        return FAILED;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return DONE;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gauntlet " + Build.version() + " on Java " + Runtime.version()};
        }
    }
}
