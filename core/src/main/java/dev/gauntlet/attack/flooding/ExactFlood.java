package dev.gauntlet.attack.flooding;

import com.google.auto.service.AutoService;
import dev.gauntlet.Suite;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.attack.InputAttack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.model.Model;
import dev.gauntlet.search.AttackSearch;
import dev.gauntlet.search.trees.ExactSearch;
import dev.gauntlet.threat.AttackerContext;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Oracle;
import dev.gauntlet.threat.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Computes from the trees of a detector the least change of each harmless row that alarms: {@link ExactSearch}. */
@AutoService(Attack.class)
public record ExactFlood(
        @Param(
                value = "boxes of values that are looked at for each row and measure, in thousands",
                low = 1,
                high = 1_000_000)
        int thousands)
        implements InputAttack {
    public ExactFlood {
        Catalogue.check(ExactFlood.class, thousands);
    }

    public ExactFlood() {
        this(5);
    }

    @Override
    public boolean wantsAlarm() {
        return true;
    }

    @Override
    public Optional<String> unfit(Model model) {
        return ExactSearch.unfit(model);
    }

    @Override
    public List<? extends AttackSearch> pursue(Dataset victims, Oracle oracle, AttackerContext grant, Run run) {
        return ExactSearch.of(victims, oracle.opened(), grant, 1000L * thousands, run);
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.QUERY, Requirement.INPUTS, Requirement.TREES);
    }

    @Override
    public Set<Class<? extends Knowledge>> adaptsTo() {
        return Set.of(Knowledge.Limit.class);
    }

    @Override
    public Suite suite() {
        return Suite.QUICK;
    }

    @Override
    public String taxonomy() {
        return "flooding";
    }

    @Override
    public String summary() {
        return "Computes from the detector's trees the least change of harmless rows that alarms, and proves that none is smaller.";
    }

    @Override
    public String when() {
        return "Use it first on tree ensembles: it takes one or two queries a row and proves how many rows cannot alarm.";
    }

    @Override
    public String source() {
        return ExactSearch.SOURCE;
    }
}
