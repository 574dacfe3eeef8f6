package dev.gauntlet.search.actions;

import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.assemble.EditedLog;
import dev.gauntlet.process.assemble.TableAssembly;
import java.util.Collection;
import java.util.Optional;

/** A log whose records an attacker edits, in ways that their kind allows. */
public interface EditableLog {
    /** The log that is edited. */
    EditedLog log();

    /** The column of the host whose other records change with one; absent if each record stands alone. */
    Optional<String> host();

    /**
     * What can be done to a record.
     *
     * @param record its id
     */
    Edits edits(long record, Actions.Limits limits);

    /** Why there is nothing that can be edited in such records; empty if there is. */
    static Optional<String> unfit(TableAssembly assembly, Records records) {
        if (ConnectionFormat.of(records.names()).isPresent()) {
            return records.time().isPresent() && records.source().isPresent()
                    ? EditedLog.unfit(assembly, records.names())
                    : Optional.of("it edits connections with a time and a source, and these have no such columns");
        }
        return SiteLog.unfit(assembly, records.names()).or(() -> EditedLog.unfit(assembly, records.names()));
    }

    /**
     * A log and what an attacker has seen in it.
     *
     * @param log such that {@link #unfit} says nothing
     * @param schema of the rows
     * @param seen the ids of harmless records of the log that it knows
     */
    static EditableLog of(TableAssembly assembly, Records log, Schema schema, Collection<Long> seen) {
        EditedLog edited = new EditedLog(assembly, log);
        return ConnectionFormat.of(log.names())
                .<EditableLog>map(format -> ConnectionLog.of(edited, format, schema, seen))
                .orElseGet(() -> SiteLog.of(edited, SiteLog.text(assembly).orElseThrow(), schema, seen));
    }
}
