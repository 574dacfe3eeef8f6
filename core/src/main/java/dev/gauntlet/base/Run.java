package dev.gauntlet.base;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Where a computation runs, which random stream it draws from, and where its costly results are kept. Work is split by index and collected by index, and
 * each index has its own stream, so a result cannot depend on the number of threads.
 */
public final class Run {
    /** A piece of parallel work: receives its index and a run on the index's own random stream. */
    @FunctionalInterface
    public interface Task<T> {
        T at(int index, Run run);
    }

    private final Seed seed;
    /** Where the streams start that do not depend on the place in the computation. */
    private final Seed root;
    /** Where the streams start that are the same in every repetition. */
    private final Seed fixed;

    private final ForkJoinPool pool;
    private final Store store;

    private Run(Seed seed, Seed root, Seed fixed, ForkJoinPool pool, Store store) {
        this.seed = seed;
        this.root = root;
        this.fixed = fixed;
        this.pool = pool;
        this.store = store;
    }

    /** A run on the pool's threads; the caller owns the pool. */
    public static Run on(ForkJoinPool pool, Seed seed) {
        return on(pool, seed, new MemoryStore());
    }

    /** A run on the pool's threads whose costly results are kept in a store. */
    public static Run on(ForkJoinPool pool, Seed seed, Store store) {
        return new Run(seed, seed, seed, pool, store);
    }

    /** A run on the common pool of this Java machine: the usual choice for library users. */
    public static Run seeded(long seed) {
        return on(ForkJoinPool.commonPool(), Seed.of(seed));
    }

    public Seed seed() {
        return seed;
    }

    public Run child(String label) {
        return new Run(seed.child(label), root, fixed, pool, store);
    }

    public Run child(long index) {
        return new Run(seed.child(index), root, fixed, pool, store);
    }

    /**
     * A stream that is the same wherever in the computation it is asked for, of what is computed once and shared.
     *
     * @param label what it is of
     */
    public Run shared(String label) {
        return new Run(root.child("shared").child(label), root, fixed, pool, store);
    }

    /** The same run of somebody else, an attacker: what is shared in it is shared in runs of that name alone. */
    public Run of(String somebody) {
        return new Run(seed, root.child(somebody), fixed, pool, store);
    }

    /**
     * The run of a repetition with randomness of its own; the first is this run.
     *
     * @param number from 0
     */
    public Run repetition(int number) {
        if (number == 0) {
            return this;
        }
        return new Run(
                seed.child("repetition").child(number), root.child("repetition").child(number), fixed, pool, store);
    }

    /**
     * A stream that is the same in all repetitions and for everybody, of what they have in common.
     *
     * @param label what it is of
     */
    public Run fixed(String label) {
        return new Run(fixed.child("fixed").child(label), root, fixed, pool, store);
    }

    /** Where costly results are kept. */
    public Store store() {
        return store;
    }

    /** A fresh generator at the start of this run's stream. Draw from it in one place only, or use a child. */
    public Rng rng() {
        return seed.rng();
    }

    /**
     * Does {@code size} independent pieces of work in parallel and returns their results in index order. Of several
     * failures the first by index is thrown, after all work that had begun has ended; later pieces do not begin.
     */
    public <T> List<T> map(int size, Task<T> task) {
        if (size == 1) {
            return List.of(task.at(0, child(0)));
        }
        AtomicInteger failed = new AtomicInteger(size);
        List<ForkJoinTask<Supplier<T>>> forked = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int index = i;
            ForkJoinTask<Supplier<T>> work = ForkJoinTask.adapt(() -> tried(task, index, failed));
            forked.add(pool == ForkJoinTask.getPool() ? work.fork() : pool.submit(work));
        }
        forked.forEach(ForkJoinTask::quietlyJoin);
        List<T> results = new ArrayList<>(size);
        for (ForkJoinTask<Supplier<T>> work : forked) {
            results.add(work.join().get());
        }
        return results;
    }

    /** The result, or what the task threw: a pool would rethrow a copy with another message, depending on the thread. */
    private <T> Supplier<T> tried(Task<T> task, int index, AtomicInteger failed) {
        if (failed.get() < index) {
            return () -> {
                throw new IllegalStateException("not begun, as work before it failed");
            };
        }
        try {
            T result = task.at(index, child(index));
            return () -> result;
        } catch (RuntimeException e) {
            failed.accumulateAndGet(index, Math::min);
            return () -> {
                throw e;
            };
        } catch (Error e) { // Such as no memory: what is left must not be worked through first.
            failed.accumulateAndGet(index, Math::min);
            return () -> {
                throw e;
            };
        }
    }
}
