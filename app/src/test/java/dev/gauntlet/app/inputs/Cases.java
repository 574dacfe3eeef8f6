package dev.gauntlet.app.inputs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The folders of files that users met trouble with, {@code cases} beside that of public data. */
final class Cases {
    private Cases() {}

    /** A folder of a case: beside GAUNTLET_DATA, or beside the project; the test is skipped where there is none. */
    static Path folder(String name) {
        String data = System.getenv("GAUNTLET_DATA");
        Stream<String> places =
                data == null ? Stream.of("../../shared/cases", "../shared/cases") : Stream.of(data + "/../cases");
        Optional<Path> found = places.map(place -> Path.of(place, name))
                .filter(Files::isDirectory)
                .findFirst();
        assumeTrue(found.isPresent(), "no folder of cases beside that of public data: set GAUNTLET_DATA");
        return found.orElseThrow();
    }
}
