package dev.gauntlet.search.actions;

import java.util.Locale;

/**
 * Something an attacker really does to a connection of its own, with all that follows from it in the records.
 *
 * @param amount bytes, seconds or connections, by the kind
 * @param model the place of a harmless connection among those that the attacker has seen; 0 where none is copied
 */
public record Action(Kind kind, double amount, int model) {
    /** The kinds, in the order in which they are applied. */
    public enum Kind {
        /** The far end, which the attacker runs, listens at the port of a harmless service of the same protocol, and speaks it. */
        SERVICE("other port and service"),
        /** Sends more bytes, in further packets that are acknowledged and take time. */
        PAD_SENT("padded %,.0f bytes sent"),
        /** The far end, which the attacker runs, sends more bytes. */
        PAD_RECEIVED("padded %,.0f bytes received"),
        /** Keeps the connection open for longer. */
        LENGTHEN("kept open %s s longer"),
        /** Transfers the same bytes in several connections, one after the other. */
        SPLIT("split into %.0f connections"),
        /** Begins later. */
        DELAY("delayed by %s s"),
        /** Opens copies of a harmless connection before. */
        ADD("added %.0f connections"),
        /** Opens connections of the size of harmless ones to the same far end, which the attacker runs, before. */
        ADD_SAME("added %.0f connections to the same host");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** What it is in words, without the harmless connection. */
    String text() {
        Object value = kind == Kind.LENGTHEN || kind == Kind.DELAY ? (Object) seconds() : (Object) amount;
        String text = String.format(Locale.ROOT, kind.text, value);
        return amount == 1 ? text.replace("1 connections", "1 connection") : text;
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
