package dev.gauntlet.app.cli;

import dev.gauntlet.app.detector.Build;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
    /** An internal error. */
    public static final int FAILED = 3;
    /** Java ran out of memory. */
    public static final int MEMORY = 4;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            // Whoever waits for this thread would wait for ever.
            Exhausted.in(e).ifPresentOrElse(error -> System.exit(Exhausted.say(error, err)), e::printStackTrace);
        });
        System.exit(run(out, err, arguments));
    }

    /** Runs a command line and returns its exit code; results go to {@code out}, everything else to {@code err}. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Main());
        ExitCodes.describe(line);
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            Optional<VirtualMachineError> exhausted = Exhausted.in(e);
            if (exhausted.isPresent()) {
                return Exhausted.say(exhausted.get(), command.getErr());
            }
            if (e instanceof InputException input) {
                input.problems().forEach(problem -> command.getErr().println("gauntlet: " + Printable.lines(problem)));
                return MISTAKE;
            }
            command.getErr().println("gauntlet: internal error: " + e);
            if (System.getenv("GAUNTLET_DEBUG") != null) {
                e.printStackTrace(command.getErr());
            } else {
                command.getErr().println("gauntlet: set GAUNTLET_DEBUG=1 to see where");
            }
            return FAILED;
        });
        line.setParameterExceptionHandler(Mistyped::say);
        int code = executed(line, err, arguments);
        out.flush();
        err.flush();
        return code;
    }

    private static int executed(CommandLine line, PrintWriter err, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError e) {
            return Exhausted.say(e, err);
        }
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
