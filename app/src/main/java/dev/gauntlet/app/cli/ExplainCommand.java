package dev.gauntlet.app.cli;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Problems;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.threat.Need;
import dev.gauntlet.threat.Taxonomy;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains one attack, defence or trainer. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Explains an attack, defence or trainer: what it does and needs, its parameters and source.")
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "for example label-flip")
    private String id = "";

    @Override
    public Integer call() {
        List<Plugin> all = new ArrayList<>(Catalogue.all(Attack.class));
        all.addAll(Catalogue.all(Defence.class));
        all.addAll(Catalogue.all(Trainer.class));
        Plugin plugin = all.stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException("there is nothing called \"%s\"%s; see: gauntlet list attacks"
                        .formatted(
                                id,
                                Problems.didYouMean(
                                        id, all.stream().map(Plugin::id).toList()))));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s%n  %s%n", plugin.id(), plugin.summary());
        if (plugin instanceof Attack attack) {
            Taxonomy taxonomy = Taxonomy.of(attack.taxonomy());
            out.printf("  strikes   %s (%s)%n", attack.phase().id(), lower(attack.attackClass()));
            out.printf(
                    "  needs     to %s%n",
                    String.join(
                            "; ",
                            attack.needs().stream().sorted().map(Need::text).toList()));
            out.printf("  ATLAS     %s%n", String.join(", ", taxonomy.atlas()));
            out.printf("  NIST      %s%n", String.join(", ", taxonomy.nist()));
        }
        if (plugin instanceof Defence defence) {
            out.printf(
                    "  against   %s%n",
                    String.join(", ", defence.against().stream().sorted().toList()));
            out.printf("  advice    %s%n", defence.advice());
        }
        out.printf("  source    %s%n", plugin.source());
        for (Catalogue.Parameter p : Catalogue.parameters(plugin)) {
            out.printf("  %-9s %s, in [%s, %s] (default %s)%n", p.name(), p.text(), p.low(), p.high(), p.value());
        }
        out.flush();
        return Gauntlet.DONE;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
