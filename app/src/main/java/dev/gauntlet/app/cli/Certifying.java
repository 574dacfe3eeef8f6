package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.app.assess.Assess;
import dev.gauntlet.app.assess.AssessedSystem;
import dev.gauntlet.app.assess.Checkpoint;
import dev.gauntlet.app.data.CsvField;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.trees.LeastChange;
import dev.gauntlet.search.trees.MinimalChange;
import dev.gauntlet.search.trees.ProvenRecall;
import dev.gauntlet.search.trees.Sensitivity;
import dev.gauntlet.search.trees.SplitTrees;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import picocli.CommandLine;

/** One certification at the terminal. */
record Certifying(
        Assess assess,
        Plan plan,
        int threads,
        CommandLine line,
        MinimalChange search,
        int most,
        List<String> alone,
        List<Double> gap,
        Optional<Path> file) {
    int run() {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try (Progress progress = new Progress(line.getErr(), CommandLine.Help.Ansi.AUTO.enabled(), Window.here())) {
            progress.say("reading the rows");
            file.ifPresent(Certifying::checkFolder);
            AssessedSystem prepared = assess.prepare(pool, Checkpoint.nothing(plan));
            Model model = prepared.lab().model();
            if (SplitTrees.of(model).isEmpty()) {
                throw new InputException("%s is not an ensemble of trees with one score, so nothing can be proven by "
                                .formatted(Printable.of(model.trainer()))
                        + "its trees; gauntlet assess attacks any detector");
            }
            int[] columns = columns(model.schema());
            Dataset test = prepared.lab().parts().test();
            boolean[] malice = test.malice();
            int[] malicious =
                    IntStream.range(0, malice.length).filter(i -> malice[i]).toArray();
            if (malicious.length == 0) {
                throw new InputException("there is no malicious test row to certify; name the labels with --label and "
                        + "those that mean benign with --benign");
            }
            int[] chosen = IntStream.of(malicious).limit(most).toArray();
            progress.say(Plural.format("certifying %d row[s]", chosen.length));
            long start = System.nanoTime();
            Run run = Run.on(pool, Seed.of(plan.seed()));
            ProvenRecall recall = ProvenRecall.of(model, test.rows().select(chosen), search, run);
            double seconds = (System.nanoTime() - start) / 1e9;
            Optional<Sensitivity> sensitivity = columns.length == 0
                    ? Optional.empty()
                    : Optional.of(Sensitivity.of(
                            model,
                            columns,
                            score(model, gap.get(0)),
                            score(model, gap.get(1)),
                            test.rows().row(chosen[0]),
                            50 * search.nodes()));
            file.ifPresent(path -> write(path, recall, test, chosen, model.schema()));
            progress.finish();
            PrintWriter out = line.getOut();
            prepared.notes().stream()
                    .filter(note -> note.topic() == Note.Topic.SCHEMA)
                    .forEach(note -> out.println("note: " + Printable.line(note.text())));
            tell(recall, chosen.length, malicious.length, seconds, model.schema(), out);
            sensitivity.ifPresent(found -> tell(found, model.schema(), columns, out));
            file.ifPresent(
                    path -> out.printf("%nThe least change of each row is in %s%n", Printable.line(path.toString())));
            out.flush();
            return Main.DONE;
        } finally {
            pool.shutdown();
        }
    }

    /** Before the work, which can take long. */
    private static void checkFolder(Path path) {
        if (Files.isDirectory(path)) {
            throw new InputException("--out %s: is a folder; name a file".formatted(path));
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException("--out %s: cannot be written (there is no such folder)".formatted(path));
        }
    }

    private int[] columns(Schema schema) {
        List<String> unknown =
                alone.stream().filter(name -> schema.column(name) < 0).toList();
        if (!unknown.isEmpty()) {
            throw new InputException("--alone: there is no feature %s; the features are %s"
                    .formatted(String.join(", ", unknown), String.join(", ", schema.names())));
        }
        return alone.stream().mapToInt(schema::column).distinct().toArray();
    }

    private static double score(Model model, double probability) {
        return switch (model.scale()) {
            case LOGIT -> StrictMath.log(probability / (1 - probability));
            case PROBABILITY -> probability;
            case DISTANCE, NUMBER ->
                throw new InputException("--alone speaks of probabilities, which %s does not give"
                        .formatted(Printable.of(model.trainer())));
        };
    }

    private void tell(ProvenRecall recall, int rows, int all, double seconds, Schema schema, PrintWriter out) {
        Window window = Window.here();
        String measure = search.norm().text();
        window.lines(
                        "",
                        0,
                        Plural.format("%d malicious test row[s]", rows)
                                + (rows < all ? " (the first of %d)".formatted(all) : "")
                                + ", of which %d are detected as they are.".formatted(recall.detected()))
                .forEach(out::println);
        int open = recall.detected() - recall.closed();
        String known = Plural.format(
                "Size: %s; no number moves further than %s of its scale. The least change of %d row[s] is known (%s s)",
                measure, number(search.reach()), recall.closed(), number(seconds));
        String rest = open == 0
                ? "."
                : Plural.format(
                        ", and bounds of it for %d row[s]: rules between features keep these apart, or more --boxes close them.",
                        open);
        window.lines("", 0, known + rest).forEach(out::println);
        notes(schema, recall).forEach(note -> window.lines("", 0, note).forEach(out::println));
        out.printf("%n%-12s %-20s %s%n", "size up to", "proven recall", "recall after the least changes found");
        for (double size : recall.sizes()) {
            out.printf(
                    "%-12s %-20s %s%n",
                    number(size), Summary.text(recall.proven(size)), Summary.text(recall.found(size)));
        }
        recall.median()
                .ifPresent(
                        size -> out.printf("%nHalf of the detected rows evade with a change of %s.%n", number(size)));
    }

    /** What is not as the unit of the sizes suggests. */
    private List<String> notes(Schema schema, ProvenRecall recall) {
        List<String> notes = new ArrayList<>();
        boolean largest = search.norm() == Norm.LINF;
        if (largest
                && Arrays.stream(schema.movable())
                        .anyMatch(j -> !schema.feature(j).isNumber())) {
            notes.add(
                    "Flags and categories that an attacker can change have no distance here: changes of them alone have size 0. "
                            + "--norm l0 and --norm cost count them.");
        }
        double least = Arrays.stream(recall.sizes())
                .filter(size -> size > 0 && largest)
                .min()
                .orElse(search.reach());
        List<String> further = steps(schema, search.reach(), Double.POSITIVE_INFINITY);
        if (!further.isEmpty()) {
            notes.add("Whole numbers can move by 1 all the same, though it is further than that: %s."
                    .formatted(String.join(", ", further)));
        }
        List<String> longer = steps(schema, least, search.reach());
        if (!longer.isEmpty()) {
            notes.add(
                    "A step of 1 counts with its length, which is more than the smallest of these sizes, in %s. An attacker in assess "
                                    .formatted(String.join(", ", longer))
                            + "takes it within any eps: certify with --distance EPS to compare.");
        }
        return notes;
    }

    /** The whole numbers that an attacker can change, a step of 1 of which is longer than one distance and at most another. */
    private static List<String> steps(Schema schema, double above, double most) {
        return Arrays.stream(schema.movable())
                .mapToObj(schema::feature)
                .filter(feature -> feature.kind() == Feature.Kind.WHOLE)
                .filter(feature -> 1 / feature.scale() > above && 1 / feature.scale() <= most)
                .map(Feature::name)
                .toList();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    private void tell(Sensitivity found, Schema schema, int[] columns, PrintWriter out) {
        String names = String.join(
                ", ",
                IntStream.of(columns).mapToObj(j -> schema.feature(j).name()).toList());
        String across = "from at most %s to at least %s".formatted(gap.get(0), gap.get(1));
        out.println();
        Window window = Window.here();
        if (found.above().isEmpty()) {
            String verdict = found.isRuledOut()
                    ? "%s alone cannot carry the probability %s, whatever the other features are (proven), within the bounds of the schema and "
                            + "missing only where they are in the first certified row."
                    : "Whether %s alone can carry the probability %s was not decided; more --boxes may.";
            window.lines("", 0, verdict.formatted(names, across)).forEach(out::println);
            return;
        }
        window.lines(
                        "",
                        0,
                        "%s alone can carry the probability %s (rules between features are not applied), for example:"
                                .formatted(names, across))
                .forEach(out::println);
        double[] below = found.below().orElseThrow();
        double[] above = found.above().orElseThrow();
        for (int j : columns) {
            out.printf(
                    "  %s %s -> %s%n",
                    schema.feature(j).name(),
                    schema.feature(j).text(below[j]),
                    schema.feature(j).text(above[j]));
        }
        String others = String.join(
                ", ",
                IntStream.range(0, below.length)
                        .filter(j -> IntStream.of(columns).noneMatch(c -> c == j))
                        .mapToObj(j -> schema.feature(j).name() + " "
                                + schema.feature(j).text(below[j]))
                        .toList());
        window.lines("  ", 2, "where " + others).forEach(out::println);
    }

    private void write(Path path, ProvenRecall recall, Dataset test, int[] chosen, Schema schema) {
        StringBuilder text = new StringBuilder("row,detected,proven,found,changes\n");
        for (int k = 0; k < chosen.length; k++) {
            Optional<LeastChange> change = recall.changes().get(k);
            text.append(test.id(chosen[k]))
                    .append(',')
                    .append(change.isPresent())
                    .append(',');
            change.ifPresent(
                    least -> text.append(bound(least.lower())).append(',').append(bound(least.upper())));
            text.append(change.isPresent() ? "," : ",,");
            double[] before = test.rows().row(chosen[k]);
            change.flatMap(LeastChange::row)
                    .ifPresent(after -> text.append(CsvField.of(String.join(
                            "; ",
                            IntStream.range(0, before.length)
                                    .filter(j -> Double.compare(before[j], after[j]) != 0)
                                    .mapToObj(j -> schema.feature(j).name() + " "
                                            + schema.feature(j).text(before[j]) + " -> "
                                            + schema.feature(j).text(after[j]))
                                    .toList()))));
            text.append('\n');
        }
        WholeFile.write(path, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String bound(double size) {
        return Double.isInfinite(size) ? "none" : Double.toString(size);
    }
}
