package dev.gauntlet.adapters.disk;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** A file that is open for writing. A write takes all the bytes of its buffer, or fails; the position
 * of the buffer is behind those that were written. */
public interface DiskFile extends WritableByteChannel {
    /** Returns when all that was written is on the disk; regular files only. */
    void force() throws IOException;
}
