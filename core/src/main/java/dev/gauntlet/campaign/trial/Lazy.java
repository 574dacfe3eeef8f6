package dev.gauntlet.campaign.trial;

import java.util.Optional;
import java.util.function.Supplier;

/** A value that is computed on first use. Two threads may both compute it, with identical results. */
public final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> make;
    private volatile Optional<T> made = Optional.empty();

    public Lazy(Supplier<T> make) {
        this.make = make;
    }

    @Override
    public T get() {
        Optional<T> known = made;
        if (known.isEmpty()) {
            known = Optional.of(make.get());
            made = known;
        }
        return known.get();
    }
}
