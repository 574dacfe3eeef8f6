package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.ChainedFile;
import dev.gauntlet.app.detector.Build;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.process.train.Search;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The fits of a plan's searches: each is stored as it is scored, so that a stopped search continues; their time limit
 * starts here.
 */
public final class KeptFits implements Search.Listener {
    /** Hears how a search goes on. */
    @FunctionalInterface
    public interface Progress {
        /**
         * One more fit is evaluated.
         *
         * @param fits how many there are
         * @param taken those of them that were evaluated before
         */
        void evaluated(int fits, int taken);
    }

    private final Optional<Journal> journal;
    private final double seconds;
    private final Runnable begin;
    private final Progress progress;
    private final String build = Build.digest();
    private final long start = System.nanoTime();
    private int fits;
    private int taken;

    private KeptFits(Plan plan, Optional<Journal> journal, Runnable begin, Progress progress) {
        this.journal = journal;
        this.seconds = plan.pipeline().tuning().seconds();
        this.begin = begin;
        this.progress = progress;
    }

    /** The most fits that the searches of a plan make. */
    public static int most(Plan plan) {
        return plan.pipeline()
                .tuning()
                .search()
                .map(search -> plan.pipeline().trainers().stream()
                        .mapToInt(search::fits)
                        .sum())
                .orElse(0);
    }

    /** Fits that are not stored. */
    public static KeptFits unkept(Plan plan) {
        return new KeptFits(plan, Optional.empty(), () -> {}, (fits, taken) -> {});
    }

    /**
     * Fits that are written into a file, which may hold some.
     *
     * @param begin is run before the first is written
     * @param progress receives how many fits were scored
     */
    public static KeptFits kept(Plan plan, Path file, Runnable begin, Progress progress) {
        return new KeptFits(plan, Optional.of(Journal.open(file)), begin, progress);
    }

    /** What is wrong with lines of the file that are not used. */
    public List<ChainedFile.Fault> faults() {
        return journal.map(Journal::faults).orElse(List.of());
    }

    /** How many fits are taken from the file. */
    public int taken() {
        return taken;
    }

    @Override
    public boolean over() {
        return (System.nanoTime() - start) / 1e9 > seconds;
    }

    @Override
    public synchronized OptionalDouble known(String fit) {
        OptionalDouble known = journal.flatMap(kept -> kept.find(build + " " + fit)).stream()
                .mapToDouble(Double::parseDouble)
                .findFirst();
        if (known.isPresent()) {
            taken++;
            progress.evaluated(++fits, taken);
        }
        return known;
    }

    @Override
    public synchronized void judged(String fit, double score) {
        journal.ifPresent(kept -> {
            if (kept.size() == 0) {
                begin.run();
            }
            kept.add(build + " " + fit, Double.toString(score));
        });
        progress.evaluated(++fits, taken);
    }
}
