package dev.gauntlet.app.cli;

import dev.gauntlet.app.run.Assess;
import dev.gauntlet.app.run.Prepared;
import dev.gauntlet.campaign.Finding;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Says on standard error how far a run is: from the second second on, each second at a terminal, else every ten. */
final class Progress implements Assess.Progress, AutoCloseable {
    private static final int SLOW = 10;

    private final PrintWriter err;
    private final boolean terminal;
    private final int wide;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> ticking;
    private final Map<String, Long> begun = new HashMap<>();
    private final Map<String, Double> seconds = new HashMap<>();
    private String now = "";
    private int attacks;
    private int finished;
    private int fresh;
    private long campaignStart;

    Progress(PrintWriter err, boolean terminal, Window window) {
        this.err = err;
        this.wide = window.width() - 1;
        this.terminal = terminal;
        int every = terminal ? 1 : SLOW;
        ticking = clock.scheduleAtFixedRate(this::show, 2, every, TimeUnit.SECONDS);
    }

    /** How many seconds each attack took from its beginning to its end, those from the journal left out. */
    synchronized SortedMap<String, Double> seconds() {
        return new TreeMap<>(seconds);
    }

    synchronized void say(String what) {
        now = what;
    }

    @Override
    public synchronized void prepared(Prepared prepared, int count) {
        attacks = count;
        campaignStart = System.nanoTime();
        now = "attacking";
    }

    @Override
    public synchronized void started(String attack) {
        begun.put(attack, System.nanoTime());
    }

    @Override
    public synchronized void cell(String attack, List<Finding> findings, boolean fromJournal) {
        finished++;
        fresh += fromJournal ? 0 : 1;
        Long since = begun.get(attack);
        if (since != null) {
            seconds.put(attack, (System.nanoTime() - since) / 1e9);
        }
        now = attack + " done";
    }

    private synchronized void show() {
        double seconds = (System.nanoTime() - start) / 1e9;
        String text = attacks == 0
                ? String.format(Locale.ROOT, "%3.0f s  %s", seconds, now)
                : String.format(Locale.ROOT, "%3.0f s  %d of %d attacks%s  %s", seconds, finished, attacks, eta(), now);
        if (terminal) {
            err.print("\r" + line(text));
        } else {
            err.println(text);
        }
        err.flush();
    }

    /** A line that covers all of the one before it and never wraps. */
    private String line(String text) {
        return (text + " ".repeat(wide)).substring(0, wide);
    }

    private String eta() {
        double since = (System.nanoTime() - campaignStart) / 1e9;
        return left(since, attacks - finished, fresh)
                .map(seconds -> String.format(Locale.ROOT, ", about %.0f s left", seconds))
                .orElse("");
    }

    /**
     * The seconds to come if what is left takes as long as what was run; nothing is said of a run before a fifth of it
     * is done, as the quick attacks end first.
     *
     * @param fresh how many attacks were run, not taken from the journal
     */
    static Optional<Double> left(double seconds, int open, int fresh) {
        boolean early = fresh == 0 || 5 * fresh < open + fresh;
        return early ? Optional.empty() : Optional.of(seconds / fresh * open);
    }

    @Override
    public void close() {
        finish();
    }

    /** Stops talking and clears the line, before results are printed. */
    synchronized void finish() {
        ticking.cancel(false);
        clock.shutdownNow();
        if (terminal) {
            err.print("\r" + line("") + "\r");
            err.flush();
        }
    }
}
