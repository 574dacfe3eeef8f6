package dev.gauntlet.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of file that Gauntlet writes, with a bit flipped, read by the command that reads it. */
final class FlippedTest {
    /** Every 64th bit, and of a large file as many as this, drawn with a seed. */
    private static final int EACH = 64;

    private static final int MOST = Integer.getInteger("faults.bits", Tally.ALL ? 2000 : 8);

    @TempDir
    static Path shared;

    private static Path base = Path.of("");
    private static int folders;

    /**
     * A file and the command that reads it.
     *
     * @param file its name in the folder
     * @param command words that begin with {@code @} are files in the folder
     * @param same what the command writes, which must be the same wherever it succeeds; nothing for files without a
     *     checksum, of which only a breakdown is harm
     */
    private record Reading(String file, List<String> command, List<String> same) {
        static Reading of(String file, String command, String... same) {
            return new Reading(file, List.of(command.split(" ")), List.of(same));
        }

        Job job() {
            return new Job(file, command, command, same, List.of());
        }
    }

    @BeforeAll
    static void prepare() throws IOException {
        base = Files.createDirectory(shared.resolve("base"));
        Job.prepare(base);
        String table = base.resolve("table.csv").toString();
        Said.well("key", "seal", base.resolve("seal.key").toString());
        Said.well(
                "infer",
                base.resolve("detector.zip").toString(),
                table,
                "--out",
                base.resolve("sealed.jsonl").toString(),
                "--seal-key",
                base.resolve("seal.key").toString());
        Said.well(
                "assess",
                "--data",
                table,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--attacks",
                "label-flip,verdict-drop",
                "--arm-seeds",
                "1",
                "--store",
                base.resolve("store").toString(),
                "--out",
                base.resolve("run").toString());
    }

    private static List<Reading> readings() {
        String infer = "infer @registry @table.csv --out @v.jsonl";
        String resume = "resume @run";
        List<Reading> readings = new ArrayList<>(List.of(
                Reading.of("detector.zip", "infer @detector.zip @table.csv --out @v.jsonl", "v.jsonl"),
                Reading.of("registry/registry.json", infer, "v.jsonl"),
                Reading.of("soc.pub", "verify @registry/versions/1/detector.zip --trust @soc.pub"),
                Reading.of("soc.key", "deploy @detector.zip --registry @registry --key @soc.key"),
                Reading.of("sealed.jsonl", "verify @sealed.jsonl --seal-key @seal.key"),
                Reading.of("seal.key", "verify @sealed.jsonl --seal-key @seal.key"),
                Reading.of("schema.yaml", "train --data @table.csv --schema @schema.yaml --out @t.zip"),
                Reading.of("parts/train.parquet", "train --data @parts --out @t.zip"),
                Reading.of("parts/test.parquet", "evaluate @detector.zip --data @parts"),
                Reading.of("parts/seal.json", "evaluate @detector.zip --data @parts"),
                Reading.of("run/findings.json", "report @run")));
        for (String name : Folders.names(base)) {
            if (name.equals("registry/history.jsonl")) {
                readings.add(Reading.of(name, "registry history @registry"));
            } else if (name.equals("registry/versions/2/detector.zip")) {
                readings.add(Reading.of(name, infer, "v.jsonl"));
            } else if (name.startsWith("run/")
                    && (name.contains("journal") || name.contains("victims") || name.contains("plan"))) {
                readings.add(Reading.of(
                        name, resume, name.contains("plan") ? new String[0] : new String[] {"run/findings.json"}));
            }
        }
        return readings;
    }

    private static Path fresh() {
        Path folder = shared.resolve("flipped" + ++folders);
        Folders.copy(base, folder);
        return folder;
    }

    private static long[] bits(long size) {
        long all = 8 * size;
        Random random = new Random(size);
        return all / EACH <= MOST
                ? LongStream.range(0, all / EACH).map(i -> i * EACH + i % EACH).toArray()
                : random.longs(MOST, 0, all).toArray();
    }

    private static void flip(Path file, long bit) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
        Files.write(file, content);
    }

    private String harm(Reading reading, long bit, SortedMap<String, String> wanted) throws IOException {
        Path folder = fresh();
        try {
            flip(folder.resolve(reading.file), bit);
            Said said = Said.by(reading.job().command(folder));
            if (!said.isSound()) {
                return said.reason();
            }
            if (reading.file.equals("sealed.jsonl") && said.code() == 0) {
                return "an altered verdict passes as intact";
            }
            return said.code() != 0 || Folders.content(folder, reading.same).equals(wanted)
                    ? ""
                    : "read, with another result";
        } finally {
            Folders.remove(folder);
        }
    }

    @Test
    void aFlippedBitIsSeenOrChangesNothing() throws IOException {
        Tally tally = new Tally("a bit flipped in a file");
        for (Reading reading : readings()) {
            Path whole = fresh();
            Said said = Said.by(reading.job().command(whole));
            if (said.code() != 0) {
                throw new IllegalStateException(reading + ": " + said);
            }
            SortedMap<String, String> wanted = Folders.content(whole, reading.same);
            for (long bit : bits(Files.size(base.resolve(reading.file)))) {
                tally.add(reading.file + ", bit " + bit, harm(reading, bit, wanted));
            }
        }
        tally.check();
    }
}
