package dev.gauntlet.defence.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.Release;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SignedBundleTest {
    private static final Model MODEL = Toy.threshold(5);
    private static final Dataset CANARIES = Toy.clusters(60, 2);
    private static final Release.Signed SIGNED = sign(0);
    private static final Bundle GOOD = SIGNED.bundle();

    private static Release.Signed sign(double tolerance) {
        return new SignedBundle(tolerance).sign(Bundle.of(MODEL), MODEL, CANARIES, Seed.of(3));
    }

    private static Bundle withThreshold(double threshold) {
        return GOOD.withParameter("threshold", new double[] {threshold});
    }

    @Test
    void acceptsWhatItSigned() {
        assertThat(SIGNED.refuses(GOOD)).isEmpty();
        assertThat(GOOD.digest()).isEqualTo(Bundle.of(MODEL).digest());
    }

    @Test
    void refusesAnyBitFlippedInAnyNumber() {
        for (String name : GOOD.parameterNames()) {
            double[] values = GOOD.parameter(name);
            for (int i = 0; i < values.length; i++) {
                for (int bit = 0; bit < 64; bit++) {
                    double[] flipped = values.clone();
                    flipped[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(values[i]) ^ 1L << bit);
                    assertThat(SIGNED.refuses(GOOD.withParameter(name, flipped)))
                            .as("%s[%d], bit %d", name, i, bit)
                            .contains("the signature does not verify");
                }
            }
        }
    }

    @Test
    void refusesAnyCharacterChangedInAnyText() {
        GOOD.entries().forEach((name, text) -> {
            for (int i = 0; i < text.length(); i += 7) {
                String changed = text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
                assertThat(SIGNED.refuses(GOOD.withEntry(name, changed)))
                        .as(name)
                        .isPresent();
            }
            assertThat(SIGNED.refuses(GOOD.withEntry(name, ""))).as(name).isPresent();
        });
    }

    @Test
    void refusesWhatIsAddedOrTakenAway() {
        assertThat(SIGNED.refuses(GOOD.withEntry("note", "hello"))).isPresent();
        assertThat(SIGNED.refuses(GOOD.withParameter("more", new double[] {1}))).isPresent();
        TreeMap<String, String> unsigned = new TreeMap<>(GOOD.entries());
        unsigned.remove("signature");
        TreeMap<String, double[]> numbers = new TreeMap<>();
        GOOD.parameterNames().forEach(name -> numbers.put(name, GOOD.parameter(name)));
        assertThat(SIGNED.refuses(Bundle.of(unsigned, numbers))).contains("the signature does not verify");
    }

    @Test
    void refusesASignatureByAnotherKey() {
        Release.Signed other = new SignedBundle().sign(Bundle.of(MODEL), MODEL, CANARIES, Seed.of(4));
        assertThat(SIGNED.refuses(other.bundle())).contains("the signature does not verify");
    }

    @Test
    void canariesRefuseWhatALeakedKeySigned() {
        Bundle tampered = SIGNED.resign(withThreshold(2));
        assertThat(SIGNED.refuses(withThreshold(2))).contains("the signature does not verify");
        int alarms = 0;
        for (boolean alarm : MODEL.alarms(CANARIES.rows())) {
            alarms += alarm ? 1 : 0;
        }
        assertThat(SIGNED.refuses(tampered)).contains(alarms + " canary verdicts differ");
    }

    @Test
    void aLeakedKeyPassesWhereNoCanaryDiffers() {
        assertThat(SIGNED.refuses(SIGNED.resign(withThreshold(0.6)))).isEmpty();
        assertThat(sign(1).refuses(SIGNED.resign(withThreshold(2)))).isEmpty();
    }

    @Test
    void refusesWhatIsSignedButMakesNoModel() {
        Bundle broken = SIGNED.resign(GOOD.withEntry("form", "crystal ball"));
        assertThat(SIGNED.refuses(broken)).isPresent();
    }

    @Test
    void theSameSeedMakesTheSameSignature() {
        assertThat(sign(0).bundle().entry("signature")).isEqualTo(GOOD.entry("signature"));
    }
}
