package dev.gauntlet.e2e.faults;

import dev.gauntlet.app.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** How a command ended in this Java machine, and what it said. */
record Said(int code, String out, String err) {
    static Said by(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Said(code, out.toString(), err.toString());
    }

    /** A command that must succeed. */
    static Said well(String... arguments) {
        Said said = by(arguments);
        if (said.code != Main.DONE) {
            throw new IllegalStateException(String.join(" ", arguments) + ": exit code " + said.code + ": " + said.err);
        }
        return said;
    }

    /** Whether it did its work or refused the input in plain words, and did not break down. */
    boolean isSound() {
        return code != Main.FAILED && code != Main.MEMORY && !err.contains("internal error") && !err.contains("\tat ");
    }

    /** The last line it said of what went wrong. */
    String reason() {
        return code + " " + err.strip().lines().reduce("", (a, b) -> b);
    }
}
