package dev.gauntlet.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Run;
import dev.gauntlet.measure.Interval;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class VictimsTest {
    private static final Victims SOME = Victims.of(new long[] {7, 3}, new boolean[] {true, false});

    @Test
    void readBackFromTheirTable() {
        assertThat(SOME.text()).isEqualTo("row,reached\n7,1\n3,0\n");
        assertThat(SOME.digest())
                .as("as sha256sum says of the file")
                .isEqualTo("8d05821377a3360d0598db07fb3567fc44c2a6aa6a089c15d53413dcd9936f03");
        Victims read = Victims.parse(SOME.text());
        assertThat(read).isEqualTo(SOME).hasSameHashCodeAs(SOME);
        assertThat(read.ids()).containsExactly(7, 3);
        assertThat(read.reached()).containsExactly(true, false);
        assertThat(read.share().value()).isEqualTo(0.5);
        assertThat(SOME).isNotEqualTo(Victims.of(new long[] {7, 3}, new boolean[] {true, true}));
        assertThat(SOME).isNotEqualTo(Victims.of(new boolean[] {true, false}));
    }

    @Test
    void onlyNamedOnesHaveNoResults() {
        Victims named = Victims.named(SOME.digest());
        assertThat(named).isEqualTo(SOME);
        assertThat(named.isHere()).isFalse();
        assertThatThrownBy(named::text).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anythingElseIsRefused() {
        for (String text :
                new String[] {"", "row\n", "row,reached\n7\n", "row,reached\n7,10\n", "number,reached\nx,1\n"}) {
            assertThatThrownBy(() -> Victims.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /**
     * Every arm in which someone is attacked says for whom it worked, and its damage is the share of them; a random attacker who
     * guesses has no victims but a chance that is computed.
     */
    @Test
    void everyFamilyListsItsVictims() {
        Set<String> without = new TreeSet<>();
        for (Attack attack : Catalogue.all(Attack.class)) {
            if (attack instanceof RecordAttack) {
                continue;
            }
            new Campaign(java.util.List.of(attack), java.util.List.of(), 0.05)
                    .apply(CampaignTest.lab(), Run.seeded(5), new Campaign.Listener() {
                        @Override
                        public void measured(Cell cell, Measured result) {
                            Arm arm = result.arm();
                            if (arm.victims().isEmpty()) {
                                without.add(attack.family() + " " + arm.name().id());
                                assertThat(arm.damage())
                                        .isEqualTo(Interval.exact(arm.damage().value()));
                            } else {
                                assertThat(arm.victims().get(0).share()).isEqualTo(arm.damage());
                            }
                        }
                    });
        }
        assertThat(without).containsExactly("fingerprint random", "membership random", "property random");
    }
}
