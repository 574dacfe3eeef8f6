package dev.gauntlet.app.assess;

import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Note.Topic;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.evaluate.Evaluation;
import dev.gauntlet.process.evaluate.Giveaway;
import dev.gauntlet.process.evaluate.Unjudged;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is wrong with the data and the detector of a prepared process, and what was reported while it was made. */
record Concerns(AssessedSystem prepared, Evaluation evaluation) {
    /** All notes, in no order. */
    List<Note> notes() {
        Split.Parts parts = prepared.lab().parts();
        List<Note> all = new ArrayList<>();
        List<String> columns = prepared.table().assembly().reads();
        Giveaway.of(parts.train(), parts.validation()).forEach(note -> all.add(fitting(note, columns, parts)));
        prepared.notes().forEach(note -> all.add(note.topic() == Topic.COPIES ? withRecall(note, parts) : note));
        if (parts.train().latest() >= parts.test().earliest()) {
            all.add(new Note(
                    Topic.TIME,
                    "training rows are later than some test rows: the detector learns from the future",
                    "split: time in the pipeline of the plan"));
        }
        int shared = Split.attackedInBoth(parts.train(), parts.test()).size();
        if (shared > 0) {
            all.add(new Note(
                    Topic.COPIES,
                    Plural.format(
                            "%d source[s] [has|have] malicious rows in the training and in the test part, so results look better"
                                    + " than they are",
                            shared),
                    "split: group in the pipeline of the plan, or time-and-group for rows with times"));
        }
        prepared.policy().lacking().map(Concerns::unsatisfying).ifPresent(all::add);
        falseAlarms().forEach(all::add);
        unjudged().forEach(all::add);
        unchecked().forEach(all::add);
        return all;
    }

    /** A feature that a transform derives is no column that a schema can ignore. */
    private Note fitting(Note note, List<String> columns, Split.Parts parts) {
        boolean column = parts.train().schema().features().stream()
                .filter(feature -> columns.contains(feature.name()))
                .anyMatch(feature -> note.fix().equals(Note.leaveOut(feature.name())));
        return column ? note : new Note(note.topic(), note.text(), "it is derived: change derive: in the schema");
    }

    /** Copies, with the recall on the malicious test rows that training does not have. */
    private Note withRecall(Note note, Split.Parts parts) {
        return new Note(note.topic(), note.text() + "; recall on the other test rows: " + recall(parts), note.fix());
    }

    private String recall(Split.Parts parts) {
        if (prepared.use().isPresent()) {
            return "not checked, as it would cost queries";
        }
        Set<Integer> copies = new HashSet<>();
        for (int row : Split.duplicates(parts.test(), parts.train())) {
            copies.add(row);
        }
        Dataset unseen = parts.test()
                .select(IntStream.range(0, parts.test().size())
                        .filter(row -> !copies.contains(row))
                        .toArray());
        if (unseen.maliciousRows().length == 0) {
            return "not checked, as none of them is malicious";
        }
        Model model = prepared.lab().model();
        double[] malice = model.malice(unseen.rows());
        boolean[] alarms = new boolean[malice.length];
        for (int i = 0; i < alarms.length; i++) {
            alarms[i] = malice[i] >= model.threshold();
        }
        Interval recall = Confusion.of(unseen.malice(), alarms).recall();
        return String.format(
                Locale.ROOT,
                "%.3f [%.3f %.3f], on all test rows: %.3f",
                recall.value(),
                recall.low(),
                recall.high(),
                evaluation.scorecard().confusion().recall().value());
    }

    private static Note unsatisfying(String measures) {
        return new Note(
                Topic.DETECTOR,
                "no algorithm meets the acceptance criteria; on validation rows the detector's " + measures,
                "add rows or features that separate the classes, allow more false alarms with --fpr, or change accept: in"
                        + " the plan");
    }

    private List<Note> falseAlarms() {
        Interval rate = evaluation.scorecard().confusion().falsePositiveRate();
        return prepared
                .asked()
                .filter(asked -> rate.low() > asked)
                .map(asked -> new Note(
                        Topic.FALSE_ALARMS,
                        String.format(
                                Locale.ROOT,
                                "the false-positive rate on the test part is %.3f, not the %.3f that was requested",
                                rate.value(),
                                asked),
                        "set the threshold on validation rows that resemble the test rows"))
                .stream()
                .toList();
    }

    private List<Note> unjudged() {
        Unjudged unjudged = evaluation.scorecard().unjudged();
        return unjudged.all() == 0
                ? List.of()
                : List.of(new Note(
                        Topic.ROWS,
                        Plural.format(
                                "%d malicious and %d benign test record[s] could not be turned into rows: the malicious ones"
                                        + " count as missed, so recall is measured on %d malicious row[s]",
                                unjudged.malicious(),
                                unjudged.benign(),
                                evaluation.scorecard().confusion().malicious()),
                        "correct these rows, or the bounds and categories in the schema"));
    }

    /** One line for all checks that could not be made. */
    private List<Note> unchecked() {
        String checks = evaluation.checks().stream()
                .filter(check -> !check.checked())
                .map(check -> "%s (%s)".formatted(check.pitfall(), check.reason()))
                .collect(Collectors.joining(", "));
        return checks.isEmpty() ? List.of() : List.of(new Note(Topic.UNCHECKED, "not checked: " + checks, ""));
    }
}
