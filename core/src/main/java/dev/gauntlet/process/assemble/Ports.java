package dev.gauntlet.process.assemble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The classes of responder ports: well-known services by name, the rest by range. */
final class Ports {
    private static final Map<Integer, String> KNOWN = known();
    private static final String SYSTEM = "system";
    private static final String REGISTERED = "registered";
    private static final String DYNAMIC = "dynamic";

    private Ports() {}

    /** All classes, in the order of their codes. */
    static List<String> classes() {
        List<String> classes =
                new ArrayList<>(KNOWN.values().stream().distinct().toList());
        classes.addAll(List.of(SYSTEM, REGISTERED, DYNAMIC));
        return classes;
    }

    /** The class of a port number. */
    static String classOf(int port) {
        String known = KNOWN.get(port);
        if (known != null) {
            return known;
        }
        return port < 1_024 ? SYSTEM : port < 49_152 ? REGISTERED : DYNAMIC;
    }

    private static Map<Integer, String> known() {
        Map<Integer, String> known = new LinkedHashMap<>();
        put(known, "ftp", 20, 21);
        put(known, "ssh", 22);
        put(known, "telnet", 23);
        put(known, "smtp", 25, 465, 587);
        put(known, "dns", 53);
        put(known, "dhcp", 67, 68);
        put(known, "http", 80);
        put(known, "kerberos", 88);
        put(known, "ntp", 123);
        put(known, "mail-reading", 110, 143, 993, 995);
        put(known, "netbios", 137, 138, 139);
        put(known, "ldap", 389, 636);
        put(known, "https", 443);
        put(known, "smb", 445);
        put(known, "rdp", 3389);
        put(known, "database", 1433, 1521, 3306, 5432);
        put(known, "web-alternative", 8000, 8080, 8443);
        put(known, "mqtt", 1883, 8883);
        return known;
    }

    private static void put(Map<Integer, String> known, String name, int... ports) {
        for (int port : ports) {
            known.put(port, name);
        }
    }
}
