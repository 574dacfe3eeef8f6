package dev.gauntlet.simulate;

import dev.gauntlet.base.Rng;
import dev.gauntlet.simulate.Host.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The simulated enterprise: 120 clients, 12 servers and the internet hosts they talk to. The same in every run. */
final class Site {
    static final String RESOLVER = "10.0.0.2";
    static final String MAIL = "10.0.0.4";
    static final String FILES = "10.0.0.5";
    static final String DIRECTORY = "10.0.0.6";
    static final String GIT = "10.0.0.7";
    static final String DATABASE = "10.0.0.9";
    static final String BACKUP = "10.0.0.10";
    /** A server that was switched off but is still configured here and there. */
    static final String GONE = "10.0.0.99";

    private static final int WEB_SITES = 160;
    private static final int CLOUDS = 24;

    private final List<Host> clients;
    private final List<Host> servers;
    private final List<String> web;
    private final List<String> clouds;

    Site() {
        List<Host> people = new ArrayList<>();
        add(people, Role.OFFICE, 60, "10.0.1.");
        add(people, Role.DEVELOPER, 28, "10.0.2.");
        add(people, Role.ADMIN, 8, "10.0.3.");
        add(people, Role.DEVICE, 24, "10.0.4.");
        clients = Collections.unmodifiableList(people);
        List<Host> machines = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            machines.add(new Host("10.0.0." + (i + 2), Role.SERVER));
        }
        servers = Collections.unmodifiableList(machines);
        web = outside("203.0.113.", WEB_SITES);
        clouds = outside("198.51.100.", CLOUDS);
    }

    private static void add(List<Host> hosts, Role role, int count, String prefix) {
        for (int i = 0; i < count; i++) {
            hosts.add(new Host(prefix + (i + 10), role));
        }
    }

    private static List<String> outside(String prefix, int count) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            addresses.add(prefix + (i + 1));
        }
        return addresses;
    }

    List<Host> clients() {
        return clients;
    }

    List<Host> servers() {
        return servers;
    }

    /** A web site, popular ones more often. */
    String website(Rng rng) {
        double u = rng.nextDouble();
        return web.get((int) (u * u * web.size()));
    }

    /** A cloud service: storage, chat, updates and, on rented machines, command and control. */
    String cloud(Rng rng) {
        return clouds.get(rng.nextInt(clouds.size()));
    }

    String server(Rng rng) {
        return servers.get(rng.nextInt(servers.size())).address();
    }

    /** Any inside address, in use or not. */
    String inside(Rng rng) {
        return "10.0." + rng.nextInt(5) + "." + (2 + rng.nextInt(68));
    }
}
