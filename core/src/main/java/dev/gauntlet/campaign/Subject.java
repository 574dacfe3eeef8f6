package dev.gauntlet.campaign;

/** What a finding speaks of. */
public enum Subject {
    /** The detector that was given or trained: another detector may fare otherwise. */
    DETECTOR("this detector"),
    /** The way detectors like this one are trained: the trial trains its own, several times. */
    LEARNER("detectors trained like this one"),
    /** The process around the detector, whatever the detector is. */
    PROCESS("the process around the detector");

    private final String text;

    Subject(String text) {
        this.text = text;
    }

    /** In words. */
    public String text() {
        return text;
    }
}
