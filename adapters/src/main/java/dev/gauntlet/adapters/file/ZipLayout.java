package dev.gauntlet.adapters.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The structure of a zip file in which every byte belongs to exactly one thing: entries one after the other from the
 * first byte, the central directory, its end record. The header of an entry agrees with the directory. Nothing has
 * comments, or extra fields but for the time of earlier bundles, so every reader of zip files finds the same content.
 *
 * @param parts the entries in the order of the file
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a>, 4.3
 */
record ZipLayout(List<Part> parts) {
    private static final int LOCAL = 0x04034b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_SIZE = 30;
    private static final int DESCRIPTOR_SIZE = 16;
    private static final int CENTRAL_SIZE = 46;
    private static final int END_SIZE = 22;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    /** Sizes and checksum follow the content. */
    private static final int LATE = 1 << 3;

    private static final int UTF_8 = 1 << 11;
    private static final int VERSION = 20;
    /** The first of February 1980, as a zip file stores dates and times. */
    private static final int DATE = 0x41 << 16;
    /** The first of January 1980, which earlier bundles have, with their writer's time zone in an extra field. */
    private static final int FORMER_DATE = 0x21 << 16;

    private static final long FORMER_SECONDS = 315_532_800;
    private static final int FORMER_EXTRA = 9;
    /** "UT", five bytes long, with a time of change only. */
    private static final long FORMER_HEAD = 0x01_0005_5455L;

    ZipLayout {
        parts = List.copyOf(parts);
    }

    /** Why a file is not laid out in this way. */
    static final class Broken extends Exception {
        Broken(String message) {
            super(message);
        }

        private static void unless(boolean right, String message) throws Broken {
            if (!right) {
                throw new Broken(message);
            }
        }
    }

    /**
     * An entry.
     *
     * @param at where its packed content begins
     * @param size of its unpacked content
     * @param ours whether its headers have no bit that Gauntlet would not write
     */
    record Part(String name, int method, int at, int packed, int size, int crc, boolean ours) {
        /** Its content; nothing is allocated beyond its size. */
        byte[] unpacked(byte[] file) throws Broken {
            byte[] content = new byte[size];
            if (method == STORED) {
                Broken.unless(packed == size, "its sizes differ");
                System.arraycopy(file, at, content, 0, size);
            } else {
                inflate(file, content);
            }
            CRC32 sum = new CRC32();
            sum.update(content);
            Broken.unless((int) sum.getValue() == crc, "its checksum (CRC) is wrong");
            return content;
        }

        private void inflate(byte[] file, byte[] content) throws Broken {
            Inflater inflater = new Inflater(true);
            try {
                inflater.setInput(file, at, packed);
                int done = 0;
                while (done < size && !inflater.needsInput() && !inflater.finished()) {
                    done += inflater.inflate(content, done, size - done);
                }
                // The end of the stream may follow the last byte of content; one byte more is too many.
                int more = inflater.finished() ? 0 : inflater.inflate(new byte[1]);
                Broken.unless(
                        done == size && more == 0 && inflater.finished() && inflater.getTotalIn() == packed,
                        "its content does not have the stated size");
            } catch (DataFormatException e) {
                throw new Broken("its content cannot be unpacked");
            } finally {
                inflater.end();
            }
        }
    }

    /** Reads the structure. */
    static ZipLayout of(byte[] file) throws Broken {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int end = file.length - END_SIZE;
        Broken.unless(end >= 0 && bytes.getInt(end) == END, "its last bytes are no end of a zip file");
        int count = bytes.getShort(end + 10) & 0xffff;
        long start = bytes.getInt(end + 16) & 0xffffffffL;
        boolean plain = bytes.getInt(end + 4) == 0
                && (bytes.getShort(end + 8) & 0xffff) == count
                && start + (bytes.getInt(end + 12) & 0xffffffffL) == end
                && bytes.getShort(end + 20) == 0;
        Broken.unless(plain, "its end has a comment, or does not fit what is before it");
        List<Part> parts = new ArrayList<>();
        int at = (int) start;
        int content = 0;
        for (int i = 0; i < count; i++) {
            Broken.unless(at + CENTRAL_SIZE <= end && bytes.getInt(at) == CENTRAL, "its directory is broken");
            int length = bytes.getShort(at + 28) & 0xffff;
            int extra = bytes.getShort(at + 30) & 0xffff;
            Broken.unless(at + CENTRAL_SIZE + length + extra <= end, "its directory is broken");
            Entry entry = new Entry(bytes, at, new String(file, at + CENTRAL_SIZE, length, StandardCharsets.UTF_8));
            parts.add(entry.part(content, (int) start));
            content = entry.end();
            at += CENTRAL_SIZE + length + extra;
        }
        Broken.unless(at == end && content == start, "it contains bytes that belong to no entry");
        return new ZipLayout(parts);
    }

