package dev.gauntlet.app.cli;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Trainer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what there is. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists attacks, defences or trainers, a line each.")
final class ListCommand implements Callable<Integer> {
    enum Kind {
        ATTACKS,
        DEFENCES,
        TRAINERS
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "KIND", description = "attacks, defences or trainers")
    private Kind kind = Kind.ATTACKS;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        for (Plugin plugin : plugins()) {
            String where = plugin instanceof Attack attack ? attack.phase().id() : "";
            out.printf("%-24s %-9s %s%n", plugin.id(), where, plugin.summary());
        }
        out.flush();
        return Gauntlet.DONE;
    }

    private List<? extends Plugin> plugins() {
        return switch (kind) {
            case ATTACKS -> Catalogue.all(Attack.class);
            case DEFENCES -> Catalogue.all(Defence.class);
            case TRAINERS -> Catalogue.all(Trainer.class);
        };
    }
}
