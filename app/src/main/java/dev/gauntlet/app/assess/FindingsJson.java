package dev.gauntlet.app.assess;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.gauntlet.app.data.RoundedJson;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Measured;
import dev.gauntlet.data.Schema;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.annotation.JsonAppend;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Assessments as JSON and back, with numbers as {@link RoundedJson} writes them; they contain no timestamps and no paths.
 */
public final class FindingsJson {
    /** The version of the format; it increases when a reader of the old one would misread it. */
    public static final int FORMAT = 1;

    private static final String VERSION = "version";
    private static final String DEFECTS = "defects";
    private static final String CONCERNS = "concerns";
    private static final JsonMapper LINES = RoundedJson.LINES
            .rebuild()
            .addMixIn(Assessment.class, WithoutSchema.class)
            .build();
    private static final JsonMapper PRETTY =
            LINES.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final JsonMapper EXACT = JsonMapper.builder().build();

    private FindingsJson() {}

    /** The schema is in a file of its own; the version of the format comes first. */
    @JsonIgnoreProperties("schema")
    @JsonAppend(attrs = @JsonAppend.Attr(VERSION), prepend = true)
    private interface WithoutSchema {}

    /** The text of {@code findings.json}. */
    public static String text(Assessment assessment) {
        return PRETTY.writer()
                        .withAttribute(VERSION, FORMAT)
                        .writeValueAsString(assessment)
                        .replace("\r\n", "\n") + "\n";
    }

    /** Reads what {@link #text} wrote; fields missing in a file of an earlier build were not measured then. */
    public static Assessment read(String json, Schema schema) {
        Assessment a = RoundedJson.read(LINES, "findings.json", completed(json), Assessment.class);
        return new Assessment(
                a.defects(),
                a.concerns(),
                a.data(),
                a.simulated(),
                a.seed(),
                schema,
                a.facts(),
                a.confusion(),
                a.clean(),
                a.evaluation(),
                a.decisions(),
                a.threat(),
                a.tolerance(),
                a.findings(),
                a.notes());
    }

    /** The same JSON; one of an earlier build gets what was not looked for then. */
    private static String completed(String json) {
        if (json.contains("\"" + DEFECTS + "\"") && json.contains("\"" + CONCERNS + "\"")) {
            return json;
        }
        try {
            if (LINES.readTree(json) instanceof ObjectNode all
                    && all.path("evaluation").path("scorecard") instanceof ObjectNode card) {
                if (!all.has(DEFECTS)) {
                    all.putArray(DEFECTS);
                    card.put("distinctScores", 0);
                    card.putObject("unjudged").put("malicious", 0).put("benign", 0);
                }
                if (!all.has(CONCERNS)) {
                    all.putArray(CONCERNS);
                }
                return LINES.writeValueAsString(all);
            }
        } catch (JacksonException e) {
            // Whoever reads the text reports what is wrong with it, and where.
        }
        return json;
    }

    /** A result as one line that reads back to the last bit. */
    static String line(Measured result) {
        return EXACT.writeValueAsString(result);
    }

    /** Reads what {@link #line} wrote. */
    static Measured cell(String line) {
        return EXACT.readValue(line, Measured.class);
    }
}
