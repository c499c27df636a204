package io.seiexport.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real Kafka broker, a process of its own, with one address for everybody and one for who has its password. */
public final class KafkaBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String USER = "exporter";
    private static final String PASSWORD = "exporters-password";
    private static final int PARTITIONS = 3;

    private final StartedProcess process;
    private final int open;
    private final int guarded;

    private KafkaBroker(StartedProcess process, int open, int guarded) {
        this.process = process;
        this.open = open;
        this.guarded = guarded;
    }

    /** Starts a broker that keeps all below {@code directory}. */
    public static KafkaBroker start(Path directory) throws IOException, InterruptedException {
        var process = JavaProgram.mainWithLibraries(KafkaBroker.class)
                .jvmOptions("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .start(directory.toAbsolutePath().toString());
        try {
            var ports = process.awaitOutput("Started (\\d+) (\\d+)", START_LIMIT);
            return new KafkaBroker(process, Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2)));
        } catch (Throwable failure) {
            process.close();
            throw failure;
        }
    }

    public String address() {
        return "127.0.0.1:" + open;
    }

    /** Where nobody is let in without user and password. */
    public String guardedAddress() {
        return "127.0.0.1:" + guarded;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    public void createTopic(String topic) throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", address()))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
        }
    }

    /** All that lies in a topic, partition by partition. */
    public List<ConsumerRecord<String, byte[]>> records(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", address(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var found = new ArrayList<ConsumerRecord<String, byte[]>>();
            for (var partition : consumer.partitionsFor(topic)) {
                var only = new TopicPartition(topic, partition.partition());
                var end = consumer.endOffsets(List.of(only)).get(only);
                consumer.assign(List.of(only));
                consumer.seekToBeginning(List.of(only));
                while (consumer.position(only) < end) {
                    found.addAll(consumer.poll(Duration.ofSeconds(1)).records(only));
                }
            }
            return found;
        }
    }

    @Override
    public void close() {
        process.close();
    }

    /** The broker itself. */
    public static void main(String[] directory) throws Exception {
        var ports = freePorts();
        var settings = new Properties();
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + ports[2]),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", "OPEN://127.0.0.1:" + ports[0] + ",GUARDED://127.0.0.1:" + ports[1]
                        + ",CONTROLLER://127.0.0.1:" + ports[2]),
                Map.entry("listener.security.protocol.map",
                        "OPEN:PLAINTEXT,GUARDED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "OPEN"),
                Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("listener.name.guarded.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\""
                                + PASSWORD + "\";"),
                Map.entry("log.dir", directory[0]),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1")));
        Files.createDirectories(Path.of(directory[0]));
        new Formatter().setClusterId(Uuid.randomUuid().toString()).setNodeId(1).setDirectories(List.of(directory[0]))
                .setMetadataLogDirectory(directory[0]).setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction()).setPrintStream(System.err).run();
        var broker = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        broker.startup();
        System.out.println("Started " + ports[0] + " " + ports[1]);
        broker.awaitShutdown();
    }

    /** Of those that the system gives to nobody who does not name them: the broker takes them seconds later. */
    private static int[] freePorts() {
        return new Random().ints(10_000, 32_768).distinct().filter(KafkaBroker::isFree).limit(3).toArray();
    }

    private static boolean isFree(int port) {
        try (var listener = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return listener.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
