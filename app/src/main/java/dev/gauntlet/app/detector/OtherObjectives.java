package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.adapters.file.BundleFile;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.data.Inputs;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predicts;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.evaluate.Errors;
import dev.gauntlet.process.evaluate.Kinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Models other than binary detectors: multi-class, regression, and anomaly detection without
 * labels.
 */
public final class OtherObjectives {
    /** A quarter of the rows is held out to evaluate the estimates of a quantity. */
    private static final double HELD = 0.25;

    private final Plan plan;
    private final Run run;

    public OtherObjectives(Plan plan, Run run) {
        this.plan = plan;
        this.run = run;
    }

    /**
     * A model and its figures.
     *
     * @param lines figures, in words
     */
    public record Trained(BundleFile bundle, String setting, List<String> lines) {
        public Trained {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A detector that also classifies kinds of malicious rows; its threshold is set on validation rows, as any
     * detector's.
     */
    public Trained kinds() {
        Inputs inputs = Inputs.of(plan, Optional.empty(), run);
        Split.Parts parts = inputs.parts();
        Categorises trainer = algorithm(Categorises.class, "classifies kinds");
        Model model = inputs.steps()
                .train()
                .with(trainer)
                .calibrate(trainer.categorise(parts.train(), run.child(trainer.id())), parts.validation());
        List<String> lines = new ArrayList<>(lines(Kinds.of(model, parts.validation()), "validation rows"));
        lines.addAll(Note.sentences(inputs.notes()).stream()
                .map(note -> "note: " + note)
                .toList());
        return new Trained(
                bundle(model, inputs.table(), parts.train().labelNames(), trainer, inputs.digest()),
                trainer.toString(),
                lines);
    }

    /** The metrics of the kinds, one per line. */
    public static List<String> lines(Kinds kinds, String rows) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "accuracy on the %s %.3f [%.3f %.3f]; macro F1 %.3f",
                rows,
                kinds.accuracy().value(),
                kinds.accuracy().low(),
                kinds.accuracy().high(),
                kinds.macroF1()));
        for (Kinds.Kind kind : kinds.kinds()) {
            lines.add(Plural.format(
                    "%-20s recall %.3f, precision %.3f, %d row[s]%s",
                    kind.name(),
                    kind.recall().value(),
                    kind.precision().value(),
                    kind.recall().n(),
                    kind.mistaken().equals(kind.name()) ? "" : ", most often mistaken for " + kind.mistaken()));
        }
        return lines;
    }

    /** A model that estimates the quantity in a column. */
    public Trained quantity(String target) {
        UnlabelledRows all = UnlabelledRows.withQuantity(demanding(plan), Optional.empty(), target, run);
        Dataset rows = all.rows();
        int[] order = run.child("held").rng().permutation(rows.size());
        int held = (int) (HELD * rows.size());
        Dataset test = rows.select(IntStream.of(order).limit(held).sorted().toArray());
        Dataset train = rows.select(IntStream.of(order).skip(held).sorted().toArray());
        Predicts trainer = algorithm(Predicts.class, "estimates a quantity");
        Model model = trainer.predict(train, train.quantities(), run.child(trainer.id()));
        List<String> lines = new ArrayList<>(lines(model, train, test));
        lines.addAll(all.lines());
        return new Trained(bundle(model, all.table(), List.of(), trainer, all.digest()), trainer.toString(), lines);
    }

    /** The errors of a model of a quantity on rows that it did not learn from, beside those of always saying the mean. */
    public static List<String> lines(Model model, Dataset train, Dataset test) {
        Errors errors = Errors.of(model.numbers(test.rows()), test.quantities());
        double[] means = new double[test.size()];
        Arrays.fill(means, Arrays.stream(train.quantities()).average().orElse(0));
        Errors guess = Errors.of(means, test.quantities());
        return List.of(
                Plural.format(
                        "on %d held-out row[s]: mean absolute error %.4g, root mean squared error %.4g, R squared %.3f",
                        errors.n(), errors.mean(), errors.root(), errors.determination()),
                String.format(Locale.ROOT, "always predicting the mean: mean absolute error %.4g", guess.mean()));
    }

    /** An anomaly detector trained on unlabelled rows. */
    public Trained anomalies() {
        UnlabelledRows all = UnlabelledRows.of(demanding(plan), Optional.empty(), run);
        Dataset rows = all.rows();
        Trainer trainer = plan.pipeline().trainers().stream()
                .filter(Trainer::unsupervised)
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "none of the algorithms is unsupervised; name one, such as --algorithm isolation-forest"));
        Model model = trainer.train(rows, run.child(trainer.id()));
        boolean[] alarms = model.alarms(rows.rows());
        int count = 0;
        for (boolean alarm : alarms) {
            count += alarm ? 1 : 0;
        }
        List<String> lines = new ArrayList<>();
        lines.add(Plural.format(
                "%d of %d row[s] [1:is flagged as an anomaly|are flagged as anomalies]; without labels this cannot be checked",
                count, rows.size()));
        lines.addAll(all.lines());
        return new Trained(bundle(model, all.table(), List.of(), trainer, all.digest()), trainer.toString(), lines);
    }

    private static Plan demanding(Plan plan) {
        if (plan.table().data().isEmpty()) {
            throw new InputException("--data is needed: the rows to train on");
        }
        return plan;
    }

    private <T extends Trainer> T algorithm(Class<T> kind, String does) {
        return plan.pipeline().trainers().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() ->
                        new InputException("none of the algorithms %s; name another with --algorithm".formatted(does)));
    }

    private BundleFile bundle(Model model, TableSchema table, List<String> labels, Trainer trainer, String dataDigest) {
        SortedMap<String, String> provenance = new TreeMap<>();
        provenance.put("algorithm", trainer.id());
        provenance.put("setting", trainer.toString());
        provenance.put("codeVersion", Build.version());
        provenance.put("dataDigest", dataDigest);
        provenance.put("seed", Long.toString(plan.seed()));
        return new BundleFile(model, table, new BundleFacts(labels, provenance, new TreeMap<>()));
    }
}
