package dev.gauntlet.adapters.remote;

import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * The format of request and response bodies.
 *
 * @param contentType the content type of the body
 * @param accept the content type of the requested response
 * @param header whether CSV starts with a header line
 * @param texts whether CSV contains the strings of categories instead of their codes
 * @param separated whether responses are CSV instead of JSON
 */
record Wire(Body body, String contentType, String accept, boolean header, boolean texts, boolean separated) {
    /** JSON in both directions. */
    static final Wire JSON = new Wire(Body.JSON, Body.JSON.contentType(), Body.JSON.contentType(), false, false, false);

    /** The index that means that no feature is malformed. */
    static final int NONE = -1;

    /**
     * The body of a request, or the query string of its URL.
     *
     * @param malformed the index of a feature whose value in the first row is replaced by a string that is not a
     *     number, or {@link #NONE}
     */
    byte[] body(Target.Form form, Schema schema, Rows rows, int malformed) throws Trouble {
        return switch (body) {
            case JSON -> form.template().fill(schema, rows, form.floats(), malformed);
            case CSV -> separated(form, schema, rows, malformed).getBytes(StandardCharsets.UTF_8);
            case FORM, QUERY -> fields(form, schema, rows, malformed).getBytes(StandardCharsets.US_ASCII);
        };
    }

    private String separated(Target.Form form, Schema schema, Rows rows, int malformed) throws Trouble {
        StringBuilder text = new StringBuilder();
        if (header) {
            StringJoiner names = new StringJoiner(",", "", "\n");
            schema.features().forEach(feature -> names.add(quoted(feature.name())));
            text.append(names);
        }
        for (int i = 0; i < rows.size(); i++) {
            StringJoiner line = new StringJoiner(",", "", "\n");
            for (int j = 0; j < rows.width(); j++) {
                boolean broken = i == 0 && j == malformed;
                line.add(
                        broken
                                ? Template.MALFORMED
                                : quoted(Template.text(schema.feature(j), rows.get(i, j), texts, form.floats())));
            }
            text.append(line);
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return text.matches("(?s).*[,\"\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** Form fields: one per feature of a row, or those of the template, each as JSON. */
    private static String fields(Target.Form form, Schema schema, Rows rows, int malformed) throws Trouble {
        StringJoiner fields = new StringJoiner("&");
        JsonNode tree = form.template().tree();
        if (tree.isObject()) {
            for (Map.Entry<String, JsonNode> entry : tree.properties()) {
                byte[] value = new Template(entry.getValue()).fill(schema, rows, form.floats(), malformed);
                String text = new String(value, StandardCharsets.UTF_8);
                boolean plain = entry.getValue().isString()
                        && !entry.getValue().stringValue().startsWith("$");
                fields.add(encoded(entry.getKey()) + "="
                        + encoded(plain ? entry.getValue().stringValue() : text));
            }
            return fields.toString();
        }
        for (int j = 0; j < rows.width(); j++) {
            Feature feature = schema.feature(j);
            String value =
                    j == malformed ? Template.MALFORMED : Template.text(feature, rows.get(0, j), true, form.floats());
            fields.add(encoded(feature.name()) + "=" + encoded(value));
        }
        return fields.toString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
