package dev.gauntlet.process.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WindowsTest {
    @Test
    void aHostWindowForgetsWhatIsOlderThanItsSeconds() {
        HostWindow window = new HostWindow(10);
        window.add(new HostWindow.Entry(0, "x", 80, true, 5));
        window.add(new HostWindow.Entry(10, "y", 80, false, 7));
        assertThat(List.of(window.connections(), window.distinctTargets(), window.distinctPorts(), window.failed()))
                .containsExactly(2, 2, 1, 1);
        assertThat(window.bytes()).isEqualTo(12);
        window.add(new HostWindow.Entry(10.1, "y", 443, false, 1));
        assertThat(List.of(window.connections(), window.distinctTargets(), window.distinctPorts(), window.failed()))
                .containsExactly(2, 1, 2, 0);
        assertThat(window.bytes()).isEqualTo(8);
    }

    @Test
    void aTargetSeenTwiceIsForgottenWithItsLastEntry() {
        HostWindow window = new HostWindow(10);
        window.add(new HostWindow.Entry(0, "x", 80, false, 0));
        window.add(new HostWindow.Entry(5, "x", 80, false, 0));
        window.add(new HostWindow.Entry(12, "y", 22, false, 0));
        assertThat(window.distinctTargets()).isEqualTo(2);
        window.add(new HostWindow.Entry(16, "y", 22, false, 0));
        assertThat(window.distinctTargets()).isEqualTo(1);
        assertThat(window.distinctPorts()).isEqualTo(1);
    }

    private static PairWindow pair(double... times) {
        PairWindow window = new PairWindow(100);
        for (double time : times) {
            window.add(time);
        }
        return window;
    }

    @Test
    void aPairWindowHasTheMeanAndDeviationOfItsGaps() {
        PairWindow window = pair(0, 10, 30, 60);
        assertThat(window.connections()).isEqualTo(4);
        assertThat(window.gapMean()).isEqualTo(20);
        assertThat(window.gapDeviation()).isCloseTo(StrictMath.sqrt(200.0 / 3), within(1e-9));
    }

    @Test
    void oneConnectionHasNoGapAndOneGapNoDeviation() {
        assertThat(pair(5).gapMean()).isZero();
        assertThat(pair(5, 8).gapMean()).isEqualTo(3);
        assertThat(pair(5, 8).gapDeviation()).isZero();
    }

    @Test
    void aPairWindowForgetsGapsWithTheirFirstConnection() {
        PairWindow window = pair(0, 90, 100, 110);
        assertThat(window.connections()).isEqualTo(3);
        assertThat(window.gapMean()).isEqualTo(10);
        assertThat(window.gapDeviation()).isZero();
    }

    @Test
    void aPairWindowStartsAgainAfterALongSilence() {
        PairWindow window = pair(0, 10, 20, 1e9, 1e9 + 7);
        assertThat(window.connections()).isEqualTo(2);
        assertThat(window.gapMean()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "22, ssh",
        "443, https",
        "53, dns",
        "1023, system",
        "1024, registered",
        "49151, registered",
        "49152, dynamic",
        "65535, dynamic",
        "0, system",
        "3389, rdp",
        "8443, web-alternative"
    })
    void portsAreClassedByServiceAndThenByRange(int port, String name) {
        assertThat(Ports.classOf(port)).isEqualTo(name);
        assertThat(Ports.classes()).contains(name).doesNotHaveDuplicates();
    }
}
