package dev.gauntlet.simulate;

import dev.gauntlet.base.Rng;

/**
 * What flowed in one connection; always physically possible: a packet carries at most 1500 bytes of payload, at least
 * one packet is sent, and no bytes come without packets.
 *
 * @param state how it ended, in the codes of Zeek's {@code conn_state}
 * @param duration seconds
 */
record Traffic(String state, double duration, long origBytes, long respBytes, long origPackets, long respPackets) {
    private static final int SEGMENT = 1400;

    /** A connection in which data flowed; a reset one is cut short at a random point. */
    static Traffic carried(Service service, String state, Shape shape, Rng rng) {
        double share = state.startsWith("RST") ? rng.between(0.2, 1) : 1;
        long orig = (long) (shape.origBytes(rng) * share);
        long resp = (long) (shape.respBytes(rng) * share);
        double duration = shape.duration(rng);
        long up = packets(orig);
        long down = packets(resp);
        if (service.tcp()) {
            return new Traffic(
                    state,
                    duration,
                    orig,
                    resp,
                    3 + up + down / 2 + rng.nextInt(3),
                    2 + down + up / 2 + rng.nextInt(3));
        }
        return new Traffic(state, duration, orig, resp, Math.max(1, up), down);
    }

    /** Nobody answers: a few tries and silence; a datagram carries its bytes even so. */
    static Traffic unanswered(Service service, Rng rng) {
        int tries = 1 + rng.nextInt(4);
        double duration = tries == 1 ? 0 : Math.rint(((1 << (tries - 1)) - 1) * rng.between(0.95, 1.1) * 1e6) / 1e6;
        long bytes = service.tcp() ? 0 : tries * (30L + rng.nextInt(40));
        return new Traffic("S0", duration, bytes, 0, tries, 0);
    }

    /** The port is closed: the first packet is answered by a reset. */
    static Traffic refused(Rng rng) {
        double duration = Math.rint(Shape.logNormal(0.004, 1, rng) * 1e6) / 1e6;
        return new Traffic("REJ", duration, 0, 0, 1, 1);
    }

    private static long packets(long bytes) {
        return (bytes + SEGMENT - 1) / SEGMENT;
    }
}
