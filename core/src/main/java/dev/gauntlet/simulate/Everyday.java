package dev.gauntlet.simulate;

import dev.gauntlet.base.Rng;
import dev.gauntlet.simulate.Host.Role;
import java.util.LinkedHashMap;
import java.util.Map;

/** Benign user traffic: browsing, mail, files, directory look-ups, remote shells, meetings. */
final class Everyday {
    private static final Shape LOOKUP = new Shape(46, 130, 0.45, 0.03, 1.2);
    private static final Shape PAGE = new Shape(1_900, 16_000, 1.5, 4, 1.6);
    private static final Shape POST = new Shape(30_000, 4_000, 1.8, 5, 1.5);
    private static final Shape POLL = new Shape(1_100, 2_600, 0.8, 1.5, 1.0);
    private static final Shape CHAT = new Shape(950, 1_600, 0.9, 1.5, 1.2);
    private static final Shape FILE = new Shape(14_000, 60_000, 2.0, 6, 1.5);
    private static final Shape TICKET = new Shape(1_600, 1_700, 0.4, 0.05, 1.0);
    private static final Shape SHELL = new Shape(9_000, 30_000, 1.4, 240, 1.6);
    private static final Shape SCRIPT = new Shape(2_900, 3_200, 0.5, 1.6, 0.8);
    private static final Shape DESKTOP = new Shape(300_000, 3e6, 1.3, 900, 1.2);
    private static final Shape MISTYPED = new Shape(1_700, 2_100, 0.35, 3.5, 0.7);

    private Everyday() {}

    /** The behaviours by name; each decides by the host's role whether it applies. */
    static Map<String, Behaviour> all() {
        Map<String, Behaviour> all = new LinkedHashMap<>();
        all.put("browse", Everyday::browse);
        all.put("mail", Everyday::mail);
        all.put("chat", Everyday::chat);
        all.put("files", Everyday::files);
        all.put("directory", Everyday::directory);
        all.put("shell", Everyday::shell);
        all.put("desktop", Everyday::desktop);
        return all;
    }

    /** Pages: a look-up or two, then a burst of connections, one of them sometimes an upload. */
    private static void browse(Site site, Scene scene) {
        if (!scene.host().role().manned()) {
            return;
        }
        Rng rng = scene.rng();
        for (int s = scene.sessions(2.9); s > 0; s--) {
            double ts = scene.busyTime();
            String page = site.website(rng);
            for (int n = scene.burst(4); n > 0; n--) {
                if (rng.chance(0.3)) {
                    scene.connect(ts, Service.DNS, Site.RESOLVER, LOOKUP);
                }
                Service service = rng.chance(0.1) ? Service.HTTP : rng.chance(0.15) ? Service.QUIC : Service.TLS;
                String target = rng.chance(0.5) ? page : site.website(rng);
                scene.connect(ts + 0.05, service, target, rng.chance(0.08) ? POST : PAGE);
                ts += rng.nextExponential(rng.chance(0.3) ? 60 : 3);
            }
        }
    }

    /** Polls of the mail server while someone reads. */
    private static void mail(Site site, Scene scene) {
        if (!scene.host().role().manned()) {
            return;
        }
        for (int s = scene.sessions(0.85); s > 0; s--) {
            double ts = scene.busyTime();
            double every = scene.rng().between(120, 900);
            for (int n = scene.burst(8); n > 0; n--) {
                scene.connect(ts, Service.IMAP, Site.MAIL, POLL);
                ts += scene.jittered(every, 0.1);
            }
        }
    }

    /** Chat and calendar programs that call home: regular, small, encrypted, to the cloud. */
    private static void chat(Site site, Scene scene) {
        if (!scene.host().role().manned()) {
            return;
        }
        for (int s = scene.sessions(0.3); s > 0; s--) {
            double ts = scene.busyTime();
            double every = Shape.logNormal(180, 0.8, scene.rng());
            double jitter = scene.rng().between(0.05, 0.5);
            String cloud = site.cloud(scene.rng());
            for (int n = scene.burst(11); n > 0; n--) {
                scene.connect(ts, Service.TLS, cloud, CHAT);
                ts += scene.jittered(every, jitter);
            }
        }
    }

    private static void files(Site site, Scene scene) {
        if (!scene.host().role().manned()) {
            return;
        }
        for (int s = scene.sessions(1.3); s > 0; s--) {
            double ts = scene.busyTime();
            for (int n = scene.burst(1.8); n > 0; n--) {
                scene.connect(ts, Service.SMB, Site.FILES, FILE);
                ts += scene.rng().nextExponential(90);
            }
        }
    }

    private static void directory(Site site, Scene scene) {
        if (scene.host().role() == Role.DEVICE) {
            return;
        }
        for (int s = scene.sessions(1.2); s > 0; s--) {
            double ts = scene.busyTime();
            scene.connect(ts, Service.KERBEROS, Site.DIRECTORY, TICKET);
            if (scene.rng().chance(0.6)) {
                scene.connect(ts + scene.rng().nextExponential(2), Service.LDAP, Site.DIRECTORY, TICKET);
            }
        }
    }

    /** Remote shells: long ones, scripts that connect again and again, and passwords mistyped. */
    private static void shell(Site site, Scene scene) {
        Role role = scene.host().role();
        if (role != Role.DEVELOPER && role != Role.ADMIN) {
            return;
        }
        Rng rng = scene.rng();
        for (int s = scene.sessions(2.6); s > 0; s--) {
            double ts = scene.busyTime();
            String target = rng.chance(0.4) ? Site.GIT : site.server(rng);
            if (rng.chance(0.3)) {
                for (int n = scene.burst(2); n > 0; n--) {
                    scene.connect(ts, Service.SSH, target, MISTYPED, rng.chance(0.6) ? "SF" : "RSTR");
                    ts += rng.between(4, 30);
                }
            }
            if (rng.chance(0.3)) {
                double every = Shape.logNormal(12, 1.2, rng);
                for (int n = scene.burst(7); n > 0; n--) {
                    scene.connect(ts, Service.SSH, target, SCRIPT);
                    ts += rng.nextExponential(every);
                }
            } else {
                scene.connect(ts, Service.SSH, target, SHELL);
            }
        }
    }

    private static void desktop(Site site, Scene scene) {
        Rng rng = scene.rng();
        if (!scene.host().role().manned() || (scene.host().role() == Role.OFFICE && rng.chance(0.85))) {
            return;
        }
        for (int s = scene.sessions(0.8); s > 0; s--) {
            double ts = scene.busyTime();
            String target = site.server(rng);
            for (int n = rng.chance(0.4) ? scene.burst(2.2) : 0; n > 0; n--) {
                scene.connect(ts, Service.RDP, target, MISTYPED, rng.chance(0.5) ? "SF" : "RSTR");
                ts += rng.between(5, 40);
            }
            scene.connect(ts, Service.RDP, target, DESKTOP);
        }
    }
}
