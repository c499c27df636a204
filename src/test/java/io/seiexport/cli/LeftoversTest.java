package io.seiexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class LeftoversTest {

    @Test
    void what_is_given_up_is_said_alone_too() {
        assertThat(new Leftovers(0, List.of(), List.of()).givenUpLines()).isEmpty();
        assertThat(new Leftovers(1, List.of(), List.of()).givenUpLines())
                .containsExactly("1 window is given up after too many "
                + "failures; the command retry puts it back (`history --state failed` shows it)");
        assertThat(new Leftovers(2, List.of(new Leftovers.Orphan("ba/team-1/weekly", "ba", "team:1", "weekly", 1)),
                List.of())
                .givenUpLines()).containsExactly("2 windows are given up after too many failures; the command retry "
                        + "puts them back (`history --state failed` shows them)");
    }
}
