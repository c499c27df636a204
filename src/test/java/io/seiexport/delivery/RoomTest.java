package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.InHand;
import io.seiexport.plan.InFlightLimit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final InHand inHand = new InHand();

    private Room room(int most) {
        return new Room(InFlightLimit.of(most, Long.MAX_VALUE), () -> 0, List.of(), inHand);
    }

    private Exchange exchange() {
        return new DefaultExchange(context);
    }

    private static Map<String, Object> row(int number) {
        return Map.of("id", "w" + number, "lease_no", 1L);
    }

    private void claim(int from, int count) {
        var claimed = exchange();
        claimed.getMessage().setBody(IntStream.range(from, from + count).mapToObj(RoomTest::row).toList());
        inHand.take(claimed);
    }

    private Exchange ended(int number) {
        var exchange = exchange();
        exchange.setVariable("entry", Entry.of(row(number)));
        inHand.letGo(exchange);
        return exchange;
    }

    @Test
    void an_export_that_ends_where_there_was_room_leaves_nothing_to_claim() {
        claim(0, 3);

        assertThat(room(4).isFreed(ended(0))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "20, 1", "40, 2", "1000, 50"})
    void where_there_was_none_a_claim_comes_when_a_twentieth_of_it_is_free(int most, int ends) {
        claim(0, most);

        for (var number = 0; number < ends - 1; number++) {
            assertThat(room(most).isFreed(ended(number))).isFalse();
        }
        assertThat(room(most).isFreed(ended(ends - 1))).isTrue();
    }

    @Test
    void a_failed_export_may_be_due_again() {
        claim(0, 3);
        var failed = ended(0);
        failed.setVariable("failure", "because");

        assertThat(room(20).isFreed(failed)).isTrue();
    }

    @Test
    void a_probe_that_ends_lets_the_others_be_claimed() {
        claim(0, 1);
        var probe = ended(0);
        probe.setVariable("entry", Entry.of(Map.of("id", "w0", "lease_no", 1L, "probe", 1)));

        assertThat(room(20).isFreed(probe)).isTrue();
    }

    @Test
    void a_claim_is_followed_by_another_until_one_finds_nothing_or_there_is_no_room() {
        claim(0, 2);
        assertThat(room(4).isMoreToClaim()).isTrue();

        claim(2, 0);
        assertThat(room(4).isMoreToClaim()).isFalse();

        claim(2, 2);
        assertThat(room(4).isMoreToClaim()).isFalse();
    }
}
