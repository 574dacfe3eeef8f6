package dev.gauntlet.adapters.file;

import dev.gauntlet.adapters.key.Signer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A bundle whose signature was checked before anything in it was read.
 *
 * @param signer the signer
 * @param sha256 of the whole file
 * @param bytes the size of the whole file
 * @param entries the entries that the signature covers, without the signature itself
 */
public record VerifiedBundle(BundleFile bundle, Signer signer, String sha256, long bytes, List<String> entries) {
    public VerifiedBundle {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a bundle that must be signed by a trusted signer, to the last bit.
     *
     * @throws dev.gauntlet.base.InputException that names the changed, missing or unexpected entry, or the untrusted
     *     key
     */
    public static VerifiedBundle read(Path path, Collection<Signer> trusted) {
        return of(path, BundleZip.bytes(path), trusted);
    }

    /** The content of a file of the size of a bundle, unchecked. */
    public static byte[] bytes(Path path) {
        return BundleZip.bytes(path);
    }

    /** The same for content that was read already; {@code path} is its name in messages. */
    public static VerifiedBundle of(Path path, byte[] packed, Collection<Signer> trusted) {
        Map<String, byte[]> entries = BundleZip.strictEntries(path, packed);
        Signer signer = BundleSignature.check(path, entries, trusted);
        BundleFile bundle = new BundleReader(path, entries).read();
        List<String> names = entries.keySet().stream()
                .filter(name -> !name.equals(BundleSignature.NAME))
                .toList();
        return new VerifiedBundle(bundle, signer, BundleFile.sha(packed), packed.length, names);
    }
}
