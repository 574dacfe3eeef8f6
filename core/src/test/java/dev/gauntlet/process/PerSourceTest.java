package dev.gauntlet.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PerSourceTest {
    private static final String[] SOURCES = {"a", "a", "b", "a", "a", "b", "a"};
    private static final int[] GROUPS = {0, 0, 0, 1, 0, 1, 1};
    private static final PerSource QUOTA = new PerSource(7, i -> SOURCES[i], i -> GROUPS[i]);

    @Test
    void theFirstOfASourceInAGroupAreKeptUpToTheLimitOfTheGroup() {
        assertThat(QUOTA.first(group -> group == 0 ? 2 : 1))
                .containsExactly(true, true, true, true, false, true, false);
        assertThat(QUOTA.first(group -> 0)).containsOnly(false);
        assertThat(QUOTA.first(group -> 3)).containsOnly(true);
    }

    @Test
    void whatIsUsualIsAQuantileOverSourcesAndGroups() {
        // a has 3 and 2, b has 1 and 1.
        assertThat(QUOTA.usual(0)).isEqualTo(1);
        assertThat(QUOTA.usual(0.7)).isEqualTo(2);
        assertThat(QUOTA.usual(1)).isEqualTo(3);
        assertThat(new PerSource(0, i -> "", i -> 0).usual(0.9)).isZero();
    }
}
