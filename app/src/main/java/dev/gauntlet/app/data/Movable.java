package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Note.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is to be reported where no schema states what an attacker can change. */
public final class Movable {
    private static final int NAMED = 5;

    private Movable() {}

    /** A note, without the path, if every feature counts as movable; none where the columns are known, as those of connections are. */
    public static List<Note> of(Plan plan, TableSchema table, Optional<String> label) {
        List<Feature> features = table.schema().features();
        if (features.stream().anyMatch(feature -> feature.move() != Feature.Move.FREE)) {
            return List.of();
        }
        var groups = table.schema().groups();
        String oneHot = groups.isEmpty()
                ? ""
                : "; one-hot groups stay one-hot: "
                        + groups.keySet().stream().limit(NAMED).collect(Collectors.joining(", "))
                        + (groups.size() > NAMED ? " and %d more".formatted(groups.size() - NAMED) : "");
        return List.of(new Note(
                Topic.SCHEMA,
                Plural.format(
                        "no schema is given: an attacker can change each of the %d feature[s]%s",
                        features.size(), oneHot),
                "gauntlet schema %s%s --write flows.yaml, then --schema flows.yaml"
                        .formatted(
                                quoted(plan.table()
                                        .rows()
                                        .map(rows ->
                                                String.valueOf(Path.of(rows).getFileName()))
                                        .orElse("FILE")),
                                label.map(name -> " --label " + quoted(name)).orElse(""))));
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:=@%+-]+") ? word : "\"" + word + "\"";
    }
}
