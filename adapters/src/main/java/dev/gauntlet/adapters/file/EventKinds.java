package dev.gauntlet.adapters.file;

import java.util.Set;

/** The types of events that Suricata, from version 4 to 8, logs as JSON; its plug-ins can log others. */
final class EventKinds {
    private static final Set<String> KNOWN = Set.of(
            ("alert anomaly arp bittorrent_dht dcerpc dhcp dnp3 dns doh2 drop engine enip fileinfo flow frame ftp "
                            + "ftp_data http http2 ike ikev2 krb5 ldap mdns metadata modbus mqtt netflow nfs packet "
                            + "pgsql pop3 quic rdp rfb sip smb smtp snmp ssh stats stream_tcp template tftp tls vars "
                            + "websocket")
                    .split(" "));

    private EventKinds() {}

    static boolean isKnown(String kind) {
        return KNOWN.contains(kind);
    }
}
