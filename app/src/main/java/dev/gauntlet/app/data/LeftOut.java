package dev.gauntlet.app.data;

import dev.gauntlet.process.assemble.Assembled;
import java.util.List;

/**
 * A record or row that is not used.
 *
 * @param record its number in its file, from 0
 */
public record LeftOut(String file, long record, String reason) {
    /** The records of a file that gave no row. */
    static List<LeftOut> of(Assembled assembled, String file) {
        return assembled.dropped().stream()
                .map(dropped -> new LeftOut(file, dropped.record(), dropped.reason()))
                .toList();
    }

    /** A table of what is not used. */
    public static String csv(List<LeftOut> rows) {
        StringBuilder text = new StringBuilder("file,record,reason\n");
        for (LeftOut row : rows) {
            text.append("%s,%d,%s\n".formatted(CsvField.of(row.file()), row.record(), CsvField.of(row.reason())));
        }
        return text.toString();
    }
}
