package dev.gauntlet.app.cli;

import dev.gauntlet.app.data.AssembledTable;
import dev.gauntlet.base.Plural;
import dev.gauntlet.base.Printable;
import dev.gauntlet.base.Run;
import dev.gauntlet.process.assemble.Completeness;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The assemble step by itself: reports what is missing in the records, and makes rows of them. */
@Command(
        name = "assemble",
        mixinStandardHelpOptions = true,
        description = "Turns raw records into rows of features and reports what is missing. Requirements are set "
                + "in the plan under complete, derived features under derive or with --derive.",
        footer = {
            "",
            "Examples:",
            "  gauntlet assemble --data 'conn.*.log.gz' --label label --benign benign --out rows.parquet",
            "  gauntlet assemble --data urls.csv --label status --benign 0 --derive url-text:column=url",
            "",
            "Also writes the schema (rows.yaml) and the records that could not be turned into rows (rows.left-out.csv)."
        })
final class AssembleCommand implements Callable<Integer> {
    private static final double SHOWN = 1e-12;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TableOptions options = new TableOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the file to write the rows to: .parquet, .csv, " + ".jsonl; .gz, .zst")
    private @Nullable Path out;

    @Override
    public Integer call() {
        AssembledTable made =
                AssembledTable.of(options.plan(), Run.seeded(options.plan().seed()));
        PrintWriter say = spec.commandLine().getOut();
        Completeness.Report report = made.complete();
        say.print(Plural.format(
                "%d record[s], %d row[s] of %d feature[s]%n", report.records(), made.rows(), made.features()));
        for (Completeness.Filled column : report.columns()) {
            if (column.missing() > SHOWN || column.constant()) {
                say.printf(
                        Locale.ROOT,
                        "  %s: %s%s%n",
                        column.column(),
                        column.missing() > SHOWN ? missing(column) : "",
                        column.constant() ? "constant" : "");
            }
        }
        made.notes().forEach(note -> say.println("  " + Printable.line(note)));
        Path path = out;
        if (path != null) {
            made.write(path);
            say.printf("Written to %s, with its schema in the same folder%n", path);
        }
        say.flush();
        return Main.DONE;
    }

    private static String missing(Completeness.Filled column) {
        return String.format(Locale.ROOT, "%.3f missing", column.missing())
                + (column.byClass().size() > 1 ? byClass(column) : "")
                + (column.constant() ? ", " : "");
    }

    /** The share that is missing in each class, the four largest. */
    private static String byClass(Completeness.Filled column) {
        StringBuilder text = new StringBuilder(" (");
        column.byClass().entrySet().stream()
                .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
                .limit(4)
                .forEach(e -> text.append(String.format(
                        Locale.ROOT, "%s%s %.3f", text.length() > 2 ? ", " : "", e.getKey(), e.getValue())));
        return text.append(')').toString();
    }
}
