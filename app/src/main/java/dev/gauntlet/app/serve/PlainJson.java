package dev.gauntlet.app.serve;

import dev.gauntlet.base.Printable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** JSON that can be shown on a terminal: control characters, and those that turn a line, are escaped in its texts. */
final class PlainJson {
    private static final int DELETE = 0x7f;
    private static final JsonMapper JSON = new JsonMapper(
            JsonFactory.builder().characterEscapes(new Controls()).build());

    private PlainJson() {}

    static String of(String text) {
        return JSON.writeValueAsString(text);
    }

    private static final class Controls extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[DELETE] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        @SuppressWarnings("NullAway") // Null is the documented answer for a character that is written as it is.
        public SerializableString getEscapeSequence(int c) {
            boolean hidden =
                    Character.isISOControl(c) || (Printable.isInvisible(c) && !Character.isSurrogate((char) c));
            return hidden ? new SerializedString("\\u%04X".formatted(c)) : null;
        }
    }
}
