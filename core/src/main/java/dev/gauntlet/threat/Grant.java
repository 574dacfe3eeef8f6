package dev.gauntlet.threat;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import java.util.Optional;

/**
 * What an attack receives besides the data it changes.
 *
 * @param schema the detector's input
 * @param budget what it may spend
 * @param auxiliary labelled rows like the detector's own that the attacker has; never test rows
 * @param surrogate what it trains its own models with
 * @param knowledge what it knows of the defence, in the adaptive arm
 */
public record Grant(Schema schema, Budget budget, Dataset auxiliary, Trainer surrogate, Optional<Knowledge> knowledge) {
    public Grant withBudget(Budget other) {
        return new Grant(schema, other, auxiliary, surrogate, knowledge);
    }

    public Grant knowing(Knowledge known) {
        return new Grant(schema, budget, auxiliary, surrogate, Optional.of(known));
    }

    /** The filter the attacker knows, if it knows one. */
    public Optional<Knowledge.Filter> filter() {
        return knowledge.filter(Knowledge.Filter.class::isInstance).map(Knowledge.Filter.class::cast);
    }

    /** The limit the attacker knows, if it knows one. */
    public Optional<Knowledge.Limit> limit() {
        return knowledge.filter(Knowledge.Limit.class::isInstance).map(Knowledge.Limit.class::cast);
    }

    /** The guard of answers the attacker knows, if it knows one. */
    public Optional<Knowledge.Guard> guard() {
        return knowledge.filter(Knowledge.Guard.class::isInstance).map(Knowledge.Guard.class::cast);
    }

    /** An oracle over a model of the attacker's own that shows what the detector's does: through the guard it knows. */
    public Oracle rehearsal(Model own, Access access, int questions) {
        Oracle.Guard guard = guard().map(Knowledge.Guard::fresh).orElse(Oracle.OPEN);
        return Oracle.of(own, access, guard, questions, 1);
    }

    /** The bundle signed with the leaked key, or as it is if none has leaked. */
    public Bundle signed(Bundle bundle) {
        return knowledge
                .filter(Knowledge.Secret.class::isInstance)
                .map(known -> ((Knowledge.Secret) known).sign(bundle))
                .orElse(bundle);
    }
}
