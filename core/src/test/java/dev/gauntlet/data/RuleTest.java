package dev.gauntlet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules over a row of a, b and c. */
final class RuleTest {
    private static final Map<String, Integer> COLUMNS =
            Map.of("a", 0, "b", 1, "c", 2, "min", 0, "dst port", 1, "x.y", 2);

    private static Rule rule(String text) {
        return RuleParser.parse(text, COLUMNS);
    }

    private static double violation(String text, double a, double b, double c) {
        return rule(text).violation(new double[] {a, b, c});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a + b * c = 7",
                "(a + b) * c = 9",
                "a - b - c = -4",
                "a - (b - c) = 2",
                "c / b * a = 1.5",
                "12 / c / b = 2",
                "-a + b = 1",
                "- (a + b) = -3",
                "a - -b = 3",
                "min(a, b, c) = 1",
                "max(a, b, c) = 3",
                "max(a + b, c) + min(c, 10) = 6",
                "2.5e1 = 25",
                "a / 0 = 0",
                "min + 1 = b",
                "`dst port` = 2",
                "x.y = 3"
            })
    void arithmeticIsThatOfSchool(String text) {
        assertThat(violation(text, 1, 2, 3)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a <= b | 0 | 0 | 3",
                "a < b | 0 | 3 | 3",
                "a = b | 3 | 0 | 3",
                "a == b | 3 | 0 | 3",
                "a >= b | 3 | 0 | 0",
                "a > b | 3 | 3 | 0"
            })
    void comparisonsMeasureHowFarTheyAreBroken(String text, double below, double equal, double above) {
        assertThat(violation(text, 2, 5, 0)).isCloseTo(below, within(1e-5));
        assertThat(violation(text, 5, 5, 0) > 0).isEqualTo(equal > 0);
        assertThat(violation(text, 5, 2, 0)).isCloseTo(above, within(1e-5));
    }

    @Test
    void aShareOfAMillionthIsForgivenExceptWhereLessIsAsked() {
        assertThat(violation("a = b", 1e9, 1e9 + 999, 0)).isZero();
        assertThat(violation("a = b", 1e9, 1e9 + 1100, 0)).isEqualTo(1100);
        assertThat(violation("a <= b", 1e-6, 0, 0)).isZero();
        assertThat(violation("a <= b", 3e-6, 0, 0)).isEqualTo(3e-6);
        assertThat(violation("a < b", 1, 1, 0)).isPositive();
    }

    @Test
    void aMissingValueBreaksNothing() {
        assertThat(violation("a <= b", Double.NaN, 0, 0)).isZero();
        assertThat(violation("a = b", 0, Double.NaN, 0)).isZero();
    }

    @Test
    void aChainHoldsWhereEachLinkDoes() {
        assertThat(violation("a <= b <= c", 1, 2, 3)).isZero();
        assertThat(violation("a <= b <= c", 1, 5, 3)).isEqualTo(2);
        assertThat(violation("a <= b <= c", 4, 3, 1)).isEqualTo(1 + 2);
        assertThat(rule("0 < a = b")).isInstanceOf(Rule.All.class);
    }

    @Test
    void anAndSumsAndAnOrTakesTheLeast() {
        assertThat(violation("a <= 1 and b <= 1 and c <= 1", 3, 4, 0)).isEqualTo(2 + 3);
        assertThat(violation("a <= 1 or b <= 1 or c <= 1", 3, 4, 9)).isEqualTo(2);
        assertThat(violation("a <= 1 or b <= 1", 3, 0, 9)).isZero();
    }

    @Test
    void anIfAsksOnlyWhereItsConditionHolds() {
        assertThat(violation("if a > 0 then b > 0 and c <= 1", 0, 0, 5)).isZero();
        assertThat(violation("if a > 0 then b <= 1 and c <= 1", 1, 3, 5)).isEqualTo(2 + 4);
        assertThat(violation("if a > 0 or b > 0 then c = 0", 0, 1, 5)).isEqualTo(5);
    }

    @Test
    void aRuleKnowsItsColumns() {
        assertThat(rule("if c > 0 then min(a, 3) >= 1").columns()).containsExactly(0, 2);
        assertThat(rule("a <= b <= c").columns()).containsExactly(0, 1, 2);
        assertThat(rule("1 = 1 or b = 2").columns()).containsExactly(1);
        assertThat(rule("2 * b - c >= 1").columns()).containsExactly(1, 2);
        assertThat(rule("a = a").holds(new double[3])).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "a <= | expected a number or feature but found the end",
                "a + b | expected a comparison (<=, <, =, >=, >) but found the end",
                "a <= b c | expected the end but found \"c\"",
                "a <= b and b <= c or c <= a | expected the end but found \"or\"",
                "if a <= b | expected \"then\" but found the end",
                "min(a, b <= c | expected \")\" but found \"<=\"",
                "(a + b <= c | expected \")\" but found \"<=\"",
                "a <= $b | cannot read \"$b\"",
                "a <= bb | there is no feature \"bb\"; did you mean \"b\"?",
                "then | there is no feature \"then\""
            })
    void whatCannotBeReadIsReportedWithTheRule(String text, String problem) {
        assertThatThrownBy(() -> rule(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("rule \"" + text + "\": ")
                .hasMessageContaining(problem);
    }

    @Test
    void anEmptyRuleIsRefused() {
        assertThatThrownBy(() -> rule("  ")).hasMessageContaining("expected a number or feature but found the end");
    }

    @Test
    void spacesDoNotMatter() {
        assertThat(rule("  a<=b+1  ")).isEqualTo(rule("a <= b + 1"));
    }

    @Test
    void nestingHasALimit() {
        Map<String, Integer> columns = Map.of("a", 0);
        String open = "(".repeat(499);
        String close = ")".repeat(499);
        holds(open + "a" + close + " <= 1", columns);
        assertThatThrownBy(() -> RuleParser.parse("((" + open + "a" + close + ")) <= 1", columns))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is nested more than 500 deep")
                .hasMessageStartingWith("rule \"(((");
        holds("a" + " + a".repeat(999) + " <= 1", columns);
        assertThatThrownBy(() -> RuleParser.parse("a" + " * a".repeat(1000) + " <= 1", columns))
                .hasMessageContaining("more than 1000 terms");
        String nested = "(".repeat(400) + "a" + " + a + a + a)".repeat(400) + " <= 1";
        assertThatThrownBy(() -> RuleParser.parse(nested, columns)).hasMessageContaining("more than 1000 terms");
        // A rule that is long, but not deep.
        holds("(a) + (a) <= 1" + " and (a) <= 1".repeat(5000), columns);
    }

    /** What is parsed can be used, which is recursion too. */
    private static void holds(String text, Map<String, Integer> columns) {
        Rule rule = RuleParser.parse(text, columns);
        assertThat(rule.holds(new double[] {0.0001})).isTrue();
        assertThat(rule.equals(RuleParser.parse(text, columns))).isTrue();
    }
}
