package dev.gauntlet.adapters.label;

import dev.gauntlet.adapters.file.SqlView;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.label.Labeller;

/**
 * A rule that gives records a label where an expression over their columns is true, in DuckDB's SQL; elsewhere it
 * abstains.
 *
 * @param label what it says
 * @param expression for example {@code "id.resp_p" = 23 and orig_bytes > 100}
 */
public record SqlRule(String label, String expression) implements Labeller {
    /**
     * Reads {@code label: expression}.
     *
     * @throws InputException if there is no colon, no label or no expression
     */
    public static SqlRule parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1
                || text.substring(colon + 1).isBlank()
                || text.substring(0, colon).isBlank()) {
            throw new InputException(
                    "rule \"%s\" must be written as label: expression, for example scan: conn_state = 'S0'"
                            .formatted(text));
        }
        return new SqlRule(
                text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    @Override
    public String name() {
        return label + ": " + expression;
    }

    @Override
    public String[] says(Records records) {
        Column hit;
        try {
            hit = new SqlView("select coalesce(cast((%s) as boolean), false) as hit from data".formatted(expression))
                    .apply(records)
                    .column("hit");
        } catch (InputException e) {
            throw new InputException("rule \"%s\": %s"
                    .formatted(name(), String.join("; ", e.problems()).replaceFirst("^--sql: ", "")));
        }
        String[] said = new String[records.size()];
        for (int i = 0; i < said.length; i++) {
            said[i] = hit.number(i) == 1 ? label : "";
        }
        return said;
    }
}
