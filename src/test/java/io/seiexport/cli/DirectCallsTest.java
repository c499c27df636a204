package io.seiexport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.support.CamelWith;
import org.apache.camel.Exchange;
import org.apache.camel.component.bean.BeanComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.bean.RuntimeBeanExpressionException;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions as they stand in the routes, by way of the language that the program puts in place of Camel's. */
class DirectCallsTest {
    private final DefaultCamelContext context = CamelWith.settings(Map.of());
    private final Part part = new Part();
    private Exchange exchange;

    /** Public, as the parts of the routes are. */
    public static final class Part {
        private Exchange given;

        public String take(Exchange exchange) {
            given = exchange;
            return "taken";
        }

        public boolean isOn() {
            return true;
        }

        public String fail() throws ExportFailed {
            throw new ExportFailed(Reason.DEADLINE, "too late");
        }

        public String either(String text) {
            return "text " + text;
        }

        public String either(String text, int number) {
            return text + number;
        }
    }

    /** Not public, as some records that variables hold are not. */
    record Leaf(String word, Map<String, String> row) {
    }

    record Tree(Leaf leaf, Leaf missing, List<String> names) {
    }

    @BeforeEach
    void start() {
        context.getRegistry().bind(DirectCalls.NAME, new DirectCalls());
        context.getRegistry().bind("part", part);
        context.start();
        exchange = new DefaultExchange(context);
        exchange.setVariable("tree", new Tree(new Leaf("green", Map.of("colour", "brown")), null, List.of("a", "b")));
        exchange.getMessage().setBody("body");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Object simple(String expression) {
        var simple = context.resolveLanguage("simple").createExpression(expression);
        simple.init(context);
        return simple.evaluate(exchange, Object.class);
    }

    @ParameterizedTest
    @CsvSource({"${bean:part.take}", "${bean:part?method=take}"})
    void a_method_is_given_the_very_exchange_and_no_copy(String expression) {
        assertThat(simple(expression)).isEqualTo("taken");
        assertThat(part.given).isSameAs(exchange);
    }

    @ParameterizedTest
    @CsvSource({"${variable.tree.leaf.word}, green", "${variable.tree.leaf.row[colour]}, brown",
        "${variable.tree.names.size}, 2", "${variable.tree.missing}, ", "${bean:part.either('x')}, text x"})
    void what_a_variable_holds_is_followed_to_its_end(String expression, Object value) {
        assertThat(simple(expression)).isEqualTo(expression.contains("size") ? (Object) 2 : value);
    }

    @Test
    void camel_looks_through_the_class_of_no_value_for_a_plain_way() {
        var before = context.getComponent("bean", BeanComponent.class).getCurrentBeanCacheSize();

        assertThat(simple("${variable.tree.leaf.word}")).isEqualTo("green");

        assertThat(context.getComponent("bean", BeanComponent.class).getCurrentBeanCacheSize()).isEqualTo(before);
    }

    @Test
    void a_predicate_may_be_a_method() {
        var predicate = context.resolveLanguage("simple").createPredicate("${bean:part.isOn}");
        predicate.init(context);

        assertThat(predicate.matches(exchange)).isTrue();
    }

    @Test
    void what_a_method_throws_fails_the_exchange_as_it_is() {
        assertThat(simple("${bean:part.fail}")).isNull();

        assertThat(exchange.getException()).isInstanceOf(ExportFailed.class).hasMessage("too late");
    }

    @Test
    void a_way_that_ends_before_its_last_step_is_refused_in_the_words_of_camel() {
        assertThatThrownBy(() -> simple("${variable.tree.missing.word}"))
                .isInstanceOf(RuntimeBeanExpressionException.class).hasMessageContaining("missing");
    }

    @Test
    void a_part_that_is_not_there_is_refused_in_the_words_of_camel() {
        assertThatThrownBy(() -> simple("${bean:nobody.take}")).hasMessageContaining("nobody");
    }
}
