package dev.gauntlet.process;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import java.util.ArrayList;
import java.util.List;

/** The infer step: a deployed model scores unseen rows. */
public record Infer() {
    public Verdicts apply(Model model, Dataset rows) {
        double[] malice = model.malice(rows.rows());
        String digest = Bundle.of(model).digest();
        List<Verdicts.Verdict> verdicts = new ArrayList<>(malice.length);
        for (int i = 0; i < malice.length; i++) {
            verdicts.add(new Verdicts.Verdict(i, rows.id(i), malice[i] >= model.threshold(), malice[i], digest, ""));
        }
        return new Verdicts(verdicts);
    }
}
