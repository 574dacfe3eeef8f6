package dev.gauntlet.defence.data;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.EvaluationDefence;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.process.Split;
import dev.gauntlet.search.Neighbours;
import dev.gauntlet.threat.Knowledge;
import java.util.List;
import java.util.Set;

/**
 * Rejects an evaluation whose malicious test rows are near malicious training rows more often than validation rows do, with
 * 95 % confidence: both are random cuts, so only planted copies make the difference.
 */
@AutoService(Defence.class)
public record LeakCheck(
        @Param(value = "distance at which a training row counts as near, in scales", low = 0, high = 10)
        double radius,

        @Param(value = "difference of the shares that is tolerated", low = 0, high = 1)
        double tolerance)
        implements EvaluationDefence {
    public LeakCheck {
        Catalogue.check(LeakCheck.class, radius, tolerance);
    }

    public LeakCheck() {
        this(0.1, 0.02);
    }

    @Override
    public List<Knowledge> known() {
        return List.of(new Knowledge.Limit(radius, Knowledge.Limit.DISTANCE));
    }

    @Override
    public String seal(Split.Parts parts) {
        return "";
    }

    @Override
    public boolean intact(Split.Parts parts, String seal, Run run) {
        Interval test = near(parts.test(), parts.train(), run);
        Interval validation = near(parts.validation(), parts.train(), run);
        return test.minus(validation).low() <= tolerance;
    }

    /** The share of malicious rows with a malicious training row within the radius. */
    private Interval near(Dataset rows, Dataset train, Run run) {
        Dataset own = rows.select(rows.maliciousRows());
        Dataset others = train.select(train.maliciousRows());
        int[][] nearest = Neighbours.nearest(train.schema(), others.rows(), own.rows(), 1, run);
        boolean[] close = new boolean[own.size()];
        for (int i = 0; i < close.length; i++) {
            close[i] = nearest[i].length > 0
                    && train.schema().distance(own.rows().row(i), others.rows().row(nearest[i][0])) <= radius;
        }
        return Interval.share(close);
    }

    @Override
    public Set<String> against() {
        return Set.of("evaluation");
    }

    @Override
    public String summary() {
        return "Rejects an evaluation if its test rows are suspiciously close to training rows.";
    }

    @Override
    public String when() {
        return "Use it before any evaluation whose test rows others could have touched. It costs a comparison of all test rows with training rows.";
    }

    @Override
    public String source() {
        return "Arp et al., Dos and Don'ts of Machine Learning in Computer Security, USENIX Security 2022, pitfall P3";
    }

    @Override
    public String advice() {
        return "Look for near-duplicates across the split, and keep a second test part that has not been used.";
    }
}
