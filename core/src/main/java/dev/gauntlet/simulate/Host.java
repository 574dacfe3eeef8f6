package dev.gauntlet.simulate;

/** A machine of the simulated enterprise: its address and what it is for. */
record Host(String address, Role role) {
    /** What a machine is for. */
    enum Role {
        OFFICE,
        DEVELOPER,
        ADMIN,
        /** A printer, camera or sensor. */
        DEVICE,
        SERVER;

        /** Whether a person sits at it, so that its traffic follows the working day. */
        boolean manned() {
            return this == OFFICE || this == DEVELOPER || this == ADMIN;
        }
    }
}
