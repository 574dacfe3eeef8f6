package dev.gauntlet.measure;

import dev.gauntlet.base.Require;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A queue with several servers: who is free takes the waiting job of the highest priority, of equals the first that came, and is not
 * interrupted.
 *
 * <p>With random arrivals and exponential service this is M/M/c with priorities: Kleinrock, "Queueing Systems", volume 2, 1976,
 * chapter 3.
 *
 * @param servers at least 1
 */
public record TriageQueue(int servers) {
    public TriageQueue {
        Require.atLeast("servers", servers, 1);
    }

    /**
     * How long each job waits until a server begins with it.
     *
     * @param arrivals n times, in ascending order
     * @param priorities n numbers, the highest first
     * @param services n durations
     * @return n durations
     */
    public double[] waits(double[] arrivals, double[] priorities, double[] services) {
        Require.same("priorities", arrivals.length, priorities.length);
        Require.same("services", arrivals.length, services.length);
        PriorityQueue<Double> free = new PriorityQueue<>();
        for (int i = 0; i < servers; i++) {
            free.add(Double.NEGATIVE_INFINITY);
        }
        PriorityQueue<Integer> waiting = new PriorityQueue<>(
                Comparator.<Integer>comparingDouble(i -> -priorities[i]).thenComparingInt(i -> i));
        double[] waits = new double[arrivals.length];
        int next = 0;
        double now = Double.NEGATIVE_INFINITY;
        while (next < arrivals.length || !waiting.isEmpty()) {
            now = Math.max(now, free.remove());
            if (waiting.isEmpty()) {
                now = Math.max(now, arrivals[next]);
            }
            while (next < arrivals.length && arrivals[next] <= now) {
                waiting.add(next++);
            }
            int job = waiting.remove();
            waits[job] = now - arrivals[job];
            free.add(now + services[job]);
        }
        return waits;
    }
}
