package dev.gauntlet.adapters.file;

import dev.gauntlet.adapters.WholeFile;
import dev.gauntlet.adapters.disk.FailedWrite;
import dev.gauntlet.adapters.disk.Place;
import dev.gauntlet.adapters.disk.Unwritable;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes records to a file in the format of its extension: {@code .parquet}, {@code .jsonl} or {@code .json}, otherwise
 * CSV; {@code .gz} and {@code .zst} are compressed.
 */
public final class RecordsFile {
    private RecordsFile() {}

    /**
     * Writes a temporary file and moves it into place.
     *
     * @throws InputException if the path cannot be written to
     */
    public static void write(Records records, Path path) {
        try (Connection connection = DuckRelation.open()) {
            DuckRelation.load(connection, "data", records);
            Place place = Place.of(path);
            if (place.special()) {
                copy(connection, records, path, path);
            } else {
                WholeFile.writeMade(path, aside -> copy(connection, records, path, aside));
            }
        } catch (SQLException e) {
            throw new FailedWrite("%s: cannot be written: %s".formatted(path, firstLine(e)), new IOException(e));
        } catch (IOException e) {
            throw Unwritable.of(path, e);
        }
    }

    private static void copy(Connection connection, Records records, Path named, Path file) throws IOException {
        try {
            DuckRelation.execute(
                    connection,
                    "copy (select %s from data) to %s (%s, use_tmp_file false)"
                            .formatted(
                                    columns(records),
                                    DuckRelation.quoted(file.toAbsolutePath().toString()),
                                    options(String.valueOf(named.getFileName()))));
        } catch (SQLException e) {
            throw new IOException(firstLine(e), e);
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    /**
     * The SQL for the columns. Times are written as timestamps with microseconds, so that they are read as times again.
     */
    private static String columns(Records records) {
        List<String> names = DuckRelation.names(records);
        return IntStream.range(0, names.size())
                .mapToObj(j -> {
                    String name = '"' + names.get(j).replace("\"", "\"\"") + '"';
                    return records.columns().get(j).kind() == Column.Kind.TIME
                            ? "make_timestamp(cast(round(%s * 1e6) as bigint)) as %s".formatted(name, name)
                            : name;
                })
                .collect(Collectors.joining(", "));
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
