package dev.gauntlet.campaign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Dataset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FoundTest {
    @Test
    void readsBackToTheLastBit() throws IOException {
        Dataset victims = Toy.lab().parts().test().slice(0, 3);
        double[] changed = victims.rows().row(1);
        changed[0] = 0.1 + 0.2;
        Found found = new Found(
                victims,
                List.of(
                        Optional.empty(),
                        Optional.of(changed),
                        Optional.of(victims.rows().row(2))),
                List.of(7, 3, 1),
                List.of(-1, 2, 1),
                4);
        Found.Codec codec = new Found.Codec(victims);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.write(found, new DataOutputStream(bytes));
        Found read = codec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read.rows().get(0)).isEmpty();
        assertThat(read.rows().get(1).orElseThrow()).isEqualTo(changed);
        assertThat(read.rows().get(2).orElseThrow()).isEqualTo(victims.rows().row(2));
        assertThat(read.queries()).isEqualTo(found.queries());
        assertThat(read.reachedAt()).isEqualTo(found.reachedAt());
        assertThat(read.refused()).isEqualTo(4);
        assertThat(read.successWithin(1).value())
                .isEqualTo(found.successWithin(1).value());
        assertThat(codec.size(read)).isPositive();
    }
}
