package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalsTest {
    private static double parse(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        return Decimals.parse(bytes, 1, bytes.length - 1);
    }

    @Test
    void numbersHaveTheBitsOfTheJdk() {
        Rng rng = Seed.of(1).rng();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(rng.chance(0.3) ? "-" : rng.chance(0.1) ? "+" : "");
            int whole = rng.nextInt(12);
            for (int k = 0; k < whole; k++) {
                text.append(rng.nextInt(10));
            }
            text.append(rng.nextInt(10));
            if (rng.chance(0.7)) {
                text.append('.');
                for (int k = rng.nextInt(25); k > 0; k--) {
                    text.append(rng.chance(0.3) ? 0 : rng.nextInt(10));
                }
            }
            if (rng.chance(0.2)) {
                text.append(rng.chance(0.5) ? "e" : "E-").append(rng.nextInt(40));
            }
            double expected = Double.parseDouble(text.toString());
            assertThat(Double.doubleToLongBits(parse(text.toString())))
                    .as(text.toString())
                    .isEqualTo(Double.doubleToLongBits(
                            Math.abs(expected) > Float.MAX_VALUE ? Double.POSITIVE_INFINITY : expected));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "?", "NA", "N/A", "NaN", "nan", "null", "NULL", "-", "None", "<NA>"})
    void markersOfAMissingNumberAreMissing(String text) {
        assertThat(parse(text)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "1.2.3",
                "1d",
                "0x1p3",
                "inf",
                "Infinity",
                "1e999",
                "3.5e38",
                "1.797e308",
                "1 2",
                "1_000",
                "12a",
                "--1"
            })
    void invalidNumbersAreRecognised(String text) {
        assertThat(parse(text)).isInfinite();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1767225600.5",
                "2026-01-01 00:00:00.5",
                "2026-01-01T00:00:00.5",
                "2026-01-01T01:00:00.5+0100",
                "2026-01-01T00:00:00.500Z"
            })
    void timesAreSecondsInUtc(String text) {
        assertThat(TimeFormat.USUAL.parse(text)).isEqualTo(1767225600.5);
        assertThat(TimeFormat.USUAL.parse("2026-01-01")).isEqualTo(1767225600.0);
        assertThat(TimeFormat.USUAL.parse("yesterday")).isInfinite();
    }
}
