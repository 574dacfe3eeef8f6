package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.MemoryStore;
import dev.gauntlet.base.Store;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process stores while it runs, so that a stopped one continues: the fits of its searches and the answers of a
 * target.
 *
 * @param folder where a target's answers are kept; absent to keep none
 * @param begin is run before the first answer is written
 * @param store the costly results
 */
public record Checkpoint(KeptFits trials, Optional<Path> folder, Runnable begin, Store store) {
    /** Nothing is kept. */
    public static Checkpoint nothing(Plan plan) {
        return new Checkpoint(KeptFits.unkept(plan), Optional.empty(), () -> {}, new MemoryStore());
    }

    /** The fits of searches alone. */
    public static Checkpoint fits(KeptFits trials) {
        return new Checkpoint(trials, Optional.empty(), () -> {}, new MemoryStore());
    }

    /**
     * Everything, in the folder of a run.
     *
     * @param begin makes the folder
     * @param progress receives how many fits were scored
     */
    public static Checkpoint in(RunFolder folder, Plan plan, Runnable begin, KeptFits.Progress progress, Store store) {
        return new Checkpoint(
                KeptFits.kept(plan, folder.path().resolve(RunFolder.FITS), begin, progress),
                Optional.of(folder.path()),
                begin,
                store);
    }

    /** The ledger of a process under a seed; each seed queries again. */
    public Ledger ledger(Plan plan) {
        return folder.map(path -> Ledger.kept(path.resolve("answers-" + plan.seed() + ".txt"), begin))
                .orElseGet(Ledger::unkept);
    }
}
