package dev.gauntlet.app.data;

import dev.gauntlet.adapters.StrictJson;
import dev.gauntlet.base.InputException;
import java.math.BigDecimal;
import java.math.MathContext;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Records as JSON and back. Numbers are written to 9 significant digits, so that the bytes do not depend on how a Java version
 * prints doubles.
 */
public final class RoundedJson {
    /** Writes everything in one line. */
    public static final JsonMapper LINES = StrictJson.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Double.class, new Digits(Double.class))
                    .addSerializer(double.class, new Digits(double.class)))
            .build();

    private static final JsonMapper PRETTY =
            LINES.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RoundedJson() {}

    private static final class Digits extends StdSerializer<Double> {
        Digits(Class<Double> type) {
            super(type);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializationContext context) {
            if (value.isNaN() || value.isInfinite()) {
                out.writeString(value.toString());
                return;
            }
            BigDecimal rounded = new BigDecimal(value).round(new MathContext(9)).stripTrailingZeros();
            out.writeNumber(rounded.signum() == 0 ? "0" : rounded.toString());
        }
    }

    /** The text of a file that holds a record. */
    public static String pretty(Object value) {
        return PRETTY.writeValueAsString(value).replace("\r\n", "\n") + "\n";
    }

    /** A record from a file; {@code name} is the prefix of each problem. */
    public static <T> T read(String name, String json, Class<T> type) {
        return read(LINES, name, json, type);
    }

    /** The same by a mapper of its own. */
    public static <T> T read(JsonMapper mapper, String name, String json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JacksonException e) {
            throw new InputException("%s, line %d: cannot be read: %s"
                    .formatted(name, e.getLocation().getLineNr(), e.getOriginalMessage()));
        }
    }
}
