package dev.gauntlet.threat;

import dev.gauntlet.data.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A screen and its session with each client that has sent something. Not thread-safe. */
final class Screened {
    private final Screen screen;
    private final Map<Long, Screen.Session> sessions = new HashMap<>();

    Screened(Screen screen) {
        this.screen = screen;
    }

    /**
     * The answers as the screen lets each client see them.
     *
     * @param open n x m numbers, row after row
     * @param clients who sent each row
     */
    double[] pass(Rows sent, double[] open, long[] clients) {
        int each = open.length / sent.size();
        double[] shown = new double[open.length];
        Map<Long, List<Integer>> byClient = new TreeMap<>();
        for (int i = 0; i < sent.size(); i++) {
            byClient.computeIfAbsent(clients[i], client -> new ArrayList<>()).add(i);
        }
        byClient.forEach((client, places) -> {
            int[] own = places.stream().mapToInt(Integer::intValue).toArray();
            double[] theirs = new double[own.length * each];
            for (int k = 0; k < own.length; k++) {
                System.arraycopy(open, own[k] * each, theirs, k * each, each);
            }
            double[] seen = session(client).pass(sent.select(own), theirs);
            for (int k = 0; k < own.length; k++) {
                System.arraycopy(seen, k * each, shown, own[k] * each, each);
            }
        });
        return shown;
    }

    private Screen.Session session(long client) {
        return sessions.computeIfAbsent(client, number -> screen.open("client " + number));
    }
}
