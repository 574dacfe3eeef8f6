package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Phase;
import dev.gauntlet.campaign.AttackInfo;
import dev.gauntlet.threat.AttackClass;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PictureTest {
    private static List<Strikes> steps(int familiesAtInfer) {
        List<AttackInfo> cards = new ArrayList<>();
        for (int i = 0; i < familiesAtInfer; i++) {
            cards.add(Sample.card("a" + i, "family" + i, Phase.INFER, AttackClass.INTEGRITY));
        }
        return Strikes.of(Tried.all(Sample.plain().findings(), cards));
    }

    @Test
    void theStepsStandInOrderWithoutOverlap() {
        List<Picture.Box> boxes = WidePicture.of(steps(5)).boxes();
        assertThat(boxes)
                .extracting(Picture.Box::name)
                .containsExactly("Assemble", "Label", "Split", "Train", "Evaluate", "Deploy", "Infer", "Retrain");
        for (int i = 1; i < boxes.size(); i++) {
            assertThat(boxes.get(i).x())
                    .isGreaterThan(boxes.get(i - 1).x() + boxes.get(i - 1).width());
        }
    }

    @Test
    void aStepIsAsWideAsItsArrowsNeed() {
        Picture picture = WidePicture.of(steps(12));
        Picture.Box infer = picture.boxes().get(6);
        assertThat(picture.arrows().stream()
                        .filter(arrow -> arrow.name().startsWith("family"))
                        .map(arrow -> arrow.spot().x()))
                .hasSize(12)
                .doesNotHaveDuplicates()
                .allMatch(x -> x > infer.x() && x < infer.x() + infer.width());
    }

    @Test
    void everythingLiesWithinThePicture() {
        for (Picture picture : List.of(WidePicture.of(steps(5)), TallPicture.of(steps(5)))) {
            assertThat(picture.boxes())
                    .allMatch(box -> box.x() >= 0 && box.x() + box.width() <= picture.width())
                    .allMatch(box -> box.y() >= 0 && box.y() + box.height() <= picture.height());
            assertThat(picture.arrows()).allMatch(arrow -> arrow.spot().y() < picture.height());
        }
    }

    @Test
    void aBoxBearsTheGravestMark() {
        List<Picture.Box> boxes = TallPicture.of(steps(0)).boxes();
        assertThat(boxes.get(3).mark()).isEqualTo(Mark.BROKEN);
        assertThat(boxes.get(6).mark()).isEqualTo(Mark.HELD);
        assertThat(boxes.get(0).mark()).isEqualTo(Mark.UNTRIED);
    }
}
