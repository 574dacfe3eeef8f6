package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.file.BundleFacts;
import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.app.assess.AssessedSystem;
import dev.gauntlet.app.assess.Checkpoint;
import dev.gauntlet.app.assess.RunFolder;
import dev.gauntlet.app.assess.TakenFolder;
import dev.gauntlet.app.detector.Champion;
import dev.gauntlet.app.detector.OtherObjectives;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.report.Report;
import dev.gauntlet.base.Printable;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.process.evaluate.Kinds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine;

/** One evaluation at the terminal. */
record Evaluating(
        Assess assess, Plan plan, int threads, CommandLine line, Optional<Champion> champion, Optional<Path> out) {
    int run() {
        if (out.isEmpty()) {
            return run(Optional.empty());
        }
        try (TakenFolder taken = TakenFolder.of(out, plan)) {
            return run(Optional.of(taken.folder()));
        }
    }

    private int run(Optional<RunFolder> folder) {
        long start = System.nanoTime();
        Gating gating = Gating.ofDetector(assess, line.getErr());
        ForkJoinPool pool = new ForkJoinPool(threads);
        try (Progress progress = new Progress(line.getErr(), CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            progress.say("reading the rows");
            AssessedSystem prepared = assess.prepare(pool, Checkpoint.nothing(plan));
            gating.check(prepared);
            double read = (System.nanoTime() - start) / 1e9;
            Assessment assessment = assess.process(prepared, pool, what -> progress.say("evaluating: " + what));
            double done = (System.nanoTime() - start) / 1e9;
            folder.ifPresent(f -> {
                f.begin(plan, "evaluate");
                f.write(
                        assessment,
                        prepared,
                        new RunFolder.Timings(read, done - read, threads, new TreeMap<>(), new TreeMap<>()),
                        Report::html,
                        Optional.empty());
            });
            progress.finish();
            PrintWriter say = line.getOut();
            String rest = folder.isPresent() ? ConcernList.KEPT : ConcernList.UNKEPT;
            new ScoreTable(assessment, rest, say, line.getColorScheme().ansi(), Window.here()).print();
            Dataset test = prepared.lab().parts().test();
            if (prepared.lab().model().outputs() > 2
                    && prepared.lab().model().outputs() == test.labelNames().size()) {
                say.println();
                kinds(prepared, test).forEach(text -> say.println("  " + Printable.line(text)));
            }
            champion.ifPresent(other -> EvaluateCommand.tell(
                    other.beside(
                            prepared.lab().model(),
                            test,
                            prepared.table().benign(),
                            plan.table().schema().isPresent()),
                    say));
            folder.ifPresent(f -> say.printf(
                    "%nEverything is in %s; open %s%n", f.path(), f.path().resolve("report.html")));
            say.flush();
            return gating.verdict(assessment);
        } finally {
            pool.shutdown();
        }
    }

    /** How well kinds are classified, if the classes are those of the labels, in their order. */
    private static List<String> kinds(AssessedSystem prepared, Dataset test) {
        List<String> labels = test.labelNames();
        List<String> classes = prepared.given().map(BundleFacts::labels).orElse(List.of());
        if (classes.size() == labels.size()
                && !classes.subList(1, classes.size()).equals(labels.subList(1, labels.size()))) {
            return List.of("kinds are not compared: the classes of the model are %s, and the labels of the rows %s"
                    .formatted(String.join(", ", classes), String.join(", ", labels)));
        }
        return OtherObjectives.lines(Kinds.of(prepared.lab().model(), test), "test rows");
    }
}
