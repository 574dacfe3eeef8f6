package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Scores.Scale;
import dev.gauntlet.model.UnscoredRow;
import dev.gauntlet.model.explain.Explainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Scores rows with a model and explains which features contributed. */
final class Scorer {
    private static final int BLOCK = 512;

    private final Model model;
    private final List<String> labels;
    private final int top;
    private final boolean everyRow;
    private final Map<Integer, Explainer> explainers = new ConcurrentHashMap<>();

    /**
     * A judge.
     *
     * @param labels the names of the classes, as far as they are known
     * @param top how many features are named at most
     * @param everyRow whether those of every row are named, or of alarms only; of a quantity there are no alarms
     */
    Scorer(Model model, List<String> labels, int top, boolean everyRow) {
        this.model = model;
        this.labels = List.copyOf(labels);
        this.top = Explainer.obstacle(model).isPresent() ? 0 : top;
        this.everyRow = everyRow || isQuantity();
    }

    /** Whether the model estimates a quantity instead of detecting malicious rows. */
    boolean isQuantity() {
        return model.scale() == Scale.NUMBER;
    }

    /** Whether the model classifies kinds of malicious rows. */
    boolean hasClasses() {
        return model.outputs() > 2;
    }

    /** Whether the malice score of the model is a probability. */
    boolean hasProbability() {
        return model.scale() == Scale.LOGIT || model.scale() == Scale.PROBABILITY;
    }

    /**
     * What was decided about rows, in their order.
     *
     * @param unscored the rows that the model cannot score, or to which it gives no finite score
     */
    record Verdicts(List<Judged> judged, List<RecordStream.Rejected> unscored) {
        private Verdicts() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        private void refuse(long row, String reason) {
            unscored.add(new RecordStream.Rejected("", row, 0, reason));
        }

        private void add(Verdicts more) {
            judged.addAll(more.judged);
            unscored.addAll(more.unscored);
        }
    }

    /** Judges all rows; the work is done in blocks, the results are in the order of the rows. */
    Verdicts judge(Dataset rows, Run run) {
        int blocks = (rows.size() + BLOCK - 1) / BLOCK;
        Verdicts all = new Verdicts();
        run.map(blocks, (b, r) -> block(rows.slice(b * BLOCK, Math.min(rows.size(), (b + 1) * BLOCK))))
                .forEach(all::add);
        return all;
    }

    /** Judges rows; if one of them cannot be scored, those before and after it without it. */
    private Verdicts block(Dataset rows) {
        Verdicts verdicts = new Verdicts();
        try {
            judge(rows, verdicts);
        } catch (UnscoredRow e) {
            verdicts = block(rows.slice(0, e.row()));
            verdicts.refuse(rows.id(e.row()), e.problems().get(0));
            verdicts.add(block(rows.slice(e.row() + 1, rows.size())));
        }
        return verdicts;
    }

    private void judge(Dataset rows, Verdicts into) {
        double[] malice = model.malice(rows.rows());
        int[] classes = hasClasses() ? model.verdicts(rows.rows()) : new int[malice.length];
        Map<Integer, List<Judged.Share>> shares = shares(rows.rows(), malice, classes);
        for (int i = 0; i < malice.length; i++) {
            if (!Double.isFinite(malice[i])) {
                into.refuse(rows.id(i), "its score is not a finite number but " + malice[i]);
                continue;
            }
            into.judged.add(new Judged(
                    rows.id(i),
                    isAlarm(malice[i]),
                    hasClasses() ? name(classes[i]) : "",
                    malice[i],
                    hasProbability() ? model.probability(malice[i]) : Double.NaN,
                    Optional.ofNullable(shares.get(i))));
        }
    }

    private boolean isAlarm(double malice) {
        return !isQuantity() && malice >= model.threshold();
    }

    private String name(int kind) {
        return labels.size() == model.outputs() ? labels.get(kind) : "class " + kind;
    }

    /** The features behind the answers, by row, of the rows that are to be explained. */
    private Map<Integer, List<Judged.Share>> shares(Rows rows, double[] malice, int[] classes) {
        Map<Integer, List<Judged.Share>> shares = new TreeMap<>();
        if (top == 0) {
            return shares;
        }
        int[] explained = IntStream.range(0, malice.length)
                .filter(i -> everyRow || isAlarm(malice[i]))
                .toArray();
        for (int kind : IntStream.of(explained).map(i -> classes[i]).distinct().toArray()) {
            int[] alike =
                    IntStream.of(explained).filter(i -> classes[i] == kind).toArray();
            Rows contributions = explainer(kind).contributions(rows.select(alike));
            for (int k = 0; k < alike.length; k++) {
                shares.put(alike[k], largest(contributions.row(k)));
            }
        }
        return shares;
    }

    private Explainer explainer(int kind) {
        return explainers.computeIfAbsent(kind, k -> hasClasses() ? Explainer.of(model, k) : Explainer.of(model));
    }

    /** How the features are found, in a word. */
    String explained() {
        return top == 0 ? "none" : explainer(0).kind() == Explainer.Kind.EXACT ? "exact" : "approximate";
    }

    private List<Judged.Share> largest(double[] contributions) {
        return IntStream.range(0, contributions.length)
                .filter(j -> contributions[j] != 0)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -Math.abs(contributions[j])))
                .limit(top)
                .map(j -> new Judged.Share(model.schema().feature(j).name(), contributions[j]))
                .toList();
    }
}
