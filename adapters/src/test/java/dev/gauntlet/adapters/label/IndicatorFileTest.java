package dev.gauntlet.adapters.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndicatorFileTest {
    @TempDir
    Path folder;

    private IndicatorFile read(String name, String text) throws IOException {
        return IndicatorFile.read(Files.writeString(folder.resolve(name), text), Optional.empty());
    }

    @Test
    void aPlainListHoldsOneALine() throws IOException {
        assertThat(read("a.txt", "# bad ones\n198.51.100.26\nevil.example # c2\n\n")
                        .kinds())
                .containsOnlyKeys("198.51.100.26", "evil.example");
        assertThat(read("b.csv", "indicator\n198.51.100.26\n").kinds()).containsOnlyKeys("198.51.100.26");
    }

    @Test
    void zeeksIntelligenceFormatIsRead() throws IOException {
        assertThat(read("intel.dat", """
                        #fields\tindicator\tindicator_type\tmeta.source
                        198.51.100.26\tIntel::ADDR\tmisp
                        evil.example\tIntel::DOMAIN\tmisp
                        """).kinds()).containsOnlyKeys("198.51.100.26", "evil.example");
    }

    @Test
    void mispAndAbuseChAreRead() throws IOException {
        IndicatorFile misp = read("misp.csv", """
                uuid,type,value,to_ids
                "a","ip-dst","198.51.100.26",1
                "b","ip-dst|port","198.51.100.48|443",1
                "c","filename|md5","a.exe|d41d8cd98f00b204e9800998ecf8427e",1
                "d","ip-dst","10.0.0.1",0
                """);
        assertThat(misp.kinds())
                .containsOnlyKeys("198.51.100.26", "198.51.100.48", "a.exe", "d41d8cd98f00b204e9800998ecf8427e");
        assertThat(misp.notes())
                .containsExactly("misp.csv: 1 indicator that is not for detection (to_ids 0) is left out");
        assertThat(read("feodo.csv", """
                        ################
                        # Botnet list  #
                        #
                        "first_seen_utc","dst_ip","dst_port","malware"
                        "2024-01-01","198.51.100.26","443","Pikabot"
                        # END
                        """).kinds()).isEqualTo(java.util.Map.of("198.51.100.26", "Pikabot"));
        assertThat(read("threatfox.csv", """
                        # A dump
                        # "ioc_id", "ioc_value", "malware_printable"
                        "7","198.51.100.9:8080","Cobalt Strike"
                        """).kinds()).isEqualTo(java.util.Map.of("198.51.100.9", "Cobalt Strike"));
    }

    @Test
    void theColumnCanBeChosen() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "when,bad one,host\n1,198.51.100.26,a\n");
        assertThatThrownBy(() -> Indicators.read(file.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("t.csv#COLUMN", "[when, bad one, host]");
        assertThat(IndicatorFile.read(file, Optional.of("bad one")).kinds()).containsOnlyKeys("198.51.100.26");
        assertThat(Indicators.read(file + "#bad one").name()).isEqualTo("t.csv");
        assertThatThrownBy(() -> Indicators.read(file + "#none")).hasMessageContaining("there is no column \"none\"");
    }

    @Test
    void ofABundleEqualitiesAreTakenAndOthersCounted() throws IOException {
        IndicatorFile stix = read("b.json", """
                {"type": "bundle", "id": "bundle--1", "objects": [
                  {"type": "identity", "name": "x"},
                  {"type": "indicator", "pattern_type": "stix", "pattern": "[ipv4-addr:value = '198.51.100.26']"},
                  {"type": "indicator", "pattern": "[domain-name:value = 'a.example' OR domain-name:value = 'b.example'] OR [url:value = 'http://c.example/\\\\'x']"},
                  {"type": "indicator", "pattern": "[file:hashes.'SHA-256' = 'aa']"},
                  {"type": "indicator", "pattern": "[ipv4-addr:value = '10.0.0.1' AND network-traffic:dst_port = 80]"},
                  {"type": "indicator", "pattern": "[url:value LIKE 'http://%']"},
                  {"type": "indicator", "pattern_type": "yara", "pattern": "rule x {}"},
                  {"type": "indicator", "revoked": true, "pattern": "[ipv4-addr:value = '10.0.0.2']"}
                ]}
                """);
        assertThat(stix.kinds())
                .containsOnlyKeys("198.51.100.26", "a.example", "b.example", "http://c.example/'x", "aa");
        assertThat(stix.notes())
                .isEqualTo(List.of(
                        "b.json: 3 indicators whose patterns are not equality comparisons are left out",
                        "b.json: 1 revoked indicator is left out"));
        assertThatThrownBy(() -> read("c.json", "{\"Event\": {}}")).hasMessageContaining("not a STIX 2.1 bundle");
        assertThatThrownBy(() -> read("d.txt", "# nothing\n")).hasMessageContaining("no indicator");
    }
}
