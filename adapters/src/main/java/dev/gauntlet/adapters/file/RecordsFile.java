package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Writes records to a file, of the kind its name says: {@code .parquet}, {@code .jsonl} or {@code .json}, else CSV; {@code .gz} and {@code .zst} too. */
public final class RecordsFile {
    private RecordsFile() {}

    /**
     * Writes aside and moves into place.
     *
     * @throws InputException if the place cannot be written to
     */
    public static void write(Records records, Path path) {
        Path aside = path.resolveSibling(path.getFileName() + ".part");
        try (Connection connection = DuckRelation.open()) {
            DuckRelation.load(connection, "data", records);
            DuckRelation.execute(
                    connection,
                    "copy data to %s (%s)"
                            .formatted(
                                    DuckRelation.quoted(aside.toAbsolutePath().toString()),
                                    options(String.valueOf(path.getFileName()))));
            Files.move(aside, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException | IOException e) {
            throw new InputException("%s: cannot be written: %s"
                    .formatted(
                            path,
                            String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")));
        }
    }

    private static String options(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String packing =
                lower.endsWith(".gz") ? ", compression gzip" : lower.endsWith(".zst") ? ", compression zstd" : "";
        String bare = lower.replaceAll("\\.(gz|zst)$", "");
        if (bare.endsWith(".parquet")) {
            return "format parquet";
        }
        return (bare.endsWith(".jsonl") || bare.endsWith(".json") ? "format json" : "format csv, header") + packing;
    }
}
