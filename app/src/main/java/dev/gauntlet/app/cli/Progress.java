package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.base.Plural;
import dev.gauntlet.campaign.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Reports on standard error how far a run is: after two seconds, each second at a terminal, else every ten. */
final class Progress implements Assess.Progress, AutoCloseable {
    private static final int SLOW = 10;
    /** Of a share of the results, how many and which part must be measured before their pace is used. */
    private static final int ENOUGH = 5;

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
    private String phase = "";
    private String folder = "";
    private String now = "";
    private final List<String> done = new ArrayList<>();
    private List<String> tried = List.of();
    private int known;
    private int shared;
    private int measured;
    private long campaignStart;
    private long evaluationStart;

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

    /** The first of the three phases of an assessment, which leaves its files in a folder. */
    synchronized void building(Path run) {
        phase = "1 of 3, building the detector";
        folder = run.toString();
    }

    synchronized void say(String what) {
        now = what;
    }

    @Override
    public synchronized void prepared(List<String> attacks, int seeds) {
        campaignStart = System.nanoTime();
        tried = Collections.nCopies(seeds, attacks).stream()
                .flatMap(List::stream)
                .toList();
        phase = "2 of 3, attacking";
        now = "";
    }

    @Override
    public synchronized void reused(int attacks, int results, int stored) {
        if (stored > 0 && terminal) {
            err.print("\r" + line("") + "\r");
        }
        if (attacks > 0 && results > 0) {
            err.print(Plural.format(
                    "%d finished attack[s] and %d result[s] of others are reused from %s%n", attacks, results, folder));
        } else if (attacks > 0) {
            err.print(Plural.format("%d finished attack[s] [is|are] reused from %s%n", attacks, folder));
        } else if (results > 0) {
            err.print(Plural.format("%d result[s] [is|are] reused from %s%n", results, folder));
        } else if (stored > 0 && done.isEmpty()) {
            err.print(Plural.format(
                    "none of the %d result[s] in %s can be reused: their attacks are not selected, or the build, the data or "
                            + "the settings have changed%n",
                    stored, folder));
        }
        err.flush();
    }

    @Override
    public synchronized void evaluating(String what) {
        evaluationStart = evaluationStart == 0 ? System.nanoTime() : evaluationStart;
        phase = "3 of 3, evaluating";
        now = what;
    }

    @Override
    public synchronized void started(String attack) {
        begun.put(attack, System.nanoTime());
    }

    @Override
    public synchronized void sharing(int results) {
        shared += results;
    }

    @Override
    public synchronized void measured(String arm) {
        measured++;
        now = "last done: " + arm;
    }

    @Override
    public synchronized void finished(String attack, List<Finding> findings, boolean reused) {
        if (tried.contains(attack)) {
            done.add(attack);
            known += reused ? 1 : 0;
        }
        Long since = begun.get(attack);
        if (since != null) {
            seconds.put(attack, (System.nanoTime() - since) / 1e9);
        }
        now = "last done: " + attack;
    }

    private synchronized void show() {
        double seconds = (System.nanoTime() - start) / 1e9;
        String text = String.format(Locale.ROOT, "%3.0f s  %s%s%s", seconds, phase, details(), now);
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

    /** How far the phase is, and how long all that follows takes. */
    private String details() {
        if (phase.isEmpty()) {
            return "";
        }
        if (campaignStart == 0) {
            return ": ";
        }
        double build = (campaignStart - start) / 1e9;
        if (evaluationStart > 0) {
            double left = new Forecast(build, tried).evaluation() - (System.nanoTime() - evaluationStart) / 1e9;
            return (left > 0 ? ", about " + Forecast.words(left) + " left" : ", longer than expected") + ": ";
        }
        double elapsed = (System.nanoTime() - campaignStart) / 1e9;
        if (shared > 0) {
            double left = elapsed * (shared - measured) / Math.max(1, measured);
            boolean enough = measured >= Math.max(ENOUGH, shared / ENOUGH);
            return ": %d of %d results%s  "
                    .formatted(measured, shared, enough ? ", about " + Forecast.words(left) + " left" : "");
        }
        // Results from the journal took no time in this run.
        List<String> open = new ArrayList<>(tried);
        List<String> fresh = done.subList(known, done.size());
        done.subList(0, known).forEach(open::remove);
        return Plural.format(
                ": %d of %d attack[s], %s  ",
                done.size(), tried.size(), new Forecast(build, open).text(elapsed, fresh));
    }

    @Override
    public void close() {
        finish();
    }

    /** Stops the reports and clears the line, before results are printed. */
    synchronized void finish() {
        ticking.cancel(false);
        clock.shutdownNow();
        if (terminal) {
            err.print("\r" + line("") + "\r");
            err.flush();
        }
    }
}
