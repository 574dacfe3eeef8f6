package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Attacks its own detector on training rows, takes away the feature that the evasions rely on most, and trains again; one feature
 * at a time, as long as recall on validation rows stays. An evasion that changes several features counts for each of them in equal
 * shares. What the detector no longer uses is named in the finding.
 */
@AutoService(Defence.class)
public record FeatureRemoval(
        @Param(value = "features that are removed at most", low = 1, high = 1000)
        int features,

        @Param(value = "malicious training rows attacked before each removal", low = 1, high = 1e6)
        int victims,

        @Param(value = "the largest loss of recall on validation rows", low = 0, high = 1)
        double loss)
        implements TrainingDefence {
    public FeatureRemoval {
        Catalogue.check(FeatureRemoval.class, features, victims, loss);
    }

    public FeatureRemoval() {
        this(8, 200, 0.1);
    }

    @Override
    public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        Model model = inner.learn(step, parts, assumed, run.child("start"));
        double least = recall(model, parts.validation()) - loss;
        int[] starts = assumed.goals().evade().starts(parts.train());
        Set<Integer> unused = new TreeSet<>();
        for (int round = 0; round < features; round++) {
            Run now = run.child("round").child(round);
            Dataset own = parts.train().select(now.rng().sample(starts, victims));
            Optional<Integer> used = mostUsed(model, own, unused, parts.train(), assumed, now);
            if (used.isEmpty()) {
                break;
            }
            Set<Integer> more = new TreeSet<>(unused);
            more.add(used.get());
            Split.Parts rest = parts.withTrain(constant(parts.train(), more));
            Model next = inner.learn(step, rest, assumed, now.child("train")).without(more);
            if (recall(next, parts.validation()) < least) {
                break;
            }
            model = next;
            unused = more;
        }
        return model;
    }

    /** No algorithm learns from a column without differences. */
    private static Dataset constant(Dataset train, Set<Integer> unused) {
        Rows rows = train.rows();
        return train.withRows(Rows.fill(rows.size(), rows.width(), (i, j) -> unused.contains(j) ? 0 : rows.get(i, j)));
    }

    private static double recall(Model model, Dataset validation) {
        int[] malicious = validation.maliciousRows();
        boolean[] alarms = model.alarms(validation.rows().select(malicious));
        int found = 0;
        for (boolean alarm : alarms) {
            found += alarm ? 1 : 0;
        }
        return alarms.length == 0 ? 1 : found / (double) alarms.length;
    }

    private static Optional<Integer> mostUsed(
            Model model, Dataset own, Set<Integer> unused, Dataset pool, ThreatModel assumed, Run run) {
        boolean[] alarms = model.alarms(own.rows());
        List<Optional<double[]>> found = OwnEvasions.of(model, own, pool, assumed, run);
        double[] uses = new double[own.schema().width()];
        for (int v = 0; v < alarms.length; v++) {
            if (alarms[v] && found.get(v).isPresent()) {
                count(own.rows().row(v), found.get(v).get(), unused, uses);
            }
        }
        int most = -1;
        for (int j = 0; j < uses.length; j++) {
            most = uses[j] > 0 && (most < 0 || uses[j] > uses[most]) ? j : most;
        }
        return most < 0 ? Optional.empty() : Optional.of(most);
    }

    private static void count(double[] before, double[] after, Set<Integer> unused, double[] uses) {
        int changed = 0;
        for (int j = 0; j < before.length; j++) {
            changed += counts(before, after, unused, j) ? 1 : 0;
        }
        for (int j = 0; j < before.length; j++) {
            uses[j] += counts(before, after, unused, j) ? 1.0 / changed : 0;
        }
    }

    private static boolean counts(double[] before, double[] after, Set<Integer> unused, int column) {
        return !unused.contains(column) && Double.compare(before[column], after[column]) != 0;
    }

    @Override
    public boolean keeps(Goals.Task task) {
        return task == Goals.Task.CLASSIFY || task == Goals.Task.CATEGORISE;
    }

    @Override
    public Set<String> against() {
        return Set.of("evasion");
    }

    @Override
    public String summary() {
        return "Removes the features that evasions of training rows rely on most.";
    }

    @Override
    public String when() {
        return "Use it to learn which features carry the evasions, or where an attacker moves a few of them freely. It costs what these features told.";
    }

    @Override
    public String source() {
        return "Zhang et al., Adversarial Feature Selection Against Evasion Attacks, IEEE Transactions on Cybernetics 2016";
    }

    @Override
    public Suite suite() {
        return Suite.THOROUGH;
    }

    @Override
    public String advice() {
        return "Leave out features that are cheap to change and that evasions rely on, as far as recall allows.";
    }
}
