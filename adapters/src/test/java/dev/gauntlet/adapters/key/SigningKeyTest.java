package dev.gauntlet.adapters.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gauntlet.adapters.disk.Modes;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final Passphrase GOOD = Passphrase.of("correct horse", "here");

    @TempDir
    Path folder;

    private static Passphrase never() {
        throw new AssertionError("an open key needs no passphrase");
    }

    private Path key(Optional<Passphrase> passphrase) {
        SigningKey.make("soc").write(folder, passphrase);
        return folder.resolve("soc.key");
    }

    private void refused(Path path, Supplier<Passphrase> passphrase, String... parts) {
        assertThatThrownBy(() -> SigningKey.read(path, passphrase))
                .isInstanceOf(InputException.class)
                .message()
                .contains(path.getFileName().toString())
                .contains(parts);
    }

    @Test
    void whatOneHalfSignsTheOtherVerifies() {
        SigningKey read = SigningKey.read(key(Optional.empty()), SigningKeyTest::never);
        Signer signer = Signer.read(folder.resolve("soc.pub"));
        assertThat(signer).isEqualTo(read.signer());
        assertThat(signer.name()).isEqualTo("soc");
        assertThat(signer.id()).matches("[0-9a-f]{64}");
        byte[] signature = read.sign(MESSAGE);
        assertThat(signer.signed(MESSAGE, signature)).isTrue();
        assertThat(signer.signed(new byte[] {1, 2, 4}, signature)).isFalse();
        assertThat(SigningKey.make("soc").signer().signed(MESSAGE, signature)).isFalse();
    }

    @Test
    void aLockedKeyOpensWithItsPassphraseOnly() throws IOException {
        Path path = key(Optional.of(GOOD));
        assertThat(Files.readString(path)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        SigningKey read = SigningKey.read(path, () -> GOOD);
        assertThat(read.signer().signed(MESSAGE, read.sign(MESSAGE))).isTrue();
        refused(path, () -> Passphrase.of("correct house", "here"), "passphrase is wrong");
    }

    @Test
    void onlyTheOwnerMayReadThePrivateKeyAndAllThePublicOne() throws IOException {
        assumeTrue(Modes.at(folder), "this file system has no file modes");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key(Optional.empty()))))
                .isEqualTo("rw-------");
        Path usual = Files.writeString(folder.resolve("usual"), "x");
        assertThat(Files.getPosixFilePermissions(folder.resolve("soc.pub")))
                .isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void aPairThatIsThereIsLeftAlone() throws IOException {
        byte[] before = Files.readAllBytes(key(Optional.empty()));
        assertThatThrownBy(() -> key(Optional.empty())).hasMessageContaining("soc.key: exists already");
        assertThat(folder.resolve("soc.key")).hasBinaryContent(before);
    }

    @Test
    void whatIsNoPairIsRefused() throws IOException {
        Path path = key(Optional.empty());
        refused(folder.resolve("other.key"), SigningKeyTest::never, "no such key file");
        refused(folder.resolve("soc.pub"), SigningKeyTest::never, "public key");
        refused(
                Files.writeString(folder.resolve("text.key"), "hello"),
                SigningKeyTest::never,
                "is not a key file",
                "gauntlet key new");
        SigningKey.make("other").signer().write(folder.resolve("soc.pub"));
        refused(path, SigningKeyTest::never, "not the public key of", "soc.pub");
        Files.delete(folder.resolve("soc.pub"));
        refused(path, SigningKeyTest::never, "soc.pub must be in the same folder", "openssl pkey");
        assertThatThrownBy(() -> Signer.read(path)).hasMessageContaining("is a private key");
    }

    @Test
    void namesThatLeaveTheFolderAreRefused() {
        for (String name : new String[] {"", "../soc", "a/b", ".hidden", "a b", "x".repeat(65)}) {
            assertThatThrownBy(() -> SigningKey.make(name)).hasMessageContaining("is not a valid name of a key");
        }
    }

    @Test
    void aPassphraseIsTheFirstLineOfItsFile() throws IOException {
        Path path = key(Optional.of(GOOD));
        Path file = Files.writeString(folder.resolve("pass"), "correct horse\r\nsomething else\n");
        assertThat(SigningKey.read(path, () -> Passphrase.read(file)).signer().name())
                .isEqualTo("soc");
        assertThat(GOOD).hasToString("a passphrase");
    }

    @Test
    void aPassphraseThatToolsReadDifferentlyIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("pass"), "caf\u00e9\n", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Passphrase.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pass: character 4 of the passphrase is not printable ASCII");
        assertThatThrownBy(() -> Passphrase.read(Files.writeString(folder.resolve("none"), "")))
                .hasMessageContaining("none: the passphrase is empty");
        assertThatThrownBy(() -> Passphrase.read(folder.resolve("nowhere")))
                .hasMessageContaining("no such passphrase file");
    }

    private int openssl(String... arguments) throws Exception {
        String[] words = new String[arguments.length + 1];
        words[0] = "openssl";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.txt").toFile())
                .start()
                .waitFor();
    }

    private void assumeOpenssl() {
        boolean there = false;
        try {
            there = openssl("version") == 0;
        } catch (Exception e) {
            // it is not there
        }
        assumeTrue(there, "there is no openssl here");
    }

    @Test
    void opensslReadsBothKindsOfKeyAndItsSignaturesVerify() throws Exception {
        assumeOpenssl();
        for (Optional<Passphrase> passphrase : java.util.List.of(Optional.of(GOOD), Optional.<Passphrase>empty())) {
            Files.deleteIfExists(folder.resolve("soc.key"));
            Files.deleteIfExists(folder.resolve("soc.pub"));
            key(passphrase);
            Files.write(folder.resolve("m"), MESSAGE);
            assertThat(openssl(
                            "pkeyutl",
                            "-sign",
                            "-rawin",
                            "-in",
                            "m",
                            "-inkey",
                            "soc.key",
                            "-out",
                            "s",
                            "-passin",
                            "pass:correct horse"))
                    .as(Files.readString(folder.resolve("openssl.txt")))
                    .isZero();
            assertThat(Signer.read(folder.resolve("soc.pub")).signed(MESSAGE, Files.readAllBytes(folder.resolve("s"))))
                    .isTrue();
        }
    }

    @Test
    void keysThatOpensslMadeAreRead() throws Exception {
        assumeOpenssl();
        assertThat(openssl(
                        "genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:correct horse", "-out", "o.key"))
                .isZero();
        assertThat(openssl("pkey", "-in", "o.key", "-passin", "pass:correct horse", "-pubout", "-out", "o.pub"))
                .isZero();
        SigningKey read = SigningKey.read(folder.resolve("o.key"), () -> GOOD);
        assertThat(read.signer().signed(MESSAGE, read.sign(MESSAGE))).isTrue();
        assertThat(openssl("genpkey", "-algorithm", "x25519", "-out", "x.key")).isZero();
        refused(folder.resolve("x.key"), SigningKeyTest::never, "no Ed25519 private key");
    }
}
