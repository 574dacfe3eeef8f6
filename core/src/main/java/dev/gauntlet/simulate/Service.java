package dev.gauntlet.simulate;

/**
 * What a connection asks for.
 *
 * @param port the responder's port
 * @param proto {@code tcp} or {@code udp}
 * @param name what a protocol analyser calls it; empty if it recognises nothing
 */
record Service(int port, String proto, String name) {
    static final Service DNS = new Service(53, "udp", "dns");
    static final Service NTP = new Service(123, "udp", "ntp");
    static final Service HTTP = new Service(80, "tcp", "http");
    static final Service TLS = new Service(443, "tcp", "ssl");
    static final Service QUIC = new Service(443, "udp", "quic");
    static final Service IMAP = new Service(993, "tcp", "ssl");
    static final Service SSH = new Service(22, "tcp", "ssh");
    static final Service RDP = new Service(3389, "tcp", "rdp");
    static final Service SMB = new Service(445, "tcp", "smb");
    static final Service KERBEROS = new Service(88, "tcp", "krb_tcp");
    static final Service LDAP = new Service(389, "tcp", "ldap");
    static final Service MQTT = new Service(8883, "tcp", "ssl");
    static final Service DATABASE = new Service(5432, "tcp", "");
    /** Appears in the last days: a newly bought endpoint agent and, by chance, a new malware version use it. */
    static final Service TLS_ALTERNATIVE = new Service(8443, "tcp", "ssl");

    boolean tcp() {
        return proto.equals("tcp");
    }
}
