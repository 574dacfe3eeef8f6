package dev.gauntlet.adapters.remote;

/** A rate limiter: lets so much through per second, evenly; what comes too early waits. */
final class Pace {
    private final double perSecond;
    private long next = System.nanoTime();

    /**
     * A pace.
     *
     * @param perSecond infinity for no limit
     */
    Pace(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Waits for the turn of so much. */
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
