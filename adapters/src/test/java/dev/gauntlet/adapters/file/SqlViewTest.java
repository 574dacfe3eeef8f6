package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlViewTest {
    private static final Records RECORDS = Records.of(List.of(
                    Column.times("ts", new double[] {10, 20, 30}),
                    Column.texts("proto", new String[] {"tcp", null, "udp"}),
                    Column.numbers("bytes", new double[] {1, Double.NaN, 3.5})))
            .withRoles(Optional.of("ts"), Optional.of("proto"));

    @Test
    void theQueryChoosesAndComputes() {
        Records some = new SqlView("select ts, proto, bytes * 2 as twice from data where bytes > 1;").apply(RECORDS);
        assertThat(some.names()).containsExactly("ts", "proto", "twice");
        assertThat(some.column("twice").number(0)).isEqualTo(7);
        assertThat(some.time().orElseThrow().number(0)).isEqualTo(30);
        assertThat(some.source().orElseThrow().text(0)).isEqualTo("udp");
    }

    @Test
    void whatIsMissingStaysMissing() {
        Records all = new SqlView("select * from data").apply(RECORDS);
        assertThat(all.column("proto").missing(1)).isTrue();
        assertThat(all.column("bytes").missing(1)).isTrue();
        assertThat(all.size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from read_csv('%s')",
                "select * from '%s'",
                "select content from read_text('%s')",
                "select * from data; copy data to '%s.out'",
                "select 1; set enable_external_access = true",
                "select 1; install httpfs",
                "select 1; attach '%s.db'",
            })
    void aQueryCannotAccessAnythingElse(String sql, @TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.csv"), "a,b\n1,2\n");
        assertThatThrownBy(() -> new SqlView(sql.formatted(secret)).apply(RECORDS))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--sql: ");
        assertThat(folder.toFile().list()).containsExactly("secret.csv");
    }

    @Test
    void aWrongQueryNamesTheColumns() {
        assertThatThrownBy(() -> new SqlView("select byts from data").apply(RECORDS))
                .hasMessageContaining("byts")
                .hasMessageContaining("[ts, proto, bytes]");
        assertThatThrownBy(() -> new SqlView("select * from data where bytes > 100").apply(RECORDS))
                .hasMessageContaining("returns no rows");
    }
}
