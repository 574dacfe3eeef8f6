package dev.gauntlet.campaign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.Toy;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.RecordAttack;
import dev.gauntlet.attack.channel.VerdictDrop;
import dev.gauntlet.attack.evasion.Mimicry;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.defence.verdict.ChainedMac;
import dev.gauntlet.model.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Record attacks need raw records; {@link RecordTrialTest} has them. */
final class DeclaredTest {
    private static final Lab LAB = World.toy(Toy.budget());

    static Stream<Attack> attacks() {
        return Catalogue.all(Attack.class).stream().filter(attack -> !(attack instanceof RecordAttack));
    }

    /** The arms and figures that a trial really gave. */
    static Map<Arm.Name, SortedSet<String>> given(List<Arm> arms) {
        Map<Arm.Name, SortedSet<String>> given = new TreeMap<>();
        arms.forEach(arm -> given.merge(arm.name(), new TreeSet<>(arm.facts().keySet()), (a, b) -> {
            a.addAll(b);
            return a;
        }));
        return given;
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void aTrialGivesTheFiguresItDeclaresAndNoOthers(Attack attack) {
        List<Defence> defences = Catalogue.all(Defence.class);
        Map<String, Model> hardened = new HashMap<>();
        defences.stream()
                .filter(TrainingDefence.class::isInstance)
                .forEach(defence -> hardened.put(defence.id(), LAB.model()));
        Trial trial = attack.judgedBy(new Trials(LAB, hardened, Toy.run()));
        List<Arm> undefended = trial.undefended();
        assertThat(given(undefended)).isEqualTo(Declared.of(attack, List.of()).byArm());
        for (Defence defence : defences) {
            if (defence.against().contains(attack.family())) {
                List<Arm> arms = Stream.concat(undefended.stream(), trial.defended(defence).stream())
                        .toList();
                assertThat(given(arms))
                        .as(defence.id())
                        .isEqualTo(Declared.of(attack, List.of(defence)).byArm());
            }
        }
    }

    @Test
    void aDefenceOfAnotherFamilyGivesNoArms() {
        assertThat(Declared.of(new Mimicry(), List.of(new ChainedMac())).byArm())
                .doesNotContainKey(Arm.Name.DEFENDED);
        assertThat(Declared.of(new VerdictDrop(), List.of(new ChainedMac())).byArm())
                .containsKey(Arm.Name.DEFENDED);
    }
}
