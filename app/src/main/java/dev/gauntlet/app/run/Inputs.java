package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.campaign.trial.RawData;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.Sanitise;
import dev.gauntlet.process.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first three steps of a plan: what was assembled, labelled and split.
 *
 * @param table what the schema file of the run folder states
 * @param notes what a reader should know, such as how many rows were dropped and why
 * @param leftOut every record and row that is not used
 */
record Inputs(
        Split.Parts parts,
        Optional<RawData> raw,
        TableSchema table,
        String description,
        List<String> notes,
        List<LeftOut> leftOut,
        String digest) {
    /** A side with a smaller share of the rows is rare. */
    private static final double RARE = 0.05;

    Inputs {
        notes = List.copyOf(notes);
        leftOut = List.copyOf(leftOut);
    }

    /** Runs assemble, label and split, or reads the parts that were split before. */
    static Inputs of(Plan plan, Optional<TableSchema> modelTable, Run run) {
        Optional<PartsFolder> folder = PartsFolder.of(plan);
        if (folder.isPresent()) {
            return folder.get().read(plan, run).sanitised(plan.cleaning().sanitise());
        }
        Labelled all = Labelled.of(plan, modelTable, run);
        Split.Parts parts = all.parts(plan.pipeline().cut(), run.child("split"));
        return new Inputs(parts, all.raw(), all.table(), all.description(), all.notes(), all.leftOut(), all.digest())
                .sanitised(plan.cleaning().sanitise());
    }

    /** The same inputs with training rows sanitised, too few rows refused, and leaks told. */
    private Inputs sanitised(Sanitise sanitise) {
        Sanitise.Sanitised clean = sanitise.apply(parts.train());
        Split.Parts kept = new Split.Parts(
                clean.rows(), Labelled.withLabels(parts.validation()), Labelled.withLabels(parts.test()));
        List<String> all = new ArrayList<>(notes);
        int unlabelled = parts.validation().size()
                + parts.test().size()
                - kept.validation().size()
                - kept.test().size();
        if (unlabelled > 0) {
            all.add("%d validation and test rows without a label are left out: nothing can be measured on them"
                    .formatted(unlabelled));
        }
        clean.counts()
                .forEach((step, count) -> all.add("%d of %d training rows left out: %s"
                        .formatted(count, parts.train().size(), step.text())));
        for (Dataset part : List.of(kept.train(), kept.validation(), kept.test())) {
            if (part.maliciousRows().length < 4 || part.benignRows().length < 4) {
                throw new InputException(
                        ("there are too few rows: training, validation and test parts each need at least 4 benign and 4"
                                        + " malicious rows, but one has %d and %d; %d training rows were left out when they were"
                                        + " sanitised")
                                .formatted(
                                        part.benignRows().length,
                                        part.maliciousRows().length,
                                        clean.dropped().size()));
            }
        }
        rare(clean.rows()).ifPresent(all::add);
        int leaks = Split.duplicates(kept.test(), kept.train()).length;
        if (leaks > 0) {
            all.add("%d of %d test rows occur in training too, to the last value: figures flatter the detector"
                    .formatted(leaks, kept.test().size()));
        }
        List<LeftOut> out = new ArrayList<>(leftOut);
        clean.dropped().forEach(row -> out.add(new LeftOut(description, row.row(), row.reason())));
        return new Inputs(kept, raw, table, description, all, out, digest);
    }

    /** What is to be said where one side is rare. */
    private static Optional<String> rare(Dataset train) {
        double malicious = train.maliciousRows().length;
        double share = malicious / (malicious + train.benignRows().length);
        return Math.min(share, 1 - share) >= RARE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%.2f %% of the training rows are malicious: the sides are far from even, so accuracy and ROC AUC say"
                                + " little; read recall, precision and PR AUC",
                        100 * share));
    }
}
