package dev.gauntlet.process.label;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.util.List;

/** A source of labels for some records: a column, a rule, a list of alerts. */
public interface Labeller {
    /** Its name in reports. */
    String name();

    /**
     * Labels records.
     *
     * @return one label name per record; empty where it abstains
     */
    String[] says(Records records);

    /** Notes on the files that it was built from. */
    default List<String> notes() {
        return List.of();
    }

    /** A labeller that reads the labels of a column. */
    static Labeller column(String name) {
        return new Labeller() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String[] says(Records records) {
                Column column = records.column(name);
                String[] said = new String[records.size()];
                for (int i = 0; i < said.length; i++) {
                    said[i] = column.text(i).strip();
                }
                return said;
            }
        };
    }
}
