package dev.gauntlet.campaign.trial;

/** Who acts in an arm. */
public enum Who {
    /** Nobody attacks. */
    NOBODY,
    /** Someone without skill spends the same budget at random. */
    RANDOM,
    /** The attack. */
    ATTACK
}
