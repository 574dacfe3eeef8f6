package dev.gauntlet.search.actions;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Something an attacker really does to a connection, URL or domain name of its own, with all that follows from it in the records.
 *
 * @param amount bytes, seconds, connections or parts of a URL, by the kind
 * @param model the place of what is copied among the harmless connections or words that the attacker has seen, or of a variant; 0
 *     where there is no choice
 */
public record Action(Kind kind, double amount, int model) {
    /** The kinds, in the order in which they are applied. */
    public enum Kind {
        /** The far end, which the attacker runs, listens at the port of a harmless service of the same protocol, and speaks it. */
        SERVICE("other port and service", Unit.NONE),
        /** Sends more bytes, in further packets that are acknowledged and take time. */
        PAD_SENT("padded %,.0f bytes sent", Unit.BYTES),
        /** The far end, which the attacker runs, sends more bytes. */
        PAD_RECEIVED("padded %,.0f bytes received", Unit.BYTES),
        /** Keeps the connection open for longer. */
        LENGTHEN("kept open %s s longer", Unit.SECONDS),
        /** Transfers the same bytes in several connections, one after the other. */
        SPLIT("split into %.0f connections", Unit.MORE_CONNECTIONS),
        /** Begins later. */
        DELAY("delayed by %s s", Unit.SECONDS),
        /** Opens copies of a harmless connection before. */
        ADD("added %.0f connections", Unit.CONNECTIONS),
        /** Opens connections of the size of harmless ones to the same far end, which the attacker runs, before. */
        ADD_SAME("added %.0f connections to the same host", Unit.CONNECTIONS),
        /** Registers another name that looks alike, and runs the site there. */
        NAME("another registered name", Unit.NONE),
        /** Leaves out the label {@code www} of the host. */
        DROP_WWW("left out www", Unit.NONE),
        /** Runs the site under further labels below its registered name. */
        SUBDOMAIN("%,.0f labels before the host", Unit.PARTS),
        /** Offers the site over TLS. */
        HTTPS("https instead of http", Unit.NONE),
        /** Keeps the last segment of the path, or, with the amount 2, nothing of it. */
        SHORTEN("shorter path", Unit.NONE),
        /** Puts words before the path. */
        PATH("%,.0f segments before the path", Unit.PARTS),
        /** Does without the query. */
        DROP_QUERY("left out the query", Unit.NONE),
        /** Adds parameters that the site ignores. */
        QUERY("%,.0f more parameters", Unit.PARTS),
        /** Writes letters of the path as percent-encoded ones, which means the same. */
        ENCODE("%,.0f letters of the path percent-encoded", Unit.NONE),
        /** Writes the host in capital letters, which means the same. */
        CAPITALS("host in capital letters", Unit.NONE),
        /** Adds a fragment, which is never sent to the site. */
        FRAGMENT("a fragment of %,.0f words", Unit.PARTS);

        private final String text;
        private final Unit unit;

        Kind(String text, Unit unit) {
            this.text = text;
            this.unit = unit;
        }

        Unit unit() {
            return unit;
        }

        /** As how many actions it counts: a name that must be registered as three. */
        int actions() {
            return this == NAME ? 3 : 1;
        }
    }

    /** What amounts are counted in. */
    enum Unit {
        NONE,
        BYTES,
        SECONDS,
        CONNECTIONS,
        /** Of which one was there before. */
        MORE_CONNECTIONS,
        /** Labels, segments, parameters and words. */
        PARTS
    }

    private static final Pattern ONE = Pattern.compile("\\b1 (more parameter|\\w+)s\\b");

    /** What it is in words, without the harmless connection. */
    String text() {
        Object value = kind.unit == Unit.SECONDS ? (Object) seconds() : (Object) amount;
        String text = String.format(Locale.ROOT, kind.text, value);
        return amount == 1 ? ONE.matcher(text).replaceFirst("1 $1") : text;
    }

    private String seconds() {
        return amount == Math.rint(amount)
                ? String.format(Locale.ROOT, "%,.0f", amount)
                : String.format(Locale.ROOT, "%,.3f", amount);
    }

    /** Whether both cannot stand beside each other, as one takes the place of the other. */
    boolean replaces(Action other) {
        return kind == other.kind && (kind != Kind.ADD || model == other.model);
    }
}
