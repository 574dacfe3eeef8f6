package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.ChainedFile;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.app.assess.AssessedSystem;
import dev.gauntlet.app.assess.Checkpoint;
import dev.gauntlet.app.assess.DiskStore;
import dev.gauntlet.app.assess.Journal;
import dev.gauntlet.app.assess.Measuring;
import dev.gauntlet.app.assess.RunFolder;
import dev.gauntlet.app.assess.Shard;
import dev.gauntlet.app.assess.Shards;
import dev.gauntlet.app.assess.TakenFolder;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.report.Report;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.MemoryStore;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Store;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine;

/** One run at the terminal: folder, journal, progress, table, gates. */
record Session(Assess assess, Plan plan, int threads, StoreOption store, Optional<SigningKey> key, CommandLine line) {
    private static final int MOST = 5;

    /** What an assessment is made of in the folder of a run. */
    private record Opened(
            RunFolder folder,
            Journal journal,
            DiskStore store,
            Checkpoint kept,
            Progress progress,
            ForkJoinPool pool) {}

    /** What is done with a prepared process. */
    private interface Work {
        int apply(Opened opened, AssessedSystem prepared, double trained);
    }

    int run(Optional<Path> out) {
        Gating gating = Gating.all(assess, line.getErr());
        long start = System.nanoTime();
        try (TakenFolder taken = TakenFolder.of(out, plan)) {
            return opened(taken.folder(), Optional.empty(), gating, (opened, prepared, trained) -> {
                Assessment assessment =
                        assess.run(prepared, opened.pool, Optional.of(opened.journal), opened.kept, opened.progress);
                return written(opened, prepared, assessment, gating, start, trained);
            });
        }
    }

    /** Joins what shards have measured. */
    int merge(Optional<Path> out, Shards shards) {
        Gating gating = Gating.all(assess, line.getErr());
        long start = System.nanoTime();
        try (TakenFolder taken = TakenFolder.of(out, plan)) {
            shards.join(taken.folder(), (file, faults) -> tellAltered(file, faults, "what it held is not used"));
            return opened(taken.folder(), Optional.empty(), gating, (opened, prepared, trained) -> {
                Assessment assessment =
                        assess.merged(prepared, opened.pool, opened.journal, opened.kept, opened.progress);
                return written(opened, prepared, assessment, gating, start, trained);
            });
        }
    }

    /** Measures one shard of the cells. */
    int share(Optional<Path> out, Shard shard) {
        shard.check(plan, out);
        Gating gating = Gating.all(assess, line.getErr());
        try (TakenFolder taken = TakenFolder.of(out, plan)) {
            return opened(
                    taken.folder(),
                    Optional.of(shard),
                    gating,
                    (opened, prepared, trained) -> shared(opened, prepared, shard));
        }
    }

    private int shared(Opened opened, AssessedSystem prepared, Shard shard) {
        Measuring.Shared shared =
                assess.share(prepared, opened.pool, opened.journal, opened.kept, opened.progress, shard);
        opened.progress.finish();
        store.end(opened.store, line.getErr());
        line.getOut()
                .printf(
                        "shard %s: %d of %d results are in %s%s%nwhen all shards have ended: gauntlet merge DIR..."
                                + " --out DIR%n",
                        shard,
                        shared.cells() - shared.failed(),
                        shared.all(),
                        opened.folder.path(),
                        shared.failed() == 0 ? "" : "; %d failed".formatted(shared.failed()));
        line.getOut().flush();
        return shared.failed() == 0 ? Main.DONE : Main.FAILED;
    }

    /** Makes a run folder of the plan, of a shard if there is one; also in the middle of a search, to keep its fits. */
    private Runnable beginning(RunFolder folder, Optional<Shard> shard) {
        return () -> {
            Shard.mark(folder, shard, assess.build());
            folder.begin(plan);
        };
    }

