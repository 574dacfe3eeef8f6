package dev.gauntlet.threat;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Schema;
import dev.gauntlet.model.Bundle;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What an attack receives besides the data it changes.
 *
 * @param schema the detector's input
 * @param budget what it may spend
 * @param auxiliary labelled rows like the detector's own that the attacker has; never test rows
 * @param surrogate what it trains its own models with
 * @param knowledge what it knows of the defences, in the adaptive arm
 * @param goal what it wants
 */
public record AttackerContext(
        Schema schema, Budget budget, Dataset auxiliary, Trainer surrogate, List<Knowledge> knowledge, Goal goal) {
    public AttackerContext {
        knowledge = List.copyOf(knowledge);
    }

    /** A grant of an attacker who knows nothing of any defence, and wants malicious rows to pass. */
    public AttackerContext(Schema schema, Budget budget, Dataset auxiliary, Trainer surrogate) {
        this(schema, budget, auxiliary, surrogate, List.of(), new Goal.Silence());
    }

    public AttackerContext withBudget(Budget other) {
        return new AttackerContext(schema, other, auxiliary, surrogate, knowledge, goal);
    }

    public AttackerContext withGoal(Goal other) {
        return new AttackerContext(schema, budget, auxiliary, surrogate, knowledge, other);
    }

    /** The same of an attacker who knows this of the defences. */
    public AttackerContext knowing(List<Knowledge> known) {
        return new AttackerContext(schema, budget, auxiliary, surrogate, known, goal);
    }

    public AttackerContext knowing(Knowledge known) {
        return knowing(List.of(known));
    }

    /** The filter the attacker knows, if it knows one. */
    public Optional<Knowledge.Filter> filter() {
        return known(Knowledge.Filter.class).findFirst();
    }

    /**
     * The limits on something that the attacker knows.
     *
     * @param per what is limited, for example {@link Knowledge.Limit#PER_CLIENT}
     */
    public DoubleStream limits(String per) {
        return known(Knowledge.Limit.class)
                .filter(limit -> limit.per().equals(per))
                .mapToDouble(Knowledge.Limit::most);
    }

    /** Whether the attacker knows a limit on something. */
    public boolean isLimited(String per) {
        return limits(per).findAny().isPresent();
    }

    /** How alarms are grouped, if the attacker knows it. */
    public Optional<Knowledge.Grouping> grouping() {
        return known(Knowledge.Grouping.class).findFirst();
    }

    /** The screen of answers the attacker knows, if it knows one. */
    public Optional<Screen> screen() {
        return known(Knowledge.Queries.class).map(Knowledge.Queries::screen).findFirst();
    }

    /** An oracle over a model of the attacker's own that shows what the detector's does: through the screen it knows. */
    public Oracle rehearsal(Model own, Access access, int questions) {
        return Oracle.of(
                own, access, screen().orElse(Screen.OPEN), questions, 1, budget.principals(), goal.isOfQuantity());
    }

    /** The bundle signed with the leaked key, or as it is if none has leaked. */
    public Bundle signed(Bundle bundle) {
        return known(Knowledge.Secret.class)
                .findFirst()
                .map(secret -> secret.sign(bundle))
                .orElse(bundle);
    }

    private <K extends Knowledge> Stream<K> known(Class<K> kind) {
        return knowledge.stream().filter(kind::isInstance).map(kind::cast);
    }
}
