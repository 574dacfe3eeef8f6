package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChangedRowTest {
    @Test
    void showsWhatWasDoneToTheRecordsBesideWhatFollowed() {
        Schema schema = new Schema(List.of(Feature.real("x", 0, 9), Feature.real("y", 0, 9)));
        Finding.Example example = new Finding.Example(
                7,
                List.of(1.0, 4.0),
                List.of(2.0, 4.0),
                0.9,
                0.1,
                1,
                3,
                List.of("added 3 connections to 10.0.0.5:443"));
        assertThat(ChangedRow.first(List.of(example), schema)).singleElement().satisfies(row -> {
            assertThat(row.actions()).containsExactly("added 3 connections to 10.0.0.5:443");
            assertThat(row.changes()).extracting(ChangedRow.Change::feature).containsExactly("x");
        });
    }
}
