package dev.gauntlet.adapters.file;

import java.util.Set;

/** The kinds of events that Suricata writes to {@code eve.json}, up to version 8. */
final class EventKinds {
    private static final Set<String> KNOWN = Set.of(
            ("alert anomaly arp bittorrent_dht dcerpc dhcp dnp3 dns doh2 drop email engine enip exif fileinfo flow frame ftp "
                            + "ftp_data http http2 ike ikev2 krb5 ldap mdns metadata modbus mqtt mysql netflow nfs "
                            + "ntp packet pgsql pop3 quic rdp rfb rpc sdp sip smb smtp snmp ssh stats telnet template tftp "
                            + "tls vars verdict websocket")
                    .split(" "));

    private EventKinds() {}

    static boolean isKnown(String kind) {
        return KNOWN.contains(kind);
    }
}
