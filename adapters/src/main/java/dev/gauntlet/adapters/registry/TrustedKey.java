package dev.gauntlet.adapters.registry;

import dev.gauntlet.adapters.key.Signer;

/**
 * A key whose signature a registry accepts.
 *
 * @param name what the registry calls it
 * @param pem the public key as its file holds it
 */
record TrustedKey(String name, String pem) {
    static TrustedKey of(Signer signer) {
        return new TrustedKey(signer.name(), signer.pem());
    }

    Signer signer() {
        return Signer.parse(name, pem, "the registry's key " + name);
    }
}
