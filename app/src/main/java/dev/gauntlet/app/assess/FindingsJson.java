package dev.gauntlet.app.assess;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.gauntlet.app.data.RoundedJson;
import dev.gauntlet.base.InputException;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Measured;
import dev.gauntlet.campaign.Victims;
import dev.gauntlet.data.Norm;
import dev.gauntlet.data.Schema;
import dev.gauntlet.measure.Confusion;
import dev.gauntlet.measure.Interval;
import dev.gauntlet.threat.Goals;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.annotation.JsonAppend;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Assessments as JSON and back, with numbers as {@link RoundedJson} writes them; they contain no timestamps and no paths.
 */
public final class FindingsJson {
    /** The version of the format; it increases when a reader of the old one would misread it. */
    public static final int FORMAT = 3;

    private static final String VERSION = "version";
    /** What the file can state. */
    private static final Set<String> KNOWN = Stream.concat(
                    Stream.of(VERSION),
                    Arrays.stream(Assessment.class.getRecordComponents()).map(RecordComponent::getName))
            .filter(name -> !name.equals("schema"))
            .collect(Collectors.toSet());

    private static final String EACH = "each";
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
            })
            .addSerializer(Goals.class, new StdSerializer<Goals>(Goals.class) {
                @Override
                public void serialize(Goals goals, JsonGenerator out, SerializationContext context) {
                    context.writeValue(out, StoredGoals.of(goals));
                }
            })
            .addDeserializer(Goals.class, new StdDeserializer<Goals>(Goals.class) {
                @Override
                public Goals deserialize(JsonParser in, DeserializationContext context) {
                    return context.readValue(in, StoredGoals.class).goals();
                }

                @Override
                public Goals getAbsentValue(DeserializationContext context) {
                    return Goals.DETECTION;
                }
            })
            .addDeserializer(Norm.class, new StdDeserializer<Norm>(Norm.class) {
                @Override
                public Norm deserialize(JsonParser in, DeserializationContext context) {
                    String name = in.getString();
                    return Arrays.stream(Norm.values())
                            .filter(norm -> norm.name().equals(name))
                            .findFirst()
                            .orElseThrow(() -> context.weirdStringException(name, Norm.class, "there is no such norm"));
                }

                /** Before there was a choice, attackers kept the cost small. */
                @Override
                public Norm getAbsentValue(DeserializationContext context) {
                    return Norm.COST;
                }
            })
            .addDeserializer(Arm.class, new StdDeserializer<Arm>(Arm.class) {
                @Override
                public Arm deserialize(JsonParser in, DeserializationContext context) {
                    ObjectNode arm = in.readValueAsTree();
                    if (!arm.has(EACH)) {
                        arm.putArray(EACH);
                    }
                    StoredArm stored = context.readTreeAsValue(arm, StoredArm.class);
                    return new Arm(
                            stored.name, stored.damage, stored.confusion, stored.facts, stored.victims, stored.each);
                }
            });

    /** An arm as it is read, once its repetitions are there. */
    private record StoredArm(
            Arm.Name name,
            Interval damage,
            Optional<Confusion> confusion,
            SortedMap<String, Interval> facts,
            List<Victims> victims,
            List<Interval> each) {}

    /** An arm that ran once has no list of repetitions. */
    interface WithRepetitions {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Interval> each();
    }

    /** A row that the attacker changed itself has no list of actions. */
    interface WithActions {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<String> actions();
    }

    private static final JsonMapper LINES = RoundedJson.LINES
            .rebuild()
            .disable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .addModule(VICTIMS)
            .addMixIn(Assessment.class, WithoutSchema.class)
            .addMixIn(Arm.class, WithRepetitions.class)
            .addMixIn(Finding.Example.class, WithActions.class)
            .build();
    private static final JsonMapper PRETTY =
            LINES.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final JsonMapper EXACT = JsonMapper.builder()
            .addModule(VICTIMS)
            .addMixIn(Arm.class, WithRepetitions.class)
            .addMixIn(Finding.Example.class, WithActions.class)
            .build();

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
        if (Stream.of(a.data(), a.facts(), a.confusion(), a.evaluation(), a.threat())
                .anyMatch(Objects::isNull)) {
            throw new InputException("findings.json: one of data, facts, confusion, evaluation and threat is missing;"
                    + " run the assessment again");
        }
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
        List<String> unknown;
        try {
            JsonNode read = LINES.readTree(json);
            format = read.path(VERSION).asInt(FORMAT);
            unknown = read.propertyNames().stream()
                    .filter(name -> !KNOWN.contains(name))
                    .toList();
        } catch (JacksonException e) {
            // Whoever reads the text reports what is wrong with it, and where.
            return json;
        }
        if (format != FORMAT) {
            throw new InputException(
                    ("findings.json: it has format %d, and this version of gauntlet reads format %d, whose outcomes"
                                    + " can be derived anew from the arms; run the assessment again")
                            .formatted(format, FORMAT));
        }
        if (!unknown.isEmpty()) {
            throw new InputException("findings.json: has \"%s\", which no findings have; it was changed or damaged"
                    .formatted(unknown.get(0)));
        }
        return json;
    }

    /** An arm as findings contain it. */
    static String text(Arm arm) {
        return LINES.writeValueAsString(arm);
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
