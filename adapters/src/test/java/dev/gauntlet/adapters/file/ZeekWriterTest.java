package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.simulate.SimulatedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZeekWriterTest {
    private static final Records TWO = Records.of(List.of(
            Column.numbers("resp_pkts", new double[] {0, 4_000_000_000.0}),
            Column.times("ts", new double[] {1_709_510_718.956676, 1_709_510_720}),
            Column.addresses("id.orig_h", new String[] {"10.0.0.4", "fe80::1"}),
            Column.texts("service", new String[] {"-", "a\tb"}),
            Column.numbers("duration", new double[] {Double.NaN, 0.000001}),
            Column.texts("label", new String[] {"benign", "scan"})));

    @TempDir
    Path folder;

    @Test
    void aLogIsWhatZeekWrites() throws IOException {
        ZeekWriter.write(TWO, folder.resolve("conn.log"));
        assertThat(Files.readString(folder.resolve("conn.log"))).isEqualTo("""
                        #separator \\x09
                        #set_separator	,
                        #empty_field	(empty)
                        #unset_field	-
                        #path	conn
                        #open	2024-03-04-00-05-18
                        #fields	ts	id.orig_h	service	duration	resp_pkts
                        #types	time	addr	string	interval	count
                        1709510718.956676	10.0.0.4	-	-	0
                        1709510720.000000	fe80::1	a\\x09b	0.000001	4000000000
                        #close	2024-03-04-00-05-20
                        """);
    }

    @Test
    void everyConnectionIsReadBackToTheLastBit() {
        Records written = new SimulatedNetwork(2000).read(Run.seeded(3));
        Path log = folder.resolve("conn.log.gz");
        ZeekWriter.write(written, log);
        Records read = new FileSource(log).read(Run.seeded(1));
        assertThat(read.time().map(Column::name)).isEqualTo(Optional.of("ts"));
        assertThat(read.source().map(Column::name)).isEqualTo(Optional.of("id.orig_h"));
        assertThat(read.size()).isEqualTo(written.size());
        assertThat(read.names()).hasSize(14).doesNotContain("label");
        for (Column column : read.columns()) {
            Column before = written.column(column.name());
            assertThat(column.kind()).as(column.name()).isEqualTo(before.kind());
            for (int i = 0; i < read.size(); i++) {
                if (column.kind().isNumeric()) {
                    assertThat(Double.doubleToLongBits(column.number(i)))
                            .as(column.name() + " of " + i)
                            .isEqualTo(Double.doubleToLongBits(before.number(i)));
                } else {
                    String text = before.text(i);
                    assertThat(column.text(i)).isEqualTo(text.equals("-") ? "" : text);
                }
            }
        }
    }

    @Test
    void theSameRecordsGiveTheSameBytesWithoutATime() throws IOException {
        ZeekWriter.write(TWO, folder.resolve("a.gz"));
        ZeekWriter.write(TWO, folder.resolve("b.gz"));
        byte[] bytes = Files.readAllBytes(folder.resolve("a.gz"));
        assertThat(bytes).isEqualTo(Files.readAllBytes(folder.resolve("b.gz")));
        // RFC 1952: bytes 4 to 7 are the time
        assertThat(List.of(bytes[4], bytes[5], bytes[6], bytes[7])).containsOnly((byte) 0);
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsNamed() {
        assertThatThrownBy(() -> ZeekWriter.write(TWO, folder.resolve("no/conn.log")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such folder");
        assertThat(folder.toFile().list()).isEmpty();
    }
}
