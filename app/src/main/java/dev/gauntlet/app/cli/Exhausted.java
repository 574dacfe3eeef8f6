package dev.gauntlet.app.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is said where Java has no memory or stack left: how much it had, how to give it more, and that no file is half written. */
final class Exhausted {
    private static final int DEEPEST = 50;
    private static final String WHOLE =
            "output files are replaced only when they are complete, so no output file is half written";

    /** What reads inputs, and the rules in them, which are also evaluated call by call. */
    private static final Pattern READERS = Pattern.compile(
            "dev\\.gauntlet\\.(adapters\\.(file|foreign|lightgbm|onnx|remote|sklearn|xgboost)\\.|data\\.(Rule|Expression))"
                    + "|tools\\.jackson\\.|org\\.snakeyaml\\.|com\\.google\\.protobuf\\.|ai\\.onnx\\.|java\\.util\\.regex\\.");

    private Exhausted() {}

    /** Whether something failed because memory ran out, whatever it was wrapped in on its way. */
    static Optional<VirtualMachineError> in(Throwable failure) {
        Optional<Throwable> next = Optional.of(failure);
        for (int depth = 0; next.isPresent() && depth < DEEPEST; depth++) {
            if (next.get() instanceof VirtualMachineError error
                    && (error instanceof OutOfMemoryError || error instanceof StackOverflowError)) {
                return Optional.of(error);
            }
            next = Optional.ofNullable(next.get().getCause());
        }
        return Optional.empty();
    }

    /** Says it, and returns the exit code. */
    static int say(VirtualMachineError error, PrintWriter err) {
        text(error, Runtime.getRuntime().maxMemory()).forEach(line -> err.println("gauntlet: " + line));
        return error instanceof StackOverflowError ? isOfInput(error) ? Main.MISTAKE : Main.FAILED : Main.MEMORY;
    }

    /** Whether the calls that fill the stack read an input, or a rule that an input states. */
    private static boolean isOfInput(VirtualMachineError error) {
        return deepest(error).filter(name -> READERS.matcher(name).lookingAt()).isPresent();
    }

    /** The class that most of the calls are in, of those that Java still knows; empty if it knows none. */
    private static Optional<String> deepest(VirtualMachineError error) {
        Map<String, Long> calls = Arrays.stream(error.getStackTrace())
                .collect(Collectors.groupingBy(StackTraceElement::getClassName, Collectors.counting()));
        return calls.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    /**
     * What to print, a line each.
     *
     * @param heap its limit in bytes
     */
    static List<String> text(VirtualMachineError error, long heap) {
        String reason = String.valueOf(error.getMessage());
        if (error instanceof StackOverflowError && !isOfInput(error)) {
            return List.of(
                    "internal error: the stack overflowed"
                            + deepest(error).map(name -> " in " + name).orElse(""),
                    "a larger stack may help: JDK_JAVA_OPTIONS=-Xss16m gauntlet ...",
                    WHOLE);
        }
        if (error instanceof StackOverflowError) {
            return List.of(
                    "the stack overflowed: the input is nested too deeply, such as the parentheses of a rule",
                    "use fewer nested parentheses or lists, or give Java a larger stack: JDK_JAVA_OPTIONS=-Xss16m gauntlet ...",
                    WHOLE);
        }
        if (reason.contains("native thread") || reason.contains("array size")) {
            return List.of(
                    "out of memory (%s); the heap of %s is not the limit".formatted(reason, size(heap)),
                    reason.contains("thread")
                            ? "allow more threads and memory (ulimit -u, the limits of the container), or use fewer:"
                                    + " --threads 1"
                            : "no table can be that large; read fewer rows or columns",
                    WHOLE);
        }
        return List.of(
                "out of memory (%s): the Java heap is limited to %s".formatted(reason, size(heap)),
                "raise the limit: JDK_JAVA_OPTIONS=-Xmx%s gauntlet ..., or read fewer rows or columns"
                        .formatted(option(2 * heap)),
                WHOLE);
    }

    private static String size(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private static String option(long bytes) {
        long mebibytes = Math.max(1, bytes >> 20);
        return mebibytes >= 1024 ? (mebibytes + 512) / 1024 + "g" : mebibytes + "m";
    }
}
