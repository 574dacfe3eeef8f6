package dev.gauntlet.app.serve;

import dev.gauntlet.adapters.file.RecordStream;
import dev.gauntlet.app.data.CsvField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes verdicts as text, one line per row.
 *
 * @param separated whether as CSV, with a header, instead of JSON
 * @param keep the columns of the input that every line carries
 * @param unjudged what the line of a row that could not be judged says
 * @param model the start of the model's digest
 * @param version its number in a registry
 */
record VerdictFormat(
        Scorer judge,
        boolean separated,
        int top,
        List<String> keep,
        UnjudgedRows unjudged,
        String model,
        Optional<Integer> version) {
    /** The fields of a line that are not the input's. */
    private static final Set<String> OWN = Set.of(
            "row",
            "number",
            "verdict",
            "class",
            "score",
            "probability",
            "model",
            "version",
            "explained",
            "features",
            "reason");

    private static final Map<String, String> QUOTED = new ConcurrentHashMap<>();

    /** The line above all others; empty for JSON. */
    String header() {
        if (!separated) {
            return "";
        }
        List<String> names = new ArrayList<>(List.of("row"));
        keep.forEach(column -> names.add(CsvField.of(keptName(column))));
        names.addAll(judge.isQuantity() ? List.of("number") : List.of("verdict", "class", "score", "probability"));
        names.addAll(List.of("model", "version", "explained"));
        for (int k = 1; k <= top; k++) {
            names.add("feature" + k);
            names.add("contribution" + k);
        }
        names.add("reason");
        return String.join(",", names) + "\n";
    }

    /** A column of the input in a line; one called as a field of ours gets a prefix. */
    static String keptName(String column) {
        return OWN.contains(column) || column.matches("(feature|contribution)[0-9]+") ? "input." + column : column;
    }

    /** Appends the line of one row. */
    void append(Judged judged, List<Optional<String>> kept, StringBuilder text) {
        if (separated) {
            appendFields(judged, kept, text);
        } else {
            appendObject(judged, kept, text);
        }
        text.append('\n');
    }

    /** Appends the line of a row that could not be judged; the reason distinguishes it from one that was. */
    void append(RecordStream.Rejected rejected, List<Optional<String>> kept, StringBuilder text) {
        if (separated) {
            appendKept(rejected.row(), kept, text);
            text.append(judge.isQuantity() ? "" : unjudged.verdict());
            text.append(",".repeat(judge.isQuantity() ? 1 : 4)).append(model);
            text.append(',').append(version.map(String::valueOf).orElse(""));
            text.append(",".repeat(2 + 2 * top)).append(CsvField.of(rejected.reason()));
        } else {
            objectStart(rejected.row(), kept, text);
            text.append(",\"verdict\":\"").append(unjudged.verdict()).append('"');
            text.append(",\"reason\":").append(PlainJson.of(rejected.reason()));
            text.append(",\"model\":\"").append(model).append('"');
            version.ifPresent(number -> text.append(",\"version\":").append(number));
            text.append('}');
        }
        text.append('\n');
    }

    private void objectStart(long row, List<Optional<String>> kept, StringBuilder text) {
        text.append("{\"row\":").append(row);
        appendTo(text, kept);
    }

    /** The fields of the input, after the fields before them. */
    void appendTo(StringBuilder text, List<Optional<String>> kept) {
        for (int k = 0; k < keep.size(); k++) {
            text.append(',').append(json(keptName(keep.get(k)))).append(':');
            text.append(kept.get(k).map(PlainJson::of).orElse("null"));
        }
    }

    private void appendKept(long row, List<Optional<String>> kept, StringBuilder text) {
        text.append(row).append(',');
        kept.forEach(value -> text.append(CsvField.of(value.orElse(""))).append(','));
    }

    private void appendObject(Judged judged, List<Optional<String>> kept, StringBuilder text) {
        objectStart(judged.row(), kept, text);
        if (judge.isQuantity()) {
            text.append(",\"number\":").append(number(judged.score()));
        } else {
            text.append(",\"verdict\":\"").append(verdict(judged)).append('"');
            if (!judged.kind().isEmpty()) {
                text.append(",\"class\":").append(json(judged.kind()));
            }
            text.append(",\"score\":").append(number(judged.score()));
        }
        if (!Double.isNaN(judged.probability())) {
            text.append(",\"probability\":").append(number(judged.probability()));
        }
        text.append(",\"model\":\"").append(model).append('"');
        version.ifPresent(number -> text.append(",\"version\":").append(number));
        judged.shares().ifPresent(shares -> {
            text.append(",\"explained\":\"").append(judge.explained()).append("\",\"features\":[");
            for (int k = 0; k < shares.size(); k++) {
                text.append(k == 0 ? "{" : ",{")
                        .append("\"name\":")
                        .append(json(shares.get(k).feature()))
                        .append(",\"contribution\":")
                        .append(number(shares.get(k).contribution()))
                        .append('}');
            }
            text.append(']');
        });
        text.append('}');
    }

    private void appendFields(Judged judged, List<Optional<String>> kept, StringBuilder text) {
        appendKept(judged.row(), kept, text);
        if (!judge.isQuantity()) {
            text.append(verdict(judged))
                    .append(',')
                    .append(CsvField.of(judged.kind()))
                    .append(',');
        }
        text.append(judged.score()).append(',');
        if (!judge.isQuantity()) {
            text.append(Double.isNaN(judged.probability()) ? "" : String.valueOf(judged.probability()))
                    .append(',');
        }
        text.append(model).append(',').append(version.map(String::valueOf).orElse(""));
        List<Judged.Share> shares = judged.shares().orElse(List.of());
        text.append(',').append(judged.shares().isPresent() ? judge.explained() : "");
        for (int k = 0; k < top; k++) {
            text.append(',');
            if (k < shares.size()) {
                text.append(CsvField.of(shares.get(k).feature()))
                        .append(',')
                        .append(shares.get(k).contribution());
            } else {
                text.append(',');
            }
        }
        text.append(',');
    }

    private static String verdict(Judged judged) {
        return judged.malicious() ? "malicious" : "benign";
    }

    /** A number as JSON has it; NaN is null. */
    static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    private static String json(String text) {
        return QUOTED.computeIfAbsent(text, PlainJson::of);
    }
}
