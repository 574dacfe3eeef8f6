package dev.gauntlet.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** The exit codes of every command, for its help. */
final class ExitCodes {
    private static final Map<String, String> ONE = Map.of(
            "gauntlet merge", "a gate tripped",
            "gauntlet", "a gate tripped, drift or a difference was found, or verdicts are not intact",
            "gauntlet assess", "a gate tripped",
            "gauntlet process", "a gate tripped",
            "gauntlet evaluate", "a gate tripped",
            "gauntlet resume", "a gate tripped",
            "gauntlet monitor", "drift was found and --fail was given",
            "gauntlet verify", "sealed verdicts are not intact",
            "gauntlet target check", "answers to the same rows differ");

    private static final Map<String, String> ZERO =
            Map.of("gauntlet retrain", "done, whether or not the challenger was promoted");

    private static final Map<String, String> TWO = Map.of(
            "gauntlet infer", "a mistake in the input, or more rows than --max-bad allows could not be judged",
            "gauntlet verify", "a mistake in the input, or the bundle is not what a trusted key signed");

    private ExitCodes() {}

    /** Adds them to the help of a command and of its subcommands. */
    static void describe(CommandLine line) {
        String name = line.getCommandSpec().qualifiedName();
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(" " + Main.DONE, ZERO.getOrDefault(name, "done"));
        if (ONE.containsKey(name)) {
            codes.put(" " + Main.GATE, ONE.get(name));
        }
        codes.put(" " + Main.MISTAKE, TWO.getOrDefault(name, "a mistake in the input"));
        codes.put(" " + Main.FAILED, "a write failed, or an internal error");
        codes.put(" " + Main.MEMORY, "out of memory");
        codes.put("130", "stopped by Ctrl-C");
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
        line.getSubcommands().values().forEach(ExitCodes::describe);
    }
}
