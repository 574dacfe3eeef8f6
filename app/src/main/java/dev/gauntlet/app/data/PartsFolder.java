package dev.gauntlet.app.data;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.OneWriter;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.RecordsFile;
import dev.gauntlet.adapters.file.SchemaFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Digest;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.Label;
import dev.gauntlet.process.Preparation;
import dev.gauntlet.process.Seal;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.evaluate.Unjudged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The three parts of a split in a folder: {@code train.parquet}, {@code validation.parquet}, {@code test.parquet}, the
 * schema they are read by, and the seal of the test part.
 */
public record PartsFolder(Path folder) {
    private static final String SEAL = "seal.json";
    private static final String SCHEMA = "schema.yaml";
    private static final String CUT = "cut.json";
    private static final String LEFT_OUT = "left-out.csv";
    private static final String UNJUDGED = "unjudged.json";
    private static final List<String> PARTS = List.of("train", "validation", "test");

    /** The folder that a plan's data are, if they are one. */
    public static Optional<PartsFolder> of(Plan plan) {
        return plan.table()
                .data()
                .map(Path::of)
                .filter(path -> Files.isRegularFile(path.resolve(SEAL)))
                .map(PartsFolder::new);
    }

    /**
     * Assembles, labels and splits the data of a plan into this folder, and seals the test part.
     *
     * @return the sizes of the parts, and what is to be said
     */
    public Written write(Plan plan, Run run) {
        refuseSplit();
        LoadedRecords opened = LoadedRecords.of(plan, Optional.empty(), run);
        Labelled all = Labelled.of(plan, opened);
        Split.Parts parts = all.parts(plan, run.child("split"));
        Label label = opened.label();
        TableSchema table = RowsTable.schema(opened.table(), label);
        WholeFile.makeFolder(folder);
        String otherwise = folder
                + ": another process writes a split into it; wait until it is done, or choose another with --out";
        return OneWriter.holding(folder.resolve(".lock"), 0, otherwise, () -> {
            refuseSplit();
            write(0, RowsTable.of(parts.train(), opened.records(), label));
            write(1, RowsTable.of(Labelled.withLabels(parts.validation()), opened.records(), label));
            write(
                    2,
                    RowsTable.of(
                            Labelled.withLabels(parts.test()), opened.test().orElse(opened.records()), label));
            SchemaFile.write(folder.resolve(SCHEMA), table);
            if (opened.test().isEmpty()) {
                WholeFile.write(
                        folder.resolve(CUT), RoundedJson.pretty(plan.cut()).getBytes(StandardCharsets.UTF_8));
            }
            if (all.unjudged().all() > 0) {
                WholeFile.write(
                        folder.resolve(UNJUDGED),
                        RoundedJson.pretty(all.unjudged()).getBytes(StandardCharsets.UTF_8));
            }
            List<LeftOut> apart = all.leftOutBy(parts);
            if (!apart.isEmpty()) {
                WholeFile.write(folder.resolve(LEFT_OUT), LeftOut.csv(apart).getBytes(StandardCharsets.UTF_8));
            }
            List<Note> notes = new ArrayList<>(all.notes());
            notes.addAll(Labelled.counted(apart, parts));
            Dataset test = read(plan, run).parts().test();
            Seals.in(folder).seal(test);
            return new Written(
                    parts.train().size(),
                    Labelled.withLabels(parts.validation()).size(),
                    test.size(),
                    Note.sentences(notes));
        });
    }

    private void refuseSplit() {
        if (Files.exists(folder.resolve(SEAL))) {
            throw new InputException(
                    folder + ": already contains a split; choose another folder with --out, or remove this one");
        }
    }

    /** What was written. */
    public record Written(int train, int validation, int test, List<String> notes) {}

    /** How the rows were split, if recorded. */
    public Optional<Split.By> by() {
        return noted(CUT, Plan.Cut.class).flatMap(Plan.Cut::by);
    }

    /** The test rows that could not be made of their records when the parts were written. */
    private Unjudged unjudged() {
        return noted(UNJUDGED, Unjudged.class).orElse(Unjudged.NONE);
    }

    private <T> Optional<T> noted(String name, Class<T> type) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(RoundedJson.LINES.readValue(Files.readString(file, StandardCharsets.UTF_8), type));
        } catch (IOException | JacksonException e) {
            throw new InputException(
                    file + ": was not written by gauntlet split, or was changed; remove it, or " + "split again");
        }
    }

    private Path part(int number) {
        return folder.resolve(PARTS.get(number) + ".parquet");
    }

    private void write(int number, Records records) {
        RecordsFile.write(records, part(number));
    }

    /** Reads the parts; refuses a test part that is not the one that was sealed. */
    Inputs read(Plan plan, Run run) {
        TableSchema table =
                SchemaFile.read(folder.resolve(SCHEMA)).scaled(plan.pipeline().scaling());
        List<Records> records = new ArrayList<>();
        long first = 0;
        for (int number = 0; number < PARTS.size(); number++) {
            Records part = FileSource.of(
                            part(number), table.withCells(table.cells().ofParsed()))
                    .read(run)
                    .withIdsFrom(first);
            LoadedRecords.refuseAnother(table, part, part(number));
            records.add(part);
            first += part.size();
        }
        Label label = Labels.of(plan, table.label().orElseThrow(), table.benign());
        List<String> names = label.names(records);
        Steps steps = PlanSteps.of(plan, table, label, names);
        Preparation preparation = steps.preparation().orElseThrow();
        List<Dataset> rows =
                records.stream().map(part -> preparation.apply(part).rows()).toList();
        Split.Parts parts = new Split.Parts(rows.get(0), rows.get(1), rows.get(2));
        if (Files.exists(folder.resolve(SEAL))) {
            Seals.in(folder).check(parts.test(), part(2));
        }
        Digest digest = new Digest();
        records.forEach(part -> digest.add(part.digest()));
        return new Inputs(
                parts,
                steps,
                Optional.empty(),
                Optional.empty(),
                table,
                name(),
                List.of(),
                List.of(),
                unjudged(),
                digest.hex());
    }

    private String name() {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    /** Records a use of the test part for a model; returns the warnings to report with its figures. */
    public List<String> open(Dataset test, String model, String purpose) {
        Seal.Opened opened = Seals.in(folder).open(test, model, purpose);
        List<String> notes = new ArrayList<>();
        opened.warning().ifPresent(notes::add);
        return notes;
    }
}
