package dev.gauntlet.app.cli;

import dev.gauntlet.app.run.Assess;
import dev.gauntlet.app.run.Journal;
import dev.gauntlet.app.run.Kept;
import dev.gauntlet.app.run.Plan;
import dev.gauntlet.app.run.Prepared;
import dev.gauntlet.app.run.RunFolder;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Plural;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine;

/** One run at the terminal: folder, journal, progress, table, gates. */
record Session(Assess assess, Plan plan, int threads, CommandLine line) {
    int run(Optional<Path> out) {
        long start = System.nanoTime();
        Gating gating = Gating.all(assess, line.getErr());
        RunFolder folder = RunFolder.of(out, plan);
        PrintWriter err = line.getErr();
        ForkJoinPool pool = new ForkJoinPool(threads);
        Journal journal = opened(folder);
        ResumeHint hint = new ResumeHint(err, folder.path());
        if (journal.size() > 0) {
            hint.kept(journal::size);
        }
        try (Progress progress = new Progress(err, CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            progress.building(folder.path());
            progress.say("reading and training");
            Kept kept = kept(folder, progress, plan.seeds().size());
            Prepared prepared = assess.prepare(pool, kept);
            gating.check(prepared);
            double trained = (System.nanoTime() - start) / 1e9;
            if (kept.trials().taken() > 0) {
                err.print(Plural.format(
                        "%d fit[s] of the search [is|are] reused from %s%n",
                        kept.trials().taken(), folder.path()));
            }
            folder.begin(plan);
            hint.kept(journal::used);
            Assessment assessment = assess.run(prepared, pool, Optional.of(journal), kept, progress);
            double done = (System.nanoTime() - start) / 1e9;
            folder.write(
                    assessment, prepared, new RunFolder.Timings(trained, done - trained, threads, progress.seconds()));
            progress.finish();
            hint.cancel();
            tellUse(prepared);
            new Summary(assessment, line.getOut(), line.getColorScheme().ansi(), Window.here()).print();
            line.getOut()
                    .printf(
                            "%nEverything is in %s; open %s%n",
                            folder.path(), folder.path().resolve("report.html"));
            line.getOut().flush();
            return verdict(gating, assessment);
        } finally {
            hint.cancel();
            pool.shutdown();
        }
    }

    /** Runs the process without an adversary. */
    int process(Optional<Path> out) {
        long start = System.nanoTime();
        Gating gating = Gating.ofDetector(assess, line.getErr());
        RunFolder folder = RunFolder.of(out, plan);
        PrintWriter err = line.getErr();
        ForkJoinPool pool = new ForkJoinPool(threads);
        try (Progress progress = new Progress(err, CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            progress.say("building the detector");
            Kept kept = kept(folder, progress, 1);
            Prepared prepared = assess.prepare(pool, kept);
            gating.check(prepared);
            double trained = (System.nanoTime() - start) / 1e9;
            if (kept.trials().taken() > 0) {
                err.print(Plural.format(
                        "%d fit[s] of the search [is|are] reused from %s%n",
                        kept.trials().taken(), folder.path()));
            }
            folder.begin(plan);
            Assessment assessment = assess.process(prepared, pool, what -> progress.say("evaluating: " + what));
            double done = (System.nanoTime() - start) / 1e9;
            folder.write(
                    assessment, prepared, new RunFolder.Timings(trained, done - trained, threads, new TreeMap<>()));
            progress.finish();
            tellUse(prepared);
            new ScoreTable(
                            assessment,
                            ConcernList.KEPT,
                            line.getOut(),
                            line.getColorScheme().ansi(),
                            Window.here())
                    .print();
            line.getOut()
                    .printf(
                            "%nEverything is in %s; open %s%n",
                            folder.path(), folder.path().resolve("report.html"));
            line.getOut().flush();
            return gating.verdict(assessment);
        } finally {
            pool.shutdown();
        }
    }

    private Kept kept(RunFolder folder, Progress progress, int seeds) {
        SearchPace pace = SearchPace.of(plan, seeds);
        return Kept.in(folder, plan, (fits, taken) -> progress.say(pace.text(fits, taken)));
    }

    /** The number of queries to a target, and their price. */
    private void tellUse(Prepared prepared) {
        prepared.use()
                .ifPresent(use -> line.getErr()
                        .print(Plural.format(
                                "the target scored %,d row[s] in %,d request[s], %.2f ms per row%s%s%s%n",
                                use.rows(),
                                use.questions(),
                                use.rows() == 0 ? 0 : 1000 * use.seconds() / use.rows(),
                                use.taken() == 0
                                        ? ""
                                        : Plural.format(
                                                "; %,d answer[s] [was|were] stored in the run's folder", use.taken()),
                                use.remembered() == 0
                                        ? ""
                                        : Plural.format(
                                                "; %,d row[s] [was|were] answered from the cache", use.remembered()),
                                prepared.price(use)
                                        .map(price -> String.format(
                                                Locale.ROOT, "; at its price this costs " + "%,.2f", price))
                                        .orElse(""))));
    }

    private Journal opened(RunFolder folder) {
        Journal journal = Journal.open(folder.path().resolve("journal.jsonl"));
        if (journal.torn() > 0) {
            line.getErr()
                    .print(Plural.format(
                            "%d unfinished or altered journal line[s] [is|are] ignored and run " + "again%n",
                            journal.torn()));
        }
        return journal;
    }

    private int verdict(Gating gating, Assessment assessment) {
        int gates = gating.verdict(assessment);
        boolean failed = assessment.findings().stream().anyMatch(f -> f.outcome() == Finding.Outcome.FAILED);
        return failed ? Main.FAILED : gates;
    }

    int dryRun() {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            long start = System.nanoTime();
            Prepared prepared = assess.prepare(pool, Kept.nothing(plan));
            Gating.all(assess, line.getErr()).check(prepared);
            double seconds = (System.nanoTime() - start) / 1e9;
            PrintWriter out = line.getOut();
            Campaign campaign = assess.campaign();
            int runs = 0;
            for (Attack attack : assess.attacks()) {
                Optional<String> skipped = campaign.skips(prepared.lab(), attack);
                runs += skipped.isEmpty() ? 1 : 0;
                out.printf(
                        "%-24s %s%n",
                        attack.id(), skipped.map(why -> "skipped: " + why).orElse("will run"));
            }
            // A cell trains about eight detectors; the time for the clean one was just measured.
            out.print(Plural.format(
                    "%d attack[s] will run; expect about %.0f second[s]%n",
                    runs, plan.seeds().size() * (1 + seconds * runs)));
            return Main.DONE;
        } finally {
            pool.shutdown();
        }
    }
}
