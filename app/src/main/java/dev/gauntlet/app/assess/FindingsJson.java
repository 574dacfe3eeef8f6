package dev.gauntlet.app.assess;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.gauntlet.app.data.RoundedJson;
import dev.gauntlet.base.InputException;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Measured;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Schema;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.annotation.JsonAppend;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Assessments as JSON and back, with numbers as {@link RoundedJson} writes them; they contain no timestamps and no paths.
 */
public final class FindingsJson {
    /** The version of the format; it increases when a reader of the old one would misread it. */
    public static final int FORMAT = 2;

    private static final String VERSION = "version";
    /** Victims are named by their digest. */
    private static final SimpleModule VICTIMS = new SimpleModule("victims")
            .addSerializer(Victims.class, new StdSerializer<Victims>(Victims.class) {
                @Override
                public void serialize(Victims victims, JsonGenerator out, SerializationContext context) {
                    out.writeString(victims.digest());
                }
            })
            .addDeserializer(Victims.class, new StdDeserializer<Victims>(Victims.class) {
                @Override
                public Victims deserialize(JsonParser in, DeserializationContext context) {
                    return Victims.named(in.getString());
                }
            });

    private static final JsonMapper LINES = RoundedJson.LINES
            .rebuild()
            .disable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .addModule(VICTIMS)
            .addMixIn(Assessment.class, WithoutSchema.class)
            .build();
    private static final JsonMapper PRETTY =
            LINES.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final JsonMapper EXACT =
            JsonMapper.builder().addModule(VICTIMS).build();

    private FindingsJson() {}

    /** The schema is in a file of its own; the version of the format comes first. */
    @JsonIgnoreProperties(value = "schema", ignoreUnknown = true)
    @JsonAppend(attrs = @JsonAppend.Attr(VERSION), prepend = true)
    private interface WithoutSchema {}

    /** The text of {@code findings.json}. */
    public static String text(Assessment assessment) {
        return PRETTY.writer()
                        .withAttribute(VERSION, FORMAT)
                        .writeValueAsString(assessment)
                        .replace("\r\n", "\n") + "\n";
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws InputException if it is of another format: its outcomes were decided by other rules
     */
    public static Assessment read(String json, Schema schema) {
        Assessment a = RoundedJson.read(LINES, "findings.json", checked(json), Assessment.class);
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

    private static String checked(String json) {
        int format;
        try {
            format = LINES.readTree(json).path(VERSION).asInt(FORMAT);
        } catch (JacksonException e) {
            // Whoever reads the text reports what is wrong with it, and where.
            return json;
        }
        if (format != FORMAT) {
            throw new InputException(
                    ("findings.json: it has format %d, and this version of gauntlet reads format %d, in which outcomes are"
                                    + " decided by other rules; run the assessment again")
                            .formatted(format, FORMAT));
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
