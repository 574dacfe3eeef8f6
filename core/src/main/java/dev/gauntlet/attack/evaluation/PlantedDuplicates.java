package dev.gauntlet.attack.evaluation;

import com.google.auto.service.AutoService;
import dev.gauntlet.Phase;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.EvaluationAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Split;
import dev.gauntlet.search.NearCopies;
import dev.gauntlet.search.Rewritten;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Goal;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Requirement;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Plants near-copies of the malicious test rows that the candidate misses among the training rows, rightly labelled:
 * the candidate memorises them and looks good on the test part, but is no better elsewhere. If it knows the radius of a
 * leak check, it keeps its copies further away.
 */
@AutoService(Attack.class)
public record PlantedDuplicates(
        @Param(value = "largest difference of a copy from its original, in scales", low = 0, high = 1)
        double spread,

        @Param(value = "copies of each row", low = 1, high = 100)
        int copies)
        implements EvaluationAttack {
    private static final double BEYOND = 1.5;

    public PlantedDuplicates {
        Catalogue.check(PlantedDuplicates.class, spread, copies);
    }

    public PlantedDuplicates() {
        this(0.01, 3);
    }

    @Override
    public Split.Parts tamper(Split.Parts parts, Model candidate, AttackerContext grant, Run run) {
        Dataset test = parts.test();
        Goal goal = grant.goal();
        double[] answers = goal.answers(candidate, test.rows());
        int allowed = grant.budget().rowsOf(parts.train().size());
        int[] missed = IntStream.of(goal.starts(test))
                .filter(i -> goal.reached(test.truth(i), answers[i]))
                .toArray();
        int[] models = IntStream.range(0, missed.length * copies)
                .map(k -> missed[k % missed.length])
                .limit(allowed)
                .toArray();
        if (models.length == 0) {
            return parts;
        }
        double least = BEYOND * grant.limits(Knowledge.Limit.DISTANCE).max().orElse(0);
        Rng rng = run.rng();
        NearCopies copier = new NearCopies(test.schema());
        double[][] rows = IntStream.of(models)
                .mapToObj(i -> copier.of(test.rows().row(i), spread, least, rng))
                .toArray(double[][]::new);
        Dataset planted = test.select(models)
                .withRows(Rows.of(rows))
                .withIds(IntStream.range(0, rows.length)
                        .mapToLong(i -> Rewritten.FIRST_ID + i)
                        .toArray());
        return parts.withTrain(parts.train().append(planted));
    }

    /** It targets the split, not what is measured on it. */
    @Override
    public Phase phase() {
        return Phase.SPLIT;
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.EVALUATION_DATA, Requirement.TRAINING_ROWS);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Limit.class);
    }

    @Override
    public String taxonomy() {
        return "evaluation-poisoning";
    }

    @Override
    public String summary() {
        return "Plants near-copies of missed test rows in training, so that a bad model is accepted.";
    }

    @Override
    public String when() {
        return "Use it where others can add training rows and know test rows. It takes a few trainings and no query.";
    }

    @Override
    public String source() {
        return "Arp et al., Dos and Don'ts of Machine Learning in Computer Security, USENIX Security 2022, pitfall P3";
    }
}
