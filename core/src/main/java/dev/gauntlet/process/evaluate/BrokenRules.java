package dev.gauntlet.process.evaluate;

import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Schema;
import dev.gauntlet.process.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rules between features that the data do not keep: rows that attackers change keep them, and are then unlike the data. */
public final class BrokenRules {
    /** A smaller share of the rows may be rounded, or damaged. */
    private static final double FEW = 0.01;

    private BrokenRules() {}

    /** The same of training rows or, where there are none, of test rows. */
    public static List<Note> of(Split.Parts parts) {
        return parts.train().size() > 0 ? of(parts.train(), "training") : of(parts.test(), "test");
    }

    /**
     * A note on each rule that more than 1 % of the rows break, in the order of the schema.
     *
     * @param kind of the rows, for example {@code training}
     */
    static List<Note> of(Dataset rows, String kind) {
        Schema schema = rows.schema();
        List<Note> notes = new ArrayList<>();
        for (int r = 0; r < schema.rules().size(); r++) {
            int rule = r;
            long broken = IntStream.range(0, rows.size())
                    .filter(i -> !schema.rules().get(rule).holds(rows.rows().row(i)))
                    .count();
            if (broken > FEW * rows.size()) {
                String rules = schema.isFormula(r) ? "the formula of a derived feature" : "the rule";
                notes.add(new Note(
                        Note.Topic.SCHEMA,
                        Plural.format(
                                "%s \"%s\" does not hold for %d of %d %s row[s]: attackers keep it, so that the rows that"
                                        + " they change are unlike these",
                                rules, schema.ruleTexts().get(r), broken, rows.size(), kind),
                        "correct it in the schema, or the columns that it is about"));
            }
        }
        return notes;
    }
}
