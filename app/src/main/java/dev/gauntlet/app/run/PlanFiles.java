package dev.gauntlet.app.run;

import dev.gauntlet.adapters.file.FileFormat;
import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.adapters.file.SqlView;
import dev.gauntlet.adapters.file.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the files of a plan, through its query if it has one, which sees every value as it is written. */
record PlanFiles(Plan plan) {
    /** A file of which nothing is known but what the plan states. */
    FileSource.Read free(Path path) {
        ReadingRules rules = plan.table().reading();
        FileFormat format =
                rules.over(FileFormat.automatic().withLabel(plan.table().label()));
        return read(path, texts(format), rules.time(), rules.source());
    }

    /** A file as a schema describes it; what the query or the labellers may need is read too. */
    FileSource.Read by(Path path, TableSchema table) {
        ReadingRules rules = plan.table().reading();
        FileFormat format =
                rules.over(FileFormat.of(table).withLabel(plan.table().label().or(table::label)));
        boolean whole = format.label().filter(label -> label.startsWith("#")).isPresent()
                || plan.table().sql().isPresent()
                || !plan.table().labellers().isEmpty();
        return read(
                path,
                texts(whole ? format.withIgnored(List.of()) : format),
                rules.time().or(table::time),
                rules.source().or(table::source));
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
