package dev.gauntlet.process.evaluate;

/**
 * One of the ten pitfalls of machine learning in security, looked for in the data at hand.
 *
 * @param id P1 to P10
 * @param pitfall its name
 * @param fired whether it was found
 * @param text what was found, with its figures
 * @see <a href="https://www.usenix.org/conference/usenixsecurity22/presentation/arp">Arp and others 2022</a>
 */
public record DataCheck(String id, String pitfall, boolean fired, String text) {
    /** How the text of a check begins that could not be made, or only in part. */
    static final String UNCHECKED = "not checked: ";

    /** Whether all of it could be looked for; what could not be checked is not in order. */
    public boolean checked() {
        return fired || !text.startsWith(UNCHECKED);
    }

    /** What was found, or why it could not be looked for. */
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
