package dev.gauntlet.simulate;

import dev.gauntlet.base.Rng;
import dev.gauntlet.simulate.Host.Role;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Benign machine traffic, much of which looks suspicious: backups that upload, updates and sensors that call home,
 * reputation look-ups with long names, monitoring that probes, scans by administrators, retries against what is gone.
 */
final class Machinery {
    /** The first day on which the newly bought endpoint agent reports. */
    static final int AGENT_FROM = 11;

    private static final Shape LOOKUP = new Shape(45, 110, 0.4, 0.03, 1.2);
    private static final Shape LONG_LOOKUP = new Shape(105, 190, 0.35, 0.05, 1.2);
    private static final Shape SENSOR = new Shape(650, 900, 0.7, 1, 1.2);
    private static final Shape TIME = new Shape(48, 48, 0.02, 0.02, 0.8);
    private static final Shape CHECK = new Shape(700, 3_000, 1.2, 0.9, 1.0);
    private static final Shape DOWNLOAD = new Shape(8_000, 4e6, 1.3, 20, 1.3);
    private static final Shape UPLOAD = new Shape(3e6, 12_000, 1.5, 40, 1.6);
    private static final Shape SYNC = new Shape(90_000, 9_000, 1.5, 12, 1.5);
    private static final Shape PROBE = new Shape(420, 900, 0.9, 0.4, 1.2);
    private static final Shape QUERY = new Shape(2_500, 20_000, 1.5, 1, 1.6);
    private static final Shape AGENT = new Shape(1_000, 6_000, 0.7, 1.5, 1.0);
    private static final int[] WATCHED = {22, 80, 443, 445, 3389, 5432, 389, 8080, 23, 3306};

    private Machinery() {}

    /** The behaviours by name; each decides by the host's role and the day whether it applies. */
    static Map<String, Behaviour> all() {
        Map<String, Behaviour> all = new LinkedHashMap<>();
        all.put("sensor", Machinery::sensor);
        all.put("clock", Machinery::clock);
        all.put("update", Machinery::update);
        all.put("backup", Machinery::backup);
        all.put("sync", Machinery::sync);
        all.put("reputation", Machinery::reputation);
        all.put("retry", Machinery::retry);
        all.put("monitor", Machinery::monitor);
        all.put("inventory", Machinery::inventory);
        all.put("query", Machinery::query);
        all.put("agent", Machinery::agent);
        return all;
    }

    private static void sensor(Site site, Scene scene) {
        if (scene.host().role() != Role.DEVICE) {
            return;
        }
        for (int s = scene.sessions(1.1); s > 0; s--) {
            double ts = scene.busyTime();
            Service service = scene.rng().chance(0.5) ? Service.MQTT : Service.TLS;
            String cloud = site.cloud(scene.rng());
            double every = Shape.logNormal(240, 0.7, scene.rng());
            for (int n = scene.burst(9); n > 0; n--) {
                scene.connect(ts, service, cloud, SENSOR);
                ts += scene.jittered(every, 0.05);
            }
        }
    }

    private static void clock(Site site, Scene scene) {
        for (int s = scene.events(0.5); s > 0; s--) {
            scene.connect(scene.busyTime(), Service.NTP, Site.RESOLVER, TIME);
        }
    }

    private static void update(Site site, Scene scene) {
        Rng rng = scene.rng();
        for (int s = scene.events(0.3); s > 0; s--) {
            double ts = scene.busyTime();
            String cloud = site.cloud(rng);
            double every = Shape.logNormal(120, 1, rng);
            scene.connect(ts, Service.DNS, Site.RESOLVER, LOOKUP);
            for (int n = scene.burst(3); n > 0; n--) {
                scene.connect(ts + 0.1, rng.chance(0.3) ? Service.HTTP : Service.TLS, cloud, CHECK);
                ts += scene.jittered(every, 0.3);
            }
            scene.connect(ts, Service.TLS, cloud, DOWNLOAD);
        }
    }

    /** Nightly copies to the backup server, and of some machines to the cloud. */
    private static void backup(Site site, Scene scene) {
        Rng rng = scene.rng();
        if (scene.host().role() != Role.SERVER && !rng.chance(0.15)) {
            return;
        }
        double ts = scene.between(0, 6);
        for (int n = scene.events(1.4); n > 0; n--) {
            boolean cloud = rng.chance(0.4);
            scene.connect(ts, cloud ? Service.TLS : Service.SSH, cloud ? site.cloud(rng) : Site.BACKUP, UPLOAD);
            ts += rng.nextExponential(600);
        }
    }

