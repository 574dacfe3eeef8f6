package dev.gauntlet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WindowTest {
    @Test
    void isAsWideAsStatedAndUsualWhereNothingSensibleIs() {
        assertThat(Window.stated("97").width()).isEqualTo(97);
        assertThat(Window.stated("7").width()).isEqualTo(40);
        assertThat(Window.stated(null).width()).isEqualTo(120);
        assertThat(Window.stated("0").width()).isEqualTo(120);
        assertThat(Window.stated("wide").width()).isEqualTo(120);
    }

    @Test
    void breaksAtSpacesAndIndents() {
        assertThat(new Window(12).lines("a:", 2, "one two three four")).containsExactly("a: one two", "  three four");
        assertThat(new Window(12).lines("a:", 2, "")).containsExactly("a:");
    }

    @Test
    void keepsLongWordsAndFirmTextsWhole() {
        assertThat(new Window(8).lines("", 1, "to incomprehensible ends"))
                .containsExactly("to", " incomprehensible", " ends");
        assertThat(new Window(8).lines("", 0, "see " + Window.firm(".1 [.0 .2]") + " now"))
                .containsExactly("see", ".1 [.0 .2]", "now");
    }
}
