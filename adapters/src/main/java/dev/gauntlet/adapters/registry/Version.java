package dev.gauntlet.adapters.registry;

/**
 * One bundle in a registry.
 *
 * @param number 1, 2, 3 ...
 * @param trainer the id of the algorithm that made it
 * @param sha256 of the bundle file
 * @param bytes the size of the bundle file
 * @param signer the registry's name for the key it is signed with
 * @param key the id of that key
 * @param added when it was added, in ISO 8601
 */
public record Version(
        int number, Stage stage, String trainer, String sha256, long bytes, String signer, String key, String added) {
    Version at(Stage other) {
        return new Version(number, other, trainer, sha256, bytes, signer, key, added);
    }
}
