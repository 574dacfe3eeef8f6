package dev.gauntlet.adapters.file;

import java.util.List;

/**
 * How far a followed log was read: enough to go on behind the last line in another process.
 *
 * @param row the id of the next row
 * @param file what identifies the file among those of the same name: its inode
 * @param position the bytes before the end of the last line read
 * @param length of these the last ones, which the digest is of: the last line, or its end
 * @param digest their SHA-256
 * @param modified when the file was written last, in nanoseconds of Unix time: a copy of it is no older
 * @param line the number of the next line
 * @param header the lines of Zeek's header that apply; empty for JSON
 */
public record LogPlace(
        long row,
        String file,
        long position,
        int length,
        String digest,
        long modified,
        long line,
        List<String> header) {
    public LogPlace {
        header = List.copyOf(header);
    }
}
