package dev.gauntlet.defence;

import dev.gauntlet.base.Plugin;
import java.util.Set;

/** A defence against attacks of certain families. A record; its components are its parameters. */
public sealed interface Defence extends Plugin
        permits DataDefence,
                RecordDefence,
                EvaluationDefence,
                TrainingDefence,
                UpdateDefence,
                QueryDefence,
                AlertDefence,
                ChannelDefence,
                ArtifactDefence {
    /** The families of attack it is meant for. */
    Set<String> against();

    /** One sentence that tells a team what to do. */
    String advice();
}
