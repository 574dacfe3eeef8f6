package dev.gauntlet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.attack.Attack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The catalogue, checks of arguments and problems with names. */
final class CatalogueTest {
    /** A plug-in with a parameter of every type. */
    record Probe(
            @Param(value = "a share", low = 0, high = 1) double share,

            @Param(value = "a count", low = 1, high = 9) int count,

            @Param("a long one") long size,

            @Param("a switch") boolean loud,

            @Param("a text") String name)
            implements Plugin {
        Probe {
            Catalogue.check(Probe.class, share, count, size, loud, name);
        }

        @Override
        public String summary() {
            return "Probes.";
        }

        @Override
        public String source() {
            return "none";
        }
    }

    private static final Probe PROBE = new Probe(0.5, 3, 4, false, "x");

    private static Probe with(String name, Object value) {
        return Catalogue.with(PROBE, Map.of(name, value));
    }

    @Test
    void setsWhatIsNamedAndKeepsTheRest() {
        assertThat(Catalogue.with(PROBE, Map.of("share", 1, "loud", true, "name", "y")))
                .isEqualTo(new Probe(1, 3, 4, true, "y"));
        assertThat(with("count", 7.0)).isEqualTo(new Probe(0.5, 7, 4, false, "x"));
        assertThat(with("size", 3_000_000_000L).size()).isEqualTo(3_000_000_000L);
        assertThat(Catalogue.with(PROBE, Map.of())).isEqualTo(PROBE);
    }

    @Test
    void refusesUnknownNamesWithTheNearest() {
        assertThatThrownBy(() -> with("shar", 1))
                .hasMessage(
                        "probe has no parameter \"shar\"; did you mean \"share\"?; it has [share, count, size, loud, name]");
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatThrownBy(() -> with("share", 2)).hasMessage("share must be in [0, 1] but is 2");
        assertThatThrownBy(() -> with("share", Double.NaN)).hasMessage("share must be in [0, 1] but is NaN");
        assertThatThrownBy(() -> with("count", 0)).hasMessage("count must be in [1, 9] but is 0");
    }

    @Test
    void refusesValuesOfAnotherType() {
        assertThatThrownBy(() -> with("count", 2.5)).hasMessage("count must be of type whole number but is 2.5");
        assertThatThrownBy(() -> with("count", 5_000_000_000L)).hasMessageStartingWith("count must be of type whole");
        assertThatThrownBy(() -> with("share", "half")).hasMessage("share must be of type number but is half");
        assertThatThrownBy(() -> with("loud", 1)).hasMessage("loud must be of type true or false but is 1");
        assertThatThrownBy(() -> with("name", 1)).hasMessage("name must be of type text but is 1");
    }

    @Test
    void describesParametersInOrder() {
        assertThat(Catalogue.parameters(PROBE))
                .startsWith(
                        new Catalogue.Parameter("share", "a share", "", 0, 1, double.class, 0.5),
                        new Catalogue.Parameter("count", "a count", "", 1, 9, int.class, 3))
                .hasSize(5);
    }

    @Test
    void findsPluginsByIdAndSortsThem() {
        assertThat(Catalogue.named(Attack.class, "label-flip").id()).isEqualTo("label-flip");
        assertThat(Catalogue.all(Attack.class).stream().map(Plugin::id).toList())
                .isSorted();
        assertThatThrownBy(() -> Catalogue.named(Attack.class, "lable-flip"))
                .hasMessage("there is no attack called \"lable-flip\"; did you mean \"label-flip\"?");
    }

    @Test
    void idsAreClassNamesWithHyphens() {
        assertThat(Plugin.idOf(Probe.class)).isEqualTo("probe");
        assertThat(Plugin.idOf(CatalogueTest.class)).isEqualTo("catalogue-test");
    }

    @Test
    void checksSayNameRuleAndValue() {
        assertThat(Require.between("x", 3, 1, 5)).isEqualTo(3);
        assertThatThrownBy(() -> Require.between("x", 0.5, 1, 1e20)).hasMessage("x must be in [1, 1.0E20] but is 0.5");
        assertThatThrownBy(() -> Require.fraction("x", -0.1)).hasMessage("x must be in [0, 1] but is -0.1");
        assertThat(Require.atLeast("n", 2, 2)).isEqualTo(2);
        assertThatThrownBy(() -> Require.atLeast("n", 1, 2)).hasMessage("n must be at least 2 but is 1");
        assertThatThrownBy(() -> Require.same("rows", 3, 4)).hasMessage("rows must be 3 but is 4");
        assertThat(Require.notEmpty("list", List.of(1))).containsExactly(1);
        assertThatThrownBy(() -> Require.notEmpty("list", List.of())).hasMessage("list must not be empty");
        assertThatThrownBy(() -> Require.that(false, "no")).hasMessage("no");
    }

    @Test
    void problemsAreGatheredAndThrownTogether() {
        Problems problems = new Problems();
        assertThat(problems.isEmpty()).isTrue();
        problems.throwIfAny();
        problems.add("first");
        problems.check("attacks[2]", () -> Require.fraction("share", 2));
        problems.check("attacks[3]", () -> Require.fraction("share", 0.5));
        assertThat(problems.all()).containsExactly("first", "attacks[2]: share must be in [0, 1] but is 2");
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.problems()).isEqualTo(problems.all()))
                .hasMessage("first\nattacks[2]: share must be in [0, 1] but is 2");
    }

    @Test
    void theNearestNameIsFoundWithinAThirdOfItsLength() {
        List<String> known = List.of("label-flip", "mimicry", "id");
        assertThat(Problems.nearest("LABEL-FLOP", known)).contains("label-flip");
        assertThat(Problems.nearest("mimikri", known)).contains("mimicry");
        assertThat(Problems.nearest("boiling-frog", known)).isEmpty();
        assertThat(Problems.nearest("x", List.of())).isEmpty();
        assertThat(Problems.nearest("x", List.of("y", "xy"))).isEmpty();
        assertThat(Problems.nearest("di", known)).contains("id");
        assertThat(Problems.nearest("xd", List.of("idx"))).isEmpty();
        assertThat(Problems.nearest("i", List.of("id", "is"))).isEmpty();
        assertThat(Problems.nearest("ids", known)).contains("id");
        assertThat(Problems.nearest("mamacra", known)).isEmpty();
        assertThat(Problems.didYouMean("mimcry", known)).isEqualTo("; did you mean \"mimicry\"?");
        assertThat(Problems.didYouMean("boiling-frog", known)).isEmpty();
    }
}
