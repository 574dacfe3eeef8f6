package dev.gauntlet.app.run;

import dev.gauntlet.adapters.remote.RemoteKernel;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.campaign.trial.Lab;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is to be said of a detector that is asked where it runs. */
record Elsewhere(RemoteKernel kernel) {
    static Optional<Elsewhere> of(Model model) {
        return model.kernel() instanceof RemoteKernel remote ? Optional.of(new Elsewhere(remote)) : Optional.empty();
    }

    /** What it is, for the record. */
    String setting() {
        return "%s, which answers with %s"
                .formatted(kernel.target().name(), kernel.answer().plural());
    }

    /** Before it is attacked. */
    List<String> before() {
        List<String> notes = new ArrayList<>();
        notes.add("the detector is the target " + setting()
                + "; it can only be asked, so what would train one like it or change its numbers is skipped, and what is"
                + " called a member of its training set is a row of the training part");
        notes.addAll(kernel.probe().notes());
        return notes;
    }

    /**
     * After it was attacked.
     *
     * @param defences those that were to be tried
     */
    List<String> after(Lab lab, List<Defence> defences) {
        List<String> notes = new ArrayList<>();
        kernel.drift().ifPresent(notes::add);
        List<String> left = defences.stream()
                .filter(defence -> lab.refuses(defence).isPresent())
                .map(Plugin::id)
                .toList();
        if (!left.isEmpty()) {
            notes.add("defences that train the detector anew are left out: " + String.join(", ", left));
        }
        return notes;
    }
}
