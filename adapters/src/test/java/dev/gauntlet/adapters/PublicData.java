package dev.gauntlet.adapters;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gauntlet.data.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The folder of public data sets and models, GAUNTLET_DATA or beside the project; tests that need it skip without. */
public final class PublicData {
    private PublicData() {}

    public static Optional<Path> folder() {
        String named = System.getenv("GAUNTLET_DATA");
        Stream<String> places = named == null ? Stream.of("../../shared/data", "../shared/data") : Stream.of(named);
        return places.map(Path::of).filter(Files::isDirectory).findFirst();
    }

    /** The content of a file that is kept packed there. */
    public static byte[] unpacked(String name) throws IOException {
        Optional<Path> folder = folder();
        assumeTrue(folder.isPresent(), "no folder of public data: set GAUNTLET_DATA");
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(folder.orElseThrow().resolve(name + ".gz")))) {
            return in.readAllBytes();
        }
    }

    public static List<String> lines(String name) throws IOException {
        return new String(unpacked(name), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** A table of numbers under a header. */
    public record Numbers(List<String> names, Rows rows) {
        public double[] column(String name) {
            return rows.column(names.indexOf(name));
        }

        /** The first columns. */
        public Rows first(int count) {
            return Rows.fill(rows.size(), count, rows::get);
        }
    }

    public static Numbers numbers(String name) throws IOException {
        List<String> lines = lines(name);
        double[][] rows = lines.stream()
                .skip(1)
                .map(line -> Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
        return new Numbers(List.of(lines.get(0).split(",")), Rows.of(rows));
    }
}
