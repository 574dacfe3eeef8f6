package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an assessment says of protections that its plan declares, with and without proof. */
final class InPlaceTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void deploy() throws IOException {
        Path table = Terminal.table(folder.resolve("train.csv"), 600);
        Path bundle = folder.resolve("detector.zip");
        Terminal.said("train", "--data", table, "--label", "verdict", "--benign", "good", "--out", bundle);
        Terminal.said("key", "new", "soc", "--out", folder);
        Terminal.said("key", "seal", folder.resolve("seal.key"));
        Terminal.said("deploy", bundle, "--registry", folder.resolve("detectors"), "--key", folder.resolve("soc.key"));
        Terminal.said("registry", "promote", folder.resolve("detectors"), "1", "--to", "champion");
        Path verdicts = folder.resolve("v.jsonl");
        Terminal.run("infer", bundle, table, "--out", verdicts, "--seal-key", folder.resolve("seal.key"));
        Files.writeString(
                folder.resolve("altered.jsonl"), Files.readString(verdicts).replaceFirst("\"row\":7", "\"row\":8"));
    }

    private static Terminal.Result assessed(String name, String process, String proof) throws IOException {
        Path plan = Files.writeString(
                folder.resolve(name + ".yaml"), """
                data: DIR/train.csv
                label: verdict
                benign: [good]
                attacks: [threshold-tampering, verdict-drop]
                victims: 20
                arm-seeds: 1
                process: %s
                proof: %s
                """.formatted(process, proof).replace("DIR", folder.toString()));
        return Terminal.run("assess", plan, "--out", folder.resolve(name));
    }

    private static void refused(String name, String process, String proof, String... parts) throws IOException {
        Terminal.Result result = assessed(name, process, proof);
        assertThat(result.code()).as(result.out()).isEqualTo(Main.MISTAKE);
        assertThat(result.err()).contains(parts).doesNotContain("Exception");
        assertThat(folder.resolve(name)).doesNotExist();
    }

    @Test
    void withoutProofItIsDeclaredAndWithProofItIsProven() throws IOException {
        Terminal.Result declared = assessed("declared", "[signed-bundle, chained-mac]", "{}");
        assertThat(declared.out())
                .contains("In place", "signed-bundle: declared, not checked", "chained-mac: declared, not checked");
        Terminal.Result proven = assessed(
                "proven",
                "[signed-bundle, chained-mac]",
                "{registry: DIR/detectors, verdicts: DIR/v.jsonl, seal-key: DIR/seal.key}");
        assertThat(proven.code()).as(proven.err()).isZero();
        assertThat(proven.out())
                .contains("signed-bundle: proven by a registry", "chained-mac: proven by a file of verdicts")
                .doesNotContain("declared, not checked");
    }

    @Test
    void whatProvesNothingIsRefusedBeforeAnythingRuns() throws IOException {
        refused(
                "altered",
                "[chained-mac]",
                "{verdicts: DIR/altered.jsonl, seal-key: DIR/seal.key}",
                "proof.verdicts: ",
                "not intact");
        refused("gone", "[signed-bundle]", "{registry: DIR/nothing}", "proof.registry: ", "there is no such registry");
        refused("other", "[chained-mac]", "{registry: DIR/detectors}", "signed-bundle, which process does not state");
        refused("half", "[chained-mac]", "{verdicts: DIR/v.jsonl}", "verdicts and seal-key belong together");
    }

    @Test
    void aRegistryWithoutAChampionOrWithAnAlteredOneProvesNothing() throws IOException {
        Path registry = folder.resolve("forged");
        Terminal.said(
                "deploy", folder.resolve("detector.zip"), "--registry", registry, "--key", folder.resolve("soc.key"));
        refused("no-champion", "[signed-bundle]", "{registry: DIR/forged}", "has no champion");
        Terminal.said("registry", "promote", registry, "1", "--to", "champion");
        Path bundle = registry.resolve("versions/1/detector.zip");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length / 2] ^= 1;
        Files.write(bundle, bytes);
        refused("forged-run", "[signed-bundle]", "{registry: DIR/forged}", "proof.registry: ", "detector.zip");
    }
}
