package dev.gauntlet.app.cli;

import static dev.gauntlet.app.cli.Terminal.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gauntlet.adapters.disk.Modes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, deployment and the registry as at a terminal: what they say, and every mistake that can be made with them. */
final class RegistryCommandsTest {
    @TempDir
    private static Path shared = Path.of("");

    private static Path data = Path.of("");
    private static Path run = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private Path key = Path.of("");
    private Path detectors = Path.of("");

    @BeforeAll
    static void assessOnce() throws IOException {
        data = Terminal.table(shared.resolve("table.csv"), 400);
        run = shared.resolve("run");
        Path plan = Files.writeString(shared.resolve("plan.yaml"), """
                data: '%s'
                label: verdict
                benign: good
                pipeline: {algorithms: [decision-tree], settings: 1}
                attacks: [verdict-drop]
                """.formatted(data));
        said("assess", plan, "--out", run);
    }

    @BeforeEach
    void makeAKey() {
        said("key", "new", "soc", "--out", folder);
        key = folder.resolve("soc.key");
        detectors = folder.resolve("detectors");
    }

    private static String refusal(Object... words) {
        Terminal.Result result = Terminal.refused(words);
        assertThat(result.out()).isEmpty();
        return result.err();
    }

    private String deploy() {
        return said("deploy", run, "--registry", detectors, "--key", key);
    }

