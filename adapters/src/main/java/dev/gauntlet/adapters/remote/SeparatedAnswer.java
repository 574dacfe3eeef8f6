package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.Plural;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Answers as CSV: one line per row, or all rows in one line; a header line is skipped. */
final class SeparatedAnswer {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SeparatedAnswer() {}

    static List<JsonNode> read(String text, int size) throws Trouble {
        List<List<String>> lines = new ArrayList<>(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> Arrays.stream(line.split(",", -1))
                        .map(SeparatedAnswer::bare)
                        .toList())
                .toList());
        if (lines.size() == size + 1 && lines.get(0).stream().noneMatch(SeparatedAnswer::isNumber)) {
            lines.remove(0);
        }
        if (lines.size() == 1 && size > 1 && lines.get(0).size() == size) {
            return lines.get(0).stream().map(SeparatedAnswer::cell).toList();
        }
        if (lines.size() != size) {
            throw Trouble.lasting(Plural.format(
                    "it was sent %d row[s] and returned %d line[s] of text: %s",
                    size, lines.size(), Trouble.quoted(text)));
        }
        return lines.stream().map(SeparatedAnswer::item).toList();
    }

    private static JsonNode item(List<String> cells) {
        if (cells.size() == 1) {
            return cell(cells.get(0));
        }
        ArrayNode list = NODES.arrayNode();
        cells.forEach(cell -> list.add(cell(cell)));
        return list;
    }

    private static String bare(String cell) {
        return cell.strip().replaceAll("^\"|\"$", "");
    }

    private static boolean isNumber(String cell) {
        return cell.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    }

    private static JsonNode cell(String cell) {
        if (cell.matches("[+-]?\\d{1,18}")) {
            return NODES.numberNode(Long.parseLong(cell));
        }
        if (isNumber(cell)) {
            return NODES.numberNode(Double.parseDouble(cell));
        }
        return cell.matches("(?i)true|false") ? NODES.booleanNode(Boolean.parseBoolean(cell)) : NODES.stringNode(cell);
    }
}
