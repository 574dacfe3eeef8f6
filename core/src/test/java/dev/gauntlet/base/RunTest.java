package dev.gauntlet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void resultsComeInIndexOrder(int threads) {
        List<Integer> squares = Toy.onThreads(threads, run -> run.map(100, (i, r) -> i * i));
        assertThat(squares).hasSize(100).startsWith(0, 1, 4, 9).isSorted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void drawsDoNotDependOnThreads(int threads) {
        List<Long> expected = Toy.run().map(50, (i, r) -> r.rng().nextLong());
        List<Long> drawn =
                Toy.onThreads(threads, run -> run.map(50, (i, r) -> r.rng().nextLong()));
        assertThat(drawn).isEqualTo(expected);
    }

    @Test
    void eachIndexDrawsFromItsOwnChild() {
        Run run = Toy.run();
        List<Long> draws = run.map(3, (i, r) -> r.rng().nextLong());
        assertThat(draws)
                .doesNotHaveDuplicates()
                .containsExactly(
                        run.child(0).rng().nextLong(),
                        run.child(1).rng().nextLong(),
                        run.child(2).rng().nextLong());
    }

    @Test
    void oneIndexDrawsAsItWouldAmongMany() {
        Run run = Toy.run();
        assertThat(run.map(1, (i, r) -> r.rng().nextLong()))
                .containsExactly(run.map(2, (i, r) -> r.rng().nextLong()).get(0));
    }

    @Test
    void nothingToDoGivesNothing() {
        assertThat(Toy.run().<Integer>map(0, (i, r) -> i)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void nestedMapsEndAndKeepTheirOrder(int threads) {
        List<List<Integer>> nested = Toy.onThreads(
                threads,
                run -> run.map(
                        6,
                        (i, r) -> r.map(
                                5,
                                (j, s) ->
                                        s.map(3, (k, t) -> 100 * i + 10 * j + k).get(2))));
        assertThat(nested.get(5)).containsExactly(502, 512, 522, 532, 542);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void whatATaskThrowsArrivesAsItWasThrown(int threads) {
        IllegalStateException thrown = new IllegalStateException("row 3 is empty");
        assertThatThrownBy(() -> Toy.onThreads(
                        threads,
                        run -> run.map(4, (i, r) -> {
                            if (i == 3) {
                                throw thrown;
                            }
                            return i;
                        })))
                .isSameAs(thrown);
    }

    @Test
    void ofSeveralFailuresTheFirstByIndexArrives() {
        assertThatThrownBy(() -> Toy.onThreads(
                        8,
                        run -> run.map(40, (i, r) -> {
                            throw new IllegalArgumentException("piece " + i);
                        })))
                .hasMessage("piece 0");
    }

    /** Without memory, a command must not first do everything else. */
    @Test
    void anErrorArrivesBeforeAllOtherWorkIsDone() {
        AtomicInteger begun = new AtomicInteger();
        assertThatThrownBy(() -> Toy.onThreads(
                        2,
                        run -> run.map(1000, (i, r) -> {
                            begun.incrementAndGet();
                            if (i == 0) {
                                throw new OutOfMemoryError("piece 0");
                            }
                            try {
                                Thread.sleep(5);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return i;
                        })))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(begun).hasValueLessThan(500);
    }

    /** Otherwise a command that has failed would still write to its folder. */
    @Test
    void aFailureArrivesWhenNoWorkIsUnderWay() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(1);
        assertThatThrownBy(() -> Toy.onThreads(
                        4,
                        run -> run.map(1000, (i, r) -> {
                            begun.incrementAndGet();
                            try {
                                if (i == 0) {
                                    second.await(5, TimeUnit.SECONDS);
                                    throw new IllegalStateException("piece 0");
                                }
                                second.countDown();
                                Thread.sleep(50);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            } finally {
                                ended.incrementAndGet();
                            }
                            return i;
                        })))
                .hasMessage("piece 0");
        assertThat(ended).hasValue(begun.get());
        assertThat(begun).as("work after the failed piece does not begin").hasValueLessThan(100);
    }

    @Test
    void childrenStayOnThePool() {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            Run run = Run.on(pool, Seed.of(1)).child("a").child(2);
            assertThat(run.map(2, (i, r) -> Thread.currentThread().getName()))
                    .doesNotContain(Thread.currentThread().getName());
            assertThat(run.seed().toString())
                    .isEqualTo(Seed.of(1).child("a").child(2).toString());
        } finally {
            pool.shutdown();
        }
    }
}
