package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.SchemaInference;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.model.learn.RandomForest;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.label.LabelAudit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Audits the labels of records of which no schema is known. */
public final class LabelNoise {
    private static final int FOLDS = 4;
    private static final RandomForest JUDGE = new RandomForest(60, 0, 3, 0);

    private LabelNoise() {}

    /**
     * Looks for labels that are wrong.
     *
     * @param label the column to audit
     * @param aside other columns that are no features
     */
    public static LabelAudit of(Records records, String label, String benign, List<String> aside, Run run) {
        Records rows = Records.of(records.columns().stream()
                        .filter(column -> !aside.contains(column.name()))
                        .toList())
                .withRoles(records.time().map(Column::name), records.source().map(Column::name));
        TableSchema table = SchemaFile.resolve(
                SchemaInference.infer(rows, Optional.of(label), List.of(benign)).table(), rows);
        Label step = new Label(label, Set.of(benign));
        Dataset labelled = step.apply(table.assembly().assemble(rows).rows(), rows);
        if (labelled.maliciousRows().length < FOLDS || labelled.benignRows().length < FOLDS) {
            throw new InputException("--audit needs at least %d benign and %d malicious rows but there are %d and %d"
                    .formatted(FOLDS, FOLDS, labelled.benignRows().length, labelled.maliciousRows().length));
        }
        return LabelAudit.of(labelled, JUDGE, FOLDS, run);
    }
}
