package dev.gauntlet.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A command that writes.
 *
 * @param command what is run in the folder; names that begin with {@code @} are files in it
 * @param again what a user runs after it was stopped
 * @param same the files, or folders, that are then as if it had never been stopped; none where each run makes others, such as
 *     keys and signatures
 * @param sound commands that must then succeed
 */
record Job(String name, List<String> command, List<String> again, List<String> same, List<List<String>> sound) {
    private static Job of(String name, List<String> command, String... same) {
        return new Job(name, command, command, List.of(same), List.of());
    }

    private static Job registry(String name, List<String> command) {
        return new Job(
                name,
                command,
                command,
                List.of(),
                List.of(
                        List.of("registry", "list", "@registry"),
                        List.of("registry", "history", "@registry"),
                        List.of("infer", "@registry", "@table.csv", "--trust", "@soc.pub")));
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" "));
    }

    /** Every command that writes files. */
    static List<Job> all() {
        String labelled = " --label verdict --benign good";
        List<Job> jobs = new ArrayList<>();
        jobs.add(of("infer to a new file", words("infer @detector.zip @table.csv --out @new.jsonl"), "new.jsonl"));
        jobs.add(of("infer over a file", words("infer @detector.zip @table.csv --out @old.jsonl"), "old.jsonl"));
        jobs.add(of(
                "infer as CSV with rejected rows",
                words("infer @detector.zip @odd.csv --format csv --out @v.csv --rejected @r.csv --max-bad 50%"),
                "v.csv"));
        jobs.add(of("label", words("label @table.csv --column verdict --out @l.parquet"), "l.parquet"));
        jobs.add(of("assemble", words("assemble --data @table.csv" + labelled + " --out @a.parquet"), "a.parquet"));
        jobs.add(of("schema", words("schema @table.csv --label verdict --benign good --write @s2.yaml"), "s2.yaml"));
        jobs.add(of("export", words("export @detector.zip --out @d.onnx"), "d.onnx"));
        jobs.add(of("train", words("train --data @parts --out @d.zip"), "d.zip"));
        jobs.add(new Job(
                "split",
                words("split --data @table.csv" + labelled + " --out @p2"),
                words("split --data @table.csv" + labelled + " --out @p3"),
                List.of(),
                List.of()));
        jobs.add(of("process", words("process --data @table.csv" + labelled + " --out @run1"), "run1/findings.json"));
        String assess =
                "assess --data @table.csv" + labelled + " --attacks label-flip,verdict-drop --arm-seeds 1 --out @run2";
        jobs.add(of("assess", words(assess), "run2/findings.json", "run2/victims"));
        jobs.add(new Job(
                "key new", words("key new soc2 --out @keys"), words("key new soc3 --out @keys"), List.of(), List.of()));
        jobs.add(registry("deploy", words("deploy @detector.zip --registry @registry --key @soc.key")));
        jobs.add(registry("promote", words("registry promote @registry 3 --to champion")));
        jobs.add(registry("roll back", words("registry rollback @registry")));
        return jobs;
    }

    String[] command(Path folder) {
        return in(folder, command);
    }

    String[] again(Path folder) {
        return in(folder, again);
    }

    List<String[]> sound(Path folder) {
        return sound.stream().map(one -> in(folder, one)).toList();
    }

    private static String[] in(Path folder, List<String> words) {
        return words.stream()
                .map(word ->
                        word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word)
                .toArray(String[]::new);
    }

    /** Makes the folder that all jobs begin with. */
    static void prepare(Path folder) {
        try {
            Files.writeString(folder.resolve("table.csv"), table(400));
            Files.writeString(folder.resolve("odd.csv"), table(60) + "x,y,z,a,good\n");
            Files.writeString(folder.resolve("old.jsonl"), "an older file\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] labelled = {"--label", "verdict", "--benign", "good"};
        String table = folder.resolve("table.csv").toString();
        Said.well(
                "split",
                "--data",
                table,
                labelled[0],
                labelled[1],
                labelled[2],
                labelled[3],
                "--out",
                folder.resolve("parts").toString());
        Said.well(
                "train",
                "--data",
                folder.resolve("parts").toString(),
                "--algorithm",
                "decision-tree",
                "--out",
                folder.resolve("detector.zip").toString());
        Said.well(
                "schema",
                table,
                "--label",
                "verdict",
                "--benign",
                "good",
                "--write",
                folder.resolve("schema.yaml").toString());
        Said.well("key", "new", "soc", "--out", folder.toString());
        for (int version = 0; version < 3; version++) {
            Said.well(
                    "deploy",
                    folder.resolve("detector.zip").toString(),
                    "--registry",
                    folder.resolve("registry").toString(),
                    "--key",
                    folder.resolve("soc.key").toString());
        }
        for (String version : List.of("1", "2")) {
            Said.well("registry", "promote", folder.resolve("registry").toString(), version, "--to", "champion");
        }
    }

    private static String table(int rows) {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("size,rate,count,kind,verdict\n");
        for (int i = 0; i < rows; i++) {
            boolean bad = i % 4 == 0;
            double centre = bad ? 7 : 3;
            text.append("%.3f,%.3f,%d,%s,%s%n"
                    .formatted(
                            centre + 1.6 * random.nextGaussian(),
                            centre + 1.6 * random.nextGaussian(),
                            random.nextInt(9),
                            random.nextBoolean() ? "a" : "b",
                            bad ? "bad" : "good"));
        }
        return text.toString();
    }
}
