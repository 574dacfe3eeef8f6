package dev.gauntlet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LabelTest {
    private static Records records(@Nullable String... labels) {
        return Records.of(List.of(Column.numbers("n", new double[labels.length]), Column.texts("label", labels)));
    }

    private static final Label LABEL = new Label("label", Set.of("normal", "background"));

    @Test
    void namesAreBenignFirstThenMaliciousKindsInAlphabeticalOrder() {
        assertThat(LABEL.names(List.of(records("worm", "normal", "scan"), records("background", "dos", null))))
                .containsExactly("benign", "dos", "scan", "worm");
    }

    @Test
    void rowsGetTheLabelOfTheirRecord() {
        Records records = records("worm", "normal", " ", "scan", "background").withIdsFrom(70);
        Dataset rows = Toy.clusters(4, 1).withIds(new long[] {73, 70, 72, 74});
        assertThat(LABEL.apply(rows, records, List.of("benign", "scan", "worm")).labels())
                .containsExactly(1, 2, -1, 0);
    }

    @Test
    void aKindOfMaliciousRowThatIsCalledBenignStaysMalicious() {
        Records records = records("normal", "benign", "scan", "background");
        List<String> names = LABEL.names(List.of(records));
        assertThat(names).containsExactly("background", "benign", "scan");
        assertThat(LABEL.apply(Toy.clusters(4, 1), records, names).labels()).containsExactly(0, 1, 2, 0);
    }

    @Test
    void anUnknownNameStaysUnlabelled() {
        Records records = records("normal", "worm", "unheard of");
        assertThat(LABEL.apply(Toy.clusters(3, 1), records, List.of("benign", "worm"))
                        .labels())
                .containsExactly(0, 1, -1);
    }

    @Test
    void aRowWithoutARecordStaysUnlabelled() {
        Dataset rows = Toy.clusters(2, 1).withIds(new long[] {0, 99});
        assertThat(LABEL.apply(rows, records("worm"), List.of("benign", "worm")).labels())
                .containsExactly(1, -1);
    }

    @Test
    void aColumnIsFoundByNumberToo() {
        assertThat(new Label("#2", Set.of("normal")).names(List.of(records("normal", "worm"))))
                .containsExactly("benign", "worm");
        assertThatThrownBy(() -> new Label("#3", Set.of("normal")).names(List.of(records("normal"))))
                .hasMessage("--label #3: there are 2 columns");
        assertThatThrownBy(() -> new Label("#0", Set.of("normal")).names(List.of(records("normal"))))
                .hasMessage("--label #0: there are 2 columns");
        assertThatThrownBy(() -> new Label("#999999999", Set.of("normal")).names(List.of(records("normal"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--label #999999999: there is no such column");
        assertThatThrownBy(() -> new Label("#99999999999", Set.of("normal")).names(List.of(records("normal"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--label #99999999999: there is no such column");
    }

    @Test
    void aMistypedColumnGetsTheNearestName() {
        assertThatThrownBy(() -> new Label("lable", Set.of("normal")).names(List.of(records("normal"))))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "--label lable: there is no such column; did you mean \"label\"?; the columns are [n, label]");
    }

    @Test
    void everyBenignNameThatNeverOccursIsNamed() {
        assertThatThrownBy(() -> new Label("label", Set.of("norml", "zzz")).names(List.of(records("normal", "worm"))))
                .isInstanceOfSatisfying(
                        InputException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "--benign norml: the label column \"label\" does not contain \"norml\"; did you mean \"normal\"?; it contains [normal, worm]",
                                        "--benign zzz: the label column \"label\" does not contain \"zzz\"; it contains [normal, worm]"));
    }

    @Test
    void oneClassOnlyIsRefused() {
        assertThatThrownBy(() -> LABEL.names(List.of(records("normal", "background", ""))))
                .hasMessageContaining("has only one class ([background, normal])");
    }

    @Test
    void aLongListOfNamesIsCutShort() {
        String[] many = new String[15];
        for (int i = 0; i < 15; i++) {
            many[i] = "kind" + (char) ('a' + i);
        }
        assertThatThrownBy(() -> new Label("label", Set.of("zzz")).names(List.of(records(many))))
                .hasMessageContaining("kindl] and 3 more")
                .hasMessageNotContaining("kindm");
    }
}
