package dev.gauntlet.model;

import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import java.util.List;

/** An algorithm with its parameters: a function from a data set to a detector. */
public interface Trainer extends Plugin {
    /**
     * Trains a detector; every label above 0 counts as malicious, unlabelled rows (-1) are left out by supervised
     * methods. The same data and seed give the same detector at any number of threads.
     *
     * @throws IllegalArgumentException if the data cannot be learnt from, for example one class only
     */
    Model train(Dataset data, Run run);

    /**
     * The detector that this algorithm learns from data in a run: trained once, and the same wherever it is trained. Its stream
     * depends on the run's seed, the algorithm and the data alone. One that is no record of parameters is trained each time.
     * Data with quantities make a model that estimates them, and data of kinds one that tells kinds apart, where the algorithm can.
     *
     * @throws IllegalArgumentException if the data cannot be learnt from, for example one class only
     */
    default Model trained(Dataset data, Run run) {
        Run stream = run.shared(data.isOfKinds() ? "detector of kinds" : "detector")
                .child(data.digest())
                .child(data.namesText());
        if (!Catalogue.hasText(this)) {
            return learnt(data, stream.child(getClass().getName()));
        }
        Run own = stream.child(Catalogue.text(this));
        return run.store()
                .get("detector", own.seed().toString(), new ModelCodec(data.schema()), () -> learnt(data, own));
    }

    private Model learnt(Dataset data, Run run) {
        if (data.hasQuantities() && this instanceof Predicts predicts) {
            return predicts.predict(data, data.quantities(), run);
        }
        return data.isOfKinds() && this instanceof Categorises categorises
                ? categorises.categorise(data, run)
                : train(data, run);
    }

    /** This trainer and a few other settings of it to try when its own are not accepted. */
    default List<? extends Trainer> settings() {
        return List.of(this);
    }

    /** The search ranges of its parameters; those not named keep their value. */
    default List<Range> ranges() {
        return List.of();
    }

    /** Whether it learns without labels. */
    default boolean unsupervised() {
        return false;
    }
}
