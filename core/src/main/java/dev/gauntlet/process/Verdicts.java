package dev.gauntlet.process;

import java.util.List;

/** The infer step's output: the verdict on each row, in order. */
public record Verdicts(List<Verdict> list) {
    /**
     * One verdict.
     *
     * @param sequence 0, 1, 2 ... in the order given
     * @param row the id of the row judged
     * @param malicious the verdict
     * @param model the digest of the model
     * @param time when it was given, in seconds of Unix time; NaN if that is not known
     * @param tag an authentication code in hexadecimal, empty if none is used
     */
    public record Verdict(
            long sequence, long row, boolean malicious, double score, String model, double time, String tag) {
        /** A verdict whose time is not known. */
        public Verdict(long sequence, long row, boolean malicious, double score, String model, String tag) {
            this(sequence, row, malicious, score, model, Double.NaN, tag);
        }

        public Verdict withTag(String newTag) {
            return new Verdict(sequence, row, malicious, score, model, time, newTag);
        }

        public Verdict withMalicious(boolean called) {
            return new Verdict(sequence, row, called, score, model, time, tag);
        }

        public Verdict withSequence(long other) {
            return new Verdict(other, row, malicious, score, model, time, tag);
        }

        public Verdict withTime(double seconds) {
            return new Verdict(sequence, row, malicious, score, model, seconds, tag);
        }
    }

    public Verdicts {
        list = List.copyOf(list);
    }

    public int size() {
        return list.size();
    }
}
