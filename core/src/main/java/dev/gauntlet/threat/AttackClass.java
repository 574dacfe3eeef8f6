package dev.gauntlet.threat;

/** The four classes of attack on a machine-learning system. */
public enum AttackClass {
    /** Alters training data or parameters. */
    CAUSATIVE,
    /** Queries only; often a precursor. */
    EXPLORATORY,
    /** Malicious input called benign, or benign input called malicious. */
    INTEGRITY,
    /** Changes the verdict on its way. */
    OUTPUT_INTEGRITY
}
