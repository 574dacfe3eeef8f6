package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.remote.Target;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.process.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The kinds that a given model tells apart, by name, so that its answers are compared with the right labels.
 *
 * @param names in the order of its outputs, the benign one first
 */
public record ModelClasses(List<String> names) {
    /**
     * The classes of a model.
     *
     * @param benign the labels that mean benign
     * @param labels of the rows
     * @throws InputException if the model does not name at least three
     */
    public static ModelClasses of(GivenModel model, List<String> benign, List<String> labels) {
        GivenModel called = model.calling(benign, labels);
        List<String> names = called.classes();
        if (names.size() < 3) {
            throw new InputException(
                    "--objective kinds: the model names %s, so that its kinds cannot be compared with the labels;"
                                    .formatted(names.isEmpty() ? "no classes" : "the classes " + names)
                            + " name at least three in the order of its outputs with --classes, or train a detector of"
                            + " kinds here");
        }
        ClassNames classes = new ClassNames(names);
        boolean stated = called instanceof BundleModel
                || called.target().filter(Target::statesBenign).isPresent()
                || classes.called(benign).contains(0);
        List<Integer> kinds = classes.called(labels.subList(1, labels.size()));
        if (kinds.isEmpty() || (!stated && !kinds.contains(0))) {
            throw new InputException(
                    ("--objective kinds: the model's classes are %s, and the labels are %s (benign) and %s; which class is"
                                    + " which would be a guess. Name the classes as the labels do, in the order of the"
                                    + " model's outputs, with --classes, and the benign label with --benign")
                            .formatted(
                                    String.join(", ", names),
                                    String.join(", ", benign),
                                    String.join(", ", labels.subList(1, labels.size()))));
        }
        return new ModelClasses(List.copyOf(names));
    }

    /**
     * The parts with labels in the order of the model's classes; rows of other kinds are left out.
     *
     * @param notes takes how many those are
     */
    public Split.Parts matched(Split.Parts parts, List<Note> notes) {
        SortedSet<String> unknown = new TreeSet<>();
        List<Dataset> matched = new ArrayList<>();
        int before = 0;
        int after = 0;
        for (Dataset part : List.of(parts.train(), parts.validation(), parts.test())) {
            Dataset named = matched(part, unknown);
            before += part.size();
            after += named.size();
            matched.add(named.ofKinds());
        }
        if (after < before) {
            notes.add(new Note(
                    Note.Topic.LABELS,
                    Plural.format(
                            "%d row[s] [is|are] left out, of %d kind[s] that the model does not know: %s",
                            before - after, unknown.size(), String.join(", ", unknown)),
                    "name them as the model does, or assess --objective detect"));
        }
        return new Split.Parts(matched.get(0), matched.get(1), matched.get(2));
    }

    private Dataset matched(Dataset part, SortedSet<String> unknown) {
        ClassNames classes = new ClassNames(names);
        int[] own = IntStream.range(0, part.labelNames().size())
                .map(label -> label == 0
                        ? 0
                        : classes.called(List.of(part.labelNames().get(label))).stream()
                                .findFirst()
                                .orElse(-1))
                .toArray();
        for (int i = 0; i < part.size(); i++) {
            if (part.label(i) > 0 && own[part.label(i)] == 0) {
                throw new InputException(
                        ("--objective kinds: the model's class \"%s\" is taken as benign, and the labels call it malicious;"
                                        + " state the benign class: gauntlet import FILE --benign CLASS, then --model of the"
                                        + " bundle, or name its labels with --benign")
                                .formatted(names.get(0)));
            }
        }
        int[] kept = IntStream.range(0, part.size())
                .filter(i -> {
                    boolean known = part.label(i) < 0 || own[part.label(i)] >= 0;
                    if (!known) {
                        unknown.add(part.labelNames().get(part.label(i)));
                    }
                    return known;
                })
                .toArray();
        Dataset some = part.select(kept);
        return some.withLabels(
                IntStream.of(some.labels())
                        .map(label -> label < 0 ? -1 : own[label])
                        .toArray(),
                names);
    }
}
