package dev.gauntlet.adapters.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** How a file is compressed, recognised by its first bytes. */
enum Packing {
    NONE,
    GZIP,
    ZSTD;

    static Packing of(byte[] head) {
        if (head.length >= 2 && head[0] == (byte) 0x1f && head[1] == (byte) 0x8b) {
            return GZIP;
        }
        boolean zstd = head.length >= 4
                && head[0] == (byte) 0x28
                && head[1] == (byte) 0xb5
                && head[2] == (byte) 0x2f
                && head[3] == (byte) 0xfd;
        return zstd ? ZSTD : NONE;
    }

    /** DuckDB's name for it. */
    String duckdb() {
        return switch (this) {
            case NONE -> "none";
            case GZIP -> "gzip";
            case ZSTD -> "zstd";
        };
    }

    InputStream unpack(InputStream raw) throws IOException {
        return switch (this) {
            case NONE -> raw;
            case GZIP -> new GZIPInputStream(raw, 1 << 16);
            case ZSTD -> new ZstdInputStream(raw);
        };
    }
}
