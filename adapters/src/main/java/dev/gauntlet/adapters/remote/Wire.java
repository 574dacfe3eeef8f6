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
 * How rows and answers are written.
 *
 * @param contentType of the body
 * @param accept the type of answer that is requested
 * @param header whether CSV begins with the features' names
 * @param texts whether CSV holds the texts of categories instead of their codes
 * @param separated whether answers are CSV instead of JSON
 */
record Wire(Body body, String contentType, String accept, boolean header, boolean texts, boolean separated) {
    /** JSON in both directions. */
    static final Wire JSON = new Wire(Body.JSON, Body.JSON.contentType(), Body.JSON.contentType(), false, false, false);

    /** Stands in a body for the number of a feature that is to be malformed. */
    static final int NONE = -1;

    /**
     * The body of a request, or the query of its address.
     *
     * @param malformed the number of a feature whose value in the first row is written as a text that is not one, or
     *     {@link #NONE}
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

    /** A field for each feature of one row, or the fields of the template, each as JSON. */
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
