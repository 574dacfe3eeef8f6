package dev.gauntlet.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gauntlet.data.Note.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteTest {
    private static final Note CELLS = new Note(Topic.CELLS, "cells", "");
    private static final Note LEAK = new Note(Topic.LEAK, "id alone", Note.leaveOut("id"));
    private static final Note COPIES = new Note(Topic.COPIES, "copies", "");

    @Test
    void theWorstComesFirstAndWhatNeedsNoFixIsApart() {
        List<Note> all = List.of(CELLS, Note.other("constant"), COPIES, LEAK);

        assertThat(Note.concerns(all)).containsExactly(LEAK, COPIES, CELLS);
        assertThat(Note.rest(all)).containsExactly(Note.other("constant"));
    }

    @Test
    void aColumnIsReportedOnceAtItsWorst() {
        Note memorised = new Note(Topic.IDENTIFIER, "id numbers the rows", Note.leaveOut("id"));
        Note another = new Note(Topic.IDENTIFIER, "no numbers the rows", Note.leaveOut("no"));

        assertThat(Note.concerns(List.of(memorised, another, LEAK))).containsExactly(LEAK, another);
    }

    @Test
    void notesOfOneTopicKeepTheirOrder() {
        Note second = new Note(Topic.CELLS, "a later column", "");

        assertThat(Note.concerns(List.of(CELLS, second))).containsExactly(CELLS, second);
    }

    @Test
    void theFixStandsBehindTheTextAndNamesThatYamlWouldMisreadAreQuoted() {
        assertThat(LEAK.sentence()).isEqualTo("id alone; move it from features to ignored: [id] in the schema");
        assertThat(Note.leaveOut("src ip")).isEqualTo("move it from features to ignored: [\"src ip\"] in the schema");
        assertThat(Note.leaveOut("no")).isEqualTo("move it from features to ignored: [\"no\"] in the schema");
    }
}
