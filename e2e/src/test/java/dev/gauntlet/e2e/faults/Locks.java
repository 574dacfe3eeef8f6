package dev.gauntlet.e2e.faults;

import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The disk of the machine, whose locks can all be dropped, as the system drops those of a process that dies. */
final class Locks implements Disk {
    private final Disk real = Disk.current();
    private final List<Closeable> held = new ArrayList<>();

    synchronized void drop() {
        try {
            for (Closeable lock : held) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        held.clear();
    }

    @Override
    public synchronized Optional<Closeable> lock(Path file) throws IOException {
        Optional<Closeable> lock = real.lock(file);
        lock.ifPresent(held::add);
        return lock;
    }

    @Override
    public DiskFile create(Path file, boolean secret) throws IOException {
        return real.create(file, secret);
    }

    @Override
    public DiskFile append(Path file, long size) throws IOException {
        return real.append(file, size);
    }

    @Override
    public DiskFile open(Path special) throws IOException {
        return real.open(special);
    }

    @Override
    public DiskFile standardOutput() {
        return real.standardOutput();
    }

    @Override
    public void force(Path path) throws IOException {
        real.force(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
    }

    @Override
    public boolean delete(Path path) throws IOException {
        return real.delete(path);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        real.makeFolder(folder);
    }

    @Override
    public void touch(Path file) throws IOException {
        real.touch(file);
    }
}
