package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.key.SigningKey;
import dev.gauntlet.base.InputException;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.model.learn.NaiveBayes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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

    /** Packed as Gauntlet does: the manifest and the signature come first. */
    private static byte[] packed(Map<String, byte[]> entries) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (String first : List.of(BundleManifest.NAME, BundleSignature.NAME)) {
            Optional.ofNullable(entries.get(first)).ifPresent(content -> all.put(first, content));
        }
        entries.forEach(all::putIfAbsent);
        return BundleZip.zipped(all);
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
                refused(packed(changed), entry.getKey());
            }
        }
    }

    private static byte[] flipped(byte[] content, int bit) {
        byte[] changed = content.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    /** Each byte flipped, doubled, removed and preceded by another: refused, or nothing changes in any entry. */
    @Test
    void everyByteOfTheFileIsDetermined() throws IOException {
        Map<String, byte[]> expected = entries();
        int accepted = 0;
        for (int at = 0; at <= SIGNED.length; at++) {
            List<byte[]> changes = new ArrayList<>(List.of(
                    spliced(at, at, (byte) 0),
                    spliced(at, at, (byte) 'P'),
                    spliced(at, at, SIGNED[at % SIGNED.length])));
            if (at < SIGNED.length) {
                changes.add(spliced(at, at + 1));
                changes.add(spliced(at, at + 1, (byte) (SIGNED[at] ^ 1 << at % 8)));
                changes.add(spliced(at, at + 1, (byte) ~SIGNED[at]));
            }
            for (byte[] changed : changes) {
                try {
                    Map<String, byte[]> found = BundleZip.strictEntries(folder, changed);
                    if (same(found, expected)) {
                        accepted++;
                        continue;
                    }
                    BundleSignature.check(folder, found, TRUSTED);
                    new BundleReader(folder, found).read();
                    fail("changed at byte %d and accepted", at);
                } catch (InputException e) {
                    assertThat(e).hasMessageStartingWith(folder + ": the file ");
                }
            }
        }
        // Unused bits at the end of a compressed stream.
        assertThat(accepted).isLessThan(3 * expected.size());
    }

    private static boolean same(Map<String, byte[]> some, Map<String, byte[]> others) {
        return some.keySet().equals(others.keySet())
                && some.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), others.get(entry.getKey())));
    }

    /** The signed file with other bytes in place of some. */
    private static byte[] spliced(int from, int to, byte... bytes) {
        return ByteBuffer.allocate(SIGNED.length - (to - from) + bytes.length)
                .put(SIGNED, 0, from)
                .put(bytes)
                .put(SIGNED, to, SIGNED.length - to)
                .array();
    }

    /** Two zip files one after the other: readers disagree on which of them counts. */
    @Test
    void filesBeforeAndAfterAreRefused() throws IOException {
        byte[] other = Bundles.of(new LogisticRegression()).signed(SigningKey.make("other"));
        refused(joined(SIGNED, other), "does not fit what is before it");
        refused(joined(other, SIGNED), "does not fit what is before it");
        refused(joined(SIGNED, "more".getBytes(StandardCharsets.US_ASCII)), "its last bytes are no end of a zip file");
        refused(joined("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII), SIGNED), "does not fit what is before it");
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    @Test
    void aSignedBundleThatIsPackedAgainIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        refused(bytes.toByteArray(), "was packed again by another program");
        assertThat(BundleFile.read(file(bytes.toByteArray())).facts()).isEqualTo(BUNDLE.facts());
    }

    /** Earlier bundles have another date, and their writer's time zone in an extra field. */
    @ParameterizedTest
    @ValueSource(longs = {0, 5 * 3600 + 1800, -8 * 3600})
    void aSignedBundleOfAnEarlierVersionIsRead(long zone) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(BundleManifest.NAME, entries().get(BundleManifest.NAME));
        all.put(BundleSignature.NAME, entries().get(BundleSignature.NAME));
        entries().forEach(all::putIfAbsent);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                ZipEntry head = new ZipEntry(entry.getKey());
                head.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                head.setLastModifiedTime(FileTime.from(315_532_800 + zone, TimeUnit.SECONDS));
                head.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(head);
                zip.write(entry.getValue());
            }
        }
        assertThat(VerifiedBundle.read(file(bytes.toByteArray()), TRUSTED).signer())
                .isEqualTo(KEY.signer());
    }

    @Test
    void aMissingEntryIsNamed() throws IOException {
        for (String name : entries().keySet()) {
            Map<String, byte[]> fewer = entries();
            fewer.remove(name);
            refused(packed(fewer), "lacks " + name);
        }
    }

    @Test
    void anUnexpectedEntryIsNamed() throws IOException {
        Map<String, byte[]> more = entries();
        more.put("parameters/more.f64", new byte[8]);
        refused(
                packed(more),
                "contains the unexpected entry parameters/more.f64, which its manifest does " + "not name");
    }

    @Test
    void aManifestThatWasWrittenAgainIsNotWhatWasSigned() throws IOException {
        Map<String, byte[]> forged = entries();
        BundleFile other = new BundleFile(BUNDLE.model().withThreshold(0.9), BUNDLE.table(), BUNDLE.facts());
        forged.put("manifest.yaml", BundleZip.entries(folder, other.signed(KEY)).get("manifest.yaml"));
        refused(packed(forged), "manifest.yaml", "the signature of soc", "does not verify");
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
        refused(packed(bomb), "parameters/zeros.f64", "100 times the size of the file", "zip bomb");
    }

    @Test
    void tooManyEntriesAreNotUnpacked() throws IOException {
        Map<String, byte[]> many = entries();
        for (int i = 0; i < BundleZip.MOST_ENTRIES; i++) {
            many.put("parameters/" + i + ".f64", new byte[0]);
        }
        refused(packed(many), "more than the 1000 entries");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a/../../x", "..", "/etc/x", "a//x", "a/", "./x", "a\\x", "..\\x", "C:x", "a\nx", "a/.."
            })
    void aNameWithPathTraversalIsRefused(String name) throws IOException {
        Map<String, byte[]> climbing = entries();
        climbing.put(name, new byte[1]);
        refused(packed(climbing), name.replace('\n', '?') + ", a path that could leave the folder");
    }

    @Test
    void aDuplicateNameIsRefused() throws IOException {
        Map<String, byte[]> twice = entries();
        twice.put("encoding.tyt", "other".getBytes(StandardCharsets.US_ASCII));
        String packed = new String(packed(twice), StandardCharsets.ISO_8859_1);
        refused(
                packed.replace("encoding.tyt", "encoding.txt").getBytes(StandardCharsets.ISO_8859_1),
                "contains encoding.txt twice");
    }
}
