package dev.gauntlet.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DeployTest {
    private static final Model MODEL = Toy.threshold(5);
    private static final KeyPair KEYS = keys();
    private static final Bundle SIGNED = Deploy.sign(new Deploy().apply(MODEL), KEYS.getPrivate());

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean verifies(Bundle bundle) {
        return Deploy.verifies(bundle, KEYS.getPublic());
    }

    @Test
    void aBundleSaysWhereItComesFromAndDecidesAsItsModel() {
        Bundle bundle = new Deploy(new TreeMap<>(Map.of("rows", "abc", "schema", "def"))).apply(MODEL);
        assertThat(bundle.entry("provenance.rows")).isEqualTo("abc");
        assertThat(bundle.entry("provenance.schema")).isEqualTo("def");
        var rows = Toy.clusters(30, 1).rows();
        assertThat(bundle.model(Toy.plain()).alarms(rows)).isEqualTo(MODEL.alarms(rows));
    }

    @Test
    void provenanceIsTakenAsItWasWhenTheStepWasMade() {
        TreeMap<String, String> facts = new TreeMap<>(Map.of("rows", "abc"));
        Deploy deploy = new Deploy(facts);
        facts.put("rows", "changed");
        assertThat(deploy.apply(MODEL).entry("provenance.rows")).isEqualTo("abc");
    }

    @Test
    void aSignedBundleVerifiesWithItsOwnKeyOnly() {
        assertThat(verifies(SIGNED)).isTrue();
        assertThat(Deploy.verifies(SIGNED, keys().getPublic())).isFalse();
    }

    @Test
    void anyChangeBreaksTheSignature() {
        assertThat(verifies(SIGNED.withParameter("threshold", new double[] {Math.nextUp(MODEL.threshold())})))
                .isFalse();
        assertThat(verifies(SIGNED.withEntry("provenance.rows", "forged"))).isFalse();
    }

    @Test
    void aBundleSignedAgainVerifiesAgain() {
        Bundle changed = SIGNED.withParameter("threshold", new double[] {0.7});
        assertThat(verifies(Deploy.sign(changed, KEYS.getPrivate()))).isTrue();
    }

    @Test
    void invalidSignaturesDoNotVerify() {
        assertThat(verifies(new Deploy().apply(MODEL))).isFalse();
        assertThat(verifies(SIGNED.withEntry(Deploy.SIGNATURE, "not hexadecimal")))
                .isFalse();
        assertThat(verifies(SIGNED.withEntry(Deploy.SIGNATURE, "00"))).isFalse();
    }
}