    private int opened(RunFolder folder, Optional<Shard> shard, Gating gating, Work work) {
        long start = System.nanoTime();
        PrintWriter err = line.getErr();
        ForkJoinPool pool = new ForkJoinPool(threads);
        Journal journal = opened(folder);
        ResumeHint hint = new ResumeHint(err, folder.path());
        if (journal.size() > 0) {
            hint.kept(journal::size);
        }
        DiskStore results = store.of(folder);
        try (Progress progress = new Progress(err, CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            progress.building(folder.path());
            progress.say("reading and training");
            Runnable begin = beginning(folder, shard);
            Checkpoint kept = kept(folder, begin, progress, plan.seeds().size(), results);
            AssessedSystem prepared = assess.prepare(pool, kept);
            gating.check(prepared);
            tellFits(kept, folder);
            begin.run();
            hint.kept(journal::used);
            Opened opened = new Opened(folder, journal, results, kept, progress, pool);
            int code = work.apply(opened, prepared, (System.nanoTime() - start) / 1e9);
            hint.cancel();
            return code;
        } finally {
            hint.cancel();
            pool.shutdown();
        }
    }

    private int written(
            Opened opened, AssessedSystem prepared, Assessment assessment, Gating gating, long start, double trained) {
        double done = (System.nanoTime() - start) / 1e9;
        opened.folder.write(
                assessment,
                prepared,
                new RunFolder.Timings(trained, done - trained, threads, opened.progress.seconds(), opened.store.uses()),
                Report::html,
                key);
        opened.progress.finish();
        store.end(opened.store, line.getErr());
        tellUse(prepared, opened.folder);
        new Summary(assessment, line.getOut(), line.getColorScheme().ansi(), Window.here()).print();
        tellPlace(opened.folder);
        return verdict(gating, assessment);
    }

    private void tellFits(Checkpoint kept, RunFolder folder) {
        tellAltered(folder.path().resolve(RunFolder.FITS), kept.trials().faults(), "its fit is made again");
        if (kept.trials().taken() > 0) {
            line.getErr()
                    .print(Plural.format(
                            "%d fit[s] of the search [is|are] reused from %s%n",
                            kept.trials().taken(), folder.path()));
        }
    }

    private void tellPlace(RunFolder folder) {
        line.getOut()
                .printf(
                        "%nEverything is in %s; open %s%n",
                        folder.path(), folder.path().resolve("report.html"));
        line.getOut().flush();
    }

    /** Runs the process without an adversary. */
    int process(Optional<Path> out) {
        try (TakenFolder taken = TakenFolder.of(out, plan)) {
            return process(taken.folder());
        }
    }

    private int process(RunFolder folder) {
        long start = System.nanoTime();
        Gating gating = Gating.ofDetector(assess, line.getErr());
        PrintWriter err = line.getErr();
        ForkJoinPool pool = new ForkJoinPool(threads);
        try (Progress progress = new Progress(err, CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            progress.say("building the detector");
            Checkpoint kept = kept(folder, () -> folder.begin(plan, "process"), progress, 1, new MemoryStore());
            AssessedSystem prepared = assess.prepare(pool, kept);
            gating.check(prepared);
            double trained = (System.nanoTime() - start) / 1e9;
            tellFits(kept, folder);
            folder.begin(plan, "process");
            Assessment assessment = assess.process(prepared, pool, what -> progress.say("evaluating: " + what));
            double done = (System.nanoTime() - start) / 1e9;
            folder.write(
                    assessment,
                    prepared,
                    new RunFolder.Timings(
                            trained,
                            done - trained,
                            threads,
                            new TreeMap<>(),
                            kept.store().uses()),
                    Report::html,
                    key);
            progress.finish();
            tellUse(prepared, folder);
            new ScoreTable(
                            assessment,
                            ConcernList.KEPT,
                            line.getOut(),
                            line.getColorScheme().ansi(),
                            Window.here())
                    .print();
            tellPlace(folder);
            return gating.verdict(assessment);
        } finally {
            pool.shutdown();
        }
    }

    private Checkpoint kept(RunFolder folder, Runnable begin, Progress progress, int seeds, Store results) {
        SearchPace pace = SearchPace.of(plan, seeds);
        return Checkpoint.in(folder, plan, begin, (fits, taken) -> progress.say(pace.text(fits, taken)), results);
    }

    /** The number of queries to a target, and their price. */
    private void tellUse(AssessedSystem prepared, RunFolder folder) {
        prepared.use()
                .ifPresent(use -> tellAltered(
                        folder.path().resolve("answers-" + plan.seed() + ".txt"),
                        use.faults(),
                        "its row is queried again"));
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
        Journal journal = Journal.open(folder.path().resolve(RunFolder.JOURNAL));
        tellAltered(folder.path().resolve(RunFolder.JOURNAL), journal.faults(), "what it held is computed again");
        return journal;
    }

    /** Says which lines of a file are not used, a line each as long as they are few. */
    private void tellAltered(Path file, List<ChainedFile.Fault> faults, String then) {
        faults.stream()
                .limit(MOST)
                .forEach(fault ->
                        line.getErr().printf("%s, line %d: %s; %s%n", file, fault.number(), fault.what(), then));
        if (faults.size() > MOST) {
            line.getErr().print(Plural.format("and %d more line[s]%n", faults.size() - MOST));
        }
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
            AssessedSystem prepared = assess.prepare(pool, Checkpoint.nothing(plan));
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
