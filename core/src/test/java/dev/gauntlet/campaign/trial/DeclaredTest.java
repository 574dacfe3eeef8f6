package dev.gauntlet.campaign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.ActionAttack;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.attack.channel.VerdictDrop;
import dev.gauntlet.attack.evasion.Mimicry;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Campaign;
import dev.gauntlet.campaign.Guard;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.verdict.ChainedMac;
import dev.gauntlet.model.learn.LogisticRegression;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks on raw records need these; {@link RecordTrialTest} and {@link ActionTrialTest} have them. */
final class DeclaredTest {
    private static final Lab LAB = World.toy(Toy.budget());
    private static final Lab WITH_GRADIENTS =
            LAB.with(new LogisticRegression().train(LAB.parts().train(), Toy.run()));

    static Stream<Attack> attacks() {
        return Catalogue.all(Attack.class).stream()
                .filter(attack -> !(attack instanceof RecordAttack) && !(attack instanceof ActionAttack));
    }

    /**
     * Left out where there are too few rows, or where a detector finds none of them, as some do here; and the size, which the
     * cost states already.
     */
    private static final Set<String> AT_TIMES = Set.of(
            "meanSize",
            "truePositivesAt1Percent",
            "truePositivesAt1Permille",
            "handledInTime",
            "handledInTimeUnordered",
            "precisionInField");

    /** The arms and figures that a trial really gave. */
    static Map<Arm.Name, SortedSet<String>> given(List<Arm> arms) {
        Map<Arm.Name, SortedSet<String>> given = new TreeMap<>();
        arms.forEach(arm -> given.merge(arm.name(), new TreeSet<>(arm.facts().keySet()), (a, b) -> {
            a.addAll(b);
            return a;
        }));
        given.values().forEach(names -> names.removeAll(AT_TIMES));
        return given;
    }

    private static Map<Arm.Name, SortedSet<String>> declared(Attack attack, Defence... defences) {
        Map<Arm.Name, SortedSet<String>> declared = new TreeMap<>();
        new Campaign(List.of(attack), Guard.each(List.of(defences)), true, List.of(), 0)
                .figures(attack)
                .byArm()
                .forEach((arm, names) -> declared.put(arm, new TreeSet<>(names)));
        declared.values().forEach(names -> names.removeAll(AT_TIMES));
        return declared;
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void aTrialGivesTheFiguresItDeclaresAndNoOthers(Attack attack) {
        Bench<Attack> bench =
                Bench.of(attack.needs().contains(Requirement.GRADIENTS) ? WITH_GRADIENTS : LAB, attack, Toy.run());
        List<Arm> undefended = bench.undefended();
        assertThat(given(undefended)).isEqualTo(declared(attack));
        for (Defence defence : Catalogue.all(Defence.class)) {
            List<Arm> guarded = bench.defended(defence);
            if (!guarded.isEmpty()) {
                List<Arm> arms =
                        Stream.concat(undefended.stream(), guarded.stream()).toList();
                assertThat(given(arms)).as(defence.id()).isEqualTo(declared(attack, defence));
            }
        }
    }

    @Test
    void aDefenceThatTheAttackNeverMeetsGivesNoArms() {
        assertThat(declared(new Mimicry(), new ChainedMac())).doesNotContainKey(Arm.Name.DEFENDED);
        assertThat(declared(new VerdictDrop(), new ChainedMac())).containsKey(Arm.Name.DEFENDED);
    }
}
