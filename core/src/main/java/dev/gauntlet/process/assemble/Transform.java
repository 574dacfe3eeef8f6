package dev.gauntlet.process.assemble;

import dev.gauntlet.base.Plugin;
import dev.gauntlet.data.Column;
import dev.gauntlet.data.Feature;
import java.util.List;

/**
 * Derives columns from those of the records, without fitting anything, so that a row means the same wherever it is made.
 * Part of a table's schema and so of every bundle.
 */
public interface Transform extends Plugin {
    /**
     * A column it reads.
     *
     * @param needed whether a record without a value is dropped
     */
    record Input(String column, Kind kind, boolean needed) {
        /** What the column must hold; a record of which a value is none is dropped. */
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

    /** What it reads; may be what a transform before it derives. */
    List<Input> reads();

    /** What it derives that a detector may learn from, each with its bounds. */
    List<Feature> features();

    /** The names of all columns it derives: of its features, and of what only later transforms read. */
    default List<String> derives() {
        return features().stream().map(Feature::name).toList();
    }

    /** What holds between its features and the columns it reads, in the language of rules. */
    default List<String> rules() {
        return List.of();
    }

    /** A start with nothing seen yet. */
    Running start();

    /** One pass over records; not thread-safe. */
    interface Running {
        /**
         * Derives columns of the next records: those that {@link #derives} names, a category as its text. The values of
         * records that are not usable are of no account.
         */
        List<Column> derive(Reading records);
    }
}
