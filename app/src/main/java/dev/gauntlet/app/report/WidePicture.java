package dev.gauntlet.app.report;

import dev.gauntlet.Phase;
import java.util.ArrayList;
import java.util.List;

/** The process from left to right with the attacks below it, each label deeper than the one to its right. */
final class WidePicture {
    private static final int WIDTH = 1152;
    private static final int GAP = 20;
    private static final int TOP = 46;
    private static final int BOX = 54;
    private static final int BOTTOM = TOP + BOX;
    private static final int FIRST_LABEL = BOTTOM + 62;
    private static final int LABEL = 40;
    private static final int LANE = 20;
    private static final int INSET = 14;
    private static final int LEAST = 126;

    private WidePicture() {}

    static Picture of(List<Strikes> steps) {
        int[] widths = widths(steps);
        List<Picture.Box> boxes = new ArrayList<>();
        List<Picture.Arrow> arrows = new ArrayList<>();
        int x = 0;
        int deepest = 0;
        for (int i = 0; i < widths.length; i++) {
            boxes.add(steps.get(i).box(x, TOP, widths[i] - GAP, BOX));
            arrows(steps.get(i), x, arrows);
            deepest = Math.max(deepest, steps.get(i).size());
            x += widths[i];
        }
        int height = FIRST_LABEL + (deepest - 1) * LABEL + 30;
        Picture.Box train = boxes.get(Strikes.index(Phase.TRAIN));
        Picture.Box retrain = boxes.get(Strikes.index(Phase.RETRAIN));
        String loop = "M%d %dV%dH%dV%d".formatted(retrain.middle(), TOP, 24, train.middle(), TOP - 4);
        Picture.Spot label = new Picture.Spot((train.middle() + retrain.middle()) / 2, 17);
        return new Picture("wide", x - GAP + 2, height, boxes, arrows, flows(boxes), loop + head(train), label);
    }

    /** What each column needs, and an equal part of what is left over. */
    private static int[] widths(List<Strikes> steps) {
        int[] widths =
                steps.stream().mapToInt(s -> LEAST + LANE * (s.size() - 1)).toArray();
        int sum = 0;
        for (int width : widths) {
            sum += width;
        }
        int spare = Math.max(0, WIDTH - sum) / widths.length;
        for (int i = 0; i < widths.length; i++) {
            widths[i] += spare;
        }
        return widths;
    }

    private static String head(Picture.Box train) {
        return "M%d %dl5 7l5 -7".formatted(train.middle() - 5, TOP - 10);
    }

    private static List<String> flows(List<Picture.Box> boxes) {
        return boxes.stream()
                .limit(boxes.size() - 1)
                .map(box -> "M%d %dh%dm-5 -5l5 5l-5 5".formatted(box.x() + box.width() + 2, box.centre(), GAP - 4))
                .toList();
    }

    private static void arrows(Strikes step, int left, List<Picture.Arrow> arrows) {
        for (int i = 0; i < step.size(); i++) {
            Picture.Label label = step.labels().get(i);
            int x = left + INSET + LANE * i;
            int y = FIRST_LABEL + (step.size() - 1 - i) * LABEL;
            int end = BOTTOM + reach(label.mark());
            arrows.add(label.along(
                    "M%d %dV%d".formatted(x, y - 10, end), tip(label.mark(), x, end), new Picture.Spot(x, y)));
        }
    }

    private static int reach(Mark mark) {
        return switch (mark) {
            case BROKEN, OPEN -> 5;
            case HELD, IN_PLACE -> 16;
            default -> 22;
        };
    }

    private static String tip(Mark mark, int x, int y) {
        return switch (mark) {
            case BROKEN, OPEN -> "M%d %dl6 -10l6 10z".formatted(x - 6, y + 5);
            case HELD, IN_PLACE -> "M%d %dh14".formatted(x - 7, y);
            default -> "";
        };
    }
}
