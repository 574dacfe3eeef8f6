package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.data.Note;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Policy;
import dev.gauntlet.process.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The train step of a plan by itself: its figures are from validation rows, and the test part is not used. */
public final class TrainedModel {
    private final Policy.Outcome policy;
    private final Split.Parts parts;
    private final TableSchema table;
    private final SortedMap<String, String> provenance;
    private final List<Note> notes;
    private final Confusion validation;

    /** The outcome of the step on these parts. */
    public TrainedModel(
            Policy.Outcome policy,
            Split.Parts parts,
            TableSchema table,
            SortedMap<String, String> provenance,
            List<Note> notes) {
        this.policy = policy;
        this.parts = parts;
        this.table = table;
        this.provenance = provenance;
        this.notes = notes;
        this.validation = Confusion.of(
                parts.validation().malice(),
                policy.model().alarms(parts.validation().rows()));
    }

    public List<Policy.Decision> decisions() {
        return policy.decisions();
    }

    /** What a reader should know. */
    public List<String> notes() {
        return Note.sentences(notes);
    }

    /** The algorithm with its parameters. */
    public String setting() {
        return policy.trainer().toString();
    }

    /** Recall and false-positive rate on validation rows, in words. */
    public String figures() {
        return String.format(
                Locale.ROOT,
                "recall %.3f at a false-positive rate of %.3f",
                validation.recall().value(),
                validation.falsePositiveRate().value());
    }

    /** Writes the bundle with where it comes from. */
    public void write(Path path) {
        SortedMap<String, Interval> metrics = new TreeMap<>();
        metrics.put("validationRecall", validation.recall());
        metrics.put("validationFalsePositiveRate", validation.falsePositiveRate());
        new BundleFile(policy.model(), table, new BundleFacts(parts.train().labelNames(), provenance, metrics))
                .write(path);
    }
}
