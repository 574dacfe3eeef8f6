package dev.gauntlet.app.retrain;

import dev.gauntlet.app.assess.Checkpoint;
import dev.gauntlet.app.assess.RunFolder;
import dev.gauntlet.app.data.Labelled;
import dev.gauntlet.app.data.LoadedRecords;
import dev.gauntlet.app.detector.GivenModel;
import dev.gauntlet.app.detector.TrainStep;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.process.Policy;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Steps;
import dev.gauntlet.process.retrain.Day;
import dev.gauntlet.process.retrain.DayByDay;
import dev.gauntlet.process.retrain.Days;
import dev.gauntlet.process.retrain.Due;
import dev.gauntlet.process.retrain.Gate;
import dev.gauntlet.process.retrain.Retrain;
import dev.gauntlet.process.retrain.RetrainHistory;
import dev.gauntlet.process.retrain.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

/**
 * A plan's data replayed day by day: the detector is trained on the first days, then retrained as labels arrive.
 *
 * @param start how many days are known before the first; else a third of them
 * @param block walks the plan's test rows in file order, so many a day, instead of by their times
 * @param words window and trigger in the words of the command line, and the command that repeats the run
 */
public record Lifetime(
        Plan plan,
        Window window,
        Due due,
        Gate gate,
        int labelDelay,
        int compareDays,
        Optional<Integer> start,
        Optional<Integer> block,
        Words words) {
    private static final int LEAST = 4;
    private static final int CANARIES = 100;

    /** The options as they were given. */
    public record Words(String window, String due, String command) {}

    private record Walked(Dataset known, List<Dataset> days) {}

    public Lifetime {
        if (plan.seeds().size() > 1) {
            throw new InputException("--seed: retrain --simulate runs one seed; give one number");
        }
    }

    /** The names of the files in a folder of such a run. */
    public static void write(Retrained retrained, String html, RunFolder folder) {
        folder.write("retrain.json", RetrainJson.text(retrained));
        folder.write("report.html", html);
    }

    /** What such a folder holds; empty if it is the folder of another run. */
    public static Optional<Retrained> read(RunFolder folder) {
        Path file = folder.path().resolve("retrain.json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(RetrainJson.read(Files.readString(file)));
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read as UTF-8 text");
        }
    }

    /** Replays all days. */
    public Retrained live(ForkJoinPool pool, Consumer<Day> told) {
        Run run = Run.on(pool, Seed.of(plan.seed()));
        Optional<GivenModel> model = GivenModel.of(plan);
        model.flatMap(GivenModel::target).ifPresent(target -> {
            throw new InputException(
                    target.name() + ": is a target that runs elsewhere, so it cannot be " + "retrained here");
        });
        Labelled data = Labelled.of(plan, model, run);
        List<Note> notes = new ArrayList<>(data.notes());
        Walked walked = cut(data, notes);
        Run own = run.child("retrain");
        Split.Parts parts = DayByDay.cut(walked.known, own);
        refuseTooFew(parts);
        Steps steps = data.steps().with(window);
        Checkpoint kept = Checkpoint.nothing(plan);
        Policy.Outcome policy = new TrainStep(plan, steps)
                .detector(
                        model,
                        data.table(),
                        steps.sanitised(parts),
                        notes,
                        own.child("first"),
                        kept.trials(),
                        () -> kept.ledger(plan));
        Retrain retrain = new Retrain(steps.with(policy.trainer()));
        DayByDay step = new DayByDay(retrain, due, gate, labelDelay, compareDays, CANARIES);
        RetrainHistory course = step.apply(parts, policy.model(), walked.days, told, own);
        return new Retrained(
                described(data),
                LoadedRecords.isSimulated(plan),
                block.isEmpty(),
                plan.seed(),
                policy.trainer().toString(),
                words.window,
                words.due,
                gate,
                labelDelay,
                compareDays,
                walked.known.size(),
                data.digest(),
                words.command,
                Note.sentences(notes),
                course);
    }

    private Walked cut(Labelled data, List<Note> notes) {
        Dataset rows = labelled(data.rows(), notes);
        if (block.isPresent()) {
            Dataset test = labelled(
                    data.test()
                            .orElseThrow(() -> new InputException(
                                    "--block replays the rows of a second file in their order; name it with --test")),
                    notes);
            return new Walked(Days.on(rows, -1), Days.blocks(test, block.get()));
        }
        if (!rows.hasTimes() || !data.test().map(Dataset::hasTimes).orElse(true)) {
            throw new InputException(data.description()
                    + ": its rows have no times, so there are no days; name the time column in a schema"
                    + " (time: COLUMN), or give later rows with --test FILE and replay them in file order with "
                    + "--block ROWS");
        }
        if (data.test().isPresent()) {
            return new Walked(rows, Days.byTime(labelled(data.test().get(), notes)));
        }
        List<Dataset> days = Days.byTime(rows);
        int known = start.orElse(Math.max(1, days.size() / 3));
        if (known < 1 || known >= days.size()) {
            throw new InputException(Plural.format(
                    "--start must leave at least one day to replay: the rows span %d day[s], and %d [is|are] before the start",
                    days.size(), known));
        }
        return new Walked(
                days.subList(0, known).stream().reduce(Dataset::append).orElseThrow(),
                days.subList(known, days.size()));
    }

    private String described(Labelled data) {
        return data.description()
                + plan.table()
                        .test()
                        .map(test -> ", then " + Path.of(test).getFileName())
                        .orElse("");
    }

    private static Dataset labelled(Dataset rows, List<Note> notes) {
        Dataset kept = Labelled.withLabels(rows);
        if (kept.size() < rows.size()) {
            notes.add(Note.other(
                    Plural.format("%d row[s] without a label [is|are] left out", rows.size() - kept.size())));
        }
        return kept;
    }

    private static void refuseTooFew(Split.Parts parts) {
        for (Dataset part : List.of(parts.train(), parts.validation(), parts.test())) {
            if (part.maliciousRows().length < LEAST || part.benignRows().length < LEAST) {
                throw new InputException(
                        ("there are too few rows before the first day: training, validation and test part each"
                                        + " need at least %d benign and %d malicious rows, but one has %d and %d; start later"
                                        + " with --start DAYS")
                                .formatted(LEAST, LEAST, part.benignRows().length, part.maliciousRows().length));
            }
        }
    }
}
