package dev.gauntlet.defence.artifact;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.ArtifactDefence;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Deploy;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/**
 * Signs the deployed bundle with Ed25519, and the loader refuses a bundle that does not verify. A second check protects
 * against a leaked key: the verdicts on rows that only the loader has must be the recorded ones.
 */
@AutoService(Defence.class)
public record SignedBundle(
        @Param(value = "share of canary verdicts that may differ", low = 0, high = 1)
        double tolerance) implements ArtifactDefence {
    public SignedBundle {
        Catalogue.check(SignedBundle.class, tolerance);
    }

    public SignedBundle() {
        this(0);
    }

    @Override
    public Signed sign(Bundle bundle, Model model, Dataset canaries, Seed key) {
        KeyPair pair = keys(key);
        boolean[] expected = model.alarms(canaries.rows());
        return new Checked(
                tolerance,
                pair,
                model,
                canaries,
                java.util.BitSet.valueOf(bits(expected)),
                Deploy.sign(bundle, pair.getPrivate()));
    }

    private record Checked(
            double tolerance, KeyPair pair, Model model, Dataset canaries, java.util.BitSet expected, Bundle bundle)
            implements Signed {
        @Override
        public Optional<String> refuses(Bundle arrived) {
            if (!Deploy.verifies(arrived, pair.getPublic())) {
                return Optional.of("the signature does not verify");
            }
            boolean[] now;
            try {
                now = arrived.model(model.schema()).alarms(canaries.rows());
            } catch (IllegalArgumentException e) {
                return Optional.of("the bundle is not a valid model: " + e.getMessage());
            }
            int different = 0;
            for (int i = 0; i < now.length; i++) {
                different += now[i] == expected.get(i) ? 0 : 1;
            }
            return different > tolerance * now.length
                    ? Optional.of(different + " canary verdicts differ")
                    : Optional.empty();
        }

        @Override
        public Bundle resign(Bundle changed) {
            return Deploy.sign(changed, pair.getPrivate());
        }
    }

    private static byte[] bits(boolean[] values) {
        java.util.BitSet bits = new java.util.BitSet(values.length);
        for (int i = 0; i < values.length; i++) {
            bits.set(i, values[i]);
        }
        return bits.toByteArray();
    }

    /** A throw-away key pair that belongs to a seed path, so that a trial can be repeated to the bit. */
    private static KeyPair keys(Seed seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new SeededRandom(seed.rng()));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
    }

    private static final class SeededRandom extends SecureRandom {
        private final transient Rng rng;

        SeededRandom(Rng rng) {
            this.rng = rng;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) rng.nextLong();
            }
        }
    }

    @Override
    public Set<String> against() {
        return Set.of("tampering");
    }

    @Override
    public String summary() {
        return "Signs the bundle, rejects it if the signature does not verify, and checks verdicts on canaries.";
    }

    @Override
    public String when() {
        return "Use it for every deployed detector. It costs a key pair, and a check at start.";
    }

    @Override
    public String source() {
        return "MITRE ATLAS AML.M0013 Code Signing, AML.M0014 Verify AI Artifacts";
    }

    @Override
    public String advice() {
        return "Sign bundles, verify at load, keep the key off the serving host, and compare canary verdicts as well.";
    }
}
