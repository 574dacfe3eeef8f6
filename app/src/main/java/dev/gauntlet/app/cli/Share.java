package dev.gauntlet.app.cli;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A share of rows on the command line: {@code 1%} or {@code 0.01}.
 *
 * @param value in [0, 1]
 * @param text as it was given
 */
record Share(double value, String text) {
    private static final Pattern FORM = Pattern.compile("(?<number>\\d+(\\.\\d+)?|\\.\\d+)\\s*(?<percent>%)?");

    /** Reads one. A 1 alone could mean 1 % or all rows, so it is refused. */
    static final class Converter implements ITypeConverter<Share> {
        @Override
        public Share convert(String text) {
            var m = FORM.matcher(text.strip());
            if (!m.matches()) {
                throw new TypeConversionException("\"%s\" is not a share; write 1%% or 0.01".formatted(text));
            }
            boolean percent = m.group("percent") != null;
            double value = new BigDecimal(m.group("number"))
                    .movePointLeft(percent ? 2 : 0)
                    .doubleValue();
            if (value > 1 || (value == 1 && !percent)) {
                throw new TypeConversionException(
                        "\"%s\" must be below 1, or a percentage up to 100%%; write 1%% or 0.01".formatted(text));
            }
            return new Share(value, text.strip());
        }
    }
}
