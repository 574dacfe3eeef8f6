package dev.gauntlet.adapters.disk;

/** Which disk is in use. */
final class CurrentDisk {
    private static volatile Disk disk = new RealDisk();

    private CurrentDisk() {}

    static Disk get() {
        return disk;
    }

    static Disk.AutoClosing replace(Disk other) {
        Disk former = disk;
        disk = other;
        return () -> disk = former;
    }
}
