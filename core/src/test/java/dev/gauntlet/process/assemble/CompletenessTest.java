package dev.gauntlet.process.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CompletenessTest {
    private static final double NAN = Double.NaN;

    private static Records records() {
        return Records.of(List.of(
                        Column.times("ts", new double[] {0, 3_600, 20_000, 7_200}),
                        Column.texts("who", new String[] {"a", "a", "b", "a"}),
                        Column.numbers("size", new double[] {1, NAN, NAN, 4}),
                        Column.numbers("same", new double[] {7, 7, 7, 7}),
                        Column.texts("empty", new @Nullable String[] {null, null, null, null}),
                        Column.texts("label", new String[] {"good", "bad", "bad", "good"})))
                .withRoles(Optional.of("ts"), Optional.of("who"));
    }

    private static Completeness.Report of(Completeness demands) {
        return demands.apply(records(), Optional.of("label"));
    }

    @Test
    void sharesOfMissingValuesAreGivenByColumnAndClass() {
        Completeness.Report report = of(new Completeness());
        assertThat(report.records()).isEqualTo(4);
        assertThat(report.columns()).extracting(Completeness.Filled::column).doesNotContain("label");
        Completeness.Filled size = report.columns().get(2);
        assertThat(size.missing()).isCloseTo(0.5, within(1e-12));
        assertThat(size.byClass()).containsEntry("bad", 1.0).containsEntry("good", 0.0);
        assertThat(report.faults()).isEmpty();
        assertThat(report.columns().stream().filter(Completeness.Filled::constant))
                .extracting(Completeness.Filled::column)
                .containsExactly("same");
        assertThat(report.warnings())
                .containsExactly(
                        "column \"size\" is missing in 0.000 of one class's records and 1.000 of another's: missingness"
                                + " leaks the label");
    }

    @Test
    void everyViolatedRequirementIsNamed() {
        Completeness demands = new Completeness(List.of("size", "empty", "none"), 0.4, 2, List.of("a", "c"));
        assertThat(of(demands).faults())
                .containsExactly(
                        "column \"empty\" has no values",
                        "column \"none\" is not there",
                        "column \"size\": 0.500 of the values are missing, more than the 0.400 allowed",
                        "column \"empty\": 1.000 of the values are missing, more than the 0.400 allowed",
                        "no record for 3.6 hours from second 7200 on, more than the 2.0 allowed",
                        "source c sent nothing");
    }

    @Test
    void gapsAreMeasuredInTimeOrder() {
        assertThat(of(new Completeness(List.of(), 1, 1, List.of())).gaps())
                .containsExactly(new Completeness.Gap(7_200, 20_000));
        assertThat(of(new Completeness(List.of(), 1, 0.99, List.of())).gaps()).hasSize(3);
    }

    @Test
    void invalidRequirementsAreRefused() {
        assertThatThrownBy(() -> new Completeness(List.of(), 2, 1, List.of())).hasMessageContaining("mostMissing");
        assertThatThrownBy(() -> new Completeness(List.of(), 1, 0, List.of())).hasMessageContaining("longestGap");
    }
}
