package dev.gauntlet.app.report;

import java.util.List;

/**
 * A drawing of the process and of every family of attack on it. Lengths are in pixels of the drawing; a path
 * is in SVG's language.
 *
 * @param name unique on the page
 * @param flows the arrows from step to step
 * @param loop the arrow from retrain back to train
 * @param loopLabel the position of the loop's label
 */
public record Picture(
        String name,
        int width,
        int height,
        List<Box> boxes,
        List<Arrow> arrows,
        List<String> flows,
        String loop,
        Spot loopLabel) {
    public Picture {
        boxes = List.copyOf(boxes);
        arrows = List.copyOf(arrows);
        flows = List.copyOf(flows);
    }

    /** A point. */
    public record Spot(int x, int y) {}

    /**
     * A step.
     *
     * @param mark the worst mark among its attacks
     */
    public record Box(String number, String name, Mark mark, int x, int y, int width, int height) {
        public int middle() {
            return x + width / 2;
        }

        public int centre() {
            return y + height / 2;
        }
    }

    /**
     * A family of attack on its way to a step. An attack that broke the step reaches it, one that was held ends at a
     * bar, one that was not tried ends before it.
     *
     * @param name the family, or that there is none
     * @param target the id of the section with details
     * @param line from the label towards the step
     * @param tip an arrow's head or a bar; may be empty
     * @param spot the centre of the mark before the label
     */
    public record Arrow(String name, String outcome, Mark mark, String target, String line, String tip, Spot spot) {}

    /** How an arrow to a step is labelled. */
    record Label(String name, String outcome, Mark mark, String target) {
        static Label of(Tried tried) {
            return new Label(tried.family(), tried.tally().brief(), tried.mark(), tried.target());
        }

        static Label none() {
            return new Label("none", "no attack implemented", Mark.UNTRIED, "untested");
        }

        Arrow along(String line, String tip, Spot spot) {
            return new Arrow(name, outcome, mark, target, line, tip, spot);
        }
    }
}
