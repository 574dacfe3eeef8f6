package dev.gauntlet.process.assemble;

import dev.gauntlet.base.Plugin;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import java.util.List;
import java.util.Optional;

/**
 * Derives columns from those of the records, without fitting anything, so that rows have the same meaning in training
 * and operation. Part of a table's schema and so of every bundle.
 */
public interface Transform extends Plugin {
    /**
     * A column that it reads.
     *
     * @param needed whether a record without a value is dropped
     */
    record Input(String column, Kind kind, boolean needed) {
        /** The type of the column; records with other values are dropped. */
        public enum Kind {
            TEXT,
            /** Seconds since 1970. */
            TIME,
            /** Finite. */
            NUMBER,
            /** Finite and not negative. */
            AMOUNT
        }

        static Input text(String column) {
            return new Input(column, Kind.TEXT, false);
        }

        static Input amount(String column) {
            return new Input(column, Kind.AMOUNT, false);
        }

        static Input time(String column) {
            return new Input(column, Kind.TIME, true);
        }

        Input demanded() {
            return new Input(column, kind, true);
        }
    }

    /**
     * Earlier records that the values of a record depend on: those with the same texts in some columns, at most so long before
     * it.
     *
     * @param same columns, original or derived by an earlier transform
     * @param time the column of the time, in seconds
     * @param seconds how long before
     */
    record Past(List<String> same, String time, double seconds) {
        public Past {
            same = List.copyOf(same);
        }
    }

    /**
     * Which earlier records its values depend on: none if the list is empty, so that each depends on its own record only. Absent
     * if it is not known; the row of an edited record is then known only once all records are assembled again.
     */
    default Optional<List<Past>> past() {
        return Optional.empty();
    }

    /** The columns that it reads; these may be derived by earlier transforms. */
    List<Input> reads();

    /** The features that it derives, with their bounds. */
    List<Feature> features();

    /** The names of all columns that it derives: its features, and columns that only later transforms read. */
    default List<String> derives() {
        return features().stream().map(Feature::name).toList();
    }

    /** Rules between its features and the columns that it reads. */
    default List<String> rules() {
        return List.of();
    }

    /** Starts a pass. */
    Running start();

    /** One pass over records; not thread-safe. */
    interface Running {
        /**
         * Derives columns of the next records: those that {@link #derives} names, a category as its text. The values of
         * unusable records are ignored.
         */
        List<Column> derive(Reading records);
    }
}
