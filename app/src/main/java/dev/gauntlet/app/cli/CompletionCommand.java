package dev.gauntlet.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints shell completion. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints completion of commands, options, ids and files for bash and zsh, or for fish.",
        footer = {
            "",
            "Examples:",
            "  source <(gauntlet completion)            bash, and zsh after: autoload -U bashcompinit; bashcompinit",
            "  gauntlet completion fish | source        fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /** Which shell. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "SHELL", description = "bash, zsh or fish (default bash)")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        CommandLine line = spec.commandLine();
        line.getOut().print(shell == Shell.FISH ? Completion.fish(root) : Completion.bash(root));
        line.getOut().flush();
        return Main.DONE;
    }
}
