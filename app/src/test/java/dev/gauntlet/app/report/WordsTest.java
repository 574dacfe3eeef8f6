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

    @Test
    void aZeroThatIsNoQuantityIsNamed() {
        assertThat(Words.setting("RandomForest[trees=60, depth=0, minLeaf=1, features=0.0]"))
                .isEqualTo("random-forest: trees 60, depth unlimited, min leaf 1, features sqrt");
        assertThat(Words.setting("KernelDensity[bandwidth=0.0, rows=2000]"))
                .isEqualTo("kernel-density: bandwidth Scott's rule, rows 2000");
        assertThat(Words.setting("LogisticRegression[l2=0.0]")).isEqualTo("logistic-regression: l2 0");
    }
}
