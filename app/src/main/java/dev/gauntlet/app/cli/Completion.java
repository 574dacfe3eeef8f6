package dev.gauntlet.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion scripts. Files are offered wherever one can be named, also where a folder or an address could be. */
final class Completion {
    /** Labels of what can be the name of a file. */
    private static final Pattern FILES = Pattern.compile(".*(FILE|DIR|MODEL|BUNDLE|KEY|PLAN|TARGET).*");

    private static final String NOTHING = "      return\n";
    private static final String OFFERED = """
                  local IFS=$'\\n'
                  type compopt &>/dev/null && compopt -o filenames
                  COMPREPLY=( $( compgen -f -- "${curr_word}" ) ) # files
                  return $?
            """;

    private Completion() {}

    private static boolean isFile(ArgSpec argument) {
        return argument.type() == Path.class
                || (argument.completionCandidates() == null
                        && FILES.matcher(argument.paramLabel()).matches());
    }

    private static boolean namesFiles(CommandSpec command) {
        return command.positionalParameters().stream().anyMatch(Completion::isFile);
    }

    /** For bash, and zsh, which reads bash's. */
    static String bash(CommandLine root) {
        String script = AutoComplete.bash("gauntlet", root);
        for (String option : fileOptions(root.getCommandSpec())) {
            script = script.replace(
                    "    '%s')\n%s".formatted(option, NOTHING), "    '%s')\n%s".formatted(option, OFFERED));
        }
        Matcher function = Pattern.compile("(?s)function (_picocli_gauntlet\\w*)\\(\\) \\{.*?\n}\n")
                .matcher(script);
        StringBuilder all = new StringBuilder();
        while (function.find()) {
            boolean files = named(root, function.group(1))
                    .filter(Completion::namesFiles)
                    .isPresent();
            function.appendReplacement(
                    all, Matcher.quoteReplacement(files ? withFiles(function.group()) : function.group()));
        }
        return function.appendTail(all).toString();
    }

    /** Offers files beside what picocli offers for words without an option. */
    private static String withFiles(String function) {
        String offered = "    COMPREPLY=( $(compgen -W \"${commands";
        return function.replace(offered, """
                    type compopt &>/dev/null && compopt -o filenames
                    positionals=$( compgen -f -- "${curr_word}" ) # files
                """ + offered);
    }

    private static Optional<CommandSpec> named(CommandLine line, String function) {
        String name = "_picocli_" + line.getCommandSpec().qualifiedName("_").replace("-", "");
        return name.equals(function)
                ? Optional.of(line.getCommandSpec())
                : line.getSubcommands().values().stream()
                        .flatMap(below -> named(below, function).stream())
                        .findFirst();
    }

    /** The long names of options that take a file everywhere they occur. */
    private static Set<String> fileOptions(CommandSpec command) {
        Set<String> names = new TreeSet<>();
        command.options().stream()
                .filter(option -> !option.type().equals(boolean.class) && isFile(option))
                .forEach(option -> names.add(option.longestName()));
        command.subcommands().values().forEach(below -> names.addAll(fileOptions(below.getCommandSpec())));
        return names;
    }

    /** For fish. */
    static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder("# Completion of gauntlet for fish.\ncomplete -c gauntlet -f\n");
        script.append("function __gauntlet_words\n    string match -v -- '-*' (commandline -opc)[2..-1]\nend\n");
        script.append("function __gauntlet_in\n    set -l words (__gauntlet_words)\n")
                .append("    test \"$words[1..\"(count $argv)\"]\" = \"$argv\"\nend\n");
        script.append("function __gauntlet_at\n    set -l words (__gauntlet_words)\n")
                .append("    test \"$words\" = \"$argv\"\nend\n");
        fish(root.getCommandSpec(), "", script);
        return script.toString();
    }

    private static void fish(CommandSpec command, String words, StringBuilder script) {
        String here = words.isEmpty() ? "test (count (__gauntlet_words)) -eq 0" : "__gauntlet_at " + words;
        command.subcommands()
                .forEach((name, below) -> script.append("complete -c gauntlet -n '%s' -a %s -d %s\n"
                        .formatted(here, name, quoted(first(below.getCommandSpec())))));
        String in = words.isEmpty() ? here : "__gauntlet_in " + words;
        for (OptionSpec option : command.options()) {
            boolean takes = option.arity().max() > 0;
            script.append("complete -c gauntlet -n '%s' -l %s -d %s%s\n"
                    .formatted(
                            in,
                            option.longestName().replaceFirst("^-+", ""),
                            quoted(String.join(" ", option.description())),
                            takes ? " -r" + values(option) : ""));
        }
        for (PositionalParamSpec argument : command.positionalParameters()) {
            script.append("complete -c gauntlet -n '%s'%s\n".formatted(in, values(argument)));
        }
        command.subcommands()
                .forEach((name, below) ->
                        fish(below.getCommandSpec(), words.isEmpty() ? name : words + " " + name, script));
    }

    private static String values(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            return " -f -a " + quoted(String.join(" ", argument.completionCandidates()));
        }
        if (argument.type().isEnum()) {
            StringJoiner names = new StringJoiner(" ");
            for (Object one : argument.type().getEnumConstants()) {
                names.add(one.toString());
            }
            return " -f -a " + quoted(names.toString());
        }
        return isFile(argument) ? " -F" : " -f";
    }

    private static String first(CommandSpec command) {
        String[] text = command.usageMessage().description();
        return text.length == 0 ? "" : text[0];
    }

    private static String quoted(String text) {
        String plain = text.replace("%n", " ").replace("%%", "%").replaceAll("\\s+", " ");
        return "'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
