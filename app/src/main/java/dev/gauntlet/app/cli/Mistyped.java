package dev.gauntlet.app.cli;

import dev.gauntlet.base.Printable;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The message for a command line that cannot be parsed. */
final class Mistyped {
    private Mistyped() {}

    static int say(ParameterException mistake, String[] arguments) {
        PrintWriter err = mistake.getCommandLine().getErr();
        err.println("gauntlet: " + Printable.line(text(mistake)));
        if (!UnmatchedArgumentException.printSuggestions(mistake, err)) {
            err.printf(
                    "See: %s --help%n",
                    mistake.getCommandLine().getCommandSpec().qualifiedName());
        }
        return Main.MISTAKE;
    }

    private static String text(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            return "unexpected \"%s\"".formatted(String.join(" ", unmatched.getUnmatched()));
        }
        Optional<ArgSpec> spec = Optional.ofNullable(mistake.getArgSpec());
        Optional<String> value = Optional.ofNullable(mistake.getValue());
        return spec.flatMap(Mistyped::wanted)
                .flatMap(wanted -> value.map(
                        typed -> "%s must be %s but is %s".formatted(name(spec.orElseThrow()), wanted, typed)))
                .orElse(String.valueOf(mistake.getMessage()));
    }

    private static String name(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    }

    private static Optional<String> wanted(ArgSpec spec) {
        boolean list = spec.isMultiValue() && spec.type() != Map.class;
        Class<?> type = list ? spec.auxiliaryTypes()[0] : spec.type();
        if (type == Map.class) {
            return Optional.of("KEY=NUMBER, such as rows=0.05,queries=500,");
        }
        if (type.isEnum()) {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList();
            return Optional.of("one of " + String.join(", ", names));
        }
        return List.of(int.class, Integer.class, long.class, Long.class).contains(type)
                ? Optional.of("a whole number")
                : List.of(double.class, Double.class).contains(type) ? Optional.of("a number") : Optional.empty();
    }
}
