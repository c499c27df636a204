package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class NodeTest {

    @Test
    void its_name_is_that_of_the_machine_and_a_few_letters() {
        assertThat(new Node().name()).matches("[\\w-]{1,60}-\\d+-[0-9a-f]{8}");
    }

    @Test
    void each_start_has_a_name_of_its_own_and_keeps_it() {
        var node = new Node();

        assertThat(node.name()).isEqualTo(node.name());
        assertThat(Stream.generate(Node::new).limit(1000).map(Node::name)).doesNotHaveDuplicates();
    }
}