    /** Cloud drives that carry changed files out during the day. */
    private static void sync(Site site, Scene scene) {
        if (!scene.host().role().manned()) {
            return;
        }
        for (int s = scene.sessions(0.35); s > 0; s--) {
            double ts = scene.busyTime();
            String cloud = site.cloud(scene.rng());
            for (int n = scene.burst(4); n > 0; n--) {
                scene.connect(ts, Service.TLS, cloud, SYNC);
                ts += scene.rng().nextExponential(150);
            }
        }
    }

    /** Virus scanners and content networks ask for long names in bursts. */
    private static void reputation(Site site, Scene scene) {
        for (int s = scene.events(0.17); s > 0; s--) {
            double ts = scene.busyTime();
            double every = Shape.logNormal(8, 1.1, scene.rng());
            for (int n = scene.burst(9); n > 0; n--) {
                scene.connect(ts, Service.DNS, Site.RESOLVER, LONG_LOOKUP);
                ts += scene.rng().nextExponential(every);
            }
        }
    }

    private static void retry(Site site, Scene scene) {
        Rng rng = scene.rng();
        for (int s = scene.events(0.07); s > 0; s--) {
            double ts = scene.busyTime();
            Service service = rng.chance(0.5) ? Service.SMB : rng.chance(0.5) ? Service.TLS : Service.DATABASE;
            String target = rng.chance(0.6) ? Site.GONE : site.website(rng);
            double every = Shape.logNormal(30, 1.2, rng);
            for (int n = scene.burst(5); n > 0; n--) {
                scene.fail(ts, service, target);
                ts += scene.jittered(every, 0.2);
            }
        }
    }

    /** Administrators' monitoring: sweeps over the servers, a port or two each. */
    private static void monitor(Site site, Scene scene) {
        if (scene.host().role() != Role.ADMIN) {
            return;
        }
        Rng rng = scene.rng();
        for (int s = scene.events(1.2); s > 0; s--) {
            double ts = scene.busyTime();
            for (Host server : site.servers()) {
                probe(scene, ts, watched(rng), server.address(), 0.85);
                ts += rng.nextExponential(6);
            }
        }
    }

    /** Now and then an administrator looks for one service on all machines. */
    private static void inventory(Site site, Scene scene) {
        Role role = scene.host().role();
        double mean = role == Role.ADMIN ? 0.4 : role == Role.DEVELOPER ? 0.04 : 0;
        Rng rng = scene.rng();
        for (int s = scene.sessions(mean); s > 0; s--) {
            double ts = scene.busyTime();
            double every = Shape.logNormal(6, 1, rng);
            Service sought = watched(rng);
            for (int n = scene.burst(15); n > 0; n--) {
                probe(scene, ts, sought, site.inside(rng), 0.5);
                ts += rng.nextExponential(every);
            }
        }
    }

    private static Service watched(Rng rng) {
        return new Service(WATCHED[rng.nextInt(WATCHED.length)], "tcp", "");
    }

    private static void probe(Scene scene, double ts, Service service, String target, double open) {
        Rng rng = scene.rng();
        if (rng.chance(open)) {
            scene.connect(ts, service, target, PROBE, rng.chance(0.6) ? "SF" : "RSTO");
        } else {
            scene.fail(ts, service, target);
        }
    }

    private static void query(Site site, Scene scene) {
        if (scene.host().role() != Role.SERVER) {
            return;
        }
        for (int s = scene.events(1.5); s > 0; s--) {
            double ts = scene.busyTime();
            for (int n = scene.burst(3); n > 0; n--) {
                scene.connect(ts, Service.DATABASE, Site.DATABASE, QUERY);
                ts += scene.rng().nextExponential(20);
            }
        }
    }

    /** Drift: a product bought in the second week reports from every machine. */
    private static void agent(Site site, Scene scene) {
        if (scene.day() < AGENT_FROM) {
            return;
        }
        String cloud = site.cloud(scene.rng());
        for (int s = scene.events(0.8); s > 0; s--) {
            double ts = scene.busyTime();
            double every = Shape.logNormal(300, 0.5, scene.rng());
            for (int n = scene.burst(6); n > 0; n--) {
                scene.connect(ts, Service.TLS_ALTERNATIVE, cloud, AGENT);
                ts += scene.jittered(every, 0.15);
            }
        }
    }
}
