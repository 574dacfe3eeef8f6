package dev.gauntlet.campaign.trial;

/** The attacker of an arm. */
public enum Who {
    /** Nobody attacks. */
    NOBODY,
    /** The random attacker, who spends the same budget at random. */
    RANDOM,
    /** The attack. */
    ATTACK
}
