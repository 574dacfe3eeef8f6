package dev.gauntlet.adapters.file;

import java.util.ArrayList;
import java.util.List;

/** Cuts the start of a file into records and fields, as {@link CsvScan} does for the whole. */
final class Fields {
    private Fields() {}

    /** At most {@code limit} non-empty records; one that runs to the end of a cut text is left out. */
    static List<List<String>> records(String text, char separator, int limit, boolean cut) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length() && records.size() < limit; i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (c == separator) {
                record.add(field.toString());
                field.setLength(0);
            } else if (c == '\n' || c == '\r') {
                if (!field.isEmpty() || !record.isEmpty()) {
                    record.add(field.toString());
                    records.add(record);
                    record = new ArrayList<>();
                    field.setLength(0);
                }
            } else {
                field.append(c);
            }
        }
        if ((!field.isEmpty() || !record.isEmpty()) && records.size() < limit && (!cut || records.isEmpty())) {
            record.add(field.toString());
            records.add(record);
        }
        return records;
    }

    /** Whether a text is written as a finite number. */
    static boolean number(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || !"+-.0123456789".contains(stripped.substring(0, 1))) {
            return false;
        }
        char last = stripped.charAt(stripped.length() - 1);
        if (last != '.' && !Character.isDigit(last)) {
            return false;
        }
        try {
            return Double.isFinite(Double.parseDouble(stripped));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
