package dev.gauntlet.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what was judged as text, a line a row.
 *
 * @param separated whether as CSV, with a header, instead of JSON
 * @param model the start of the model's digest
 * @param version its number in a registry
 */
record VerdictFormat(Judge judge, boolean separated, int top, String model, Optional<Integer> version) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> QUOTED = new ConcurrentHashMap<>();

    /** The line above all others; empty for JSON. */
    String header() {
        if (!separated) {
            return "";
        }
        List<String> names = new ArrayList<>(List.of("row"));
        names.addAll(judge.isQuantity() ? List.of("number") : List.of("verdict", "class", "score", "probability"));
        names.addAll(List.of("model", "version", "explained"));
        for (int k = 1; k <= top; k++) {
            names.add("feature" + k);
            names.add("contribution" + k);
        }
        return String.join(",", names) + "\n";
    }

    /** Appends the line of one row. */
    void append(Judged judged, StringBuilder text) {
        if (separated) {
            appendFields(judged, text);
        } else {
            appendObject(judged, text);
        }
        text.append('\n');
    }

    private void appendObject(Judged judged, StringBuilder text) {
        text.append("{\"row\":").append(judged.row());
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

    private void appendFields(Judged judged, StringBuilder text) {
        text.append(judged.row()).append(',');
        if (!judge.isQuantity()) {
            text.append(verdict(judged))
                    .append(',')
                    .append(field(judged.kind()))
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
                text.append(field(shares.get(k).feature()))
                        .append(',')
                        .append(shares.get(k).contribution());
            } else {
                text.append(',');
            }
        }
    }

    private static String verdict(Judged judged) {
        return judged.malicious() ? "malicious" : "benign";
    }

    /** A number as JSON has it; what is none is null. */
    static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    private static String json(String text) {
        return QUOTED.computeIfAbsent(text, JSON::writeValueAsString);
    }

    private static String field(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
