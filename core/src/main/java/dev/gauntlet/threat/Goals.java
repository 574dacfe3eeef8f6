package dev.gauntlet.threat;

/**
 * What a detector is for, and what its attackers want of it.
 *
 * @param evade of attackers who hide what is malicious, or move a quantity down
 * @param flood of attackers who make harmless rows stand out, or move a quantity up
 */
public record Goals(Task task, Goal evade, Goal flood) {
    /** What a detector answers. */
    public enum Task {
        /** Whether a row is malicious. */
        CLASSIFY("Classify"),
        /** Which kind of malice it is. */
        CATEGORISE("Categorise"),
        /** How large a quantity is. */
        PREDICT("Predict"),
        /** How unusual a row is, learnt without labels. */
        DETECT_ANOMALIES("Detect anomalies");

        private final String text;

        Task(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** Malicious rows pass, or benign ones alarm. */
    public static final Goals DETECTION = new Goals(Task.CLASSIFY, new Goal.Silence(), new Goal.Alarm());

    /** The same of a detector that learns without labels. */
    public static final Goals ANOMALIES = new Goals(Task.DETECT_ANOMALIES, new Goal.Silence(), new Goal.Alarm());

    /** Kinds of malice are called benign; benign rows are called some kind of malice. */
    public static final Goals BENIGN = new Goals(Task.CATEGORISE, new Goal.Silence(), new Goal.Alarm());

    /** Kinds of malice are taken for something else. */
    public static final Goals OTHER_KIND = new Goals(Task.CATEGORISE, new Goal.OtherKind(), new Goal.Alarm());

    /** Other kinds of malice, or benign rows, are taken for this one. */
    public static Goals kind(int kind) {
        return new Goals(Task.CATEGORISE, new Goal.Kind(kind, false), new Goal.Kind(kind, true));
    }

    /** A quantity is estimated lower, or higher, by at least so much. */
    public static Goals moved(double amount) {
        return new Goals(Task.PREDICT, new Goal.Moved(amount, false), new Goal.Moved(amount, true));
    }
}
