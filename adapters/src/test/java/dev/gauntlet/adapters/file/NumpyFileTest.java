package dev.gauntlet.adapters.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gauntlet.base.InputException;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumpyFileTest {
    @TempDir
    private Path folder = Path.of("");

    private Records read(String name, byte[] content) throws IOException {
        return read(name, content, FileFormat.automatic());
    }

    private Records read(String name, byte[] content, FileFormat format) throws IOException {
        Path path = Files.write(folder.resolve(name), content);
        return new FileSource(path, format, Optional.empty(), Optional.empty())
                .open()
                .records();
    }

    private static List<Double> numbers(Records records, String column) {
        Column read = records.column(column);
        return IntStream.range(0, read.size()).mapToObj(read::number).toList();
    }

    private void assertRefused(byte[] content, String... said) {
        assertThatThrownBy(() -> read("x.npy", content))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x.npy")
                .hasMessageContainingAll(said);
    }

    @Test
    void rowsAndColumnsAreThoseOfTheShapeInBothOrders() throws IOException {
        Records rows = read("c.npy", NumpyFiles.table(2, 3, 1, 2, 3, 4, 5, 6));
        assertThat(rows.names()).containsExactly("f0", "f1", "f2");
        assertThat(numbers(rows, "f2")).containsExactly(3.0, 6.0);
        byte[] values = NumpyFiles.doubles(ByteOrder.BIG_ENDIAN, 1, 4, 2, 5, 3, 6);
        Records columns = read("f.npy", NumpyFiles.array(">f8", true, "(2, 3)", values));
        assertThat(numbers(columns, "f0")).containsExactly(1.0, 4.0);
        assertThat(numbers(columns, "f2")).containsExactly(3.0, 6.0);
        assertThat(rows.notes()).containsExactly("c.npy: an array of the shape (2, 3) is read as columns");
    }

    @ParameterizedTest
    @CsvSource({
        "|i1, ff7f, -1, 127",
        "|u1, ff7f, 255, 127",
        "|b1, 0001, 0, 1",
        "<i2, ff7f0080, 32767, -32768",
        ">i2, 7fff8000, 32767, -32768",
        "<u2, ff7f0080, 32767, 32768",
        "<i4, ffffffff01000000, -1, 1",
        ">u4, ffffffff00000001, 4294967295, 1",
        "<i8, ffffffffffffffff0000000000000040, -1, 4611686018427387904",
        "<u8, ffffffffffffffff0104000000000080, 18446744073709551615, 9223372036854777856",
        "<f4, 0000c03f000020c0, 1.5, -2.5",
        ">f4, 3fc00000c0200000, 1.5, -2.5",
    })
    void everyTypeIsReadInItsOrderOfBytes(String type, String hex, double first, double second) throws IOException {
        byte[] values = java.util.HexFormat.of().parseHex(hex);
        Records read = read("x.npy", NumpyFiles.array(type, false, "(2, 1)", values));
        assertThat(numbers(read, "f0")).containsExactly(first, second);
    }

    @Test
    void whatIsNotFiniteIsTreatedAsInOtherFiles() throws IOException {
        double[] values = IntStream.range(0, 40).mapToDouble(i -> i).toArray();
        values[3] = Double.NaN;
        values[5] = Double.POSITIVE_INFINITY;
        Records read = read("x.npy", NumpyFiles.table(40, 1, values));
        assertThat(read.column("f0").missing(3)).isTrue();
        assertThat(read.column("f0").missing(5)).isTrue();
        assertThat(read.notes().toString())
                .contains("column \"f0\": 1 of 39 filled cells is not a finite number", "\"Infinity\" in row 6");
    }

    @Test
    void versionsTwoAndThreeHaveLongerHeaders() throws IOException {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }" + " ".repeat(300);
        byte[] value = NumpyFiles.doubles(ByteOrder.LITTLE_ENDIAN, 7);
        for (int version : new int[] {2, 3}) {
            assertThat(numbers(read("x.npy", NumpyFiles.array(version, header, value)), "f0"))
                    .containsExactly(7.0);
        }
        assertRefused(NumpyFiles.array(4, header, value), "version 4 of NumPy's format");
    }

    @Test
    void aFileOfSmallWholeNumbersIsNotTakenForUtf16() throws IOException {
        byte[] values = new byte[2 * 4000];
        for (int i = 0; i < 4000; i++) {
            values[2 * i] = (byte) (1 + i % 100);
        }
        Records read = read("x.npy", NumpyFiles.array("<i2", false, "(2000, 2)", values));
        assertThat(numbers(read, "f1").subList(0, 3)).containsExactly(2.0, 4.0, 6.0);
    }

    @Test
    void aCompressedArrayIsRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(NumpyFiles.table(2, 1, 5, 6));
        }
        assertThat(numbers(read("x.npy.gz", bytes.toByteArray()), "f0")).containsExactly(5.0, 6.0);
    }

    @Test
    void anArchiveIsATableWithFurtherColumnsByName() throws IOException {
        byte[] archive =
                NumpyFiles.zip("y.npy", NumpyFiles.longs(0, 1, 1), "X.npy", NumpyFiles.table(3, 2, 1, 2, 3, 4, 5, 6));
        Records read = read("d.npz", archive);
        assertThat(read.names()).containsExactly("y", "f0", "f1");
        assertThat(numbers(read, "f1")).containsExactly(2.0, 4.0, 6.0);
        assertThat(numbers(read, "y")).containsExactly(0.0, 1.0, 1.0);
        assertThat(read.notes()).containsExactly("d.npz: the arrays y (3,), X (3, 2) are read as columns");
    }

    @Test
    void arraysOfOneColumnEachAreATableByTheirNames() throws IOException {
        byte[] texts = "tcp\0\0udp\0\0icmp\0".getBytes(StandardCharsets.UTF_8);
        byte[] wide = "\u00e4\0b\ud83d\ude00c\0".getBytes(java.nio.charset.Charset.forName("UTF-32BE"));
        Records read = read(
                "d.npz",
                NumpyFiles.zip(
                        "proto.npy",
                        NumpyFiles.array("|S5", false, "(3,)", texts),
                        "site.npy",
                        NumpyFiles.array(">U2", false, "(3,)", wide),
                        "n.npy",
                        NumpyFiles.table(3, 1, 1, 2, 3)));
        assertThat(read.names()).containsExactly("proto", "site", "n");
        assertThat(IntStream.range(0, 3).mapToObj(read.column("proto")::text)).containsExactly("tcp", "udp", "icmp");
        assertThat(IntStream.range(0, 3).mapToObj(read.column("site")::text))
                .containsExactly("\u00e4", "b\ud83d\ude00", "c");
        assertThat(numbers(read, "n")).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void namesThatAreStatedAreThoseOfTheColumnsInTheirOrder() throws IOException {
        byte[] table = NumpyFiles.table(2, 2, 1, 2, 3, 4);
        FileFormat stated = FileFormat.automatic().withNames(List.of("bytes", "pkts"));
        assertThat(numbers(read("x.npy", table, stated), "pkts")).containsExactly(2.0, 4.0);
        FileFormat turned = FileFormat.automatic().withNames(List.of("f1", "f0", "label"));
        assertThat(numbers(read("x.npy", table, turned), "f1")).containsExactly(2.0, 4.0);
        assertThat(read("x.npy", table, FileFormat.automatic().withIgnored(List.of("f0")))
                        .names())
                .containsExactly("f1");
    }

    @Test
    void picklesAreRefusedWithWhatToSaveInstead() throws IOException {
        byte[] objects = NumpyFiles.array("|O", false, "(2, 1)", new byte[20]);
        assertRefused(objects, "contains Python objects as a pickle, which can run code", "astype(float)");
        byte[] archive = NumpyFiles.zip("X.npy", NumpyFiles.table(2, 2, 1, 2, 3, 4), "y.npy", objects);
        assertRefused(archive, "array \"y\"", "contains Python objects as a pickle");
        assertRefused(
                NumpyFiles.array(1, "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }", new byte[16]),
                "is a structured array; write it as Parquet");
        assertRefused(NumpyFiles.array("<M8[ns]", false, "(1, 1)", new byte[8]), "datetime64[s]");
        assertRefused(NumpyFiles.array("<c16", false, "(1, 1)", new byte[16]), "is of the type <c16");
    }

    @Test
    void shapesThatAreNotATableAreRefused() throws IOException {
        byte[] values = NumpyFiles.doubles(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4);
        assertRefused(NumpyFiles.array("<f8", false, "(4,)", values), "has the shape (4,)", "reshape(len(x), -1)");
        assertRefused(NumpyFiles.array("<f8", false, "(1, 2, 2)", values), "has the shape (1, 2, 2)");
        assertRefused(NumpyFiles.array("<f8", false, "(0, 2)", new byte[0]), "has no rows");
        assertRefused(NumpyFiles.array("<f8", false, "(2147483647, 99999)", values), "take more than the memory");
        assertRefused(
                NumpyFiles.array("<f8", false, "(2147483647, 2147483647)", values), "columns; the most is 100000");
        assertRefused(NumpyFiles.array("<f8", false, "(99999999999, 1)", values), "too large a shape");
        byte[] several = NumpyFiles.zip(
                "x_train.npy", NumpyFiles.table(2, 2, 1, 2, 3, 4), "x_test.npy", NumpyFiles.table(1, 2, 1, 2));
        assertRefused(several, "contains x_train (2, 2), x_test (1, 2)", "np.savez(FILE, X=X, y=y)");
        byte[] uneven = NumpyFiles.zip("X.npy", NumpyFiles.table(2, 2, 1, 2, 3, 4), "y.npy", NumpyFiles.longs(1));
        assertRefused(uneven, "contains X (2, 2), y (1,)");
        byte[] twice = NumpyFiles.zip("X.npy", NumpyFiles.table(1, 2, 1, 2), "f1.npy", NumpyFiles.longs(1));
        assertRefused(twice, "two columns have the same name");
    }

    @Test
    void truncatedAndOverlongFilesAreRefused() throws IOException {
        byte[] whole = NumpyFiles.table(2, 2, 1, 2, 3, 4);
        assertRefused(java.util.Arrays.copyOf(whole, whole.length - 3), "ends after 3 of 4 values");
        assertRefused(java.util.Arrays.copyOf(whole, whole.length + 1), "has bytes after its last value");
        assertRefused(java.util.Arrays.copyOf(whole, 30), "ends within its header");
        assertRefused(
                NumpyFiles.array(1, "{'descr': '<f8', 'shape': (1, 1), }", new byte[8]),
                "a header that is not NumPy's");
        assertRefused(
                NumpyFiles.array("<f8", false, "(1, 1), 'shape': (2, 1)", new byte[8]), "a header that is not NumPy's");
        byte[] archive = NumpyFiles.zip("X.npy", whole);
        assertRefused(java.util.Arrays.copyOf(archive, archive.length - 10), "is not a whole zip file");
        assertRefused(
                NumpyFiles.zip("X.npy", whole, "run.py", new byte[1]), "contains \"run.py\", which is not an array");
    }

    @Test
    void aValueThatWasChangedInAnArchiveIsNoticed() throws IOException {
        byte[] values = NumpyFiles.table(2, 2, 1, 2, 3, 4);
        java.util.zip.ZipEntry entry = new java.util.zip.ZipEntry("X.npy");
        entry.setMethod(java.util.zip.ZipEntry.STORED);
        entry.setSize(values.length);
        java.util.zip.CRC32 sum = new java.util.zip.CRC32();
        sum.update(values);
        entry.setCrc(sum.getValue());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new java.util.zip.ZipOutputStream(bytes)) {
            out.putNextEntry(entry);
            out.write(values);
        }
        byte[] archive = bytes.toByteArray();
        assertThat(numbers(read("a.npz", archive), "f0")).containsExactly(1.0, 3.0);
        archive[30 + "X.npy".length() + values.length - 3] ^= 1;
        assertRefused(archive, "the checksum of X.npy is wrong");
    }

    @Test
    void anArrayKeepsItsNameBesideATableWhoseNamesAreStated() throws IOException {
        byte[] archive = NumpyFiles.zip("y.npy", NumpyFiles.longs(8, 9), "X.npy", NumpyFiles.table(2, 2, 1, 2, 3, 4));
        FileFormat stated = FileFormat.automatic().withNames(List.of("size", "rate", "y"));
        Records read = read("d.npz", archive, stated);
        assertThat(read.names()).containsExactly("y", "size", "rate");
        assertThat(numbers(read, "y")).containsExactly(8.0, 9.0);
        FileFormat other = FileFormat.automatic().withNames(List.of("size", "rate", "label"));
        assertThatThrownBy(() -> read("d.npz", archive, other))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("\"y\" is none of the columns that the schema lists", "size, rate, label");
        FileFormat wider = FileFormat.automatic().withNames(List.of("size", "rate", "tls", "y"));
        assertThatThrownBy(() -> read("d.npz", archive, wider))
                .hasMessageContaining("its table has 2 columns, but the schema lists 3 beside y: size, rate, tls");
    }

    @Test
    void textsThatCannotBeReadAreRefusedWithTheirRow() {
        byte[] latin = {'a', 0, (byte) 0xe9, 0};
        assertRefused(NumpyFiles.array("|S2", false, "(2, 1)", latin), "row 2: its bytes are not UTF-8");
        byte[] half = {'a', 0, 0, 0, 0, (byte) 0xd8, 0, 0};
        assertRefused(NumpyFiles.array("<U1", false, "(2, 1)", half), "row 2: contains d800, which is not a character");
        byte[] beyond = {0, 0, 0x11, 0};
        assertRefused(
                NumpyFiles.array("<U1", false, "(1, 1)", beyond), "row 1: contains 110000, which is not a character");
    }

    @Test
    void wholeNumbersThatAreRoundedAreReportedAndAsLabelsRefused() throws IOException {
        long large = (1L << 53) + 1;
        byte[] archive =
                NumpyFiles.zip("id.npy", NumpyFiles.longs(1, large, -large), "n.npy", NumpyFiles.longs(1, 2, 3));
        assertThat(read("d.npz", archive).notes().toString())
                .contains("2 whole numbers above 2^53 are rounded", "the first is in column \"id\", row 2");
        assertThatThrownBy(() -> read("d.npz", archive, FileFormat.automatic().withLabel(Optional.of("id"))))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("row 2", "y.astype(str)");
        byte[] exact = NumpyFiles.zip("id.npy", NumpyFiles.longs(1L << 53, 1L << 60, Long.MIN_VALUE));
        assertThat(read("e.npz", exact).notes()).hasSize(1);
    }

    @Test
    void headersOfOldVersionsAndOtherQuotesAreRead() throws IOException {
        byte[] values = NumpyFiles.doubles(ByteOrder.LITTLE_ENDIAN, 1, 2);
        String old = "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 1L), }";
        assertThat(numbers(read("x.npy", NumpyFiles.array(1, old, values)), "f0"))
                .containsExactly(1.0, 2.0);
        assertThat(numbers(read("x.npy", NumpyFiles.array(1, old.replace('\'', '"'), values)), "f0"))
                .containsExactly(1.0, 2.0);
        assertRefused(NumpyFiles.array("<f8", false, "(3, 0)", new byte[0]), "has no columns");
        assertRefused(NumpyFiles.array("<c16", false, "(1, 1)", new byte[16]), "x.real, x.imag");
        assertRefused(NumpyFiles.array("<m8[s]", false, "(1, 1)", new byte[8]), "durations as seconds");
    }

    @Test
    void arraysOfAnotherWidthThanTheTrainingRowsAreRefused() throws IOException {
        Path three = Files.write(folder.resolve("train.npy"), NumpyFiles.table(1, 3, 1, 2, 3));
        Path four = Files.write(folder.resolve("test.npy"), NumpyFiles.table(1, 4, 1, 2, 3, 4));
        FileSource.Read train = new FileSource(three).open();
        FileSource.Read test = new FileSource(four).open();
        assertThatThrownBy(() -> train.refuseOtherWidth(test, four))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("its table has 4 columns, but that of the training rows has 3");
        train.refuseOtherWidth(train, three);
    }

    @Test
    void whatNumpyWritesIsReadAsWritten() throws Exception {
        Path script = Files.writeString(folder.resolve("w.py"), """
                import numpy as np
                rng = np.random.default_rng(1)
                for order in 'CF':
                    for kind in ['<f8', '>f8', '<f4', '>i4', '<u2', '|u1', '|i1', '|b1', '<i8', '>u8']:
                        x = np.array(rng.integers(0, 100, (7, 3)) * (0.25 if 'f' in kind else 1)).astype(kind)
                        y = np.array(['a\\u00e9', 'b', 'ccc', 'a\\u00e9', 'b', 'b', 'a\\u00e9'])
                        name = order + kind.strip('<>|') + ('b' if '>' in kind else 'l')
                        np.save(name + '.npy', np.array(x, order=order))
                        np.savez(name + '.npz', X=np.array(x, order=order), y=y)
                        np.savez_compressed(name + 'z.npz', X=np.array(x, order=order), y=y)
                        with open(name + '.csv', 'w', encoding='utf-8') as f:
                            f.write('f0,f1,f2,y\\n')
                            for row, label in zip(x, y):
                                f.write(','.join(repr(float(v)) for v in row) + ',' + label + '\\n')
                """);
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "there is no python3");
        Process python = new ProcessBuilder("/usr/bin/python3", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(python.waitFor() == 0 || !said.contains("No module named"), "there is no NumPy here");
        assertThat(said).isEmpty();
        int seen = 0;
        try (var files = Files.list(folder)) {
            for (Path csv :
                    files.filter(file -> file.toString().endsWith(".csv")).toList()) {
                Records expected = new FileSource(csv).open().records();
                String name = csv.toString().replace(".csv", "");
                for (String ending : List.of(".npy", ".npz", "z.npz")) {
                    Records read = new FileSource(Path.of(name + ending)).open().records();
                    for (String column : read.names()) {
                        for (int i = 0; i < 7; i++) {
                            assertThat(read.column(column).text(i))
                                    .as("%s%s, %s, row %d", name, ending, column, i)
                                    .isEqualTo(expected.column(column).text(i));
                        }
                    }
                    assertThat(read.names()).hasSize(ending.equals(".npy") ? 3 : 4);
                    seen++;
                }
            }
        }
        assertThat(seen).isEqualTo(60);
    }

    private static TableSchema schema(List<String> ignored, String label, String... columns) {
        return new TableSchema(
                new Schema(java.util.stream.Stream.of(columns)
                        .map(name -> Feature.real(name, 0, 9))
                        .toList()),
                List.of(),
                ignored,
                Optional.of(label),
                List.of("0"),
                Optional.empty(),
                Optional.empty());
    }

    private Records of(int width, TableSchema schema) throws IOException {
        Path file = Files.write(
                folder.resolve("d.npy"),
                NumpyFiles.table(
                        1, width, IntStream.range(0, width).mapToDouble(i -> i).toArray()));
        return FileSource.of(file, schema).open().records();
    }

    @Test
    void arraysOfAnotherWidthThanTheSchemasAreRefused() throws IOException {
        TableSchema schema = schema(List.of("f2"), "f3", "f0", "f1");
        assertThat(of(4, schema).names()).containsExactly("f0", "f1", "f3");
        // Rows without their label, which is the last column, keep the places of the others.
        assertThat(of(3, schema).names()).containsExactly("f0", "f1");
        for (int width : new int[] {2, 5}) {
            assertThatThrownBy(() -> of(width, schema))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll(
                            "d.npy: its table has %d columns without names".formatted(width),
                            "has 4; they are matched by position");
        }
        assertThatThrownBy(() -> of(3, schema(List.of("f2"), "f0", "f1", "f3")))
                .hasMessageContaining("its table has 3 columns");
        assertThat(of(4, schema(List.of(), "kind", "size", "rate")).names()).hasSize(4);
    }
}
