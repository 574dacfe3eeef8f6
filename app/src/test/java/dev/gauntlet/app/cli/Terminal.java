package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Runs commands as at a terminal, in this Java machine. */
public final class Terminal {
    /** How a command ended and what it said. */
    public record Result(int code, String out, String err) {}

    private Terminal() {}

    public static Result run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Result(code, out.toString(), err.toString());
    }

    /** What a command that succeeds says. */
    public static String said(Object... arguments) {
        Result result = run(arguments);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }

    /** A command that finds a mistake in its input, and says so without a stack trace. */
    static Result refused(Object... arguments) {
        Result result = run(arguments);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(Main.MISTAKE);
        assertThat(result.err()).isNotBlank().doesNotContain("Exception").doesNotContain("\tat ");
        return result;
    }

    /**
     * Writes a table of two numbers, a whole number, a text and a label: rows of {@code bad} lie apart from those of
     * {@code good} in the first two.
     */
    public static Path table(Path file, int rows) throws IOException {
        Rng rng = Seed.of(5).rng();
        StringBuilder text = new StringBuilder("size,rate,count,kind,verdict\n");
        for (int i = 0; i < rows; i++) {
            boolean bad = i % 4 == 0;
            double centre = bad ? 7 : 3;
            text.append(String.format(
                    Locale.ROOT,
                    "%.3f,%.3f,%d,%s,%s\n",
                    centre + 1.6 * rng.nextGaussian(),
                    centre + 1.6 * rng.nextGaussian(),
                    rng.nextInt(50),
                    rng.chance(0.5) ? "tcp" : "udp",
                    bad ? "bad" : "good"));
        }
        return Files.writeString(file, text);
    }
}
