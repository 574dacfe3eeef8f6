package dev.gauntlet.model.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AlertGroupsTest {
    /** Four features that count alike; where a feature is at its reference it explains nothing. */
    private static final Model LINE = Toy.line(0, 1, 1, 1, 1);

    private static final double[] REFERENCE = {
        LINE.encoding().reference(0),
        LINE.encoding().reference(1),
        LINE.encoding().reference(2),
        LINE.encoding().reference(3)
    };

    private static double[] away(double... from) {
        double[] row = REFERENCE.clone();
        for (int j = 0; j < row.length; j++) {
            row[j] += from[j];
        }
        return row;
    }

    @Test
    void theThreeFeaturesThatExplainMostMakeTheGroupInWhateverOrder() {
        List<String> groups = AlertGroups.of(LINE)
                .of(Rows.of(away(9, 7, 5, 1), away(4, -6, 8, 2), away(9, 7, 1, 5), away(9, 7, 5, 1), away(0, 3, 0, 0)));
        assertThat(groups.get(1))
                .as("the same features, another order and sign")
                .isEqualTo(groups.get(0));
        assertThat(groups.get(3)).as("the same row again").isEqualTo(groups.get(0));
        assertThat(groups.get(2)).isNotEqualTo(groups.get(0));
        assertThat(groups.get(4)).isEqualTo(LINE.schema().feature(1).name());
        assertThat(AlertGroups.of(LINE).of(Rows.of())).isEmpty();
    }

    @Test
    void ofADetectorThatNothingExplainsOnlyEqualRowsAreAGroup() {
        // These trees do not say how many training rows reached each node.
        Model bare = Toy.threshold(5);
        assertThat(Explainer.obstacle(bare)).isPresent();
        List<String> groups = AlertGroups.of(bare).of(Rows.of(away(9, 0, 0, 0), away(8, 0, 0, 0), away(9, 0, 0, 0)));
        assertThat(groups.get(0)).isEqualTo(groups.get(2)).isNotEqualTo(groups.get(1));
    }

    @Test
    void aBlackBoxIsNotQueriedForGroups() {
        Model box = new Model("box", LINE.schema(), LINE.encoding(), new Silent());
        List<String> groups = AlertGroups.of(box).of(Rows.of(away(9, 0, 0, 0), away(8, 0, 0, 0)));
        assertThat(groups).doesNotHaveDuplicates();
    }

    /** Does not answer. */
    private record Silent() implements BlackBox {
        @Override
        public boolean showsScores() {
            return true;
        }

        @Override
        public int inputs() {
            return 4;
        }

        @Override
        public int outputs() {
            return 2;
        }

        @Override
        public Scale scale() {
            return Scale.PROBABILITY;
        }

        @Override
        public Rows scores(Rows rows) {
            throw new AssertionError("it was queried");
        }

        @Override
        public String form() {
            return "box";
        }

        @Override
        public Map<String, double[]> parameters() {
            return Map.of();
        }

        @Override
        public Predictor rebuild(Map<String, double[]> parameters) {
            return this;
        }
    }
}
