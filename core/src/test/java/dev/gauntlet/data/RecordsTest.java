package dev.gauntlet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordsTest {
    private static final Column TIME = Column.times("ts", new double[] {10, 20, Double.NaN});
    private static final Column HOST = Column.addresses("host", new @Nullable String[] {"a", null, "c"});
    private static final Column BYTES = Column.numbers("bytes", new double[] {1.5, 3, 1e15});
    private static final Column STATE = Column.texts("state", new @Nullable String[] {"SF", "", "S0"});
    private static final Records RECORDS = Records.of(List.of(TIME, HOST, BYTES, STATE));

    @Test
    void aColumnKnowsWhatIsMissing() {
        assertThat(TIME.missing(2)).isTrue();
        assertThat(HOST.missing(1)).isTrue();
        assertThat(STATE.missing(1)).isFalse();
        assertThat(HOST.text(1)).isEmpty();
        assertThat(TIME.text(2)).isEmpty();
    }

    @Test
    void aColumnWritesNumbersPlainly() {
        assertThat(BYTES.text(0)).isEqualTo("1.5");
        assertThat(BYTES.text(1)).isEqualTo("3");
        assertThat(BYTES.text(2)).isEqualTo("1.0E15");
    }

    @Test
    void aColumnCopiesWhatItIsGiven() {
        double[] values = {1};
        @Nullable String[] texts = {"a"};
        Column numbers = Column.numbers("n", values);
        Column words = Column.texts("t", texts);
        values[0] = 2;
        texts[0] = "b";
        assertThat(numbers.number(0)).isEqualTo(1);
        assertThat(words.text(0)).isEqualTo("a");
    }

    @Test
    void aColumnSelectsAndAppends() {
        Column chosen = HOST.select(new int[] {2, 0}).append(HOST.select(new int[] {1}));
        assertThat(chosen.size()).isEqualTo(3);
        assertThat(List.of(chosen.text(0), chosen.text(1), chosen.text(2))).containsExactly("c", "a", "");
        assertThat(BYTES.select(new int[] {1}).append(BYTES).number(1)).isEqualTo(1.5);
    }

    @Test
    void aColumnIsNotAppendedToOneOfAnotherKind() {
        assertThatThrownBy(() -> TIME.append(Column.numbers("ts", new double[1])))
                .hasMessage("cannot append column ts (NUMBER) to ts (TIME)");
    }

    @Test
    void columnsMustBeOfEqualLength() {
        assertThatThrownBy(() -> Records.of(List.of(TIME, Column.numbers("n", new double[2]))))
                .hasMessage("records in column n must be 3 but is 2");
        assertThatThrownBy(() -> Records.of(List.of())).hasMessage("columns must not be empty");
    }

    @Test
    void idsSurviveSelectionAndAppending() {
        Records chosen = RECORDS.select(new int[] {2, 1})
                .append(RECORDS.select(new int[] {0}).withIdsFrom(90));
        assertThat(List.of(chosen.id(0), chosen.id(1), chosen.id(2))).containsExactly(2L, 1L, 90L);
        assertThat(chosen.column("state").text(2)).isEqualTo("SF");
        assertThat(RECORDS.withIdsFrom(90).id(2)).isEqualTo(92);
    }

    @Test
    void appendingMatchesColumnsByName() {
        Records other = Records.of(List.of(STATE, BYTES, HOST, TIME));
        assertThat(RECORDS.append(other).column("bytes").number(4)).isEqualTo(3);
    }

    @Test
    void rolesSurviveSelection() {
        Records withRoles = RECORDS.withRoles(Optional.of("ts"), Optional.of("host"));
        Records chosen = withRoles.select(new int[] {1});
        assertThat(chosen.time().orElseThrow().number(0)).isEqualTo(20);
        assertThat(chosen.source().orElseThrow().missing(0)).isTrue();
        assertThat(RECORDS.time()).isEmpty();
    }

    @Test
    void aTimeRoleNeedsNumbersAndAColumnThatIsThere() {
        assertThatThrownBy(() -> RECORDS.withRoles(Optional.of("host"), Optional.empty()))
                .hasMessage("time column host must contain numbers or times");
        assertThatThrownBy(() -> RECORDS.withRoles(Optional.empty(), Optional.of("hosts")))
                .hasMessage("there is no column \"hosts\"; did you mean \"host\"?");
    }

    @Test
    void aColumnTakesThePlaceOfOneOfItsNameOrComesLast() {
        Records changed = RECORDS.with(Column.numbers("bytes", new double[] {7, 8, 9}));
        assertThat(changed.column("bytes").number(2)).isEqualTo(9);
        assertThat(changed.names()).isEqualTo(RECORDS.names());
        Records more = RECORDS.with(Column.numbers("octets", new double[] {4, 5, 6}));
        assertThat(more.without(List.of("octets")).names()).isEqualTo(RECORDS.names());
        assertThat(more.names()).endsWith("octets");
        assertThat(more.id(2)).isEqualTo(RECORDS.id(2));
        assertThatThrownBy(() -> RECORDS.with(Column.numbers("bytes", new double[2])))
                .hasMessage("records in column bytes must be 3 but is 2");
    }

    @Test
    void theDigestChangesWithAnyNameKindOrValue() {
        assertThat(RECORDS.digest())
                .isEqualTo(RECORDS.select(new int[] {0, 1, 2}).digest());
        assertThat(RECORDS.with(Column.texts("state", new @Nullable String[] {"SF", null, "S0"}))
                        .digest())
                .isNotEqualTo(RECORDS.digest());
        assertThat(RECORDS.with(Column.times("bytes", new double[] {1.5, 3, 1e15}))
                        .digest())
                .isNotEqualTo(RECORDS.digest());
        assertThat(RECORDS.select(new int[] {1, 0, 2}).digest()).isNotEqualTo(RECORDS.digest());
    }
}
