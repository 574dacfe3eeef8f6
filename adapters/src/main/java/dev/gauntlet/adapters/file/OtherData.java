package dev.gauntlet.adapters.file;

import dev.gauntlet.base.InputException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Unsupported data formats, recognised by their first bytes, with what to do instead. */
final class OtherData {
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        String packets = "is a packet capture; convert it with Zeek (zeek -r FILE) or Suricata, and use conn.log"
                + " or eve.json";
        KINDS.put("\u00d4\u00c3\u00b2\u00a1", packets);
        KINDS.put("\u00a1\u00b2\u00c3\u00d4", packets);
        KINDS.put("M<\u00b2\u00a1", packets);
        KINDS.put("\n\r\r\n", packets);
        KINDS.put(
                "ElfFile\0",
                "is a Windows event log; export it as CSV or JSON, for example with EvtxECmd or Get-WinEvent");
        KINDS.put("\u00d0\u00cf\u0011\u00e0", "is an old Excel workbook; save the sheet as CSV UTF-8");
        KINDS.put(
                "PK\u0003\u0004",
                "is an Excel workbook or another zip file without NumPy arrays; save the sheet as CSV, or unpack it");
        KINDS.put("\u0089HDF", "is an HDF5 file; write the table as CSV or Parquet (pandas: read_hdf, to_parquet)");
        KINDS.put("SQLite format 3\0", "is an SQLite database; export the table as CSV (sqlite3 -header -csv)");
        KINDS.put("ARROW1", "is an Arrow or Feather file; write it as Parquet (pandas: read_feather, to_parquet)");
        KINDS.put("Obj\u0001", "is an Avro file; write it as Parquet or JSON lines");
        KINDS.put("ORC", "is an ORC file; write it as Parquet");
        KINDS.put("7z\u00bc\u00af", "is a 7z archive; unpack it");
        KINDS.put("Rar!", "is a RAR archive; unpack it");
        KINDS.put("BZh", "is compressed with bzip2; decompress it, or use gzip or zstd");
        KINDS.put("\u00fd7zXZ", "is compressed with xz; decompress it, or use gzip or zstd");
        for (int protocol = 2; protocol <= 5; protocol++) {
            KINDS.put(
                    "\u0080" + (char) protocol,
                    "is a Python pickle, which can run code when it is opened; write the table as CSV or Parquet");
        }
        KINDS.put("<?xml", "is XML; write the records as CSV or JSON lines");
        KINDS.put("<html", "is a web page, perhaps an error page instead of the download");
        KINDS.put("<!DOCTYPE", "is a web page, perhaps an error page instead of the download");
        KINDS.put("%PDF", "is a PDF document; save the table as CSV");
    }

    private OtherData() {}

    /** Refuses a file in one of these formats. */
    static void refuse(TextFile file, byte[] head) {
        String start = new String(head, 0, Math.min(16, head.length), StandardCharsets.ISO_8859_1);
        KINDS.forEach((magic, what) -> {
            if (start.startsWith(magic) && !NumpyFile.is(head)) {
                throw new InputException("%s: %s".formatted(file.path(), what.replace("FILE", file.name())));
            }
        });
    }
}
