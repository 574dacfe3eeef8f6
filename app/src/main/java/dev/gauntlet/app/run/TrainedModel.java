package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.base.Run;
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
    private final Plan plan;
    private final Prepared prepared;
    private final Confusion validation;

    private TrainedModel(Plan plan, Prepared prepared) {
        this.plan = plan;
        this.prepared = prepared;
        Split.Parts parts = prepared.lab().parts();
        this.validation = Confusion.of(
                parts.validation().malice(),
                prepared.lab().model().alarms(parts.validation().rows()));
    }

    /** Runs the step and those before it. */
    public static TrainedModel of(Plan plan, Run run, KeptFits trials) {
        return new TrainedModel(plan, Prepared.of(plan, run, Kept.fits(trials)));
    }

    public List<Policy.Decision> decisions() {
        return prepared.policy().decisions();
    }

    /** What a reader should know. */
    public List<String> notes() {
        return Note.sentences(prepared.notes());
    }

    /** The algorithm with its parameters. */
    public String setting() {
        return prepared.policy().trainer().toString();
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
        Split.Parts parts = prepared.lab().parts();
        SortedMap<String, String> provenance =
                SignedModel.provenance(Assess.facts(plan, prepared), prepared.description(), plan.seed(), parts);
        new BundleFile(
                        prepared.lab().model(),
                        prepared.table(),
                        new BundleFacts(parts.train().labelNames(), provenance, metrics))
                .write(path);
    }
}
