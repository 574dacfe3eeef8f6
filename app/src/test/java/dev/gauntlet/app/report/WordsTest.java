package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WordsTest {
    @Test
    void aRecordBecomesItsIdAndItsValues() {
        assertThat(Words.setting("GradientBoosting[trees=100, depth=6]"))
                .isEqualTo("gradient-boosting: trees 100, depth 6");
        assertThat(Words.setting("RandomForest[minLeaf=2, features=0.05, share=1.0]"))
                .isEqualTo("random-forest: min leaf 2, features 0.05, share 1");
        assertThat(Words.setting("NaiveBayes[]")).isEqualTo("naive-bayes");
        assertThat(Words.setting("given")).isEqualTo("given");
        assertThat(Words.setting("made elsewhere")).isEqualTo("made elsewhere");
    }
}
