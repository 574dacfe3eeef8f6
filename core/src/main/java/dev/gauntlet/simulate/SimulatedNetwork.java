package dev.gauntlet.simulate;

import dev.gauntlet.base.Require;
import dev.gauntlet.base.Rng;
import dev.gauntlet.base.Run;
import dev.gauntlet.base.Seed;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Two weeks of an enterprise network as connection records in the columns of Zeek's {@code conn.log}, with the truth in
 * {@code label}: {@code benign}, {@code scan}, {@code guess}, {@code beacon}, {@code exfil} or {@code tunnel}. About a
 * seventh is malicious; other hosts are infected each day and go on with their normal work; in the last three days a
 * new benign service and a new version of the beacon appear.
 *
 * @param connections about how many records there are
 */
public record SimulatedNetwork(int connections) implements Source {
    /** The start: Monday, 4 March 2024, 00:00 UTC. */
    public static final double START = 1_709_510_400;
    /** How many days are simulated. */
    public static final int DAYS = 14;
    /** The second after the last. */
    public static final double END = START + DAYS * 86_400.0;

    private static final int USUAL = 24_000;
    /** How many clients are infected on each day. */
    private static final int[] INFECTED = {6, 6, 6, 6, 6, 4, 4, 6, 6, 6, 6, 6, 6, 6};
    /** How much the activity of hosts differs: the deviation of its logarithm. */
    private static final double DIVERSITY = 0.4;
    /** Brings the rates that the benign behaviours state down to the usual number of connections. */
    private static final double HONEST_SHARE = 0.37;

    public SimulatedNetwork {
        Require.between("connections", connections, 1_000, 10_000_000);
    }

    public SimulatedNetwork() {
        this(USUAL);
    }

    @Override
    public Records read(Run run) {
        Site site = new Site();
        Seed seed = run.seed().child("network");
        List<Flow> log = new ArrayList<>();
        honest(site, seed.child("honest"), log);
        malicious(site, seed.child("malicious"), log);
        log.sort(Comparator.comparingDouble(Flow::ts));
        return records(log, seed.child("uid").rng());
    }

    private double intensity() {
        return connections / (double) USUAL;
    }

    private void honest(Site site, Seed seed, List<Flow> log) {
        List<Host> hosts = new ArrayList<>(site.clients());
        hosts.addAll(site.servers());
        Map<String, Behaviour> behaviours = new LinkedHashMap<>(Everyday.all());
        behaviours.putAll(Machinery.all());
        for (Host host : hosts) {
            double activity = Shape.logNormal(
                    HONEST_SHARE * intensity(),
                    DIVERSITY,
                    seed.child(host.address()).rng());
            behaviours.forEach((name, behaviour) -> {
                Seed own = seed.child(host.address()).child(name);
                for (int day = 0; day < DAYS; day++) {
                    Rng rng = own.child(day).rng();
                    behaviour.act(site, new Scene(host, day, activity, rng, "benign", log));
                }
            });
        }
    }

    /** Every day other clients are infected, fewer on the first weekend; each for one or two days with two habits. */
    private void malicious(Site site, Seed seed, List<Flow> log) {
        List<String> habits = List.copyOf(Malice.all().keySet());
        int[] victims = seed.child("victims").rng().permutation(site.clients().size());
        int infection = 0;
        for (int day = 0; day < DAYS; day++) {
            for (int i = 0; i < INFECTED[day]; i++) {
                Host host = site.clients().get(victims[infection]);
                Rng plan = seed.child("plan").child(infection).rng();
                int first = infection++ % habits.size();
                int second = (first + 1 + plan.nextInt(habits.size() - 1)) % habits.size();
                int next = Math.min(DAYS - 1, day + plan.nextInt(2));
                act(site, host, day, habits.get(first), seed, log);
                act(site, host, next, habits.get(second), seed, log);
            }
        }
    }

    private void act(Site site, Host host, int day, String habit, Seed seed, List<Flow> log) {
        Rng rng = seed.child(host.address()).child(habit).child(day).rng();
        Behaviour behaviour = Objects.requireNonNull(Malice.all().get(habit));
        behaviour.act(site, new Scene(host, day, intensity(), rng, habit, log));
    }

    private static Records records(List<Flow> log, Rng rng) {
        String[] uids = new String[log.size()];
        for (int i = 0; i < uids.length; i++) {
            uids[i] = "C" + Long.toString(rng.nextLong() >>> 1, 36);
        }
        return Records.of(List.of(
                        Column.times("ts", numbers(log, Flow::ts)),
                        Column.texts("uid", uids),
                        Column.addresses("id.orig_h", texts(log, Flow::orig)),
                        Column.numbers("id.orig_p", numbers(log, Flow::origPort)),
                        Column.addresses("id.resp_h", texts(log, Flow::resp)),
                        Column.numbers(
                                "id.resp_p", numbers(log, f -> f.service().port())),
                        Column.texts("proto", texts(log, f -> f.service().proto())),
                        Column.texts("service", texts(log, SimulatedNetwork::serviceName)),
                        Column.texts("conn_state", texts(log, f -> f.traffic().state())),
                        Column.numbers("duration", numbers(log, f -> f.traffic().duration())),
                        Column.numbers(
                                "orig_bytes", numbers(log, f -> f.traffic().origBytes())),
                        Column.numbers(
                                "resp_bytes", numbers(log, f -> f.traffic().respBytes())),
                        Column.numbers(
                                "orig_pkts", numbers(log, f -> f.traffic().origPackets())),
                        Column.numbers(
                                "resp_pkts", numbers(log, f -> f.traffic().respPackets())),
                        Column.texts("label", texts(log, Flow::label))))
                .withRoles(Optional.of("ts"), Optional.of("id.orig_h"));
    }

    private static String serviceName(Flow flow) {
        return flow.service().name().isEmpty() ? "-" : flow.service().name();
    }

    private static double[] numbers(List<Flow> log, ToDoubleFunction<Flow> part) {
        return log.stream().mapToDouble(part).toArray();
    }

    private static String[] texts(List<Flow> log, Function<Flow, String> part) {
        return log.stream().map(part).toArray(String[]::new);
    }
}
