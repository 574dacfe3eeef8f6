package dev.gauntlet.simulate;

import dev.gauntlet.base.Rng;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What malware and intruders do from an infected host. Each has several forms. No one feature of a connection is unusual; what is
 * unusual is how sizes, service and rhythm go together.
 */
final class Malice {
    /** The first day on which the new version of the beacon is seen: another port, other sizes, another rhythm. */
    static final int NEW_VERSION_FROM = 11;

    private static final int[] SOUGHT = {22, 80, 443, 445, 3389, 5432, 389, 8080, 23, 3306};
    private static final Shape BANNER = new Shape(380, 800, 0.9, 0.5, 1.2);
    private static final Shape WRONG_PASSWORD = new Shape(1_200, 1_500, 0.15, 2, 0.5);
    /** The sizes of several families of malware, whose calls are small and their answers smaller. */
    private static final List<Shape> CALLS = List.of(
            new Shape(620, 260, 0.15, 0.8, 0.5),
            new Shape(1_350, 340, 0.15, 1.2, 0.5),
            new Shape(2_400, 190, 0.15, 1, 0.5));

    private static final Shape NEW_CALL = new Shape(1_800, 300, 0.2, 1.3, 0.6);
    private static final Shape LOOT = new Shape(4e6, 1_500, 0.3, 35, 0.8);
    private static final Shape TRICKLE = new Shape(240_000, 900, 0.3, 12, 0.8);
    private static final Shape CARRIER = new Shape(200, 400, 0.15, 0.06, 1.0);

    private Malice() {}

    /** The behaviours by the label their connections carry. */
    static Map<String, Behaviour> all() {
        Map<String, Behaviour> all = new LinkedHashMap<>();
        all.put("scan", Malice::scan);
        all.put("guess", Malice::guess);
        all.put("beacon", Malice::beacon);
        all.put("exfil", Malice::exfil);
        all.put("tunnel", Malice::tunnel);
        return all;
    }

    /** Looks for open ports inside; quietly, a probe a minute or so. */
    private static void scan(Site site, Scene scene) {
        Rng rng = scene.rng();
        boolean quiet = rng.chance(0.15);
        double every = quiet ? rng.between(30, 120) : Shape.logNormal(3, 0.5, rng);
        double ts = scene.busyTime();
        for (int n = scene.events(quiet ? 20 : 32); n > 0; n--) {
            Service service = new Service(SOUGHT[rng.nextInt(SOUGHT.length)], "tcp", "");
            if (rng.chance(0.3)) {
                scene.connect(ts, service, site.inside(rng), BANNER, rng.chance(0.5) ? "SF" : "RSTO");
            } else {
                scene.fail(ts, service, site.inside(rng));
            }
            ts += rng.nextExponential(every);
        }
    }

    /** Tries passwords on a server's shell or desktop; quietly, slower than a lock-out counts. */
    private static void guess(Site site, Scene scene) {
        Rng rng = scene.rng();
        Service service = rng.chance(0.6) ? Service.SSH : Service.RDP;
        String target = site.server(rng);
        boolean quiet = rng.chance(0.4);
        double every = quiet ? rng.between(90, 500) : Shape.logNormal(6, 0.6, rng);
        double ts = scene.busyTime();
        for (int n = scene.events(quiet ? 16 : 24); n > 0; n--) {
            scene.connect(ts, service, target, WRONG_PASSWORD, rng.chance(0.6) ? "SF" : "RSTR");
            ts += scene.jittered(every, 0.4);
        }
    }

    /** Beacons to its command-and-control server at jittered intervals. */
    private static void beacon(Site site, Scene scene) {
        Rng rng = scene.rng();
        boolean newVersion = scene.day() >= NEW_VERSION_FROM && rng.chance(0.25);
        Shape call = newVersion ? NEW_CALL : CALLS.get(rng.nextInt(CALLS.size()));
        Service service = newVersion ? Service.TLS_ALTERNATIVE : Service.TLS;
        double every = newVersion ? rng.between(30, 200) : Shape.logNormal(240, 0.8, rng);
        double jitter = rng.between(0.05, 0.45);
        String master = site.cloud(rng);
        double ts = scene.busyTime();
        for (int n = scene.events(22); n > 0; n--) {
            scene.connect(ts, service, master, call);
            ts += scene.jittered(every, jitter);
        }
    }

    /** Carries data out to a cloud; quietly, in many small uploads. */
    private static void exfil(Site site, Scene scene) {
        Rng rng = scene.rng();
        boolean quiet = rng.chance(0.5);
        String drop = site.cloud(rng);
        double ts = rng.chance(0.3) ? scene.between(0, 6) : scene.busyTime();
        for (int n = scene.events(quiet ? 18 : 14); n > 0; n--) {
            scene.connect(ts, Service.TLS, drop, quiet ? TRICKLE : LOOT);
            ts += rng.nextExponential(quiet ? 300 : 150);
        }
    }

    /** Carries data in look-ups of made-up names, through the resolver everybody uses. */
    private static void tunnel(Site site, Scene scene) {
        Rng rng = scene.rng();
        double every = Shape.logNormal(10, 0.9, rng);
        double ts = scene.busyTime();
        for (int n = scene.events(22); n > 0; n--) {
            scene.connect(ts, Service.DNS, Site.RESOLVER, CARRIER);
            ts += rng.nextExponential(every);
        }
    }
}
