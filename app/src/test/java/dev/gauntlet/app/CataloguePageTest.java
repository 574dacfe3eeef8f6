package dev.gauntlet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Phase;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.threat.AttackClass;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/catalogue.md} says what the catalogue holds; with {@code -Dcatalogue.write=true} it is written. */
final class CataloguePageTest {
    private static final Path PAGE = Path.of("..", "docs", "catalogue.md");

    @Test
    void thePageIsWhatTheCatalogueSays() throws IOException {
        String page = page();
        if (Boolean.getBoolean("catalogue.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as("docs/catalogue.md is stale; CONTRIBUTING.md says how to write it")
                .isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Catalogue

                Generated from the plug-ins; `gauntlet explain ID` prints the same.

                ## Attacks by step

                """);
        page.append(matrix()).append("\n## Attacks\n");
        Catalogue.all(Attack.class).forEach(attack -> page.append(attack(attack)));
        page.append("\n## Defences\n");
        Catalogue.all(Defence.class).forEach(defence -> page.append(defence(defence)));
        page.append("\n## Trainers\n");
        Catalogue.all(Trainer.class).forEach(trainer -> page.append(entry(trainer, List.of())));
        return page.toString();
    }

    private static String matrix() {
        List<AttackClass> classes = List.of(AttackClass.values());
        StringBuilder rows = new StringBuilder("| step | "
                + classes.stream().map(c -> text(c.name())).collect(Collectors.joining(" | ")) + " |\n"
                + "|---|" + "---|".repeat(classes.size()) + "\n");
        for (Phase phase : Phase.values()) {
            rows.append("| ").append(phase.id());
            for (AttackClass attackClass : classes) {
                rows.append(" | ")
                        .append(Catalogue.all(Attack.class).stream()
                                .filter(a -> a.phase() == phase && a.attackClass() == attackClass)
                                .map(a -> "[" + a.id() + "](#" + a.id() + ")")
                                .collect(Collectors.joining(", ")));
            }
            rows.append(" |\n");
        }
        return rows.toString();
    }

    private static String attack(Attack attack) {
        Taxonomy taxonomy = Taxonomy.of(attack.taxonomy());
        String defences = Catalogue.all(Defence.class).stream()
                .filter(d -> d.against().contains(attack.family()))
                .map(d -> "[" + d.id() + "](#" + d.id() + ")")
                .collect(Collectors.joining(", "));
        return entry(
                attack,
                List.of(
                        "step: " + attack.phase().id() + ", "
                                + text(attack.attackClass().name()),
                        "family: " + attack.family(),
                        "when: " + attack.when(),
                        "suite: " + text(attack.suite().name()),
                        "needs: "
                                + attack.needs().stream()
                                        .sorted()
                                        .map(Requirement::text)
                                        .collect(Collectors.joining("; ")),
                        "defences: " + (defences.isEmpty() ? "none yet" : defences),
                        "adapts: " + (attack.adaptsTo().isEmpty() ? "no, it is run again" : "yes"),
                        "MITRE ATLAS: " + String.join(", ", taxonomy.atlas()),
                        "NIST AI 100-2: " + String.join(", ", taxonomy.nist())));
    }

    private static String defence(Defence defence) {
        return entry(
                defence,
                List.of(
                        "against: " + defence.against().stream().sorted().collect(Collectors.joining(", ")),
                        "when: " + defence.when(),
                        "suite: " + text(defence.suite().name()),
                        "advice: " + defence.advice()));
    }

    private static String entry(Plugin plugin, List<String> facts) {
        StringBuilder entry = new StringBuilder("\n### " + plugin.id() + "\n\n" + plugin.summary() + "\n\n");
        facts.forEach(fact -> entry.append("- ").append(fact).append('\n'));
        entry.append("- source: ").append(plugin.source()).append('\n');
        for (Catalogue.Parameter p : Catalogue.parameters(plugin)) {
            String range = p.range().isEmpty() ? "" : " " + p.range() + ",";
            entry.append("- `%s`: %s;%s default %s%n"
                    .formatted(p.name(), p.meaning(), range, p.shown())
                    .replace("\r\n", "\n"));
        }
        return entry.toString();
    }

    private static String text(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split("_")).collect(Collectors.joining(" "));
    }
}
