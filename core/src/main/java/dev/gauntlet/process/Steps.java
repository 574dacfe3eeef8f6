package dev.gauntlet.process;

import dev.gauntlet.model.Trainer;
import dev.gauntlet.process.retrain.Window;
import java.util.Optional;

/**
 * The steps of a process, as its plan states them. Commands run them, and trials attack the same value, so that what is
 * attacked is what is deployed. The guards of the steps, which defences add, are a {@link Pipeline}.
 *
 * @param preparation from records to labelled rows; empty if there are only rows
 * @param sanitise which training rows are left out, poisoned ones included
 * @param policy how the algorithm is chosen, and by which criteria a detector is accepted; empty if it is given
 * @param train the training; its algorithm is the chosen one once there is a detector
 * @param window which rows a retraining uses
 */
public record Steps(
        Optional<Preparation> preparation,
        Split split,
        Sanitise sanitise,
        Optional<Policy> policy,
        Train train,
        Window window) {
    /** Training on rows, with the defaults of the other steps. */
    public Steps(Train train) {
        this(Optional.empty(), new Split(), new Sanitise(), Optional.empty(), train, new Window.Expanding());
    }

    public Steps with(Train other) {
        return new Steps(preparation, split, sanitise, policy, other, window);
    }

    public Steps with(Trainer chosen) {
        return with(train.with(chosen));
    }

    public Steps with(Window other) {
        return new Steps(preparation, split, sanitise, policy, train, other);
    }

    public Steps with(Sanitise other) {
        return new Steps(preparation, split, other, policy, train, window);
    }

    public Steps with(Preparation other) {
        return new Steps(Optional.of(other), split, sanitise, policy, train, window);
    }

    /** Sanitises the training part. */
    public Split.Parts sanitised(Split.Parts parts) {
        return parts.withTrain(sanitise.apply(parts.train()).rows());
    }
}
