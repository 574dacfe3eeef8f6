package dev.gauntlet.adapters.liblinear;

import com.google.auto.service.AutoService;
import de.bwaldvogel.liblinear.SolverType;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Categorises;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Range;
import dev.gauntlet.model.Trainer;
import java.util.List;

/** Logistic regression whose penalty can be on the size of the weights, which sets most of them to 0. */
@AutoService(Trainer.class)
public record PenalisedLogistic(
        @Param("true: L1 penalty, which sets weights to 0; false: L2 penalty")
        boolean sparse,

        @Param(value = "the cost of an error, relative to the penalty", low = 1e-9, high = 1e9)
        double c,

        @Param(value = "the tolerance at which the solver stops", low = 1e-12, high = 1)
        double epsilon)
        implements Categorises {
    public PenalisedLogistic {
        Catalogue.check(PenalisedLogistic.class, sparse, c, epsilon);
    }

    public PenalisedLogistic() {
        this(true, 1, 1e-3);
    }

    @Override
    public String summary() {
        return "Logistic regression by liblinear with few weights (L1) or small ones (L2).";
    }

    @Override
    public String source() {
        return "Fan, Chang, Hsieh, Wang, Lin, LIBLINEAR: A Library for Large Linear Classification, JMLR 9, 2008";
    }

    /** Its own, then a tenth and ten times the cost. */
    @Override
    public List<PenalisedLogistic> settings() {
        return List.of(
                this,
                new PenalisedLogistic(sparse, Math.max(1e-9, c / 10), epsilon),
                new PenalisedLogistic(sparse, Math.min(1e9, 10 * c), epsilon));
    }

    @Override
    public List<Range> ranges() {
        return List.of(Range.factors("c", 1e-3, 1e3));
    }

    @Override
    public Model train(Dataset data, Run run) {
        return fit().detector(data, run);
    }

    @Override
    public Model categorise(Dataset data, Run run) {
        return fit().classes(data, run);
    }

    private Fit fit() {
        return new Fit(this, sparse ? SolverType.L1R_LR : SolverType.L2R_LR, c, epsilon);
    }
}
