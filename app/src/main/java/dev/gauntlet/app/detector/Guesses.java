package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.foreign.ForeignModel;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Require;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What is assumed about another program's model with a schema that was not made for it. */
record Guesses(ForeignFile file) {
    /** What is assumed about rows of a schema that cannot be changed any more, as that of the parts of a split. */
    List<String> assumed(Schema schema) {
        ForeignModel own = file.over(schema.names());
        int[] places = own.inputs().places(own.kernel().inputs(), schema.names());
        List<String> notes = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int input = 0; input < places.length; input++) {
            Feature feature = schema.feature(places[input]);
            taken.add(feature.name());
            if (feature.kind() == Feature.Kind.CATEGORY && !own.texts().containsKey(input)) {
                notes.add(
                        "%s: texts of \"%s\" are coded in the order of the schema of the parts (%s); a missing text counts as unseen"
                                .formatted(
                                        file.path().getFileName(),
                                        feature.name(),
                                        String.join(", ", feature.categories())));
            }
        }
        List<String> others =
                schema.names().stream().filter(name -> !taken.contains(name)).toList();
        own.inputs()
                .matchedByPosition(IntStream.of(places)
                        .mapToObj(place -> schema.feature(place).name())
                        .toList())
                .ifPresent(note -> notes.add("%s: %s".formatted(file.path().getFileName(), note)));
        if (!others.isEmpty()) {
            notes.add("%s: the model does not use: %s".formatted(file.path().getFileName(), String.join(", ", others)));
        }
        return notes;
    }

    /** Refuses a schema with texts whose numbers the file does not state. */
    void refuse(Schema schema) {
        try {
            ForeignModel own = file.over(schema.names());
            int[] places = own.inputs().places(own.kernel().inputs(), schema.names());
            for (int input = 0; input < places.length; input++) {
                Feature feature = schema.feature(places[input]);
                Require.that(
                        feature.kind() != Feature.Kind.CATEGORY || own.texts().containsKey(input),
                        "\"%s\" contains texts, and the file does not state their codes; list them in --schema in"
                                        .formatted(feature.name())
                                + " the order of their codes in training, from 0");
            }
        } catch (IllegalArgumentException e) {
            throw new InputException("%s: %s".formatted(file.path(), e.getMessage()));
        }
    }
}
