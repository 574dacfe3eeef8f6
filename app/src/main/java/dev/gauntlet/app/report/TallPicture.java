package dev.gauntlet.app.report;

import dev.gauntlet.Phase;
import java.util.ArrayList;
import java.util.List;

/** The process from top to bottom with the attacks to the right of it: for narrow screens. */
final class TallPicture {
    private static final int WIDTH = 340;
    private static final int LEFT = 26;
    private static final int BOX_WIDTH = 112;
    private static final int RIGHT = LEFT + BOX_WIDTH;
    private static final int ROW = 42;
    private static final int BOX = 44;
    private static final int GAP = 22;
    private static final int MARK = 196;

    private TallPicture() {}

    static Picture of(List<Strikes> steps) {
        List<Picture.Box> boxes = new ArrayList<>();
        List<Picture.Arrow> arrows = new ArrayList<>();
        int y = 2;
        for (Strikes step : steps) {
            int height = Math.max(BOX, ROW * step.size());
            boxes.add(step.box(LEFT, y, BOX_WIDTH, height));
            arrows(step, y + (height - ROW * step.size()) / 2, arrows);
            y += height + GAP;
        }
        Picture.Box train = boxes.get(Strikes.index(Phase.TRAIN));
        Picture.Box retrain = boxes.get(Strikes.index(Phase.RETRAIN));
        String loop = "M%d %dH%dV%dH%d".formatted(LEFT, retrain.centre(), 14, train.centre(), LEFT - 4)
                + "M%d %dl7 5l-7 5".formatted(LEFT - 10, train.centre() - 5);
        Picture.Spot label = new Picture.Spot(8, (train.centre() + retrain.centre()) / 2);
        return new Picture("tall", WIDTH, y - GAP + 2, boxes, arrows, flows(boxes), loop, label);
    }

    private static List<String> flows(List<Picture.Box> boxes) {
        return boxes.stream()
                .limit(boxes.size() - 1)
                .map(box -> "M%d %dv%dm-5 -5l5 5l5 -5".formatted(box.middle(), box.y() + box.height() + 2, GAP - 4))
                .toList();
    }

    private static void arrows(Strikes step, int top, List<Picture.Arrow> arrows) {
        for (int i = 0; i < step.size(); i++) {
            Picture.Label label = step.labels().get(i);
            int y = top + ROW * i + ROW / 2;
            int end = RIGHT + reach(label.mark());
            arrows.add(label.along(
                    "M%d %dH%d".formatted(MARK - 10, y, end), tip(label.mark(), end, y), new Picture.Spot(MARK, y)));
        }
    }

    private static int reach(Mark mark) {
        return switch (mark) {
            case BROKEN, OPEN -> 5;
            case HELD, IN_PLACE -> 14;
            default -> 20;
        };
    }

    private static String tip(Mark mark, int x, int y) {
        return switch (mark) {
            case BROKEN, OPEN -> "M%d %dl-10 6l10 6z".formatted(x + 5, y - 6);
            case HELD, IN_PLACE -> "M%d %dv14".formatted(x, y - 7);
            default -> "";
        };
    }
}
