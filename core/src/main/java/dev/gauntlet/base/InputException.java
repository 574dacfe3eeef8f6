package dev.gauntlet.base;

import java.util.List;

/**
 * An input of the user cannot be used. Carries every problem found, each a sentence that names the file, line and
 * field where known and states how to fix it; shown without a stack trace, exit code 2.
 */
public class InputException extends RuntimeException {
    private final List<String> problems;

    public InputException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public InputException(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }
}