    /** An entry of the directory, at a place of the file. */
    private record Entry(ByteBuffer bytes, int at, String name) {
        private int flags() {
            return bytes.getShort(at + 8) & 0xffff;
        }

        private int method() {
            return bytes.getShort(at + 10) & 0xffff;
        }

        private boolean isLate() {
            return (flags() & LATE) != 0;
        }

        private int crc() {
            return bytes.getInt(at + 16);
        }

        private int packed() {
            return bytes.getInt(at + 20);
        }

        private int size() {
            return bytes.getInt(at + 24);
        }

        private int nameLength() {
            return bytes.getShort(at + 28) & 0xffff;
        }

        private int extra() {
            return bytes.getShort(at + 30) & 0xffff;
        }

        private int local() {
            return bytes.getInt(at + 42);
        }

        private int content() {
            return local() + LOCAL_SIZE + nameLength() + extra();
        }

        /** The first byte after everything that belongs to it before the directory. */
        int end() {
            return content() + packed() + (isLate() ? DESCRIPTOR_SIZE : 0);
        }

        Part part(int expected, int directory) throws Broken {
            Broken.unless(local() == expected, "bytes before an entry belong to no entry, or entries overlap");
            Broken.unless((flags() & ~(LATE | UTF_8)) == 0, "an entry is encrypted or has other unknown flags");
            Broken.unless(method() == DEFLATED || method() == STORED, "an entry is compressed in an unknown way");
            Broken.unless(
                    packed() >= 0 && size() >= 0 && (long) content() + packed() + DESCRIPTOR_SIZE <= Integer.MAX_VALUE,
                    "an entry is too large");
            Broken.unless(end() <= directory, "an entry ends behind the start of the directory");
            Broken.unless(
                    (extra() == 0 || isFormer()) && bytes.getInt(at + 32) == 0,
                    "an entry has extra fields or a comment");
            Broken.unless(agrees(), "the header of an entry is not what the directory states");
            return new Part(name, method(), content(), packed(), size(), crc(), isOurs());
        }

        /** Whether it has the date, and the time in some time zone, of all earlier bundles. */
        private boolean isFormer() {
            int field = at + CENTRAL_SIZE + nameLength();
            if (extra() != FORMER_EXTRA || bytes.getInt(at + 12) != FORMER_DATE) {
                return false;
            }
            long off = bytes.getInt(field + 5) - FORMER_SECONDS;
            return (bytes.getLong(field) & 0xff_ffff_ffffL) == FORMER_HEAD
                    && Math.abs(off) <= 15 * 3600
                    && off % 900 == 0;
        }

        private boolean agrees() {
            int head = local();
            boolean same = bytes.getInt(head) == LOCAL
                    // Version, flags, method, time and date.
                    && bytes.slice(head + 4, 10).equals(bytes.slice(at + 6, 10))
                    // The lengths of name and extra field, and both.
                    && bytes.getInt(head + 26) == bytes.getInt(at + 28)
                    && bytes.slice(head + LOCAL_SIZE, nameLength() + extra())
                            .equals(bytes.slice(at + CENTRAL_SIZE, nameLength() + extra()));
            if (!isLate()) {
                return same && bytes.slice(head + 14, 12).equals(bytes.slice(at + 16, 12));
            }
            int after = content() + packed();
            return same
                    && bytes.getInt(head + 14) == 0
                    && bytes.getLong(head + 18) == 0
                    && bytes.getInt(after) == DESCRIPTOR
                    && bytes.slice(after + 4, 12).equals(bytes.slice(at + 16, 12));
        }

        /** Version made by and needed, flags, method, date and attributes are constants of what Gauntlet writes. */
        private boolean isOurs() {
            return bytes.getShort(at + 4) == VERSION
                    && bytes.getShort(at + 6) == VERSION
                    && flags() == (LATE | UTF_8)
                    && method() == DEFLATED
                    && ((bytes.getInt(at + 12) == DATE && extra() == 0) || isFormer())
                    && bytes.getShort(at + 36) == 0
                    && bytes.getInt(at + 38) == 0;
        }
    }
}
