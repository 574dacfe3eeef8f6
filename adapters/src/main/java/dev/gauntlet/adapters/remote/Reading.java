package dev.gauntlet.adapters.remote;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Plural;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Reorders;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Turns answers into scores.
 *
 * @param benign labels that mean benign; if empty, 0 and false
 * @param classes the names of its classes in the order of its probabilities; empty if they are not stated
 * @param first the place of the benign class
 */
record Reading(Answer answer, List<String> benign, List<String> classes, int first) {
    /**
     * Answers that cannot be labels: empty, a marker of a missing value, a number with a decimal point or sign, JSON,
     * HTML.
     */
    private static final Pattern NO_LABEL = Pattern.compile(
            "\\s*|\\s*[+-]?(nan|inf|infinity|null|none|undefined)\\s*|\\s*[+-]?(\\d+\\.\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*"
                    + "|.*\\d\\s*%\\s*|\\s*[\\[{<].*|.*\\p{Cntrl}.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A whole number with a point. */
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+\\.0*");

    Reading {
        benign = List.copyOf(benign);
        classes = List.copyOf(classes);
    }

    /**
     * The reading of a target's answers.
     *
     * @throws InputException if it states classes, and its answers do not tell classes apart
     */
    static Reading of(Answer answer, Target target) {
        Target.Meaning meaning = target.meaning();
        if (!meaning.classes().isEmpty() && answer != Answer.LABEL && answer != Answer.PROBABILITIES) {
            throw new InputException(
                    "%s: answers with %s, which tell no classes apart; leave out classes, or let it answer with labels or"
                                    .formatted(target.name(), answer.plural())
                            + " probabilities");
        }
        return new Reading(answer, meaning.benign(), meaning.classes(), meaning.first());
    }

    /** One row of scores for each answer: a label as the probabilities 1 and 0, a log-odds m as (0, m). */
    Rows scores(List<JsonNode> items, int asked) throws Trouble {
        if (items.size() != asked) {
            throw Trouble.lasting(
                    Plural.format("it was sent %d row[s] and returned %d answer[s]", asked, items.size()));
        }
        double[][] rows = new double[asked][];
        for (int i = 0; i < asked; i++) {
            rows[i] = scores(items.get(i), i + 1);
            if (rows[i].length != rows[0].length) {
                throw Trouble.lasting(Plural.format(
                        "answer %d has %d number[s] but the first has %d", i + 1, rows[i].length, rows[0].length));
            }
        }
        return Rows.of(rows);
    }

    private double[] scores(JsonNode item, int number) throws Trouble {
        JsonNode one = Answer.single(item);
        return switch (answer) {
            case LABEL -> classes.isEmpty() ? sides(malicious(one, number)) : certain(named(one, number));
            case SCORE, NUMBER -> new double[] {number(one, number)};
            case LOG_ODDS -> new double[] {0, number(one, number)};
            case PROBABILITIES -> probabilities(item, number);
        };
    }

    private static double[] sides(boolean malicious) {
        return malicious ? new double[] {0, 1} : new double[] {1, 0};
    }

    /** Probability 1 of a class. */
    private double[] certain(int place) {
        double[] shares = new double[classes.size()];
        shares[place] = 1;
        return benignFirst(shares);
    }

    /** The place of the class that a label names: as it is written or, of numbers, by value. */
    private int named(JsonNode item, int number) throws Trouble {
        if (item.isContainer() || item.isNull()) {
            throw unexpected(item, number, "a label");
        }
        String text = item.isNumber() || item.isBoolean() ? item.toString() : item.asString("");
        for (int k = 0; k < classes.size(); k++) {
            if (classes.get(k).equals(text) || (item.isNumber() && same(classes.get(k), item.doubleValue()))) {
                return k;
            }
        }
        throw Trouble.lasting("answer %d is the label \"%s\", which is none of the stated classes %s"
                .formatted(number, Trouble.quoted(text), classes));
    }

    private double[] benignFirst(double[] shares) {
        return classes.isEmpty() ? shares : Reorders.moved(shares, shares.length, first);
    }

    private boolean malicious(JsonNode item, int number) throws Trouble {
        if (item.isContainer() || item.isNull()) {
            throw unexpected(item, number, "a label");
        }
        boolean listed = benign.stream()
                .anyMatch(
                        name -> name.equals(item.asString("")) || (item.isNumber() && same(name, item.doubleValue())));
        if (!listed && isBroken(item)) {
            throw unexpected(item, number, "a label, a word or a whole number");
        }
        if (!benign.isEmpty()) {
            return !listed;
        }
        if (item.isString()) {
            throw Trouble.lasting("answer %d is the label \"%s\"; state which labels mean benign, as benign: [%s]"
                    .formatted(
                            number,
                            Trouble.quoted(item.asString()),
                            Character.isLetter(item.asString().charAt(0)) ? Trouble.quoted(item.asString()) : "LABEL"));
        }
        return item.isBoolean() ? item.booleanValue() : number(item, number) != 0;
    }

    /** Whether it is no label; a text such as 1.0 is one where a label that means benign is written so too. */
    private boolean isBroken(JsonNode item) {
        if (item.isNumber()) {
            return item.doubleValue() != Math.rint(item.doubleValue());
        }
        boolean whole = benign.stream().anyMatch(name -> WHOLE.matcher(name).matches());
        return item.isString()
                && NO_LABEL.matcher(item.asString()).matches()
                && !(whole && WHOLE.matcher(item.asString()).matches());
    }

    private static boolean same(String name, double value) {
        try {
            return Double.parseDouble(name) == value;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private double[] probabilities(JsonNode item, int number) throws Trouble {
        if (!item.isArray() || item.size() < 2) {
            throw unexpected(item, number, "a list with one probability per class");
        }
        if (!classes.isEmpty() && item.size() != classes.size()) {
            throw Trouble.lasting(Plural.format(
                    "answer %d has %d probabilit[2:y|ies], and %d class[3:|es] are stated: %s",
                    number, item.size(), classes.size(), String.join(", ", classes)));
        }
        double[] shares = new double[item.size()];
        double sum = 0;
        for (int k = 0; k < shares.length; k++) {
            shares[k] = number(item.path(k), number);
            sum += shares[k];
            if (shares[k] < 0 || shares[k] > 1) {
                throw unexpected(item, number, "a list of probabilities");
            }
        }
        if (Math.abs(sum - 1) > 1e-3) {
            throw unexpected(item, number, "a list of probabilities, which sum to 1");
        }
        return benignFirst(shares);
    }

    private double number(JsonNode item, int number) throws Trouble {
        if (!item.isNumber() || Double.isInfinite(item.doubleValue()) || Double.isNaN(item.doubleValue())) {
            throw unexpected(item, number, "a number");
        }
        return item.doubleValue();
    }

    private Trouble unexpected(JsonNode item, int number, String what) {
        return Trouble.lasting("answer %d should be %s (answer: %s) but is %s"
                .formatted(number, what, answer.id(), Trouble.quoted(item.toString())));
    }
}
