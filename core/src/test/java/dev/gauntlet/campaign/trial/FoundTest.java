package dev.gauntlet.campaign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.search.Improvement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FoundTest {
    @Test
    void readsBackToTheLastBit() throws IOException {
        Dataset victims = Toy.lab().parts().test().slice(0, 3);
        double[] changed = victims.rows().row(1);
        changed[0] = 0.1 + 0.2;
        List<Improvement> several =
                List.of(new Improvement(2, 0.5, 1.5, 1.5, changed), new Improvement(5, 0.1, 2, 2, changed));
        Found found = new Found(
                victims,
                List.of(
                        List.of(),
                        several,
                        List.of(new Improvement(0, 0, 0, 0, victims.rows().row(2)))),
                List.of(7, 3, 1),
                List.of(0.25, 0.0, 0.0),
                4);
        Found.Codec codec = new Found.Codec(victims);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.write(found, new DataOutputStream(bytes));
        Found read = codec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read.rows().get(0)).isEmpty();
        assertThat(read.rows().get(1).orElseThrow()).isEqualTo(changed);
        assertThat(read.rows().get(2).orElseThrow()).isEqualTo(victims.rows().row(2));
        assertThat(read.queries()).isEqualTo(found.queries());
        assertThat(read.lowerBounds()).isEqualTo(found.lowerBounds());
        assertThat(read.refused()).isEqualTo(4);
        assertThat(read.improvements().get(1))
                .extracting(Improvement::query, Improvement::distance, Improvement::cost)
                .containsExactly(tuple(2, 0.5, 1.5), tuple(5, 0.1, 2.0));
        assertThat(codec.size(read)).isPositive();
    }
}
