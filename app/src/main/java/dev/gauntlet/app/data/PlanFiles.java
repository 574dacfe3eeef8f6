package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.FileFormat;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SqlView;
import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.ReadingRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the files of a plan, through its query if it has one, which sees every value as it is written. */
public record PlanFiles(Plan plan) {
    /** A file of which nothing is known but what the plan states. */
    public FileSource.Read free(Path path) {
        ReadingRules rules = plan.table().reading();
        FileFormat format =
                rules.over(FileFormat.automatic().withLabel(plan.table().label()));
        return read(path, texts(format), rules.time(), rules.source());
    }

    /** A file as a schema describes it; what the query or the labellers may need is read too. */
    FileSource.Read by(Path path, TableSchema table) {
        boolean whole = label(table).filter(label -> label.startsWith("#")).isPresent()
                || plan.table().sql().isPresent()
                || !plan.table().labellers().isEmpty();
        return whole ? whole(path, table) : read(path, table, table.ignored());
    }

    /** A file as a schema describes it, with the columns that the schema ignores. */
    public FileSource.Read whole(Path path, TableSchema table) {
        return read(path, table, List.of());
    }

    private FileSource.Read read(Path path, TableSchema table, List<String> ignored) {
        ReadingRules rules = plan.table().reading();
        FileFormat format = rules.over(FileFormat.of(table).withLabel(label(table)));
        return read(
                path,
                texts(format.withIgnored(ignored)),
                rules.time().or(table::time),
                rules.source().or(table::source));
    }

    private Optional<String> label(TableSchema table) {
        return plan.table().label().or(table::label);
    }

    /** The same, with the columns that labellers read among those in which no text is odd. */
    private FileFormat texts(FileFormat format) {
        List<String> columns = plan.table().labellers().columns();
        return columns.isEmpty() ? format : format.withTexts(columns);
    }

    private FileSource.Read read(Path path, FileFormat format, Optional<String> time, Optional<String> source) {
        FileSource.Read read = plan.table()
                .sql()
                .map(SqlView::new)
                .map(view -> view.apply(
                        new FileSource(path, format.asWritten()).open().records(), format, time, source))
                .orElseGet(() -> new FileSource(path, format, time, source).open());
        plan.table().reading().refuseUnknown(read.records().names());
        return read;
    }
}
