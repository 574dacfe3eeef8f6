package dev.gauntlet.simulate;

import dev.gauntlet.base.Rng;
import java.util.List;

/**
 * One behaviour of one host on one day: who, when, with which random stream, and where its connections are written
 * down. Not thread-safe.
 */
final class Scene {
    private final Host host;
    private final int day;
    private final double intensity;
    private final Rng rng;
    private final String label;
    private final List<Flow> log;

    /**
     * A scene.
     *
     * @param day days since the start, which is a Monday
     * @param intensity how many connections there are, as a multiple of the usual number
     */
    Scene(Host host, int day, double intensity, Rng rng, String label, List<Flow> log) {
        this.host = host;
        this.day = day;
        this.intensity = intensity;
        this.rng = rng;
        this.label = label;
        this.log = log;
    }

    Host host() {
        return host;
    }

    int day() {
        return day;
    }

    Rng rng() {
        return rng;
    }

    boolean weekend() {
        return day % 7 >= 5;
    }

    /** A Poisson number of sessions; on weekends a seventh of it where a person must act. */
    int sessions(double mean) {
        return poisson(mean * intensity * (weekend() && host.role().manned() ? 0.14 : 1));
    }

    /** A Poisson number that days off do not change. */
    int events(double mean) {
        return poisson(mean * intensity);
    }

    private int poisson(double mean) {
        int count = 0;
        double sum = rng.nextExponential(1);
        while (sum < mean) {
            count++;
            sum += rng.nextExponential(1);
        }
        return count;
    }

    /** At least one, on average {@code mean}, geometric: the length of a burst. */
    int burst(double mean) {
        int count = 1;
        while (rng.nextDouble() > 1 / mean && count < 400) {
            count++;
        }
        return count;
    }

    /** A second of the day when this host is busy: people in two humps around noon, machines at any time. */
    double busyTime() {
        if (!host.role().manned() || rng.chance(0.06)) {
            return midnight() + rng.between(0, 86_400);
        }
        double hour = rng.chance(0.55) ? 10.3 + 1.3 * rng.nextGaussian() : 15 + 1.5 * rng.nextGaussian();
        return midnight() + Math.max(0, Math.min(23.9, hour)) * 3600;
    }

    /** A second in the given hours of this day. */
    double between(double fromHour, double toHour) {
        return midnight() + rng.between(fromHour, toHour) * 3600;
    }

    private double midnight() {
        return SimulatedNetwork.START + day * 86_400.0;
    }

    /** An interval that scatters around its mean by a share of it, never below a tenth of it. */
    double jittered(double mean, double share) {
        return Math.max(mean / 10, mean * (1 + share * rng.nextGaussian()));
    }

    /** A connection that mostly works; now and then it is reset, left open, refused or unanswered. */
    void connect(double ts, Service service, String resp, Shape shape) {
        double u = rng.nextDouble();
        if (u < 0.03) {
            fail(ts, service, resp);
            return;
        }
        String state = "SF";
        if (service.tcp() && u < 0.14) {
            state = u < 0.07 ? "RSTO" : u < 0.10 ? "RSTR" : "S1";
        }
        write(ts, service, resp, Traffic.carried(service, state, shape, rng));
    }

    /** A connection that ends as stated. */
    void connect(double ts, Service service, String resp, Shape shape, String state) {
        write(ts, service, resp, Traffic.carried(service, state, shape, rng));
    }

    /** A connection without payload: refused, or more often unanswered. */
    void fail(double ts, Service service, String resp) {
        boolean refused = service.tcp() && rng.chance(0.4);
        Service unrecognised = new Service(service.port(), service.proto(), service.tcp() ? "" : service.name());
        write(ts, unrecognised, resp, refused ? Traffic.refused(rng) : Traffic.unanswered(service, rng));
    }

    private void write(double ts, Service service, String resp, Traffic traffic) {
        double second = Math.rint(ts * 1e6) / 1e6;
        if (second < SimulatedNetwork.END && !resp.equals(host.address())) {
            log.add(new Flow(second, host.address(), 49_152 + rng.nextInt(16_384), resp, service, traffic, label));
        }
    }
}
