package dev.gauntlet.base;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;

/**
 * Where a computation runs and which random stream it draws from. Work is split by index and collected by index, and
 * each index has its own stream, so a result cannot depend on the number of threads.
 */
public final class Run {
    /** A piece of parallel work: receives its index and a run on the index's own random stream. */
    @FunctionalInterface
    public interface Task<T> {
        T at(int index, Run run);
    }

    private final Seed seed;
    private final ForkJoinPool pool;

    private Run(Seed seed, ForkJoinPool pool) {
        this.seed = seed;
        this.pool = pool;
    }

    /** A run on the pool's threads; the caller owns the pool. */
    public static Run on(ForkJoinPool pool, Seed seed) {
        return new Run(seed, pool);
    }

    /** A run on the common pool of this Java machine: the usual choice for library users. */
    public static Run seeded(long seed) {
        return new Run(Seed.of(seed), ForkJoinPool.commonPool());
    }

    public Seed seed() {
        return seed;
    }

    public Run child(String label) {
        return new Run(seed.child(label), pool);
    }

    public Run child(long index) {
        return new Run(seed.child(index), pool);
    }

    /** A fresh generator at the start of this run's stream. Draw from it in one place only, or use a child. */
    public Rng rng() {
        return seed.rng();
    }

    /** Does {@code size} independent pieces of work in parallel and returns their results in index order; of several failures the first by index is thrown. */
    public <T> List<T> map(int size, Task<T> task) {
        if (size == 1) {
            return List.of(task.at(0, child(0)));
        }
        List<ForkJoinTask<Supplier<T>>> forked = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int index = i;
            ForkJoinTask<Supplier<T>> work = ForkJoinTask.adapt(() -> tried(task, index, child(index)));
            forked.add(pool == ForkJoinTask.getPool() ? work.fork() : pool.submit(work));
        }
        List<T> results = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            results.add(forked.get(i).join().get());
        }
        return results;
    }

    /** The result, or what the task threw: a pool would rethrow a copy with another message, depending on the thread. */
    private static <T> Supplier<T> tried(Task<T> task, int index, Run run) {
        try {
            T result = task.at(index, run);
            return () -> result;
        } catch (RuntimeException e) {
            return () -> {
                throw e;
            };
        }
    }
}
