package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.base.InputException;
import dev.gauntlet.model.learn.NaiveBayes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedBundleTest {
    private static final SigningKey KEY = SigningKey.make("soc");
    private static final List<Signer> TRUSTED = List.of(KEY.signer());
    private static final BundleFile BUNDLE = Bundles.of(new NaiveBayes());
    private static final byte[] SIGNED = BUNDLE.signed(KEY);

    @TempDir
    Path folder;

    private static Map<String, byte[]> entries() {
        return new TreeMap<>(BundleZip.entries(Path.of("memory"), SIGNED));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("b.zip"), content);
    }

    private void refused(byte[] content, String... parts) throws IOException {
        Path path = file(content);
        assertThatThrownBy(() -> VerifiedBundle.read(path, TRUSTED))
                .isInstanceOf(InputException.class)
                .message()
                .startsWith(path + ": the file ")
                .contains(parts);
    }

    @Test
    void namesTheSignerAndTheSignedEntries() throws IOException {
        VerifiedBundle read = VerifiedBundle.read(file(SIGNED), TRUSTED);
        assertThat(read.signer()).isEqualTo(KEY.signer());
        assertThat(read.sha256()).isEqualTo(BundleFile.sha(SIGNED));
        assertThat(read.entries()).contains("manifest.yaml", "schema.yaml", "facts.yaml", "encoding.txt");
        assertThat(read.bundle().model().malice(Bundles.rows().rows()))
                .containsExactly(BUNDLE.model().malice(Bundles.rows().rows()));
        assertThat(BundleFile.read(folder.resolve("b.zip")).facts()).isEqualTo(BUNDLE.facts());
    }

    @Test
    void everyBitOfEveryEntryCounts() throws IOException {
        assertThat(entries()).hasSizeGreaterThan(6);
        for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
            int bits = 8 * entry.getValue().length;
            for (int bit = 0; bit < bits; bit += Math.max(1, bits / 97)) {
                Map<String, byte[]> changed = entries();
                changed.put(entry.getKey(), flipped(entry.getValue(), bit));
                refused(BundleZip.zipped(changed), entry.getKey());
            }
        }
    }

    private static byte[] flipped(byte[] content, int bit) {
        byte[] changed = content.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    @Test
    void noBitOfTheFileItselfChangesWhatIsDecidedOrFailsInside() throws IOException {
        double[] scores = BUNDLE.model().malice(Bundles.rows().rows());
        int refused = 0;
        for (int bit = 0; bit < 8 * SIGNED.length; bit += 37) {
            try {
                VerifiedBundle read = VerifiedBundle.read(file(flipped(SIGNED, bit)), TRUSTED);
                assertThat(read.bundle().model().malice(Bundles.rows().rows())).containsExactly(scores);
            } catch (InputException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(8 * SIGNED.length / 37 / 2);
    }

    @Test
    void aMissingEntryIsNamed() throws IOException {
        for (String name : entries().keySet()) {
            Map<String, byte[]> fewer = entries();
            fewer.remove(name);
            refused(BundleZip.zipped(fewer), "lacks " + name);
        }
    }

    @Test
    void anUnexpectedEntryIsNamed() throws IOException {
        Map<String, byte[]> more = entries();
        more.put("parameters/more.f64", new byte[8]);
        refused(
                BundleZip.zipped(more),
                "contains the unexpected entry parameters/more.f64, which its manifest does " + "not name");
    }

    @Test
    void aManifestThatWasWrittenAgainIsNotWhatWasSigned() throws IOException {
        Map<String, byte[]> forged = entries();
        BundleFile other = new BundleFile(BUNDLE.model().withThreshold(0.9), BUNDLE.table(), BUNDLE.facts());
        forged.put("manifest.yaml", BundleZip.entries(folder, other.signed(KEY)).get("manifest.yaml"));
        refused(BundleZip.zipped(forged), "manifest.yaml", "the signature of soc", "does not verify");
    }

    @Test
    void anUnknownKeyIsNamedBesideTheTrustedOne() throws IOException {
        SigningKey other = SigningKey.make("soc");
        refused(
                BUNDLE.signed(other),
                "unknown key " + other.signer().id().substring(0, 16),
                "trusted: soc (" + KEY.signer().id().substring(0, 16));
    }

    @Test
    void anUnsignedBundleIsRefusedIfASignatureIsRequired() {
        Path path = Bundles.write(folder.resolve("open.zip"));
        assertThat(BundleFile.read(path).model().trainer()).isEqualTo("naive-bayes");
        assertThatThrownBy(() -> VerifiedBundle.read(path, TRUSTED))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is not signed: it lacks signature.yaml, and a signature by soc");
    }

    @Test
    void aZipBombIsNotUnpacked() throws IOException {
        Map<String, byte[]> bomb = entries();
        bomb.put("parameters/zeros.f64", new byte[8 << 20]);
        refused(BundleZip.zipped(bomb), "parameters/zeros.f64", "100 times the size of the file", "zip bomb");
    }

    @Test
    void tooManyEntriesAreNotUnpacked() throws IOException {
        Map<String, byte[]> many = entries();
        for (int i = 0; i < BundleZip.MOST_ENTRIES; i++) {
            many.put("parameters/" + i + ".f64", new byte[0]);
        }
        refused(BundleZip.zipped(many), "more than the 1000 entries");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a/../../x", "..", "/etc/x", "a//x", "a/", "./x", "a\\x", "..\\x", "C:x", "a\nx", "a/.."
            })
    void aNameWithPathTraversalIsRefused(String name) throws IOException {
        Map<String, byte[]> climbing = entries();
        climbing.put(name, new byte[1]);
        refused(BundleZip.zipped(climbing), name.replace('\n', '?') + ", a path that could leave the folder");
    }

    @Test
    void aDuplicateNameIsRefused() throws IOException {
        Map<String, byte[]> twice = entries();
        twice.put("encoding.tyt", "other".getBytes(StandardCharsets.US_ASCII));
        String packed = new String(BundleZip.zipped(twice), StandardCharsets.ISO_8859_1);
        refused(
                packed.replace("encoding.tyt", "encoding.txt").getBytes(StandardCharsets.ISO_8859_1),
                "contains encoding.txt twice");
    }
}
