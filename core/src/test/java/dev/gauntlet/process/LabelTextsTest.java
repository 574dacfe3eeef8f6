package dev.gauntlet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelTextsTest {
    private static Records records(String... labels) {
        return Records.of(List.of(Column.texts("label", labels)));
    }

    private static List<Integer> numbers(Label label, String... texts) {
        Records records = records(texts);
        var numbers = label.numbers(records, label.names(List.of(records)));
        return java.util.stream.IntStream.range(0, texts.length)
                .mapToObj(i -> numbers.getOrDefault((long) i, -2))
                .toList();
    }

    @Test
    void theUsualMarksLeaveARowUnlabelled() {
        Label label = new Label("label", Set.of("good"));
        assertThat(numbers(label, "good", "bad", "", "nan", "NA", "None", "?", "unlabeled", "Unlabelled", "unknown"))
                .containsExactly(0, 1, -1, -1, -1, -1, -1, -1, -1, 2);
        assertThat(label.notes(List.of(records("good", "bad", "", "nan", "nan"))))
                .containsExactly(
                        "label \"label\": 3 rows have no label: empty (1), \"nan\" (2); --benign, or a label in the"
                                + " schema, makes one of these a class");
        assertThat(numbers(new Label("label", Set.of("None")), "None", "ddos", "nan"))
                .as("named as benign")
                .containsExactly(0, 1, -1);
        assertThat(numbers(new Label("label", Set.of("good"), Set.of("unknown"), false), "good", "bad", "unknown"))
                .containsExactly(0, 1, -1);
    }

    @Test
    void whatIsStatedIsFoundInAnySpelling() {
        assertThat(numbers(new Label("label", Set.of("good"), Set.of("Unknown"), false), "good", "bad", "unknown"))
                .containsExactly(0, 1, -1);
        assertThat(numbers(new Label("label", Set.of("none")), "None", "bad", "nan"))
                .containsExactly(0, 1, -1);
        assertThat(new Label("label", Set.of("none"))
                        .notes(List.of(records("None", "bad", "nan")))
                        .toString())
                .contains("1 row has no label");
        assertThatThrownBy(() -> numbers(new Label("label", Set.of("good"), Set.of("unclear"), false), "good", "bad"))
                .hasMessageContaining("--unlabelled unclear", "never has it");
    }

    @Test
    void minusOneIsUnlabelledOnlyBesideBothZeroAndOne() {
        assertThat(numbers(new Label("label", Set.of("0")), "0", "1", "-1")).containsExactly(0, 1, -1);
        assertThat(numbers(new Label("label", Set.of("1")), "1", "-1")).containsExactly(0, 1);
        assertThat(numbers(new Label("label", Set.of("-1")), "0", "1", "-1")).containsExactly(1, 2, 0);
    }

    @Test
    void spellingsAreOneLabelUnlessTheyAreToBeKeptApart() {
        Label merging = new Label("label", Set.of("benign"));
        String[] texts = {"BENIGN", " Benign ", "benign", "Web  Attack", "web attack", "Web  Attack", "scan"};
        assertThat(numbers(merging, texts)).containsExactly(0, 0, 0, 1, 1, 1, 2).hasSize(7);
        assertThat(merging.names(List.of(records(texts)))).containsExactly("benign", "Web  Attack", "scan");
        assertThat(merging.notes(List.of(records(texts))))
                .containsExactly(
                        "label \"label\": \" Benign \" (1), \"BENIGN\" (1) count as \"benign\"; --labels exact keeps them"
                                + " apart",
                        "label \"label\": \"web attack\" (1) count as \"Web  Attack\"; --labels exact keeps them apart");
        Label exact = new Label("label", Set.of("benign"), Set.of(), true);
        assertThat(numbers(exact, texts)).containsExactly(2, 1, 0, 3, 5, 3, 4);
        assertThat(exact.notes(List.of(records(texts)))).isEmpty();
    }

    @Test
    void aBenignNameInAnotherSpellingIsFound() {
        assertThat(numbers(new Label("label", Set.of("Benign")), "BENIGN", "bad"))
                .containsExactly(0, 1);
    }
}
