package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.disk.Modes;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.adapters.registry.Stage;
import dev.gauntlet.adapters.registry.Version;
import dev.gauntlet.app.retrain.Update;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.process.retrain.ChallengerComparison;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine;

/** A registry's champion retrained at the terminal: key, progress, comparison, registry. */
record UpdateSession(PlanOptions options, RetrainOptions retrain, UpdateOptions given, CommandLine line) {
    int run() {
        Path registry = options.place().orElseThrow();
        if (options.seeds().size() > 1) {
            throw new InputException("--seed: one challenger is trained; give one number");
        }
        long seed = options.seeds().stream().findFirst().orElse(1L);
        Update update = new Update(
                registry,
                options.trust(),
                new Update.Files(given.known(), given.fresh(), given.sealed(), given.canaries()),
                retrain.window(),
                retrain.gate(0),
                options.fpr(),
                seed);
        Optional<SigningKey> key =
                given.dryRun() ? Optional.empty() : given.key().map(this::key);
        ForkJoinPool pool = new ForkJoinPool(options.threads());
        try (Progress progress = new Progress(line.getErr(), CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            progress.say("training the challenger");
            Update.Made made = update.make(Run.on(pool, Seed.of(seed)));
            progress.finish();
            made.notes().forEach(note -> line.getErr().println("gauntlet: " + note));
            compare(made);
            PrintWriter out = line.getOut();
            if (key.isEmpty()) {
                out.println("Nothing was added or promoted (--dry-run).");
            } else if (update.changesNothing(made)) {
                out.println("The challenger is identical to the champion; nothing was added.");
            } else {
                Version version = update.deploy(made, key.get());
                out.printf(
                        "version %d is the challenger, now %s %s%n",
                        version.number(),
                        version.stage() == Stage.CHAMPION ? "the" : "a",
                        version.stage().word());
            }
            out.flush();
            return Main.DONE;
        } finally {
            pool.shutdown();
        }
    }

    private SigningKey key(Path path) {
        SigningKey key = SigningKey.read(path, () -> given.passphrase().forKey(path));
        if (Modes.isOpenToOthers(path)) {
            line.getErr().printf("gauntlet: other users can read %s; restrict it with: chmod 600 %s%n", path, path);
        }
        return key;
    }

    private void compare(Update.Made made) {
        PrintWriter out = line.getOut();
        ChallengerComparison contest = made.contest();
        out.printf("%-34s  %-16s  %-16s%n", "on the sealed rows", "recall", "false positives");
        side("champion, version " + made.champion().number(), contest.champion());
        side(Plural.format("challenger, trained on %d row[s]", made.learnt()), contest.challenger());
        out.printf(
                "%-34s  %-16s  %-16s%n",
                "lost recall, added false positives",
                Summary.text(contest.lostRecall()),
                DayTable.fine(contest.addedFalseAlarms()));
        out.println();
        for (ChallengerComparison.Check check : contest.checks()) {
            Window.here()
                    .lines(check.passed() ? "  met     " : "  NOT MET ", 10, check.reason())
                    .forEach(out::println);
        }
        out.println();
        boolean promote = contest.decision() == ChallengerComparison.Decision.PROMOTE;
        out.println(promote ? "Promote: every condition is met." : "Keep the champion.");
    }

    private void side(String name, Confusion said) {
        line.getOut()
                .printf(
                        "%-34s  %-16s  %-16s%n",
                        name, Summary.text(said.recall()), DayTable.fine(said.falsePositiveRate()));
    }
}
