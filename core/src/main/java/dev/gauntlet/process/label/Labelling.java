package dev.gauntlet.process.label;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The labels of records by several labellers.
 *
 * @param labels one name per record; empty if it stays unlabelled
 * @param spoken the number of records that each labeller labelled
 * @param notes the notes of the labellers
 */
public record Labelling(
        Votes votes, Consensus consensus, List<String> labels, List<Integer> spoken, List<String> notes) {
    /** How votes are combined. */
    public enum Combine {
        MAJORITY,
        WEIGHTED,
        DAWID_SKENE
    }

    public Labelling {
        labels = List.copyOf(labels);
        spoken = List.copyOf(spoken);
        notes = List.copyOf(notes);
    }

    /**
     * Labels records.
     *
     * @param labellers in the order of the weights
     * @param weights by labeller, for {@code WEIGHTED}; 1 if none is stated
     * @param otherwise the label of records that no labeller labels, if they are not to stay unlabelled
     */
    public static Labelling of(
            Records records,
            List<Labeller> labellers,
            Combine combine,
            Map<String, Double> weights,
            Optional<String> otherwise) {
        Require.notEmpty("labellers", labellers);
        List<String[]> said = labellers.stream().map(l -> l.says(records)).toList();
        TreeSet<String> found = new TreeSet<>();
        said.forEach(one -> found.addAll(List.of(one)));
        found.remove("");
        Require.that(!found.isEmpty(), "no labeller labels any of these records");
        List<String> names = List.copyOf(found);
        Votes votes = new Votes(
                labellers.stream().map(Labeller::name).toList(),
                names,
                said.stream().map(one -> numbers(one, names)).toList());
        Consensus consensus = switch (combine) {
            case MAJORITY -> Consensus.majority(votes);
            case WEIGHTED ->
                Consensus.weighted(
                        votes,
                        labellers.stream()
                                .mapToDouble(l -> weights.getOrDefault(l.name(), 1.0))
                                .toArray());
            case DAWID_SKENE -> Consensus.dawidSkene(votes);
        };
        List<Integer> spoken = said.stream()
                .map(one -> (int) java.util.Arrays.stream(one)
                        .filter(name -> !name.isEmpty())
                        .count())
                .toList();
        List<String> notes = labellers.stream().flatMap(l -> l.notes().stream()).toList();
        return new Labelling(votes, consensus, labels(consensus, votes, otherwise), spoken, notes);
    }

    /** A tie stays unlabelled, even if records without votes get a default label. */
    private static List<String> labels(Consensus consensus, Votes votes, Optional<String> otherwise) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < votes.size(); i++) {
            int label = consensus.labels().get(i);
            if (label != Votes.NONE) {
                labels.add(votes.labelNames().get(label));
            } else {
                labels.add(consensus.confidence().get(i) == 0 ? otherwise.orElse("") : "");
            }
        }
        return labels;
    }

    private static int[] numbers(String[] said, List<String> names) {
        int[] votes = new int[said.length];
        for (int i = 0; i < votes.length; i++) {
            votes[i] = said[i].isEmpty() ? Votes.NONE : names.indexOf(said[i]);
        }
        return votes;
    }
}
