package dev.gauntlet.simulate;

/** Something a host does on a day: writes connections into its scene. */
@FunctionalInterface
interface Behaviour {
    void act(Site site, Scene scene);
}
