package dev.gauntlet.process.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Column;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
    private static final int ROWS = 400;

    private static Optional<String> numbers(IntToDoubleFunction value) {
        double[] values = IntStream.range(0, ROWS).mapToDouble(value).toArray();
        return Identifier.reason(Column.numbers("x", values), i -> i % 2);
    }

    private static Optional<String> texts(IntFunction<String> value) {
        String[] values = IntStream.range(0, ROWS).mapToObj(value).toArray(String[]::new);
        return Identifier.reason(Column.texts("x", values), i -> i % 2);
    }

    @Test
    void rowNumbersAreRecognised() {
        assertThat(numbers(i -> i + 7)).contains("it counts the rows");
        int[] order = Seed.of(1).rng().permutation(ROWS);
        assertThat(numbers(i -> 3 * order[i]))
                .hasValueSatisfying(why -> assertThat(why).contains("numbers the rows"));
        assertThat(numbers(i -> 1_518_597_061 + 60 * order[i])).contains("it contains times since 1970");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e3, 1e6, 1e9})
    void timesAreRecognisedInEveryUnit(double unit) {
        int[] order = Seed.of(1).rng().permutation(ROWS);
        assertThat(numbers(i -> unit * (1_518_597_061 + 60.0 * order[i]) + 7)).contains("it contains times since 1970");
        assertThat(numbers(i -> unit * (1_518_597_061 + 60.0 * (order[i] / 2 * 2))))
                .as("though some stand twice")
                .contains("it contains times since 1970");
        assertThat(numbers(i -> unit * (60.0 * order[i])))
                .as("the years up to 1970")
                .isEmpty();
    }

    @Test
    void whatIsMeasuredIsNot() {
        Rng rng = Seed.of(2).rng();
        assertThat(numbers(i -> rng.nextDouble())).isEmpty();
        assertThat(numbers(i -> Math.rint(1e6 * rng.nextDouble())))
                .as("all different, widely spread")
                .isEmpty();
        assertThat(numbers(i -> rng.nextInt(ROWS))).as("some twice").isEmpty();
        assertThat(numbers(i -> i % 2)).isEmpty();
    }

    @Test
    void addressesHashesAndUuidsAreRecognised() {
        assertThat(texts(i -> "10.0.%d.%d".formatted(i % 5, i % 50))).contains("it contains addresses");
        assertThat(texts(i -> "fe80::%x".formatted(i))).contains("it contains addresses");
        assertThat(texts(i -> "%032x".formatted(i))).contains("it contains hashes");
        assertThat(texts(i -> "%08x-0000-4000-8000-000000000000".formatted(i))).contains("it contains UUIDs");
        assertThat(texts(i -> "13:%02d".formatted(i % 59))).isEmpty();
    }

    @Test
    void timesOfDayAreNotAddresses() {
        assertThat(texts(i -> "08:31:%02d".formatted(i / 2 % 60))).isEmpty();
        assertThat(texts(i -> "%02d:31:01:250".formatted(i / 2 % 24))).isEmpty();
        assertThat(texts(i -> "2001:db8:0:0:0:0:0:%x".formatted(i / 2))).contains("it contains addresses");
        assertThat(texts(i -> "00:1b:44:11:3a:%02x".formatted(i / 2 % 256))).contains("it contains addresses");
    }

    @Test
    void namesThatEachOccurWithOneLabelAreRecognised() {
        assertThat(texts(i -> "host" + i % 40)).contains("each of its 40 values occurs with one label only");
        assertThat(numbers(i -> 7000 + i % 40)).contains("each of its 40 values occurs with one label only");
        assertThat(numbers(i -> i % 39)).as("both labels").isEmpty();
        assertThat(numbers(i -> i % 2 == 0 ? 2 + i % 40 : 1))
                .as("a threshold explains it")
                .isEmpty();
        assertThat(texts(i -> "host" + i / 10)).as("both labels").isEmpty();
        assertThat(texts(i -> i % 2 == 0 ? "tcp" : "udp")).as("few values").isEmpty();
    }
}
