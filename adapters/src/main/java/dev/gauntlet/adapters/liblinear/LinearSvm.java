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

/** The widest margin between the classes, with squared hinge loss; the margin is used as log-odds. */
@AutoService(Trainer.class)
public record LinearSvm(
        @Param(value = "the cost of an error, relative to the norm of the weights", low = 1e-9, high = 1e9)
        double c,

        @Param(value = "the tolerance at which the solver stops", low = 1e-12, high = 1)
        double epsilon)
        implements Categorises {
    public LinearSvm {
        Catalogue.check(LinearSvm.class, c, epsilon);
    }

    public LinearSvm() {
        this(1, 1e-3);
    }

    @Override
    public String summary() {
        return "Linear support vector machine by liblinear; its margin is used as log-odds.";
    }

    @Override
    public String source() {
        return "Fan, Chang, Hsieh, Wang, Lin, LIBLINEAR: A Library for Large Linear Classification, JMLR 9, 2008";
    }

    /** Its own, then a tenth and ten times the cost. */
    @Override
    public List<LinearSvm> settings() {
        return List.of(
                this, new LinearSvm(Math.max(1e-9, c / 10), epsilon), new LinearSvm(Math.min(1e9, 10 * c), epsilon));
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
        return new Fit(this, SolverType.L2R_L2LOSS_SVC_DUAL, c, epsilon);
    }
}
