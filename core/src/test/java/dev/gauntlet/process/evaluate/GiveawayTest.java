package dev.gauntlet.process.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.base.Rng;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Note;
import dev.gauntlet.data.Note.Topic;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GiveawayTest {
    private static final Feature NUMBER = Feature.whole("number", -100_000, 100_000);
    private static final Feature SITE = Feature.category("site", List.of("a", "b", "c", "d"));

    /** Every third row is malicious. */
    private static Dataset rows(int size, Feature feature, IntBinaryOperator value) {
        int[] labels = IntStream.range(0, size).map(i -> i % 3 == 0 ? 1 : 0).toArray();
        Rows rows = Rows.fill(size, 1, (i, j) -> value.applyAsInt(i, labels[i]));
        return Dataset.of(new Schema(List.of(feature)), rows, labels, List.of("benign", "malicious"));
    }

    @Test
    void aFeatureThatIsLowForMaliciousRowsLeaksTheLabelAsOneThatIsHigh() {
        Dataset low = rows(90, NUMBER, (i, label) -> label == 1 ? i % 5 : 10 + i % 5);

        assertThat(Giveaway.of(low, low))
                .containsExactly(new Note(
                        Topic.LEAK, "column \"number\" alone gives the label: ROC AUC 1.000", Note.leaveOut("number")));
    }

    @Test
    void categoriesGiveTheLabelAwayWhateverTheirCodes() {
        Dataset between = rows(90, SITE, (i, label) -> label == 1 ? 1 : i % 2 == 0 ? 0 : 2);

        assertThat(Giveaway.of(between, between))
                .singleElement()
                .extracting(Note::topic)
                .isEqualTo(Topic.LEAK);
    }

    @Test
    void aNumberOfTheRowThatAlsoGivesTheLabelIsOneNote() {
        Dataset numbered = rows(120, NUMBER, (i, label) -> label == 1 ? 200 + i : i);

        assertThat(Giveaway.of(numbered, numbered)).singleElement().satisfies(note -> {
            assertThat(note.topic()).isEqualTo(Topic.LEAK);
            assertThat(note.text()).contains("alone gives the label", "it numbers the rows");
        });
    }

    @Test
    void aNumberThatIsDerivedFromAQuantityLeaksIt() {
        int[] order = Toy.run().rng().permutation(120);
        double[] quantity = IntStream.of(order).mapToDouble(i -> i).toArray();
        IntBinaryOperator[] derived = {(i, label) -> 3 * order[i] + 7, (i, label) -> -order[i] / 2};
        for (IntBinaryOperator value : derived) {
            assertThat(Giveaway.ofQuantity(rows(120, NUMBER, value).withQuantities(quantity)))
                    .containsExactly(new Note(
                            Topic.LEAK,
                            "column \"number\" alone orders the rows as the quantity does: concordance 1.000",
                            Note.leaveOut("number")));
        }
        IntBinaryOperator noisy = (i, label) -> order[i] + 30 * (i % 2);
        assertThat(Giveaway.ofQuantity(rows(120, NUMBER, noisy).withQuantities(quantity)))
                .isEmpty();
        assertThat(Giveaway.ofQuantity(rows(120, NUMBER, (i, label) -> 5).withQuantities(quantity)))
                .as("a constant orders nothing")
                .isEmpty();
    }

    @Test
    void whatOnlyIdentifiesIsAnIdentifier() {
        int[] order = Toy.run().rng().permutation(120);
        Dataset numbered = rows(120, NUMBER, (i, label) -> order[i]);

        assertThat(Giveaway.of(numbered, numbered))
                .singleElement()
                .extracting(Note::topic)
                .isEqualTo(Topic.IDENTIFIER);
    }

    @Test
    void fewRowsOfAClassProveNothing() {
        Dataset few = rows(27, NUMBER, (i, label) -> label);

        assertThat(Giveaway.canJudge(few, few)).isFalse();
        assertThat(Giveaway.of(few, few)).isEmpty();
        Dataset enough = rows(30, NUMBER, (i, label) -> label);
        assertThat(Giveaway.of(enough, few)).as("the training rows are enough").hasSize(1);
    }

    @Test
    void noiseLeaksNothing() {
        Rng rng = Toy.run().rng();
        Dataset noise = rows(300, NUMBER, (i, label) -> rng.nextInt(40) + 3 * label);

        assertThat(Giveaway.of(noise, noise)).isEmpty();
    }
}
