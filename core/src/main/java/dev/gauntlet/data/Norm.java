package dev.gauntlet.data;

import java.util.List;

/** How a change is measured. A norm is the total of the features' parts, except {@link #LINF}, which is their maximum. */
public enum Norm {
    /** The sum of the scaled distances times cost: {@link Schema#cost}. */
    COST("the cost of a change"),
    /** The number of changed features; a one-hot group counts as one feature. */
    L0("the number of changed features"),
    /** The sum of the scaled distances. */
    L1("the sum of changes, in scales"),
    /** The root of the sum of the squared scaled distances: {@link Schema#distance}. */
    L2("the root of the sum of squared changes, in scales"),
    /** The largest scaled distance of a number: {@link Schema#largestMove}. */
    LINF("the largest change of a number, in scales");

    private final String text;

    Norm(String text) {
        this.text = text;
    }

    /** What it measures, for example {@code the cost of a change}. */
    public String text() {
        return text;
    }

    /** What a change of one feature adds to the total; under {@link #LINF} nothing. */
    public double part(Feature feature, double before, double after) {
        double distance = feature.distance(before, after);
        return switch (this) {
            case L0 -> distance == 0 ? 0 : 1;
            case L1 -> distance;
            case L2 -> distance * distance;
            case LINF -> 0;
            case COST -> distance * feature.cost();
        };
    }

    /** The norm of a total. */
    public double ofTotal(double total) {
        return this == L2 ? StrictMath.sqrt(total) : total;
    }

    /** The total that a norm is of. */
    public double total(double norm) {
        return this == L2 ? norm * norm : norm;
    }

    /** The size of a change. */
    public double of(Schema schema, double[] before, double[] after) {
        return switch (this) {
            case L0 -> count(schema, before, after);
            case L1 -> {
                double sum = 0;
                for (int j = 0; j < before.length; j++) {
                    sum += schema.feature(j).distance(before[j], after[j]);
                }
                yield sum;
            }
            case L2 -> schema.distance(before, after);
            case LINF -> schema.largestMove(before, after);
            case COST -> schema.cost(before, after);
        };
    }

    private static double count(Schema schema, double[] before, double[] after) {
        boolean[] changed = new boolean[before.length];
        int count = 0;
        for (int j = 0; j < before.length; j++) {
            changed[j] = schema.feature(j).distance(before[j], after[j]) > 0;
            count += changed[j] ? 1 : 0;
        }
        for (List<String> members : schema.groups().values()) {
            int within = 0;
            for (String member : members) {
                within += changed[schema.column(member)] ? 1 : 0;
            }
            count -= Math.max(0, within - 1);
        }
        return count;
    }
}
