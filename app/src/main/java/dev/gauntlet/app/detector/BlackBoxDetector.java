package dev.gauntlet.app.detector;

import dev.gauntlet.adapters.remote.RemoteKernel;
import dev.gauntlet.campaign.Guard;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes on a black-box detector: a target that runs elsewhere, or a black-box file. */
public record BlackBoxDetector(BlackBox kernel) {
    public static Optional<BlackBoxDetector> of(Model model) {
        return model.kernel() instanceof BlackBox opaque ? Optional.of(new BlackBoxDetector(opaque)) : Optional.empty();
    }

    /** What it is if it runs elsewhere. */
    public Optional<RemoteKernel> target() {
        return kernel instanceof RemoteKernel remote ? Optional.of(remote) : Optional.empty();
    }

    /** What it is, for the record. */
    public String setting() {
        return target().map(remote -> "%s, which answers with %s"
                        .formatted(remote.target().name(), remote.answer().plural()))
                .orElseGet(() -> "a black box, which answers with " + (kernel.showsScores() ? "scores" : "labels"));
    }

    /** Before it is attacked. */
    List<String> before() {
        List<String> notes = new ArrayList<>();
        notes.add("the detector is %s%s".formatted(target().isPresent() ? "the target " : "", setting())
                + "; it is a black box (queries only): attacks and defences that would train such a detector or "
                + "change its parameters are skipped, and the training part is used in place of its training set");
        target().ifPresent(remote -> notes.addAll(remote.probe().notes()));
        return notes;
    }

    /**
     * After it was attacked.
     *
     * @param guards those that were to be tried
     */
    public List<String> after(Lab lab, List<Guard> guards) {
        List<String> notes = new ArrayList<>();
        target().flatMap(RemoteKernel::drift).ifPresent(notes::add);
        kernel.settle();
        List<String> left = guards.stream()
                .filter(guard -> lab.refuses(guard.pipeline()).isPresent())
                .map(Guard::name)
                .toList();
        if (!left.isEmpty()) {
            notes.add("defences that retrain the detector are left out: " + String.join(", ", left));
        }
        return notes;
    }
}
