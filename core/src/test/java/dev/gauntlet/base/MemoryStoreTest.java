package dev.gauntlet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest {
    private final AtomicInteger made = new AtomicInteger();

    private Supplier<boolean[]> flags(int count) {
        return () -> {
            made.incrementAndGet();
            return new boolean[count];
        };
    }

    @Test
    void aResultIsComputedOnceAndTheUsesAreCounted() {
        Store store = new MemoryStore();
        boolean[] first = store.get("flags", "a", Codecs.BOOLEANS, flags(3));
        assertThat(store.get("flags", "a", Codecs.BOOLEANS, flags(3))).isSameAs(first);
        store.get("flags", "b", Codecs.BOOLEANS, flags(3));
        store.get("others", "a", Codecs.BOOLEANS, flags(3));
        assertThat(made).hasValue(3);
        assertThat(store.uses())
                .containsEntry("flags", new Store.Use(3, 2))
                .containsEntry("others", new Store.Use(1, 1));
    }

    @Test
    void whatWasNotAskedForLongestIsDroppedFirst() {
        Store store = new MemoryStore(100);
        store.get("flags", "a", Codecs.BOOLEANS, flags(40));
        store.get("flags", "b", Codecs.BOOLEANS, flags(40));
        store.get("flags", "a", Codecs.BOOLEANS, flags(40));
        store.get("flags", "c", Codecs.BOOLEANS, flags(40));
        assertThat(made).hasValue(3);
        store.get("flags", "a", Codecs.BOOLEANS, flags(40));
        assertThat(made).as("it was asked for after b").hasValue(3);
        store.get("flags", "b", Codecs.BOOLEANS, flags(40));
        assertThat(made).hasValue(4);
    }

    @Test
    void whatIsTooLargeIsNotKept() {
        Store store = new MemoryStore(10);
        store.get("flags", "small", Codecs.BOOLEANS, flags(4));
        store.get("flags", "a", Codecs.BOOLEANS, flags(40));
        store.get("flags", "a", Codecs.BOOLEANS, flags(40));
        assertThat(made).hasValue(3);
        store.get("flags", "small", Codecs.BOOLEANS, flags(4));
        assertThat(made).as("what is too large drops nothing else").hasValue(3);
    }

    @Test
    void aFailureIsNotStored() {
        Store store = new MemoryStore();
        for (int i = 0; i < 2; i++) {
            try {
                store.get("flags", "a", Codecs.BOOLEANS, () -> {
                    made.incrementAndGet();
                    throw new IllegalStateException();
                });
            } catch (IllegalStateException e) {
                continue;
            }
            throw new AssertionError("it did not fail");
        }
        assertThat(made).hasValue(2);
    }
}
