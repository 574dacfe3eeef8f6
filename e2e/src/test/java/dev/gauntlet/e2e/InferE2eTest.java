package dev.gauntlet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on judging rows, command by command, over a table with the columns of NSL-KDD. */
class InferE2eTest {
    private static final Path SCHEMA = Path.of("..", "schemas", "nsl-kdd.yaml");

    @TempDir
    private Path folder = Path.of("");

    private static List<String> columns() throws IOException {
        Matcher names = Pattern.compile("columns: \\[([^\\]]*)\\]").matcher(Files.readString(SCHEMA));
        assertThat(names.find()).isTrue();
        return List.of(names.group(1).strip().split("\\s*,\\s*"));
    }

    /** Rows whose bytes and flag tell the attacks, and whose bytes tell their kinds. */
    private static String rows(int size, long seed) throws IOException {
        Random chance = new Random(seed);
        StringBuilder text = new StringBuilder();
        List<String> columns = columns();
        for (int i = 0; i < size; i++) {
            boolean bad = i % 3 == 0;
            String kind = i % 2 == 0 ? "neptune" : "smurf";
            for (String column : columns) {
                text.append(
                        switch (column) {
                            case "protocol_type" -> chance.nextBoolean() ? "tcp" : "udp";
                            case "service" -> chance.nextBoolean() ? "http" : "private";
                            case "flag" -> bad && chance.nextInt(9) > 0 ? "S0" : "SF";
                            case "src_bytes" ->
                                String.valueOf((bad ? kind.equals("smurf") ? 9000 : 4000 : 200) + chance.nextInt(600));
                            case "label" -> bad ? kind : "normal";
                            default -> String.valueOf(chance.nextInt(2));
                        });
                text.append(column.equals("difficulty") ? '\n' : ',');
            }
        }
        return text.toString();
    }

    @Test
    void everyCommandOfThePageDoesWhatItSays() throws Exception {
        Files.createDirectory(folder.resolve("schemas"));
        Files.copy(SCHEMA, folder.resolve("schemas/nsl-kdd.yaml"));
        Files.writeString(folder.resolve("KDDTrain+.txt"), rows(600, 1));
        Files.writeString(folder.resolve("KDDTest+.txt"), rows(300, 2) + "1,2,3\n");
        Files.writeString(folder.resolve("plan-anomalies.yaml"), plan());
        Files.writeString(
                folder.resolve("renamed.csv"),
                String.join(",", columns()).replace("src_bytes", "source_bytes") + "\n" + rows(3, 3));
        Files.writeString(folder.resolve("flows.csv"), flows());
        assertThat(Tutorial.follow(Path.of("..", "docs", "infer.md"), folder)).isGreaterThan(12);
        assertThat(Files.readAllLines(folder.resolve("kinds.jsonl")))
                .hasSize(301)
                .first()
                .asString()
                .contains("\"class\":\"neptune\"");
        List<String> numbers = Files.readAllLines(folder.resolve("bytes.jsonl"));
        assertThat(numbers).hasSize(400);
        assertThat(number(numbers.get(399))).isBetween(39_000.0, 41_000.0);
        assertThat(Files.readAllLines(folder.resolve("unusual.jsonl")).stream()
                        .filter(line -> line.contains("malicious")))
                .hasSize(20);
        List<String> verdicts = Files.readAllLines(folder.resolve("verdicts.jsonl"));
        assertThat(verdicts).hasSize(301);
        assertThat(verdicts.get(300)).contains("\"verdict\":\"unjudged\"", "3 fields instead of 43");
        assertThat(verdicts.get(0)).contains("\"verdict\":\"malicious\"", "\"explained\":\"exact\"", "src_bytes");
        assertThat(verdicts.get(1)).contains("\"verdict\":\"benign\"").doesNotContain("explained");
        assertThat(Files.readString(folder.resolve("verdicts.jsonl.rejected.jsonl")))
                .contains("\"row\":300,\"line\":301", "3 fields instead of 43");
        assertThat(Files.readAllLines(folder.resolve("verdicts.csv"))).hasSize(302);
        assertThat(Files.readAllLines(folder.resolve("anomalies.jsonl")))
                .hasSize(301)
                .filteredOn(line -> !line.contains("unjudged"))
                .hasSize(300)
                .allMatch(line -> line.contains("\"explained\":\"exact\"") && !line.contains("probability"));
    }

    /** A hundred bytes a packet. */
    private static String flows() {
        StringBuilder text = new StringBuilder("duration,packets,bytes\n");
        for (int i = 1; i <= 400; i++) {
            text.append(i % 7).append(',').append(i).append(',').append(100 * i).append('\n');
        }
        return text.toString();
    }

    private static double number(String line) {
        Matcher number = Pattern.compile("\"number\":([-0-9.E]+)").matcher(line);
        assertThat(number.find()).as(line).isTrue();
        return Double.parseDouble(number.group(1));
    }

    /** The plan that the page shows. */
    private static String plan() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "infer.md"));
        Matcher plan =
                Pattern.compile("```yaml\n(pipeline:.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(plan.find()).isTrue();
        return plan.group(1);
    }
}
