package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.remote.Answer;
import dev.gauntlet.adapters.remote.Oddity;
import dev.gauntlet.adapters.remote.Probe;
import dev.gauntlet.adapters.remote.RemoteKernel;
import dev.gauntlet.app.detector.TargetCheck;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.threat.Access;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Detectors that run elsewhere. */
@Command(
        name = "target",
        mixinStandardHelpOptions = true,
        description = "Checks remote detectors, behind a URL or as a program.",
        footer = {
            "",
            "Examples:",
            "  gauntlet target check target.yaml --data flows.csv",
            "  gauntlet target check kserve:http://localhost:8080/v2/models/flows --schema flows.yaml"
        })
final class TargetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return Main.DONE;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Sends three rows to a target and shows its answers, the time they took and "
                        + "the access they give attacks.",
                "",
                "The rows are sent three times: in one batch, the same again, and reversed, one row at a time. The"
                        + " answers should be the same; if they differ, this is reported, and the exit code is 1.",
                "",
                "Then one row is sent with a value missing, and one with a text in place of a number. A server should"
                        + " refuse what it cannot read; if it answers with a score, this is reported."
            },
            footer = {
                "",
                "Examples:",
                "  gauntlet target check target.yaml",
                "  gauntlet target check mlflow:http://localhost:5000 --schema flows.yaml --data flows.csv",
                "  gauntlet target check 'exec:python3 serve.py forest.pickle' --schema flows.yaml",
                "then:",
                "  gauntlet assess --data flows.csv --schema flows.yaml --model target.yaml"
            })
    int check(
            @Parameters(
                            paramLabel = "TARGET",
                            description =
                                    "a target file, kserve:URL, mlflow:URL, tf-serving:URL, csv:URL or exec:COMMAND")
                    String target,
            @Option(
                            names = "--schema",
                            paramLabel = "FILE",
                            description = "the schema of its inputs (default: as the target states them)")
                    @Nullable
                    Path schema,
            @Option(
                            names = "--data",
                            paramLabel = "FILE",
                            description = "rows to send (default: rows within the schema's bounds)")
                    @Nullable
                    Path data) {
        TargetCheck check;
        try (Progress progress =
                new Progress(spec.commandLine().getErr(), CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            progress.say("querying the target");
            check = TargetCheck.of(target, Optional.ofNullable(schema), Optional.ofNullable(data));
        }
        PrintWriter out = spec.commandLine().getOut();
        try (RemoteKernel kernel = check.kernel()) {
            say(out, kernel, check.model());
            kernel.settle();
            return kernel.probe().isSteady() ? Main.DONE : Main.GATE;
        }
    }

    private static void say(PrintWriter out, RemoteKernel kernel, Model model) {
        Probe probe = kernel.probe();
        out.printf("%s%n", kernel.target().name());
        out.print(Plural.format(
                "  takes %d feature[s] as %s%n",
                kernel.inputs(), kernel.target().inputs()));
        out.printf("  answers with %s%s%n", kernel.answer().plural(), alarm(kernel, model.threshold()));
        for (int i = 0; i < probe.first().size(); i++) {
            out.printf(
                    "  row %d: %s%n",
                    i + 1,
                    answer(kernel.answer(), probe.first(), i, kernel.target().classes()));
        }
        out.print(Plural.format(
                "  %d row[s] took %.1f ms, again %.1f ms, one by one %.1f ms%n",
                probe.asked().size(),
                1000 * probe.seconds().get(0),
                1000 * probe.seconds().get(1),
                1000 * probe.seconds().get(2)));
        out.printf("  access for attacks: %s%n", Access.offered(model));
        out.printf(
                "  %s%n",
                probe.isSteady()
                        ? "it gives the same answers when queried again and in another order and batch size"
                        : String.join(System.lineSeparator() + "  ", probe.notes()));
        odd(out, kernel, model);
        kernel.target().shorter().ifPresent(hint -> out.printf("  %s%n", hint));
        if (kernel.target().isOverheard()) {
            out.printf(
                    "  its token or headers are sent over unencrypted http, where anyone on the network path can read them%n");
        }
        out.flush();
    }

    /** How the target handled malformed rows. */
    private static void odd(PrintWriter out, RemoteKernel kernel, Model model) {
        List<Oddity> odds = kernel.oddities(model.schema(), kernel.probe().asked());
        for (Oddity odd : odds) {
            out.printf("  sent %s: %s %s%n", odd.what(), odd.answered() ? "answered" : "refused,", odd.said());
        }
        if (odds.get(odds.size() - 1).answered()) {
            out.printf("  warning: it answers a malformed row with a score and no error: malformed input is "
                    + "not rejected%n");
        }
    }

    private static String alarm(RemoteKernel kernel, double threshold) {
        if (kernel.answer() == Answer.LABEL) {
            return "";
        }
        return kernel.hasThreshold()
                ? ", threshold " + threshold
                : "; its threshold is set on validation rows, unless one is stated";
    }

    private static String answer(Answer answer, Rows scores, int row, List<String> classes) {
        double[] numbers = scores.row(row);
        return switch (answer) {
            case LABEL -> label(numbers, classes);
            case SCORE, NUMBER -> Double.toString(numbers[0]);
            case LOG_ODDS -> Double.toString(numbers[1]);
            case PROBABILITIES ->
                Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining(" "));
        };
    }

    /** The class of probability 1. */
    private static String label(double[] shares, List<String> classes) {
        List<String> names = classes.isEmpty() ? List.of("benign", "malicious") : classes;
        return IntStream.range(0, shares.length)
                .filter(place -> shares[place] == 1)
                .mapToObj(names::get)
                .findFirst()
                .orElseThrow();
    }
}
