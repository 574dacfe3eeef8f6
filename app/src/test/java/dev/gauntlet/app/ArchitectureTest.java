package dev.gauntlet.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureTest {
    private static final String ROOT = ArchitectureTest.class.getPackageName();

    private static final JavaClasses APP = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Lowest first; a package sees those of the layers before its own, and itself. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("plan"),
            List.of("data"),
            List.of("detector", "seal"),
            List.of("assess", "serve"),
            List.of("retrain"),
            List.of("report"),
            List.of("cli"));

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.gauntlet");

    /** What changes a file system, by class and method; those of reading are absent. */
    private static final DescribedPredicate<JavaAccess<?>> WRITES =
            DescribedPredicate.describe("writes a file", access -> {
                String owner = access.getTargetOwner().getName();
                String name = access.getTarget().getName();
                return switch (owner) {
                    case "java.nio.file.Files" ->
                        name.matches("(write|newOutput|newBufferedWriter|move|delete|copy|create|set).*");
                    case "java.nio.file.StandardOpenOption" -> name.matches("WRITE|APPEND|CREATE.*|TRUNCATE_EXISTING");
                    case "java.nio.channels.FileChannel" -> name.equals("open");
                    case "java.io.FileOutputStream", "java.io.FileWriter", "java.io.RandomAccessFile" -> true;
                    case "java.io.File" -> name.matches("(create|delete|mkdir|rename|set).*");
                    default -> false;
                };
            });

    static Stream<String> packages() {
        return LAYERS.stream().flatMap(List::stream);
    }

    private static String[] in(Stream<String> names) {
        return names.map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    @Test
    void everyPackageHasItsLayer() {
        assertThat(APP.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals(ROOT))
                        .map(name -> name.substring(ROOT.length() + 1).split("\\.")[0])
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(packages().toList());
    }

    @Test
    void noPackagesFormACycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(APP);
    }

    /** The process for ONNX Runtime and its temporary folder, which is no output. */
    private static final String SCRATCH = "dev\\.gauntlet\\.adapters\\.onnx\\.Runtime(Process|Main).*";

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageSeesLowerLayersOnly(String name) {
        List<String> layer = LAYERS.stream()
                .filter(names -> names.contains(name))
                .findFirst()
                .orElseThrow();
        Stream<String> hidden = LAYERS.subList(LAYERS.indexOf(layer), LAYERS.size()).stream()
                .flatMap(List::stream)
                .filter(other -> !other.equals(name));
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in(hidden))
                .allowEmptyShould(false)
                .check(APP);
    }

    @Test
    void everyWriteGoesThroughTheDisk() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.gauntlet.adapters.disk")
                .and()
                .haveNameNotMatching(SCRATCH)
                .should()
                .accessTargetWhere(WRITES)
                .check(ALL);
        assertThat(ALL.get("dev.gauntlet.adapters.disk.RealDisk").getAccessesFromSelf())
                .as("what the disk itself does is seen")
                .anyMatch(WRITES);
    }

    @Test
    void theReportReadsResultsAndNothingElse() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in(
                        packages().filter(name -> !List.of("report", "retrain").contains(name))))
                .check(APP);
    }
}
