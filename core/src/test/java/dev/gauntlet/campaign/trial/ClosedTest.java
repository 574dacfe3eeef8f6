package dev.gauntlet.campaign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.InputException;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Rows;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.model.BlackBox;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import dev.gauntlet.threat.Access;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What can be tried on a black-box detector. */
final class ClosedTest {
    private static final Lab LAB = Toy.lab();
    private static final String UNASSEMBLED =
            "it edits raw records from which features are derived, and in this run rows are used as they are; name a log of Zeek"
                    + " or Suricata, or derive features of URLs (--derive url-text:column=url)";

    /** The toy detector, of which nothing is shown; one that is broken answers nothing. */
    private record Hidden(boolean showsScores, boolean broken) implements BlackBox {
        @Override
        public Scale scale() {
            return Scale.PROBABILITY;
        }

        @Override
        public int outputs() {
            return 2;
        }

        @Override
        public int inputs() {
            return 4;
        }

        @Override
        public String form() {
            return "hidden";
        }

        @Override
        public Rows scores(Rows rows) {
            if (broken) {
                throw new InputException("nobody answers");
            }
            double[] malice = LAB.model().malice(rows);
            return Rows.fill(rows.size(), 2, (i, k) -> k == 1 ? malice[i] : 1 - malice[i]);
        }

        @Override
        public Map<String, double[]> parameters() {
            return Map.of();
        }

        @Override
        public Predictor rebuild(Map<String, double[]> parameters) {
            throw new IllegalArgumentException("hidden");
        }
    }

    private static Lab lab(boolean scores, boolean broken) {
        Model model = new Model("hidden", LAB.schema(), Encoding.identity(4), new Hidden(scores, broken));
        return new Lab(
                LAB.parts(),
                LAB.auxiliary(),
                LAB.train(),
                model,
                LAB.surrogate(),
                LAB.trainers(),
                LAB.raw(),
                LAB.threat().withBudget(Toy.budget()),
                6);
    }

    private static Map<String, List<String>> refused(Lab lab) {
        return Catalogue.all(Attack.class).stream()
                .filter(attack -> lab.refuses(attack).isPresent())
                .collect(Collectors.groupingBy(
                        Attack::family,
                        Collectors.mapping(attack -> lab.refuses(attack).orElseThrow(), Collectors.toList())));
    }

    @Test
    void whatTrainsOrChangesItIsRefused() {
        assertThat(refused(lab(true, false)))
                .containsOnlyKeys(
                        "evaluation",
                        "evasion",
                        "fingerprint",
                        "flooding",
                        "indirect",
                        "labels",
                        "membership",
                        "poisoning",
                        "property",
                        "retraining",
                        "tampering");
        assertThat(refused(lab(true, false)).get("tampering")).allMatch(why -> why.contains("are not available"));
        assertThat(refused(lab(false, false)).get("membership")).allMatch(why -> why.contains("non-members"));
        assertThat(refused(lab(true, false)).get("evasion"))
                .containsExactlyInAnyOrder(
                        UNASSEMBLED,
                        "it needs gradients, which this detector does not expose",
                        "it needs gradients, which this detector does not expose",
                        "it needs trees, which this detector does not expose");
        assertThat(refused(lab(false, false)).get("evasion"))
                .containsExactlyInAnyOrder(
                        UNASSEMBLED,
                        "it needs gradients, which this detector does not expose",
                        "it needs gradients, which this detector does not expose",
                        "it needs trees, which this detector does not expose",
                        "it needs scores, and this detector returns labels only",
                        "it needs scores, and this detector returns labels only",
                        "it needs scores, and this detector returns labels only");
        assertThat(refused(lab(false, false)).get("flooding"))
                .containsExactly("it needs trees, which this detector does not expose");
        assertThat(refused(lab(false, false))).doesNotContainKeys("extraction", "channel");
    }

    @Test
    void theThreatModelIsAskedToo() {
        Lab lab = lab(true, false);
        Lab weak = new Lab(
                lab.parts(),
                lab.auxiliary(),
                lab.train(),
                lab.model(),
                lab.surrogate(),
                lab.trainers(),
                lab.raw(),
                new dev.gauntlet.threat.ThreatModel(java.util.Set.of(), Access.LABEL, Toy.budget()),
                6);
        assertThat(refused(weak).get("evasion"))
                .filteredOn(why -> !why.contains("gradients") && !why.contains("trees") && !why.equals(UNASSEMBLED))
                .hasSizeGreaterThan(2)
                .allMatch(why -> why.contains("the threat model does not let"));
    }

    @Test
    void aWholeCampaignFailsNowhere() {
        Campaign campaign = new Campaign(Catalogue.all(Attack.class), Catalogue.all(Defence.class), 0.05);
        List<Finding> findings = campaign.apply(lab(true, false), Toy.run(), Campaign.SILENT);
        assertThat(findings).noneMatch(f -> f.outcome() == Finding.Outcome.FAILED);
        assertThat(findings.stream()
                        .filter(f -> f.outcome() != Finding.Outcome.SKIPPED)
                        .map(f -> f.attack().family())
                        .distinct())
                .containsExactlyInAnyOrder("channel", "evasion", "extraction", "flooding");
        assertThat(findings.stream()
                        .filter(f -> f.defence()
                                .filter("adversarial-training"::equals)
                                .isPresent()))
                .isNotEmpty()
                .allMatch(f ->
                        f.outcome() == Finding.Outcome.SKIPPED && f.reason().contains("black box"));
    }

    @Test
    void whatTheUserCanFixStopsTheCampaign() {
        Campaign campaign = new Campaign(Catalogue.all(Attack.class), List.of(), 0.05);
        assertThatThrownBy(() -> campaign.apply(lab(true, true), Toy.run(), Campaign.SILENT))
                .isInstanceOf(InputException.class)
                .hasMessage("nobody answers");
    }
}
