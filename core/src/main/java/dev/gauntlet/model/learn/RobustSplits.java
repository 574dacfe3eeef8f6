package dev.gauntlet.model.learn;

/** What a split is worth where rows that can be on both sides are on the worse one: smaller losses are better. */
interface RobustSplits {
    /** The rows of a node by the sides of a split that they can be on. */
    final class Sides {
        double leftHarmless;
        double leftMalicious;
        double rightHarmless;
        double rightMalicious;
        double betweenHarmless;
        double betweenMalicious;
        int leftCount;
        int rightCount;
        int betweenCount;

        double left() {
            return leftHarmless + leftMalicious;
        }

        double right() {
            return rightHarmless + rightMalicious;
        }

        void clear() {
            leftHarmless = 0;
            leftMalicious = 0;
            rightHarmless = 0;
            rightMalicious = 0;
            betweenHarmless = 0;
            betweenMalicious = 0;
            leftCount = 0;
            rightCount = 0;
            betweenCount = 0;
        }

        void set(Sides other) {
            leftHarmless = other.leftHarmless;
            leftMalicious = other.leftMalicious;
            rightHarmless = other.rightHarmless;
            rightMalicious = other.rightMalicious;
            betweenHarmless = other.betweenHarmless;
            betweenMalicious = other.betweenMalicious;
            leftCount = other.leftCount;
            rightCount = other.rightCount;
            betweenCount = other.betweenCount;
        }

        /** Adds what is right in another on one side. */
        void add(Sides other, boolean toLeft) {
            if (toLeft) {
                leftHarmless += other.rightHarmless;
                leftMalicious += other.rightMalicious;
                leftCount += other.rightCount;
            } else {
                rightHarmless += other.rightHarmless;
                rightMalicious += other.rightMalicious;
                rightCount += other.rightCount;
            }
        }

        void right(double weight, int count, boolean malicious) {
            rightCount += count;
            if (malicious) {
                rightMalicious += weight;
            } else {
                rightHarmless += weight;
            }
        }

        /** Rows of the right side come within reach of the left one. */
        void enter(double harmless, double malicious, int count) {
            rightHarmless -= harmless;
            betweenHarmless += harmless;
            rightMalicious -= malicious;
            betweenMalicious += malicious;
            rightCount -= count;
            betweenCount += count;
        }

        /** Rows between come out of reach of the right side. */
        void leave(double harmless, double malicious, int count) {
            betweenHarmless -= harmless;
            leftHarmless += harmless;
            betweenMalicious -= malicious;
            leftMalicious += malicious;
            betweenCount -= count;
            leftCount += count;
        }
    }

    /** The splits that are asked for next are of this column. */
    default void on(int column) {}

    /** The loss of a split at its worst; infinite if the worst is no split. */
    double split(Sides sides);
}
