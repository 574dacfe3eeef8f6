package dev.gauntlet.adapters.remote;

/** A rate limiter: callers wait so that a constant rate is not exceeded. */
final class Pace {
    private final double perSecond;
    private long next = System.nanoTime();

    /**
     * Creates a rate limiter.
     *
     * @param perSecond infinity for no limit
     */
    Pace(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Waits until this amount may be sent. */
    void await(int amount) throws InterruptedException {
        if (perSecond == Double.POSITIVE_INFINITY) {
            return;
        }
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            wait = Math.max(0, next - now);
            next = now + wait + (long) (amount / perSecond * 1e9);
        }
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }
}
