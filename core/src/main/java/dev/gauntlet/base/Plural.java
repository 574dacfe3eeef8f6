package dev.gauntlet.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats messages with counts, so that their nouns and verbs agree: {@code 1 row is}, {@code 2 rows are}. */
public final class Plural {
    /** A conversion of {@link String#format}, or a choice such as {@code [s]}, {@code [is|are]} or {@code [1:is|are]}. */
    private static final Pattern PARTS =
            Pattern.compile("%[-#+ 0,(]*\\d*(?:\\.\\d+)?[a-zA-Z%]|\\[(?:(\\d):)?([a-z' ]*)(?:\\|([a-z' ]*))?]");

    private Plural() {}

    /**
     * Like {@link String#format} in the root locale, with endings and words that agree with a number.
     *
     * @param pattern {@code [s]} is left out after 1; {@code [is|are]} is the first word after 1, otherwise the second.
     *     The number is the last one before; {@code [1:is|are]} agrees with the first argument instead. Conversions
     *     state no argument index
     * @throws IllegalArgumentException if an ending has no number to agree with
     */
    public static String format(String pattern, Object... arguments) {
        List<String> numbers = numbers(pattern, arguments);
        StringBuilder plain = new StringBuilder();
        Matcher part = PARTS.matcher(pattern);
        int argument = 0;
        int number = 0;
        while (part.find()) {
            String text = part.group();
            if (text.startsWith("[")) {
                int place = part.group(1) == null ? number : Integer.parseInt(part.group(1));
                if (place < 1
                        || place > numbers.size()
                        || numbers.get(place - 1).isEmpty()) {
                    throw new IllegalArgumentException("no number to agree with in: " + pattern);
                }
                text = chosen(part, numbers.get(place - 1).equals("1"));
            } else if (takesArgument(text)) {
                argument++;
                number = numbers.get(argument - 1).isEmpty() ? number : argument;
            }
            part.appendReplacement(plain, Matcher.quoteReplacement(text));
        }
        part.appendTail(plain);
        return String.format(Locale.ROOT, plain.toString(), arguments);
    }

    /** The numbers as they are shown, by argument; empty for a text. */
    private static List<String> numbers(String pattern, Object... arguments) {
        List<String> numbers = new ArrayList<>();
        Matcher part = PARTS.matcher(pattern);
        while (part.find()) {
            if (takesArgument(part.group())) {
                boolean number = numbers.size() < arguments.length && arguments[numbers.size()] instanceof Number;
                numbers.add(
                        number
                                ? String.format(Locale.ROOT, part.group(), arguments[numbers.size()])
                                        .strip()
                                : "");
            }
        }
        return numbers;
    }

    private static boolean takesArgument(String part) {
        return part.startsWith("%") && !part.endsWith("%") && !part.endsWith("n");
    }

    private static String chosen(Matcher choice, boolean one) {
        String first = choice.group(2);
        String second = choice.group(3);
        return second == null ? one ? "" : first : one ? first : second;
    }
}
