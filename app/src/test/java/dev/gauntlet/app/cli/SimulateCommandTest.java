package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.adapters.file.FileSource;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulateCommandTest {
    @TempDir
    Path folder;

    private Terminal.Result simulate(String name, Object... options) {
        List<Object> words = new ArrayList<>(List.of("simulate", folder.resolve(name), "--connections", 2000));
        words.addAll(List.of(options));
        return Terminal.run(words.toArray());
    }

    private Map<String, String> files(String name) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(folder.resolve(name))) {
            for (Path file : list.toList()) {
                files.put(
                        String.valueOf(file.getFileName()),
                        new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @Test
    void theFilesHoldTheSimulationThatAssessUses() throws IOException {
        Terminal.Result done = simulate("a", "--seed", 5);
        assertThat(done.err()).isEmpty();
        assertThat(done.code()).isZero();
        Records known = new SimulatedNetwork(2000).read(Run.seeded(5).child("simulation"));
        assertThat(files("a")).hasSize(16).containsKeys("conn.2024-03-04.log.gz", "conn.2024-03-17.log.gz");
        Records read = new FileSource(folder.resolve("a/conn.*")).read(Run.seeded(1));
        assertThat(read.size()).isEqualTo(known.size());
        List<String> truth = Files.readAllLines(folder.resolve("a/truth.csv"));
        assertThat(truth).hasSize(1 + known.size()).first().isEqualTo("uid,flow_id,label");
        for (int i = 0; i < known.size(); i++) {
            assertThat(read.column("ts").number(i)).isEqualTo(known.column("ts").number(i));
            assertThat(truth.get(i + 1))
                    .isEqualTo(read.column("uid").text(i) + "," + (i + 1) + ","
                            + known.column("label").text(i));
        }
        assertThat(done.out())
                .contains("connections on 14 days", "conn.2024-03-04.log.gz to conn.2024-03-17.log.gz", "truth.csv");
    }

    @Test
    void theSameSeedGivesTheSameBytesAndDaysArePartsOfOneWhole() throws IOException {
        assertThat(simulate("a").code()).isZero();
        assertThat(simulate("b").code()).isZero();
        assertThat(files("a")).isEqualTo(files("b"));
        assertThat(simulate("c", "--seed", 2).code()).isZero();
        assertThat(files("c").get("eve.json")).isNotEqualTo(files("a").get("eve.json"));
        assertThat(simulate("first", "--to", 13).code()).isZero();
        assertThat(simulate("last", "--from", 14).code()).isZero();
        assertThat(files("last").keySet()).containsExactly("conn.2024-03-17.log.gz", "eve.json", "truth.csv");
        assertThat(files("first").get("eve.json") + files("last").get("eve.json"))
                .isEqualTo(files("a").get("eve.json"));
        assertThat(files("last").get("conn.2024-03-17.log.gz"))
                .isEqualTo(files("a").get("conn.2024-03-17.log.gz"));
    }

    @Test
    void oneSensorAloneMayBeWritten() throws IOException {
        assertThat(simulate("zeek", "--format", "zeek", "--to", 2).code()).isZero();
        assertThat(files("zeek").keySet())
                .containsExactly("conn.2024-03-04.log.gz", "conn.2024-03-05.log.gz", "eve.json", "truth.csv");
        assertThat(files("zeek").get("eve.json")).contains("\"alert\"").doesNotContain("\"event_type\":\"flow\"");
        assertThat(simulate("suricata", "--format", "suricata", "--to", 2).code())
                .isZero();
        assertThat(files("suricata").keySet()).containsExactly("eve.json", "truth.csv");
        Records flows = new FileSource(folder.resolve("suricata/eve.json")).read(Run.seeded(1));
        assertThat(flows.time().map(Column::name)).contains("timestamp");
    }

    @Test
    void mistakesAreNamedAndNothingIsWritten() throws IOException {
        assertThat(simulate("x", "--from", 9, "--to", 3).err())
                .contains("--from and --to must be days from 1 to 14 in this order but are 9 and 3");
        assertThat(simulate("x", "--to", 15).code()).isEqualTo(Main.MISTAKE);
        assertThat(Terminal.run("simulate", folder.resolve("x"), "--connections", 5)
                        .err())
                .contains("--connections", "1000");
        assertThat(simulate("x", "--format", "bro").code()).isEqualTo(Main.MISTAKE);
        assertThat(folder.resolve("x")).doesNotExist();
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThat(simulate(".").err()).contains("is not empty");
        assertThat(simulate("mine.txt").code()).isEqualTo(Main.MISTAKE);
    }
}
