package dev.gauntlet.search.actions;

import dev.gauntlet.data.Column;
import dev.gauntlet.data.Records;
import java.util.Locale;

/**
 * A connection while it is edited: what it stands for in the records stays physically possible.
 *
 * @param place of the record in the log from which everything else is copied
 * @param ts when it began, in seconds
 * @param duration seconds; NaN if there is none
 * @param sent bytes; NaN if they are not known
 */
record Connection(
        int place,
        double ts,
        String target,
        double port,
        String protocol,
        String service,
        String state,
        double duration,
        double sent,
        double received,
        double sentPackets,
        double receivedPackets) {
    /** Payload bytes in a full packet. */
    private static final double SEGMENT = 1_400;
    /** Bytes in a second, of a line of 10 Mbit/s. */
    private static final double RATE = 1_250_000;
    /** Packets of one side by which a connection is opened and closed. */
    private static final int HANDSHAKE = 3;

    static Connection of(Records log, int place, ConnectionFormat format) {
        return new Connection(
                place,
                number(log, format.time(), place),
                log.column(format.target()).text(place),
                number(log, format.port(), place),
                log.column(format.protocol()).text(place),
                log.column(format.service()).text(place),
                log.column(format.state()).text(place),
                number(log, format.duration(), place),
                number(log, format.sent(), place),
                number(log, format.received(), place),
                number(log, format.sentPackets(), place),
                number(log, format.receivedPackets(), place));
    }

    static double number(Records log, String name, int place) {
        Column column = log.column(name);
        if (column.kind().isNumeric()) {
            return column.number(place);
        }
        String text = column.text(place).strip();
        try {
            return text.isEmpty() || text.equals("-") ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Whether both sides send, and how much is known. */
    boolean talks(ConnectionFormat format) {
        return format.talking().contains(state)
                && Double.isFinite(sent + received + sentPackets + receivedPackets)
                && sent + received > 0;
    }

    boolean isTcp() {
        return protocol.toLowerCase(Locale.ROOT).equals("tcp");
    }

    /** Further bytes in the packets that they need, every second of which the other side acknowledges. */
    Connection padded(double bytes, boolean bySource, ConnectionFormat format) {
        double payload = (bySource ? sent : received) - format.header() * (bySource ? sentPackets : receivedPackets);
        double packets = Math.max(1, packets(Math.max(0, payload) + bytes) - packets(Math.max(0, payload)));
        double acks = isTcp() ? Math.floor(packets / 2) : 0;
        double added = bytes + format.header() * packets;
        double acked = format.header() * acks;
        double time = micros(duration + bytes / RATE);
        return bySource
                ? new Connection(
                        place,
                        ts,
                        target,
                        port,
                        protocol,
                        service,
                        state,
                        time,
                        sent + added,
                        received + acked,
                        sentPackets + packets,
                        receivedPackets + acks)
                : new Connection(
                        place,
                        ts,
                        target,
                        port,
                        protocol,
                        service,
                        state,
                        time,
                        sent + acked,
                        received + added,
                        sentPackets + acks,
                        receivedPackets + packets);
    }

    private static double packets(double payload) {
        return Math.ceil(payload / SEGMENT);
    }

    /** Whole microseconds, as logs state times. */
    static double micros(double seconds) {
        return Math.rint(seconds * 1e6) / 1e6;
    }

    Connection lengthened(double seconds) {
        return new Connection(
                place,
                ts,
                target,
                port,
                protocol,
                service,
                state,
                micros(duration + seconds),
                sent,
                received,
                sentPackets,
                receivedPackets);
    }

    Connection at(double time) {
        return new Connection(
                place,
                micros(time),
                target,
                port,
                protocol,
                service,
                state,
                duration,
                sent,
                received,
                sentPackets,
                receivedPackets);
    }

    Connection speaking(Connection other) {
        return new Connection(
                place,
                ts,
                target,
                other.port,
                protocol,
                other.service,
                state,
                duration,
                sent,
                received,
                sentPackets,
                receivedPackets);
    }

    /** A connection with the size of this one to the far end of another. */
    Connection to(Connection other) {
        return new Connection(
                other.place,
                other.ts,
                other.target,
                other.port,
                other.protocol,
                other.service,
                other.state,
                duration,
                sent,
                received,
                sentPackets,
                receivedPackets);
    }

    /**
     * One of several connections that carry what this one does, each with its own opening and closing.
     *
     * @param number from 0
     * @param pause seconds between two
     */
    Connection part(int number, int parts, double pause, ConnectionFormat format) {
        double time = Double.isNaN(duration) ? duration : micros(duration / parts);
        double packets = number > 0 && isTcp() ? HANDSHAKE : 0;
        double up = Math.ceil(sentPackets / parts) + packets;
        double down = Math.ceil(receivedPackets / parts) + packets;
        double headers = format.header();
        return new Connection(
                place,
                micros(ts + number * ((Double.isNaN(time) ? 0 : time) + pause)),
                target,
                port,
                protocol,
                service,
                state,
                time,
                share(sent - headers * sentPackets, number, parts) + headers * up,
                share(received - headers * receivedPackets, number, parts) + headers * down,
                up,
                down);
    }

    /** A part of some bytes; all parts together have them all. */
    private static double share(double bytes, int number, int parts) {
        double all = Math.max(0, bytes);
        return Math.floor(all / parts) + (number < all % parts ? 1 : 0);
    }
}
