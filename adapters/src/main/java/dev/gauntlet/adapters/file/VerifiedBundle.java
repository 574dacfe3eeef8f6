package dev.gauntlet.adapters.file;

import dev.gauntlet.adapters.key.Signer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A bundle whose signature was checked before anything in it was read.
 *
 * @param signer who signed it
 * @param sha256 of the whole file
 * @param bytes the size of the whole file
 * @param entries the names of what the signature covers, its own left out
 */
public record VerifiedBundle(BundleFile bundle, Signer signer, String sha256, long bytes, List<String> entries) {
    public VerifiedBundle {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a bundle that one of those trusted must have signed, to the last bit.
     *
     * @throws dev.gauntlet.base.InputException naming the entry that was changed, is missing or is one too many, or the
     *     key that is not trusted
     */
    public static VerifiedBundle read(Path path, Collection<Signer> trusted) {
        return of(path, BundleZip.bytes(path), trusted);
    }

    /** The bytes of a file that a bundle could be; nothing in them is looked at. */
    public static byte[] bytes(Path path) {
        return BundleZip.bytes(path);
    }

    /** The same for bytes that were read already; {@code path} stands in messages. */
    public static VerifiedBundle of(Path path, byte[] packed, Collection<Signer> trusted) {
        Map<String, byte[]> entries = BundleZip.entries(path, packed);
        Signer signer = BundleSignature.check(path, entries, trusted);
        BundleFile bundle = new BundleReader(path, entries).read();
        List<String> names = entries.keySet().stream()
                .filter(name -> !name.equals(BundleSignature.NAME))
                .toList();
        return new VerifiedBundle(bundle, signer, BundleFile.sha(packed), packed.length, names);
    }
}
