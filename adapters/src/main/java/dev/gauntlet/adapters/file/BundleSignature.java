package dev.gauntlet.adapters.file;

import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The entry with an Ed25519 signature of the manifest, and through its digests of every other entry. It has one
 * canonical form, so no bit of it can be changed unnoticed.
 */
final class BundleSignature {
    static final String NAME = "signature.yaml";
    private static final Pattern FORM = Pattern.compile("key: \"([0-9a-f]{64})\"\nsignature: \"([0-9a-f]{128})\"\n");

    private BundleSignature() {}

    static byte[] write(byte[] manifest, SigningKey key) {
        String signature = HexFormat.of().formatHex(key.sign(manifest));
        return "key: \"%s\"\nsignature: \"%s\"\n"
                .formatted(key.signer().id(), signature)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The trusted signer of the manifest; refuses the bundle if there is none. */
    static Signer check(Path path, Map<String, byte[]> entries, Collection<Signer> trusted) {
        String names = trusted.stream().map(Signer::toString).sorted().collect(Collectors.joining(" or "));
        byte[] content = entries.get(NAME);
        if (content == null) {
            throw BundleZip.refusal(
                    path, "is not signed: it lacks %s, and a signature by %s is required".formatted(NAME, names));
        }
        Matcher form = FORM.matcher(new String(content, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            throw BundleZip.refusal(path, "contains a changed %s: it was not written by Gauntlet".formatted(NAME));
        }
        Signer signer = trusted.stream()
                .filter(known -> known.id().equals(form.group(1)))
                .findFirst()
                .orElseThrow(() -> BundleZip.refusal(
                        path,
                        "is signed, according to its %s, with the unknown key %s; trusted: %s"
                                .formatted(NAME, Signer.shortId(form.group(1)), names)));
        byte[] manifest = BundleZip.text(path, entries, BundleManifest.NAME).getBytes(StandardCharsets.UTF_8);
        if (!signer.signed(manifest, HexFormat.of().parseHex(form.group(2)))) {
            throw BundleZip.refusal(
                    path,
                    "contains a changed %s or %s: the signature of %s does not verify"
                            .formatted(BundleManifest.NAME, NAME, signer));
        }
        return signer;
    }
}
