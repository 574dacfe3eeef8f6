package dev.gauntlet.adapters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What tests measured on public models beside what they demand; written to a page at the end where that is wanted. */
public final class GateTable {
    private static final String HEAD = """
            # Measured on public models

            What the searches reach on models and rows that others have measured too, beside what the tests demand of them. Seconds are of the
            processor, of all threads of the Java process, compilation included, on a machine with two cores that did other things as well; the seed is 1 where
            none is stated. The limits are the figures of other programs or of an independent solver, as the tests say.

            Written by

                GAUNTLET_DATA=DIR ./mvnw -B -pl adapters -am test -Dtest='*GatesTest' -Dsurefire.failIfNoSpecifiedTests=false -Dgates.write=true

            | what | demanded | measured |
            |---|---|---|
            """;
    private static final Map<String, String> ROWS = new TreeMap<>();

    static {
        if (Boolean.getBoolean("gates.write")) {
            Runtime.getRuntime().addShutdownHook(new Thread(GateTable::write));
        }
    }

    private GateTable() {}

    /** Notes a measurement; one of the same name replaces the former. */
    public static synchronized void add(String what, String demanded, String measured) {
        System.out.println(what + ": " + measured + " (demanded: " + demanded + ")");
        ROWS.put(what, "| %s | %s | %s |%n".formatted(what, demanded, measured));
    }

    private static synchronized void write() {
        try {
            Files.writeString(Path.of("..", "docs", "gates.md"), HEAD + String.join("", ROWS.values()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
