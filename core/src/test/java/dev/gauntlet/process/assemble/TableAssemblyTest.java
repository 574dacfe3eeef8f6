package dev.gauntlet.process.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableAssemblyTest {
    private static final TableAssembly ASSEMBLY = new TableAssembly(
            new Schema(List.of(Feature.real("size", 0, 9), Feature.category("kind", List.of("a", "b")))));

    private static Records records(String... sizes) {
        String[] kinds = new String[] {"b", "a", "z", "a"};
        return Records.of(List.of(Column.texts("kind", kinds), Column.texts("size", sizes)));
    }

    @Test
    void readsFeaturesByNameAndToleratesBlanks() {
        Assembled made = ASSEMBLY.assemble(records(" 1.5", "", "-", "2"));
        assertThat(made.rows().rows().column(0)).containsExactly(1.5, Double.NaN, Double.NaN, 2);
        assertThat(made.rows().rows().column(1)).containsExactly(1, 0, -1, 0);
        assertThat(made.dropped()).isEmpty();
    }

    @Test
    void dropsInvalidAndInfiniteNumbers() {
        Assembled made = ASSEMBLY.assemble(records("1", "many", "Infinity", "2"));
        assertThat(made.rows().size()).isEqualTo(2);
        assertThat(made.rows().id(1)).isEqualTo(3);
        assertThat(made.dropped())
                .containsExactly(
                        new Assembled.Dropped(1, "size is not a number: \"many\""),
                        new Assembled.Dropped(2, "size is infinite"));
    }

    @Test
    void aMissingColumnIsNamed() {
        Records records = Records.of(List.of(Column.texts("kind", new String[] {"a"})));
        assertThatThrownBy(() -> ASSEMBLY.assemble(records)).hasMessageContaining("size");
    }
}
