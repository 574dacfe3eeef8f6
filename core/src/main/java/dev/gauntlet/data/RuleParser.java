package dev.gauntlet.data;

import dev.gauntlet.base.Printable;
import dev.gauntlet.base.Problems;
import dev.gauntlet.data.Rule.Compare.Relation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a rule from text.
 *
 * <pre>
 * rule       = "if" condition "then" condition | condition
 * condition  = chain (("and" | "or") chain)*          left to right, no mixing without parentheses
 * chain      = sum (("&lt;=" | "&lt;" | "=" | "&gt;=" | "&gt;") sum)+      a &lt;= b &lt;= c means both
 * sum        = product (("+" | "-") product)*
 * product    = factor (("*" | "/") factor)*
 * factor     = number | feature | `quoted feature` | "min(" sum, ... ")" | "max(" sum, ... ")" | "(" sum ")" | "-" factor
 * </pre>
 *
 * <p>A feature whose name holds more than letters, digits, underscores and points stands between backquotes.
 */
public final class RuleParser {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<number>\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_.]*)|`(?<quoted>[^`]+)`"
                    + "|(?<symbol><=|>=|==|[-+*/()<>=,]))");

    /** How deep parentheses, minus signs and functions may be nested: rules are read and evaluated by recursion. */
    private static final int DEEPEST = 500;

    /** How many terms a sum or product may have, those in its parentheses included, for the same reason. */
    private static final int MOST_TERMS = 1000;

    private static final Set<String> WORDS = Set.of("if", "then", "and", "or");

    private final String text;
    private final Map<String, Integer> columns;
    private final List<String> tokens = new ArrayList<>();
    private int next;
    private int depth;
    private final IdentityHashMap<Expression, Integer> heights = new IdentityHashMap<>();

    private RuleParser(String text, Map<String, Integer> columns) {
        this.text = text;
        this.columns = columns;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.stripTrailing().length()) {
            matcher.region(end, text.length());
            if (!matcher.lookingAt()) {
                throw new IllegalArgumentException("rule \"%s\": cannot read \"%s\""
                        .formatted(text, text.substring(end).strip()));
            }
            String quoted = matcher.group("quoted");
            tokens.add(quoted == null ? matcher.group().strip() : "`" + quoted);
            end = matcher.end();
        }
    }

    /**
     * Parses a rule.
     *
     * @param columns the column of each feature name
     * @throws IllegalArgumentException naming the rule, what was expected and what stood there
     */
    public static Rule parse(String text, Map<String, Integer> columns) {
        RuleParser parser = new RuleParser(text, columns);
        Rule rule = parser.rule();
        if (parser.next < parser.tokens.size()) {
            throw parser.expected("the end");
        }
        return rule;
    }

    /** The features a rule names, in the order of their first occurrence. */
    public static Set<String> names(String text) {
        List<String> tokens = new RuleParser(text, Map.of()).tokens;
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            boolean function = i + 1 < tokens.size() && tokens.get(i + 1).equals("(") && token.matches("min|max");
            if (token.startsWith("`")) {
                names.add(token.substring(1));
            } else if (token.matches("[A-Za-z_].*") && !function && !WORDS.contains(token)) {
                names.add(token);
            }
        }
        return names;
    }

    private Rule rule() {
        if (accept("if")) {
            Rule condition = condition();
            expect("then");
            return new Rule.When(condition, condition());
        }
        return condition();
    }

    private Rule condition() {
        Rule first = chain();
        if (!peek("and") && !peek("or")) {
            return first;
        }
        String joint = tokens.get(next);
        List<Rule> parts = new ArrayList<>(List.of(first));
        while (accept(joint)) {
            parts.add(chain());
        }
        return joint.equals("and") ? new Rule.All(parts) : new Rule.Any(parts);
    }

    private Rule chain() {
        Expression left = sum();
        List<Rule> parts = new ArrayList<>();
        while (next < tokens.size() && tokens.get(next).matches("<=|>=|==|<|>|=")) {
            String relation = tokens.get(next++);
            Expression right = sum();
            parts.add(compare(left, relation, right));
            left = right;
        }
        if (parts.isEmpty()) {
            throw expected("a comparison (<=, <, =, >=, >)");
        }
        return parts.size() == 1 ? parts.get(0) : new Rule.All(parts);
    }

    private static Rule compare(Expression left, String relation, Expression right) {
        return switch (relation) {
            case "<=" -> new Rule.Compare(left, Relation.AT_MOST, right);
            case "<" -> new Rule.Compare(left, Relation.LESS, right);
            case ">=" -> new Rule.Compare(right, Relation.AT_MOST, left);
            case ">" -> new Rule.Compare(right, Relation.LESS, left);
            default -> new Rule.Compare(left, Relation.EQUAL, right);
        };
    }

    private Expression sum() {
        Expression left = product();
        while (peek("+") || peek("-")) {
            left = joined(tokens.get(next++).charAt(0), left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = factor();
        while (peek("*") || peek("/")) {
            left = joined(tokens.get(next++).charAt(0), left, factor());
        }
        return left;
    }

    private Expression joined(char operator, Expression left, Expression right) {
        return measured(new Expression.Binary(operator, left, right), List.of(left, right));
    }

    /** Remembers how high the tree of an expression is, and refuses one that is too high. */
    private Expression measured(Expression expression, List<Expression> parts) {
        int high = 1;
        for (Expression part : parts) {
            high = Math.max(high, 1 + heights.getOrDefault(part, 0));
        }
        if (high >= MOST_TERMS) {
            throw new IllegalArgumentException(
                    "rule \"%s\": has a sum or product of more than %d terms; split it into several rules"
                            .formatted(Printable.of(text), MOST_TERMS));
        }
        heights.put(expression, high);
        return expression;
    }

    private Expression factor() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("rule \"%s\": is nested more than %d deep; use fewer parentheses"
                    .formatted(Printable.of(text), DEEPEST));
        }
        Expression factor = unnested();
        depth--;
        return factor;
    }

    private Expression unnested() {
        if (accept("-")) {
            return joined('-', new Expression.Constant(0), factor());
        }
        if (accept("(")) {
            Expression inner = sum();
            expect(")");
            return inner;
        }
        if (next >= tokens.size()) {
            throw expected("a number or feature");
        }
        String token = tokens.get(next++);
        if (Character.isDigit(token.charAt(0))) {
            return new Expression.Constant(Double.parseDouble(token));
        }
        if ((token.equals("min") || token.equals("max")) && accept("(")) {
            List<Expression> parts = new ArrayList<>(List.of(sum()));
            while (accept(",")) {
                parts.add(sum());
            }
            expect(")");
            return measured(new Expression.Extreme(token.equals("max"), parts), parts);
        }
        return feature(token.startsWith("`") ? token.substring(1) : token);
    }

    private Expression feature(String name) {
        Integer column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("rule \"%s\": there is no feature \"%s\"%s"
                    .formatted(text, name, Problems.didYouMean(name, columns.keySet())));
        }
        return new Expression.Value(name, column);
    }

    private boolean peek(String token) {
        return next < tokens.size() && tokens.get(next).equals(token);
    }

    private boolean accept(String token) {
        if (peek(token)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw expected("\"" + token + "\"");
        }
    }

    private IllegalArgumentException expected(String what) {
        String found = next < tokens.size() ? "\"" + tokens.get(next) + "\"" : "the end";
        return new IllegalArgumentException(
                "rule \"%s\": expected %s but found %s".formatted(Printable.of(text), what, found));
    }
}
