package dev.gauntlet.app.cli;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Feature;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.process.assemble.Transform;
import dev.gauntlet.threat.Taxonomy;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains one plug-in. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Explains an attack, defence, trainer or transform: what it does and needs, its parameters and source.")
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", completionCandidates = Ids.All.class, description = "for example label-flip")
    private String id = "";

    @Override
    public Integer call() {
        List<Plugin> all = Ids.plugins();
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
            out.printf("  step      %s (%s)%n", attack.phase().id(), lower(attack.attackClass()));
            out.printf(
                    "  needs     %s%n",
                    String.join(
                            "; ",
                            attack.needs().stream()
                                    .sorted()
                                    .map(need -> need.ofData() ? need.text() : "to " + need.text())
                                    .toList()));
            when(attack.when(), out);
            out.printf("  suite     %s%n", lower(attack.suite()));
            out.printf("  defences  %s%n", orNone(met(attack)));
            out.printf("  adapts to %s%n", orNone(adaptsTo(attack)));
            out.printf("  ATLAS     %s%n", String.join(", ", taxonomy.atlas()));
            out.printf("  NIST      %s%n", String.join(", ", taxonomy.nist()));
        }
        if (plugin instanceof Defence defence) {
            out.printf(
                    "  against   %s%n",
                    String.join(", ", defence.against().stream().sorted().toList()));
            out.printf("  covers    %s%n", orNone(meets(defence)));
            when(defence.when(), out);
            out.printf("  suite     %s%n", lower(defence.suite()));
            out.printf("  advice    %s%n", defence.advice());
        }
        if (plugin instanceof Transform transform) {
            out.printf(
                    "  reads     %s%n",
                    String.join(
                            ", ",
                            transform.reads().stream()
                                    .map(Transform.Input::column)
                                    .toList()));
            out.printf(
                    "  derives   %s%n",
                    String.join(
                            ", ",
                            transform.features().stream().map(Feature::name).toList()));
        }
        out.printf("  source    %s%n", plugin.source());
        for (Catalogue.Parameter p : Catalogue.parameters(plugin)) {
            String range = p.range().isEmpty() ? "" : ", " + p.range();
            out.printf("  %-9s %s%s (default %s)%n", p.name(), p.meaning(), range, p.shown());
        }
        out.flush();
        return Main.DONE;
    }

    /** Plugins of others need not say it. */
    private static void when(String text, PrintWriter out) {
        if (!text.isEmpty()) {
            out.printf("  when      %s%n", text);
        }
    }

    private static List<String> met(Attack attack) {
        return Catalogue.all(Defence.class).stream()
                .filter(defence -> defence.against().contains(attack.family()))
                .map(Plugin::id)
                .toList();
    }

    private static List<String> meets(Defence defence) {
        return Catalogue.all(Attack.class).stream()
                .filter(attack -> defence.against().contains(attack.family()))
                .map(Plugin::id)
                .toList();
    }

    /** What an attack can know of a defence and use. */
    private static List<String> adaptsTo(Attack attack) {
        return attack.adaptsTo().stream()
                .map(knowledge -> switch (knowledge.getSimpleName()) {
                    case "Filter" -> "a data filter, which it can run itself beforehand";
                    case "Limit" -> "a limit, which it can stay below";
                    case "Secret" -> "a key that has leaked";
                    case "Queries" -> "an output defence, which it applies to its own surrogate models";
                    case "Hardened" -> "the defended detector, which it attacks instead";
                    case "Grouping" -> "how alarms are grouped, so that it sends as many groups as possible";
                    default -> throw new IllegalStateException("unexplained: " + knowledge);
                })
                .sorted()
                .toList();
    }

    private static String orNone(List<String> names) {
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
