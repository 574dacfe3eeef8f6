package dev.gauntlet.base;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How arrays are written to a {@link Store}. */
public final class Codecs {
    /** Truth values. */
    public static final Store.Codec<boolean[]> BOOLEANS = new Store.Codec<>() {
        @Override
        public void write(boolean[] values, DataOutput out) throws IOException {
            out.writeInt(values.length);
            for (boolean value : values) {
                out.writeBoolean(value);
            }
        }

        @Override
        public boolean[] read(DataInput in) throws IOException {
            boolean[] values = new boolean[in.readInt()];
            for (int i = 0; i < values.length; i++) {
                values[i] = in.readBoolean();
            }
            return values;
        }

        @Override
        public long size(boolean[] values) {
            return values.length;
        }
    };

    /** Lists of whole numbers. */
    public static final Store.Codec<int[][]> INDEXES = new Store.Codec<>() {
        @Override
        public void write(int[][] lists, DataOutput out) throws IOException {
            out.writeInt(lists.length);
            for (int[] list : lists) {
                out.writeInt(list.length);
                for (int value : list) {
                    out.writeInt(value);
                }
            }
        }

        @Override
        public int[][] read(DataInput in) throws IOException {
            int[][] lists = new int[in.readInt()][];
            for (int i = 0; i < lists.length; i++) {
                lists[i] = new int[in.readInt()];
                for (int j = 0; j < lists[i].length; j++) {
                    lists[i][j] = in.readInt();
                }
            }
            return lists;
        }

        @Override
        public long size(int[][] lists) {
            long size = 0;
            for (int[] list : lists) {
                size += 16 + 4L * list.length;
            }
            return size;
        }
    };

    private Codecs() {}
}
