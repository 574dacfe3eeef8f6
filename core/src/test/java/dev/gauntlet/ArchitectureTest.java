package dev.gauntlet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.gauntlet.base.Plugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.gauntlet");

    /** Lowest first; a layer sees those before it and itself. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("base"),
            List.of("data"),
            List.of("model"),
            List.of("measure"),
            List.of("threat"),
            List.of("process"),
            List.of("search"),
            List.of("attack", "defence"),
            List.of("campaign"));

    private static final Set<String> INEXACT = Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "expm1", "log",
            "log10", "log1p", "pow", "cbrt", "hypot", "random");

    private static final Set<String> CLOCKS = Set.of("currentTimeMillis", "nanoTime", "now");

    @Test
    void theWholeOfCoreIsLookedAt() {
        assertThat(CORE.size()).isGreaterThan(200);
        assertThat(LAYERS.stream().flatMap(List::stream))
                .allMatch(layer ->
                        CORE.stream().anyMatch(type -> type.getPackageName().startsWith("dev.gauntlet." + layer)));
    }

    static Stream<List<String>> layers() {
        return LAYERS.stream();
    }

    private static String[] packages(List<List<String>> layers) {
        return layers.stream()
                .flatMap(List::stream)
                .map(layer -> "dev.gauntlet." + layer + "..")
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aLayerSeesNoHigherOne(List<String> layer) {
        List<List<String>> higher = new ArrayList<>(LAYERS.subList(LAYERS.indexOf(layer) + 1, LAYERS.size()));
        higher.add(List.of("simulate"));
        noClasses()
                .that()
                .resideInAnyPackage(packages(List.of(layer)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(higher))
                .check(CORE);
    }

    @Test
    void attacksAndDefencesDoNotSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.gauntlet.attack..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.gauntlet.defence..")
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage("dev.gauntlet.defence..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.gauntlet.attack..")
                .check(CORE);
    }

    @Test
    void theSimulationKnowsNothingButRecords() {
        classes()
                .that()
                .resideInAPackage("dev.gauntlet.simulate..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gauntlet.simulate..",
                        "dev.gauntlet.base..",
                        "dev.gauntlet.data..",
                        "java..",
                        "org.jspecify..")
                .check(CORE);
    }

    @Test
    void coreNeedsNothingButTheJdkStatisticsAndAnnotations() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.gauntlet..",
                        "java..",
                        "javax.crypto..",
                        "org.apache.commons.statistics..",
                        "org.jspecify..",
                        "com.google.auto.service..")
                .check(CORE);
    }

    /** Within a layer {@code model} and {@code model.kernel}, {@code campaign} and {@code campaign.trial} are one. */
    @Test
    void noTwoPackagesSeeEachOther() {
        slices().matching("dev.gauntlet.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void familiesOfAttacksAndOfDefencesDoNotSeeEachOther() {
        slices().matching("dev.gauntlet.attack.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CORE);
        slices().matching("dev.gauntlet.defence.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CORE);
    }

    /**
     * One real exception: the trial of property inference mixes its training sets with the same method as the attack's
     * shadow models, as both must mean the same share.
     */
    @Test
    void trialsKnowFamiliesAndNoSingleAttackOrDefence() {
        noClasses()
                .that()
                .resideInAPackage("dev.gauntlet.campaign..")
                .and()
                .haveNameNotMatching(".*\\.PropertyTrial(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.gauntlet.attack.*..", "dev.gauntlet.defence.*..")
                .check(CORE);
    }

    /** One real exception: a key pair can only be drawn from a {@code SecureRandom}, so a seeded one stands in. */
    @Test
    void nothingDrawsFromAnUnseededGenerator() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.(Random|SplittableRandom|UUID)|java\\.util\\.concurrent\\.ThreadLocalRandom")
                .check(CORE);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.gauntlet.defence.artifact.SignedBundle")
                .and()
                .doNotHaveFullyQualifiedName("dev.gauntlet.defence.artifact.SignedBundle$SeededRandom")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .check(CORE);
    }

    @Test
    void nothingReadsAClock() {
        noClasses()
                .should()
                .accessTargetWhere(calls("a clock", CLOCKS, Set.of("java.")))
                .check(CORE);
    }

    @Test
    void nothingPrintsLogsOrOpensASocket() {
        noClasses()
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "System.out, err or in",
                        access -> access.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err", "in").contains(access.getName())))
                .check(CORE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "java.net..", "java.net.http..", "org.slf4j..")
                .check(CORE);
    }

    @Test
    void mathIsStrictWhereProcessorsDiffer() {
        noClasses()
                .should()
                .accessTargetWhere(calls("an inexact function of Math", INEXACT, Set.of("java.lang.Math")))
                .check(CORE);
    }

    private static DescribedPredicate<JavaAccess<?>> calls(String what, Set<String> names, Set<String> owners) {
        return DescribedPredicate.describe(
                what,
                access -> names.contains(access.getName())
                        && owners.stream()
                                .anyMatch(owner -> owner.endsWith(".")
                                        ? access.getTargetOwner().getName().startsWith(owner)
                                        : access.getTargetOwner().getName().equals(owner)));
    }

    @Test
    void everyPluginIsARecord() {
        classes()
                .that()
                .areAssignableTo(Plugin.class)
                .and()
                .areNotInterfaces()
                .should()
                .beRecords()
                .check(CORE);
    }

    @Test
    void nothingIsAbstractButInterfaces() {
        noClasses()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
                .check(CORE);
    }

    @Test
    void noTypeHasANameThatSaysNothing() {
        assertThat(CORE.stream().map(JavaClass::getSimpleName))
                .noneMatch(name -> name.matches("Abstract.*|.*(Impl|Manager|Helper|Utils?)"));
    }

    @Test
    void layersAreListedOnce() {
        List<String> names = LAYERS.stream().flatMap(List::stream).toList();
        assertThat(IntStream.range(0, names.size())).allMatch(i -> names.indexOf(names.get(i)) == i);
    }
}
