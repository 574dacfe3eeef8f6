package dev.gauntlet.attack.poisoning;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.PoisoningAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.search.FeasibleSet;
import dev.gauntlet.search.Flips;
import dev.gauntlet.search.Rewritten;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Teaches the detector that a certain combination of values is benign, by adding copies of benign rows that carry it,
 * rightly labelled; later the attacker's malicious rows carry it too. The trigger takes the movable features in which
 * malicious rows differ most from benign ones, and for each a value that benign rows have, but rarely. Where rows are to be taken
 * for one kind of malice, that kind stands for the benign rows.
 *
 * <p>A trigger often works without any poisoning, and so may the added rows without a trigger: its damage is what both together do
 * beyond either.
 */
@AutoService(Attack.class)
public record BackdoorTrigger(
        @Param(value = "how many features the trigger sets", low = 1, high = 64)
        int features,

        @Param(value = "quantile of the benign values that the trigger takes", low = 0, high = 1)
        double quantile)
        implements PoisoningAttack {
    public BackdoorTrigger {
        Catalogue.check(BackdoorTrigger.class, features, quantile);
    }

    public BackdoorTrigger() {
        this(4, 0.9);
    }

    @Override
    public Dataset poison(Dataset train, AttackerContext grant, Run run) {
        return planted(train, grant, run, true);
    }

    @Override
    public Dataset decoys(Dataset train, AttackerContext grant, Run run) {
        return planted(train, grant, run, false);
    }

    private Dataset planted(Dataset train, AttackerContext grant, Run run, boolean stamped) {
        int allowed = grant.budget().rowsOf(train.size());
        Goal goal = grant.goal();
        double[] trigger = choose(train, goal);
        int[] hosts = run.rng().sample(taught(train, goal), 3 * allowed);
        List<double[]> rows = new ArrayList<>();
        for (int host : hosts) {
            double[] row = train.rows().row(host);
            stamp(grant, row, trigger).map(with -> stamped ? with : row).ifPresent(rows::add);
        }
        if (rows.isEmpty()) {
            return train;
        }
        int[] labels = new int[rows.size()];
        Arrays.fill(labels, goal.taught());
        Dataset candidates = Rewritten.labelled(train, Rows.of(rows.toArray(double[][]::new)), labels);
        return Flips.append(train, candidates, allowed, grant.filter());
    }

    @Override
    public Dataset trigger(Dataset victims, Dataset train, AttackerContext grant, Run run) {
        double[] trigger = choose(train, grant.goal());
        double[][] rows = IntStream.range(0, victims.size())
                .mapToObj(i -> stamp(grant, victims.rows().row(i), trigger)
                        .orElse(victims.rows().row(i)))
                .toArray(double[][]::new);
        return victims.withRows(Rows.of(rows));
    }

    private static java.util.Optional<double[]> stamp(AttackerContext grant, double[] row, double[] trigger) {
        double[] wanted = row.clone();
        for (int j = 0; j < wanted.length; j++) {
            wanted[j] = Double.isNaN(trigger[j]) ? row[j] : trigger[j];
        }
        return new FeasibleSet(grant.schema(), grant.budget(), row)
                .project(wanted)
                .filter(changed -> !Arrays.equals(changed, row));
    }

    /** The rows of the class that the detector is to call triggered rows. */
    private static int[] taught(Dataset train, Goal goal) {
        return IntStream.range(0, train.size())
                .filter(i -> train.label(i) == goal.taught())
                .toArray();
    }

    /** The wanted value of every feature of the trigger, NaN elsewhere. */
    private double[] choose(Dataset train, Goal goal) {
        double[] trigger = new double[train.schema().width()];
        Arrays.fill(trigger, Double.NaN);
        Rows good = train.rows().select(taught(train, goal));
        Rows bad = train.rows().select(goal.starts(train));
        int[] movable = IntStream.of(train.schema().movable())
                .filter(j -> train.schema().feature(j).kind() != Feature.Kind.CATEGORY)
                .toArray();
        double[] gaps = new double[trigger.length];
        for (int j : movable) {
            gaps[j] = gap(train, good, bad, j);
        }
        IntStream.of(movable)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -gaps[j]).thenComparing(j -> j))
                .limit(features)
                .forEach(j -> trigger[j] = at(good.column(j), quantile));
        return trigger;
    }

    private static double gap(Dataset train, Rows good, Rows bad, int j) {
        double middle = Math.abs(at(good.column(j), 0.5) - at(bad.column(j), 0.5));
        return Math.min(3, middle / train.schema().feature(j).scale());
    }

    private static double at(double[] values, double quantile) {
        double[] sorted =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) (quantile * (sorted.length - 1))];
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.TRAINING_ROWS, Requirement.INPUTS);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Filter.class);
    }

    @Override
    public Suite suite() {
        return Suite.STANDARD;
    }

    @Override
    public String taxonomy() {
        return "backdoor";
    }

    @Override
    public String summary() {
        return "Plants a backdoor trigger with correctly labelled training rows, then uses it.";
    }

    @Override
    public String when() {
        return "Use it where an attacker can add correctly labelled rows. It takes a surrogate model; it counts only rows that carry the trigger.";
    }

    @Override
    public String source() {
        return "Severi et al., Explanation-Guided Backdoor Poisoning Attacks Against Malware Classifiers, USENIX Security 2021";
    }
}