    @Test
    void aNewKeyIsOpenToItsOwnerOnlyAndSaysWhatToDoWithEachFile() throws IOException {
        Terminal.Result made = Terminal.run("key", "new", "night", "--out", folder);
        assertThat(made.out()).contains("night.key signs", "night.pub verifies", "id ");
        assertThat(made.err()).contains("is not encrypted; --passphrase encrypts it");
        String id = made.out().replaceAll("(?s).*id ([0-9a-f]{64})\\R", "$1");
        assertThat(said("key", "show", folder.resolve("night.pub")).strip()).isEqualTo("night " + id);
        assumeTrue(Modes.at(folder), "this file system has no file modes");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("night.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aLockedKeySignsWithItsPassphraseOnly() throws IOException {
        Path pass = Files.writeString(folder.resolve("pass"), "correct horse\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "correct house\n");
        Terminal.Result made = Terminal.run("key", "new", "locked", "--out", folder, "--passphrase-file", pass);
        assertThat(made.err()).doesNotContain("not encrypted");
        Path locked = folder.resolve("locked.key");
        assertThat(refusal("deploy", run, "--registry", detectors, "--key", locked, "--passphrase-file", wrong))
                .contains("locked.key: the passphrase is wrong");
        assertThat(refusal("deploy", run, "--registry", detectors, "--key", locked))
                .contains("there is no terminal", "--passphrase-file");
        assertThat(detectors).doesNotExist();
        assertThat(said("deploy", run, "--registry", detectors, "--key", locked, "--passphrase-file", pass))
                .contains("version 1 is a candidate, signed by locked (");
    }

    @Test
    void aKeyThatOthersCanReadIsPointedOut() throws IOException {
        assumeTrue(Modes.at(folder), "this file system has no file modes");
        Terminal.Result closed = Terminal.run("deploy", run, "--registry", detectors, "--key", key);
        assertThat(closed.err()).isEmpty();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Terminal.Result open = Terminal.run("deploy", run, "--registry", detectors, "--key", key);
        assertThat(open.code()).isZero();
        assertThat(open.err()).contains("other users can read " + key, "chmod 600");
    }

    @Test
    void mistakesWithKeysAreReported() throws IOException {
        assertThat(refusal("key", "new", "soc", "--out", folder)).contains("soc.key: exists already");
        assertThat(refusal("key", "new", "../soc", "--out", folder))
                .contains("\"../soc\" is not a valid name of " + "a key");
        assertThat(refusal("key", "new", "x", "--out", key)).contains("soc.key", "cannot be written");
        assertThat(refusal("key", "new", "x", "--out", folder, "--passphrase")).contains("--passphrase-file");
        Path accents = Files.writeString(folder.resolve("pass"), "caf\u00e9\n");
        assertThat(refusal("key", "new", "x", "--out", folder, "--passphrase-file", accents))
                .contains("pass: character 4", "not printable ASCII");
        assertThat(refusal("key", "new", "x", "--out", folder, "--passphrase-file", folder.resolve("none")))
                .contains("none", "no such passphrase file");
        assertThat(refusal("key", "new")).contains("NAME");
        assertThat(refusal("key", "show", key)).contains("soc.key: is a private key");
        assertThat(refusal("key", "show", folder.resolve("none.pub"))).contains("none.pub", "no such key file");
        assertThat(folder.resolve("x.key")).doesNotExist();
    }

    @Test
    void aVersionGoesUpAndIsRolledBack() {
        assertThat(deploy()).contains("version 1 is a candidate, signed by soc (", "bom.json");
        assertThat(deploy()).contains("version 2 is a candidate");
        assertThat(said("registry", "promote", detectors, 1)).isEqualToIgnoringNewLines("version 1 is now a shadow");
        assertThat(said("registry", "promote", detectors, 1)).contains("version 1 is now the champion");
        assertThat(said("registry", "promote", detectors, 2, "--to", "champion"))
                .contains("2 is now the champion");
        assertThat(said("registry", "list", detectors))
                .containsPattern("1  retired .* decision-tree .* soc \\(")
                .containsPattern("2  champion ");
        assertThat(said("registry", "rollback", detectors)).contains("version 1 is now the champion");
        assertThat(said("registry", "history", detectors).lines())
                .hasSize(6)
                .last()
                .asString()
                .contains("roll back version 1: retired -> champion, version 2 retired; key soc (");
        assertThat(said("registry", "show", detectors).replace("\r", ""))
                .contains("version 1, champion", "verified", "labels: benign, bad", "seed: 1", "codeVersion: ")
                .contains(
                        "dataDigest: ",
                        "trainDigest: ",
                        "setting: decision-tree: depth ",
                        "recall: 0.880 [0.700 0.958], n 25",
                        "mcc: 0.865\n");
    }

    @Test
    void mistakesWithVersionsAreReported() {
        deploy();
        assertThat(refusal("registry", "promote", detectors, 7)).contains("detectors: there is no version 7");
        assertThat(refusal("registry", "show", detectors, 7)).contains("no version 7");
        assertThat(refusal("registry", "show", detectors)).contains("no champion; name a version");
        assertThat(refusal("registry", "rollback", detectors)).contains("no champion to roll back from");
        assertThat(refusal("registry", "promote", detectors, "one")).contains("VERSION must be a whole number");
        assertThat(refusal("registry", "promote", detectors, 1, "--to", "king")).contains("--to must be one of");
        assertThat(refusal("registry", "promote", detectors, 1, "--to", "retired"))
                .contains("cannot be promoted");
        said("registry", "retire", detectors, 1);
        assertThat(refusal("registry", "promote", detectors, 1)).contains("version 1 is retired", "deploy the bundle");
        assertThat(refusal("registry", "list", folder)).contains("is not a registry", "gauntlet deploy");
        assertThat(refusal("registry", "history", folder.resolve("none"))).contains("there is no such registry");
        assertThat(refusal("registry", "lost", detectors)).contains("lost");
    }

    @Test
    void mistakesInDeployingAreReported() throws IOException {
        assertThat(refusal("deploy", folder.resolve("none.zip"), "--registry", detectors, "--key", key))
                .contains("none.zip: there is no such file");
        assertThat(refusal("deploy", folder, "--registry", detectors, "--key", key))
                .contains("detector.zip");
        assertThat(refusal("deploy", run, "--registry", key, "--key", key)).contains("soc.key: is a file");
        assertThat(refusal("deploy", run, "--registry", detectors)).contains("trusts no key yet");
        assertThat(refusal("deploy", run, "--key", key)).contains("--registry");
        assertThat(refusal("deploy", run, "--registry", detectors, "--key", folder.resolve("soc.pub")))
                .contains("soc.pub: contains a public key");
        assertThat(refusal("deploy", data, "--registry", detectors, "--key", key))
                .contains("table.csv", "is not a bundle");
        deploy();
        said("key", "new", "night", "--out", folder);
        Path night = folder.resolve("night.key");
        assertThat(refusal("deploy", run, "--registry", detectors, "--key", night))
                .contains("the key night", "is not trusted here; trust it with: gauntlet registry trust");
        assertThat(said("registry", "trust", detectors, folder.resolve("night.pub")))
                .contains("night (");
        assertThat(said("deploy", run, "--registry", detectors, "--key", night)).contains("version 2");
        Files.writeString(detectors.resolve("registry.json"), "{");
        assertThat(refusal("registry", "list", detectors))
                .contains("registry.json: was not written by Gauntlet, " + "or was changed");
    }

    @Test
    void aSignedBundleGoesFromOneRegistryToTheNextAsItIs() {
        deploy();
        Path production = folder.resolve("production");
        said("registry", "trust", production, folder.resolve("soc.pub"));
        Path signed = detectors.resolve("versions/1/detector.zip");
        assertThat(said("deploy", signed, "--registry", production)).contains("version 1", "signed by soc");
        assertThat(production.resolve("versions/1/detector.zip")).hasSameBinaryContentAs(signed);
    }

    @Test
    void aBundleIsVerifiedAgainstATrustedKey() {
        deploy();
        Path signed = detectors.resolve("versions/1/detector.zip");
        assertThat(said("verify", signed, "--trust", folder.resolve("soc.pub")))
                .contains("signed by soc (", "decision-tree, 4 features", "dataDigest: ");
        said("key", "new", "night", "--out", folder);
        assertThat(refusal("verify", signed, "--trust", folder.resolve("night.pub")))
                .contains("detector.zip: the file is signed", "unknown key", "trusted: night");
        assertThat(refusal("verify", run.resolve("model/detector.zip"), "--trust", folder.resolve("soc.pub")))
                .contains("is not signed");
        assertThat(refusal("verify", signed)).contains("--trust");
    }

    private Terminal.Result assess(Object model, Object... more) {
        Object[] words = new Object[more.length + 9];
        Object[] usual = {
            "assess", "--data", data, "--model", model, "--attacks", "verdict-drop", "--out", folder.resolve("again")
        };
        System.arraycopy(usual, 0, words, 0, usual.length);
        System.arraycopy(more, 0, words, usual.length, more.length);
        return Terminal.run(words);
    }

    @Test
    void theChampionIsAssessedAndSaysWhoSignedIt() throws IOException {
        deploy();
        assertThat(assess(detectors).err()).contains("the registry has no champion", "--to champion");
        said("registry", "promote", detectors, 1, "--to", "champion");
        Terminal.Result assessed = assess("registry:" + detectors, "--trust", folder.resolve("soc.pub"));
        assertThat(assessed.code()).as(assessed.err()).isZero();
        assertThat(assessed.out().replaceAll("\\s+", " "))
                .contains("the detector is version 1 of a registry, its champion, signed by soc (");
        assertThat(said("resume", folder.resolve("again"))).contains("its champion");
        assertThat(Files.readAllBytes(folder.resolve("again/model/detector.zip")))
                .isEqualTo(Files.readAllBytes(run.resolve("model/detector.zip")));
    }

    @Test
    void aModelThatATrustedKeyDidNotSignIsNotRead() throws IOException {
        deploy();
        said("registry", "promote", detectors, 1, "--to", "champion");
        said("key", "new", "night", "--out", folder);
        Path soc = folder.resolve("soc.pub");
        assertThat(assess(detectors, "--trust", folder.resolve("night.pub")).err())
                .contains("unknown key");
        assertThat(assess(run.resolve("model/detector.zip"), "--trust", soc).err())
                .contains("is not signed");
        assertThat(assess(Files.writeString(folder.resolve("m.json"), "{}"), "--trust", soc)
                        .err())
                .contains("m.json: the file is not a bundle");
        assertThat(assess(folder).err()).contains("this folder is not a registry");
        assertThat(assess("registry:" + run.resolve("model/detector.zip")).err())
                .contains("there is no such registry");
        assertThat(refusal("assess", "--trust", soc)).contains("--trust", "--model");
        Files.write(
                detectors.resolve("versions/1/detector.zip"), Files.readAllBytes(run.resolve("model/detector.zip")));
        assertThat(assess(detectors).err()).contains("detector.zip: the file is not signed");
        assertThat(folder.resolve("again")).doesNotExist();
    }
}
