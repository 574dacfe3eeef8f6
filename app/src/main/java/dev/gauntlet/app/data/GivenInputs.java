package dev.gauntlet.app.data;

import dev.gauntlet.adapters.file.TableSchema;
import dev.gauntlet.data.Records;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a detector that was made elsewhere states about the rows that it takes. */
public interface GivenInputs {
    /** The schema the model came with, if it did. */
    Optional<TableSchema> table();

    /**
     * A table's schema as the model takes it.
     *
     * @param inferred whether the features are guesses from data
     * @param stated whether the user stated the categories of a feature
     * @param notes takes what a person should know
     */
    TableSchema fitted(
            TableSchema table,
            boolean inferred,
            Predicate<String> stated,
            Optional<Records> records,
            List<String> notes);

    /** Whether the model takes columns as they are, by their names. */
    boolean takesColumns(List<String> columns);
}
