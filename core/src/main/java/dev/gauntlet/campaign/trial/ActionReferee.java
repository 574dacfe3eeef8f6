package dev.gauntlet.campaign.trial;

import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Records;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Model;
import dev.gauntlet.process.assemble.Assembly;
import dev.gauntlet.search.actions.Actions;
import dev.gauntlet.search.actions.EditableLog;
import dev.gauntlet.search.actions.Edits;
import dev.gauntlet.threat.Goal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Judges what attackers did to raw records: assembles the edited log in full and asks the model. Victims of one host are judged
 * one after the other, each with the others of the host as they were; those of other hosts share a log.
 */
final class ActionReferee {
    private final EditableLog log;
    private final Assembly assembly;
    private final Goal goal;
    private final Lazy<Dataset> unedited;
    /** The places of each host's rows before any edit. */
    private final Lazy<Map<String, List<Integer>>> byHost;

    /**
     * What became of a victim.
     *
     * @param actions that evade
     * @param row the victim's, as assembled
     * @param alarmed how many other records of its host alarm only since then
     * @param silenced how many do not alarm any more
     */
    record Success(Actions actions, Rows row, int alarmed, int silenced) {}

    ActionReferee(EditableLog log, Assembly assembly, Goal goal) {
        this.log = log;
        this.assembly = assembly;
        this.goal = goal;
        this.byHost = new Lazy<>(this::byHost);
        this.unedited = new Lazy<>(() -> assembly.assemble(log.log().log()).rows());
    }

    private Map<String, List<Integer>> byHost() {
        Dataset rows = unedited.get();
        Map<String, List<Integer>> byHost = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            String host = host(log.log().place(rows.id(i)));
            byHost.computeIfAbsent(host, one -> new ArrayList<>()).add(i);
        }
        return byHost;
    }

    /**
     * Judges actions.
     *
     * @param edits of each victim
     * @param found what was done to each; empty if nothing
     * @return empty for a victim whose records break the schema, or one of whose records is not answered as is wanted
     */
    List<Optional<Success>> judged(Dataset victims, List<Edits> edits, List<Optional<Actions>> found, Model model) {
        List<Optional<Success>> all = new ArrayList<>(Collections.nCopies(found.size(), Optional.empty()));
        for (List<Integer> round : rounds(edits, found)) {
            Records before = log.log().log();
            List<Records> edited = round.stream()
                    .map(v -> edits.get(v).edited(found.get(v).orElseThrow(), before))
                    .toList();
            Dataset rows = assembly.assemble(log.log()
                            .edited(edited.stream().reduce(Records::append).orElseThrow()))
                    .rows();
            Round judged = new Round(rows, places(rows), model);
            for (int k = 0; k < round.size(); k++) {
                int v = round.get(k);
                all.set(
                        v,
                        judged.success(
                                victims.truth(v), edits.get(v), found.get(v).orElseThrow(), edited.get(k)));
            }
        }
        return all;
    }

    /** Whose records may change with that at a place of the log; where each stands alone, it is a host of its own. */
    private String host(int place) {
        return log.host()
                .map(column -> log.log().log().column(column).text(place))
                .orElseGet(() -> Integer.toString(place));
    }

    /** Victims that were changed, such that in each round no two are of one host. */
    private Collection<List<Integer>> rounds(List<Edits> edits, List<Optional<Actions>> found) {
        Map<String, Integer> count = new HashMap<>();
        Map<Integer, List<Integer>> rounds = new LinkedHashMap<>();
        for (int v = 0; v < found.size(); v++) {
            if (found.get(v).isPresent()) {
                int round = count.merge(host(edits.get(v).victim()), 1, Integer::sum);
                rounds.computeIfAbsent(round, r -> new ArrayList<>()).add(v);
            }
        }
        return rounds.values();
    }

    private static Map<Long, Integer> places(Dataset rows) {
        Map<Long, Integer> places = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            places.put(rows.id(i), i);
        }
        return places;
    }

    private final class Round {
        private final Dataset rows;
        private final Map<Long, Integer> places;
        private final Model model;

        Round(Dataset rows, Map<Long, Integer> places, Model model) {
            this.rows = rows;
            this.places = places;
            this.model = model;
        }

        Optional<Success> success(double truth, Edits edits, Actions actions, Records edited) {
            List<Integer> own = IntStream.range(0, edited.size())
                    .mapToObj(i -> Optional.ofNullable(places.get(edited.id(i))))
                    .flatMap(Optional::stream)
                    .toList();
            if (own.size() < edited.size()) {
                return Optional.empty();
            }
            Rows sent =
                    rows.rows().select(own.stream().mapToInt(Integer::intValue).toArray());
            boolean wanted = edits.isValid(actions, sent)
                    && edits.limits().permit(actions)
                    && Arrays.stream(goal.answers(model, sent)).allMatch(answer -> goal.reached(truth, answer));
            return wanted ? Optional.of(success(edits, actions, edited, sent)) : Optional.empty();
        }

        private Success success(Edits edits, Actions actions, Records edited, Rows sent) {
            Dataset before = unedited.get();
            String host = host(edits.victim());
            List<double[]> was = new ArrayList<>();
            List<double[]> is = new ArrayList<>();
            for (int i : byHost.get().getOrDefault(host, List.of())) {
                Integer place = places.get(before.id(i));
                if (place != null && before.id(i) != edited.id(0)) {
                    double[] one = before.rows().row(i);
                    double[] other = rows.rows().row(place);
                    if (!Arrays.equals(one, other)) {
                        was.add(one);
                        is.add(other);
                    }
                }
            }
            if (was.isEmpty()) {
                return new Success(actions, sent.slice(0, 1), 0, 0);
            }
            boolean[] alarmed = model.alarms(Rows.of(was.toArray(double[][]::new)));
            boolean[] alarms = model.alarms(Rows.of(is.toArray(double[][]::new)));
            int more = 0;
            int fewer = 0;
            for (int i = 0; i < alarms.length; i++) {
                more += alarms[i] && !alarmed[i] ? 1 : 0;
                fewer += alarmed[i] && !alarms[i] ? 1 : 0;
            }
            return new Success(actions, sent.slice(0, 1), more, fewer);
        }
    }
}
