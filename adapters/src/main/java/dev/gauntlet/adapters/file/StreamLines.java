package dev.gauntlet.adapters.file;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream that ends. */
final class StreamLines implements Lines {
    private final InputStream in;
    private final boolean live;
    private final LineBuffer buffer = new LineBuffer();
    private boolean ended;

    /**
     * The lines of a stream.
     *
     * @param live whether the input may still be growing
     */
    StreamLines(InputStream in, boolean live) {
        this.in = in;
        this.live = live;
    }

    @Override
    public @Nullable Line next() throws IOException {
        for (Line line = buffer.line(); ; line = buffer.line()) {
            if (line != null) {
                return line;
            }
            if (ended) {
                return buffer.rest();
            }
            byte[] room = buffer.room();
            int count = in.read(room, buffer.free(), room.length - buffer.free());
            ended = count < 0;
            buffer.added(Math.max(0, count));
        }
    }

    @Override
    public boolean ready() throws IOException {
        return !live || ended || buffer.hasLine() || in.available() > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
