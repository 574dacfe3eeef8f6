package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.disk.Disk;
import dev.gauntlet.adapters.disk.DiskFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Standard output that remembers its first failure, which a {@link PrintWriter} hides, and how many lines were written until
 * then. A pipe whose reader has gone is none: whoever closed it wants no more.
 */
final class StandardOutput extends OutputStream {
    private static final Path FILE = Path.of("/dev/stdout");
    private static final Set<String> CLOSED_PIPES =
            Set.of("Broken pipe", "The pipe is being closed", "The pipe has been ended");

    private static final int NAMED = 4;

    private final DiskFile file;
    private Optional<IOException> failure = Optional.empty();
    private long lines;

    StandardOutput() {
        file = Disk.current().standardOutput();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, count);
        try {
            file.write(rest);
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        } finally {
            for (int i = from; i < rest.position(); i++) {
                lines += bytes[i] == '\n' ? 1 : 0;
            }
        }
    }

    /**
     * The exit code of a command that has printed all its output.
     *
     * @param code what it ended with
     */
    int ended(int code, PrintWriter err) {
        if (failure.isEmpty() && Files.isRegularFile(FILE)) {
            try {
                file.force();
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
        Optional<IOException> lost = failure.filter(e -> !isClosedPipe(e));
        boolean done = code == Main.DONE || code == Main.GATE;
        lost.ifPresent(e -> err.println("gauntlet: standard output: cannot be written (%s); %s"
                .formatted(e.getMessage(), left(done ? Disk.current().changed() : List.of()))));
        err.flush();
        return lost.isPresent() && done ? Main.FAILED : code;
    }

    /**
     * What there is although standard output failed.
     *
     * @param changed the files that the command changed
     */
    private String left(List<Path> changed) {
        String printed = lines == 0
                ? "nothing was written"
                : String.format(
                        Locale.ROOT,
                        "%,d whole line%s of it %s written, and the rest is lost",
                        lines,
                        lines == 1 ? "" : "s",
                        lines == 1 ? "is" : "are");
        if (changed.isEmpty()) {
            return printed;
        }
        String names = changed.stream().limit(NAMED).map(Path::toString).collect(Collectors.joining(", "));
        String more = changed.size() > NAMED ? " and %d more".formatted(changed.size() - NAMED) : "";
        return (lines == 0 ? "" : printed + "; ")
                + "the change was made (%s%s); only its report could not be written".formatted(names, more);
    }

    private static boolean isClosedPipe(IOException e) {
        return CLOSED_PIPES.contains(String.valueOf(e.getMessage()));
    }
}
