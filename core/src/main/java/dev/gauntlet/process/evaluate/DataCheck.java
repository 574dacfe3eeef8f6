package dev.gauntlet.process.evaluate;

/**
 * The check for one of the ten pitfalls of machine learning in security.
 *
 * @param id P1 to P10
 * @param pitfall its name
 * @param fired whether it was found
 * @param text the result with its numbers
 * @see <a href="https://www.usenix.org/conference/usenixsecurity22/presentation/arp">Arp and others 2022</a>
 */
public record DataCheck(String id, String pitfall, boolean fired, String text) {
    /** The prefix of the text of a check that was not possible, or only in part. */
    static final String UNCHECKED = "not checked: ";

    /** Whether the check was complete; a check that was not possible is never reported as passed. */
    public boolean checked() {
        return fired || !text.startsWith(UNCHECKED);
    }

    /** The result, or why the check was not possible. */
    public String reason() {
        return checked() ? text : text.substring(UNCHECKED.length());
    }

    static DataCheck of(Pitfall pitfall, boolean fired, String text) {
        return new DataCheck(pitfall.name(), pitfall.title(), fired, text);
    }

    /** The ten, in the paper's order. */
    enum Pitfall {
        P1("sampling bias"),
        P2("label inaccuracy"),
        P3("data snooping"),
        P4("spurious correlations"),
        P5("biased parameter selection"),
        P6("inappropriate baseline"),
        P7("inappropriate performance measures"),
        P8("base rate fallacy"),
        P9("lab-only evaluation"),
        P10("inappropriate threat model");

        private final String title;

        Pitfall(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }
}
