package dev.gauntlet.process;

import dev.gauntlet.data.Digest;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.Assembled;
import dev.gauntlet.process.assemble.Assembly;
import java.util.List;
import java.util.TreeSet;

/**
 * From records to labelled rows.
 *
 * @param label the label step
 * @param names the label names, the benign one first
 * @param text describes the assembly; differs if it does something else
 */
public record Preparation(Assembly assembly, Label label, List<String> names, String text) {
    public Preparation {
        names = List.copyOf(names);
    }

    /** Assembles and labels records; a row has the id of its record, whatever other records there are. */
    public Assembled apply(Records records) {
        Assembled assembled = assembly.assemble(records);
        return new Assembled(label.apply(assembled.rows(), records, names), assembled.dropped());
    }

    /** The SHA-256 of what it does. */
    public String digest() {
        return new Digest()
                .add(label.column())
                .add(new TreeSet<>(label.benign()).toString())
                .add(new TreeSet<>(label.unlabelled()).toString())
                .add(Boolean.toString(label.exact()))
                .add(names.toString())
                .add(text)
                .hex();
    }
}
