package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.support.KafkaBroker;
import io.seiexport.support.LogLines;
import io.seiexport.support.SilentPort;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink of the catalogue that sends records to a Kafka topic. */
@Order(1)
class SinkKafkaTest extends CatalogueSinkTest {
    private static final String CSV = "team,note\nA,\"x, y\"\nB,\"ü\nz\"\n";

    @TempDir
    private static Path home;
    private static KafkaBroker broker;
    private final String topic = "exports-" + UUID.randomUUID();

    SinkKafkaTest() {
        super("sink-kafka");
    }

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.start(home);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopic() throws Exception {
        broker.createTopic(topic);
    }

    @Override
    Map<String, String> ownSettings() {
        return Map.of("sink.kafka.brokers", broker.address(), "sink.kafka.topic", topic);
    }

    @Test
    void each_row_is_a_record_of_json_and_the_manifest_is_the_last_one() throws Exception {
        startBesideFolderWith();

        deliver(CSV);

        var records = broker.records(topic);
        assertThat(records).extracting(SinkKafkaTest::text).startsWith(
                "{\"team\":\"A\",\"note\":\"x, y\"}", "{\"team\":\"B\",\"note\":\"ü\\nz\"}").hasSize(3);
        assertThat(undated(records.get(2).value())).isEqualTo(manifest());
    }

    @Test
    void all_records_of_a_file_lie_in_one_partition_under_its_name_and_tell_what_they_are() throws Exception {
        startBesideFolderWith();

        deliver(CSV);

        var records = broker.records(topic);
        assertThat(records).extracting(ConsumerRecord::key).containsOnly(NAME);
        assertThat(records).extracting(ConsumerRecord::partition).containsOnly(records.get(0).partition());
        var sha256 = manifest().path("sha256").asText();
        assertThat(records).extracting(SinkKafkaTest::headers).containsExactly(
                Map.of("sei-part", "row", "sei-sha256", sha256, "sei-row", "1"),
                Map.of("sei-part", "row", "sei-sha256", sha256, "sei-row", "2"),
                Map.of("sei-part", "manifest", "sei-sha256", sha256));
    }

    @Test
    void many_rows_keep_their_order() throws Exception {
        startWith();
        var rows = IntStream.rangeClosed(1, 1234).mapToObj(Integer::toString).toList();

        deliver("n,m\n" + rows.stream().map(row -> row + ",x\n").collect(Collectors.joining()));

        var records = broker.records(topic);
        assertThat(records).hasSize(rows.size() + 1);
        assertThat(records.subList(0, rows.size())).extracting(record ->
                new ObjectMapper().readTree(record.value()).path("n").asText()).isEqualTo(rows);
        assertThat(headers(records.get(rows.size()))).containsEntry("sei-part", "manifest");
    }

    @Test
    void the_file_as_a_whole_may_be_one_record() throws Exception {
        startBesideFolderWith("sink.kafka.records", "file");

        deliver();

        var records = broker.records(topic);
        assertThat(records).extracting(record -> headers(record).get("sei-part")).containsExactly("file", "manifest");
        assertThat(records.get(0).value()).isEqualTo(csv()).isNotEmpty();
        assertThat(undated(records.get(1).value())).isEqualTo(manifest());
    }

    @Test
    void a_file_that_is_delivered_again_follows_the_old_one() throws Exception {
        startWith();
        deliver(CSV);

        deliver("team,note\nC,d\n");

        assertThat(broker.records(topic)).extracting(record -> headers(record).get("sei-part"))
                .containsExactly("row", "row", "manifest", "row", "manifest");
    }

    @Test
    void a_file_that_is_too_large_for_a_record_fails_this_sink_and_leaves_nothing() throws Exception {
        startWith("sink.kafka.records", "file", "sink.kafka.max-bytes", "100");

        assertThat(refused().sentence())
                .startsWith("the sink direct:sink-kafka did not accept the file: Kafka did not take the records: "
                        + "The message is ").contains("larger than 100,");

        assertThat(broker.records(topic)).isEmpty();
    }

    @Test
    void brokers_that_are_down_hold_this_sink_back() throws Exception {
        Failure failure;
        try (var down = new SilentPort()) {
            startBesideFolderWith("sink.kafka.brokers", "127.0.0.1:" + down.number(), "sink.kafka.max-block-ms", "300");
            failure = refused();
        }

        assertThat(failure.reason()).isEqualTo(Reason.SINK);
        assertThat(failure.sentence())
                .startsWith("the sink direct:sink-kafka did not accept the file: Kafka did not take the records: ")
                .endsWith("not present in metadata after 300 ms.; check the settings sink.kafka.*");
        assertThat(filesIn(data())).hasSize(2);
        assertThat(heldBecause()).contains("direct:sink-kafka");
    }

    @Test
    void brokers_that_have_no_address_fail_this_sink_and_not_the_start() throws Exception {
        startWith("sink.kafka.brokers", "no-such-broker.invalid:9092");

        assertThat(refused().sentence())
                .isEqualTo("the sink direct:sink-kafka did not accept the file: Kafka did not take the records: "
                        + "Failed to construct kafka producer; check the settings sink.kafka.*");
    }

    @Test
    void a_broker_lets_in_who_has_the_password_and_nobody_else() throws Exception {
        startWith("sink.kafka.brokers", broker.guardedAddress(),
                "sink.kafka.security-protocol", "SASL_PLAINTEXT",
                "sink.kafka.username", broker.user(), "sink.kafka.password", broker.password());

        deliver(CSV);

        assertThat(broker.records(topic)).hasSize(3);
    }

    @Test
    void a_wrong_password_fails_this_sink_alone_and_is_shown_to_nobody() throws Exception {
        try (var log = LogLines.ofAll()) {
            startWith("sink.kafka.brokers", broker.guardedAddress(),
                    "sink.kafka.security-protocol", "SASL_PLAINTEXT",
                    "sink.kafka.username", broker.user(), "sink.kafka.password", "mistyped-by-a-partner");

            assertThat(refused().sentence()).endsWith("Kafka did not take the records: "
                    + "Authentication failed: Invalid username or password; check the settings sink.kafka.*");

            assertThat(broker.records(topic)).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("mistyped-by-a-partner"));
        }
    }

    @Test
    void another_kind_of_records_is_refused() throws Exception {
        startWith("sink.kafka.records", "table");

        assertThat(refused().sentence()).isEqualTo("the sink direct:sink-kafka did not accept the file: "
                + "sink.kafka.records = table: use row or file");
    }

    @Test
    void a_trial_sends_a_row_and_a_manifest_which_say_so() throws Exception {
        startWith();

        assertThat(check()).containsExactly("ok    sink direct:sink-kafka");

        assertThat(broker.records(topic)).extracting(record -> headers(record).get("sei-part"))
                .containsExactly("row", "manifest");
        assertThat(broker.records(topic)).allSatisfy(record ->
                assertThat(headers(record)).containsEntry("sei-trial", "true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka-without-old-headers", "kafka-send-rows"})
    void once_another_node_has_the_window_nothing_is_changed_any_more(String step) throws Exception {
        startWith();
        deliver();

        var count = countWhenTakenAfter(step, () -> broker.records(topic).size());

        assertThat(broker.records(topic)).hasSize(count);
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), UTF_8);
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        var headers = new TreeMap<String, String>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
