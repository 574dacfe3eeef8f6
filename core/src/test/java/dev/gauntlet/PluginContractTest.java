package dev.gauntlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Catalogue.Parameter;
import dev.gauntlet.base.Plugin;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Trainer;
import dev.gauntlet.threat.Requirement;
import dev.gauntlet.threat.Taxonomy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every plug-in in the catalogue signs. */
final class PluginContractTest {
    static Stream<Attack> attacks() {
        return Catalogue.all(Attack.class).stream();
    }

    static Stream<Defence> defences() {
        return Catalogue.all(Defence.class).stream();
    }

    static Stream<Trainer> trainers() {
        return Catalogue.all(Trainer.class).stream();
    }

    static Stream<Plugin> plugins() {
        return Stream.of(attacks(), defences(), trainers()).flatMap(kind -> kind.map(Plugin.class::cast));
    }

    private static List<Parameter> numbers(Plugin plugin) {
        return Catalogue.parameters(plugin).stream()
                .filter(p -> p.value() instanceof Number)
                .toList();
    }

    @Test
    void theCatalogueHoldsEveryKind() {
        assertThat(attacks()).hasSizeGreaterThanOrEqualTo(24);
        assertThat(defences()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(trainers()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void noTwoPluginsShareAnId() {
        assertThat(plugins().map(Plugin::id)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void isARecordThatEqualsItsOwnDefaults(Plugin plugin) throws ReflectiveOperationException {
        assertThat(plugin.getClass().isRecord()).isTrue();
        assertThat(plugin.getClass().getConstructor().newInstance()).isEqualTo(plugin);
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void isCalledByItsClassInLowerCaseWithHyphens(Plugin plugin) {
        assertThat(plugin.id()).matches("[a-z]+(-[a-z]+)*");
        assertThat(plugin.id().replace("-", ""))
                .isEqualToIgnoringCase(plugin.getClass().getSimpleName());
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void saysWhatItDoesInOneSentenceAndWhereThatStands(Plugin plugin) {
        assertThat(plugin.summary()).matches("[A-Z].{10,119}\\.");
        assertThat(plugin.source()).isNotBlank().doesNotEndWith(".");
        if (plugin instanceof Attack attack) {
            assertThat(attack.when()).matches("Use it .{10,200}\\.");
        }
        if (plugin instanceof Defence defence) {
            assertThat(defence.when()).matches("Use it .{10,200}\\.").contains(" cost");
        }
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void explainsEveryParameter(Plugin plugin) {
        for (Parameter parameter : Catalogue.parameters(plugin)) {
            assertThat(parameter.text())
                    .as(parameter.name())
                    .hasSizeGreaterThan(4)
                    .doesNotEndWith(".");
        }
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void hasDefaultsWithinTheStatedRange(Plugin plugin) {
        for (Parameter parameter : numbers(plugin)) {
            assertThat(((Number) parameter.value()).doubleValue())
                    .as(parameter.name())
                    .isBetween(parameter.low(), parameter.high());
        }
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void refusesNotANumberAndSaysWhichParameter(Plugin plugin) {
        for (Parameter parameter : numbers(plugin)) {
            assertThatThrownBy(() -> Catalogue.with(plugin, Map.of(parameter.name(), Double.NaN)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(parameter.name());
        }
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void refusesWhatIsBelowOrAboveTheRange(Plugin plugin) {
        for (Parameter parameter : numbers(plugin)) {
            for (double outside : new double[] {parameter.low() - 1, parameter.high() + 1}) {
                if (Double.isFinite(outside)) {
                    assertThatThrownBy(() -> Catalogue.with(plugin, Map.of(parameter.name(), outside)))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageStartingWith(parameter.name());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void takesBothEndsOfTheRange(Plugin plugin) {
        for (Parameter parameter : numbers(plugin)) {
            for (double end : new double[] {parameter.low(), parameter.high()}) {
                if (Double.isFinite(end)) {
                    Plugin changed = Catalogue.with(plugin, Map.of(parameter.name(), end));
                    assertThat(Catalogue.parameters(changed))
                            .filteredOn(p -> p.name().equals(parameter.name()))
                            .singleElement()
                            .satisfies(p -> assertThat(((Number) p.value()).doubleValue())
                                    .isEqualTo(end));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anAttackIsFiledAndStatesItsNeeds(Attack attack) {
        Taxonomy filed = Taxonomy.of(attack.taxonomy());
        assertThat(filed.nist()).isNotEmpty().allMatch(id -> id.startsWith("NISTAML."));
        assertThat(filed.atlas()).isNotEmpty().allMatch(id -> id.matches("AML\\.T\\d{4}(\\.\\d{3})?"));
        assertThat(attack.needs()).isNotEmpty().anyMatch(need -> !need.ofData() || need == Requirement.RAW_RECORDS);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anAttackLeavesWhatItIsGivenAsItWas(Attack attack) {
        String before = AttackResults.inputs();
        new AttackResults(Toy.run()).of(attack);
        assertThat(AttackResults.inputs()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anAttackDoesTheSameAgainWithTheSameSeed(Attack attack) {
        String first = new AttackResults(Toy.run()).of(attack);
        assertThat(new AttackResults(Toy.run()).of(attack)).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anAttackDoesTheSameOnOneThreadAndOnEight(Attack attack) {
        String one = Toy.onThreads(1, run -> new AttackResults(run).of(attack));
        String eight = Toy.onThreads(8, run -> new AttackResults(run).of(attack));
        assertThat(eight).isEqualTo(one);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void aTrainerGivesTheSameBitsOnOneThreadAndOnEight(Trainer trainer) {
        Dataset data = Toy.clusters(90, 2);
        String before = data.digest();
        Trainer small = smaller(trainer);
        double[] one = Toy.onThreads(1, run -> small.train(data, run).malice(data.rows()));
        double[] eight = Toy.onThreads(8, run -> small.train(data, run).malice(data.rows()));
        assertThat(eight).containsExactly(one);
        assertThat(data.digest()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void aTrainerRanksTwoCloudsApart(Trainer trainer) {
        Dataset data = Toy.clusters(300, 2);
        double[] malice = smaller(trainer).train(data, Toy.run()).malice(data.rows());
        double auc = dev.gauntlet.measure.Ranking.of(malice, data.malice()).rocAuc();
        assertThat(auc).isGreaterThan(trainer.unsupervised() ? 0.45 : 0.97);
    }

    private static Trainer smaller(Trainer trainer) {
        Set<String> names =
                Catalogue.parameters(trainer).stream().map(Parameter::name).collect(Collectors.toSet());
        return names.contains("trees") ? Catalogue.with(trainer, Map.of("trees", 10)) : trainer;
    }

    @Test
    void everyFamilyOfAttackHasADefence() {
        Set<String> families = attacks().map(Attack::family).collect(Collectors.toCollection(TreeSet::new));
        Set<String> defended =
                defences().flatMap(d -> d.against().stream()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(defended).isEqualTo(families);
    }

    @ParameterizedTest
    @MethodSource("defences")
    void aDefenceGivesAdviceInOneSentence(Defence defence) {
        assertThat(defence.advice()).matches("[A-Z].{20,199}\\.");
    }
}
