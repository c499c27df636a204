package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightLimitTest {
    private static final long MB = 1 << 20;

    @Test
    void what_the_setting_says_counts_where_the_heap_can_hold_it() {
        var limit = InFlightLimit.of(5000, 128 * MB);

        assertThat(limit.most()).isEqualTo(5000);
        assertThat(limit.most(0, 5000)).isEqualTo(5000);
        assertThat(limit.warning()).isEmpty();
    }

    @Test
    void more_than_the_heap_can_hold_are_never_under_way_and_it_is_said_why() {
        var limit = InFlightLimit.of(20_000, 128 * MB);

        assertThat(limit.most()).isEqualTo(5851);
        assertThat(limit.warning()).hasValue("export.max-in-flight = 20000 is more than the heap of this Java can hold: "
                + "at most 5851 exports are under way at the same time; give Java more memory with -Xmx, or set a lower "
                + "limit");
    }

    @Test
    void the_windows_that_a_command_remembers_take_their_part_of_the_heap() {
        assertThat(InFlightLimit.of(20_000, 128 * MB).most(0, 20_000)).isEqualTo(3708);
    }

    @Test
    void the_limit_that_is_the_default_fits_any_heap() {
        assertThat(InFlightLimit.of(20, 16 * MB).most()).isEqualTo(20);
        assertThat(InFlightLimit.of(20, Long.MAX_VALUE).most()).isEqualTo(20);
    }

    @Test
    void those_that_wait_for_a_sink_make_room_for_as_many_again_while_the_heap_can_hold_them() {
        assertThat(InFlightLimit.of(30, 128 * MB).most(5, 0)).isEqualTo(35);
        assertThat(InFlightLimit.of(30, 128 * MB).most(100, 0)).isEqualTo(60);
        assertThat(InFlightLimit.of(4000, 128 * MB).most(4000, 0)).isEqualTo(5851);
    }
}
