package dev.gauntlet.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Toy;
import dev.gauntlet.model.Bundle;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ThreatModelTest {
    private static final Set<Requirement> EVERYTHING = EnumSet.allOf(Requirement.class);

    @Test
    void theStandardAdversaryMayDoEverything() {
        assertThat(ThreatModel.standard().refuses(EVERYTHING, EVERYTHING)).isEmpty();
        assertThat(ThreatModel.standard().budget()).isEqualTo(new Budget(0.05, 0.5, 500, 20, 0.1));
    }

    @Test
    void namesThePowerThatIsNotGranted() {
        ThreatModel weak =
                new ThreatModel(Set.of(Requirement.INPUTS, Requirement.TIMES), Access.PARAMETERS, Budget.standard());
        assertThat(weak.refuses(Set.of(Requirement.INPUTS, Requirement.QUERY), EVERYTHING))
                .contains("the threat model does not let the adversary query the detector");
        assertThat(weak.refuses(Set.of(Requirement.INPUTS), Set.of())).isEmpty();
    }

    @Test
    void namesWhatTheDataLack() {
        assertThat(ThreatModel.standard().refuses(Set.of(Requirement.TIMES), Set.of(Requirement.SOURCES)))
                .contains("the data have no time column");
        assertThat(ThreatModel.standard().refuses(Set.of(Requirement.SOURCES), Set.of(Requirement.TIMES)))
                .contains("the data have no source column");
    }

    @Test
    void dataThatAreThereMustBeGrantedToo() {
        ThreatModel blind = new ThreatModel(
                EnumSet.complementOf(EnumSet.of(Requirement.RAW_RECORDS)), Access.PARAMETERS, Budget.standard());
        assertThat(blind.refuses(Set.of(Requirement.RAW_RECORDS), EVERYTHING)).isPresent();
    }

    @Test
    void ofSeveralReasonsTheFirstByNeedIsGiven() {
        ThreatModel none = new ThreatModel(Set.of(), Access.PARAMETERS, Budget.standard());
        assertThat(none.refuses(Set.of(Requirement.VERDICTS, Requirement.LABELS, Requirement.TIMES), Set.of()))
                .contains("the threat model does not let the adversary change labels of training rows");
    }

    @Test
    void whatAnswersShowDecidesWhichSightsAreGranted() {
        ThreatModel rounded = new ThreatModel(EVERYTHING, Access.ROUNDED, Budget.standard());
        assertThat(rounded.refuses(Set.of(Requirement.QUERY, Requirement.SCORES), EVERYTHING))
                .isEmpty();
        assertThat(rounded.refuses(Set.of(Requirement.GRADIENTS), EVERYTHING))
                .contains("the threat model does not let the adversary see the detector's gradients");
        ThreatModel labels = new ThreatModel(EVERYTHING, Access.LABEL, Budget.standard());
        assertThat(labels.refuses(Set.of(Requirement.SCORES), EVERYTHING)).isPresent();
        assertThat(labels.refuses(Set.of(Requirement.QUERY), EVERYTHING)).isEmpty();
        ThreatModel mute = new ThreatModel(EnumSet.of(Requirement.SCORES), Access.PARAMETERS, Budget.standard());
        assertThat(mute.refuses(Set.of(Requirement.WHITE_BOX), EVERYTHING)).isPresent();
    }

    @Test
    void anAttackIsShownWhatItNeedsAsFarAsItIsGranted() {
        ThreatModel all = ThreatModel.standard();
        assertThat(all.shown(Set.of(Requirement.QUERY))).isEqualTo(Access.LABEL);
        assertThat(all.shown(Set.of(Requirement.SCORES))).isEqualTo(Access.MARGIN);
        assertThat(all.shown(Set.of(Requirement.QUERY, Requirement.GRADIENTS))).isEqualTo(Access.GRADIENTS);
        assertThat(all.shown(Set.of(Requirement.WHITE_BOX, Requirement.SCORES))).isEqualTo(Access.PARAMETERS);
        ThreatModel rounded = new ThreatModel(EVERYTHING, Access.ROUNDED, Budget.standard());
        assertThat(rounded.shown(Set.of(Requirement.SCORES))).isEqualTo(Access.ROUNDED);
    }

    @Test
    void anotherBudgetKeepsTheGrants() {
        ThreatModel other =
                new ThreatModel(Set.of(Requirement.QUERY), Access.ROUNDED, Budget.standard()).withBudget(Toy.budget());
        assertThat(other).isEqualTo(new ThreatModel(Set.of(Requirement.QUERY), Access.ROUNDED, Toy.budget()));
    }

    @Test
    void aBudgetIsCheckedPartByPart() {
        assertThatThrownBy(() -> new Budget(1.1, 1, 1, 1, 1)).hasMessage("rows must be in [0, 1] but is 1.1");
        assertThatThrownBy(() -> new Budget(0, -1, 1, 1, 1)).hasMessageStartingWith("eps must be in [0, ");
        assertThatThrownBy(() -> new Budget(0, 1, -1, 1, 1)).hasMessage("queries must be at least 0 but is -1");
        assertThatThrownBy(() -> new Budget(0, 1, 1, Double.NaN, 1)).hasMessageStartingWith("cost must be in");
        assertThatThrownBy(() -> new Budget(0, 1, 1, 1, 2)).hasMessage("sources must be in [0, 1] but is 2");
    }

    @Test
    void strengthScalesRowsAndDistanceOnly() {
        assertThat(new Budget(0.2, 0.5, 60, 20, 0.5).times(0.5)).isEqualTo(new Budget(0.1, 0.25, 60, 20, 0.5));
    }

    @Test
    void rowsAreRoundedDown() {
        assertThat(Budget.standard().rowsOf(39)).isEqualTo(1);
        assertThat(Budget.standard().rowsOf(40)).isEqualTo(2);
        assertThat(Budget.standard().rowsOf(0)).isZero();
    }

    @Test
    void aGrantCarriesTheKnowledgeItHas() {
        AttackerContext grant = Toy.grant(Toy.clusters(6, 1));
        assertThat(grant.filter()).isEmpty();
        AttackerContext limited = grant.knowing(
                List.of(new Knowledge.Limit(3, "day"), new Knowledge.Limit(2, "hour"), new Knowledge.Limit(1, "day")));
        assertThat(limited.limits("day").min()).hasValue(1);
        assertThat(limited.limits("week")).isEmpty();
        assertThat(limited.filter()).isEmpty();
        Bundle bundle = Bundle.of(Toy.threshold(5));
        assertThat(limited.signed(bundle)).isSameAs(bundle);
        Knowledge.Secret key = unsigned -> unsigned.withEntry("signature", "true");
        assertThat(grant.knowing(key).signed(bundle).entry("signature")).isEqualTo("true");
        assertThat(grant.knowing((Knowledge.Filter) data -> new boolean[0]).filter())
                .isPresent();
        assertThat(limited.withBudget(Budget.standard()).isLimited("day")).isTrue();
    }

    @Test
    void theTaxonomyRefusesAKeyItDoesNotHave() {
        assertThatThrownBy(() -> Taxonomy.of("bribery")).hasMessage("taxonomy.properties has no bribery.atlas");
    }

    @Test
    void theTaxonomyListsSeveralIds() {
        assertThat(Taxonomy.of("backdoor"))
                .isEqualTo(new Taxonomy(
                        java.util.List.of("AML.T0018.000", "AML.T0043.004"),
                        java.util.List.of("NISTAML.023", "NISTAML.021")));
    }
}
