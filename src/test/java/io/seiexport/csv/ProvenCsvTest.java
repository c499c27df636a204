package io.seiexport.csv;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;

import org.junit.jupiter.api.Test;

class ProvenCsvTest {

    private final ProvenCsv format = new ProvenCsv();

    @Test
    void settings_that_make_no_sense_are_refused_in_a_sentence() {
        assertThatThrownBy(() -> format.setMaxBytes(0)).hasMessage("maxBytes is 0, but a file has at least one byte.");
        assertThatThrownBy(() -> format.setMaxRatio(0)).hasMessage("maxRatio is 0, but it has to be at least 1.");
        assertThatThrownBy(() -> format.setRaggedRows("drop"))
                .hasMessage("raggedRows is 'drop', but it has to be 'fail' or 'warn'.");
        assertThatThrownBy(() -> format.setUnframed("drop"))
                .hasMessage("unframed is 'drop', but it has to be 'fail' or 'warn'.");
    }

    @Test
    void it_writes_no_files() {
        assertThatThrownBy(() -> format.marshal(null, "a,b", OutputStream.nullOutputStream()))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
