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
     * @param tag an authentication code in hexadecimal, empty if none is used
     */
    public record Verdict(long sequence, long row, boolean malicious, double score, String model, String tag) {
        public Verdict withTag(String newTag) {
            return new Verdict(sequence, row, malicious, score, model, newTag);
        }

        public Verdict withMalicious(boolean called) {
            return new Verdict(sequence, row, called, score, model, tag);
        }
    }

    public Verdicts {
        list = List.copyOf(list);
    }

    public int size() {
        return list.size();
    }
}
