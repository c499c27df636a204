package io.seiexport.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The files for Kubernetes repeat what the settings, the routes and the Dockerfile say: here they are compared. */
class KubernetesFilesTest {
    private static final Path FOLDER = Path.of("src/main/jkube");

    private final Properties settings = new Properties();
    private JsonNode deployment;
    private JsonNode cronJob;
    private List<JsonNode> pods;

    @BeforeEach
    void read() throws IOException {
        try (var reader = Files.newBufferedReader(Path.of("application.properties"))) {
            settings.load(reader);
        }
        deployment = yaml("deployment.yaml");
        cronJob = yaml("cronjob.yaml");
        pods = List.of(deployment.at("/spec/template/spec"), cronJob.at("/spec/jobTemplate/spec/template/spec"));
    }

    @Test
    void no_pod_is_root_or_can_become_it() {
        assertThat(pods).allSatisfy(pod -> {
            assertThat(pod.at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(container(pod).at("/securityContext/allowPrivilegeEscalation")).hasToString("false");
            assertThat(container(pod).at("/securityContext/capabilities/drop")).hasToString("[\"ALL\"]");
        });
    }

    @Test
    void pods_run_as_the_user_of_the_image() throws IOException {
        var user = dockerfile("USER ").split(":");

        assertThat(pods).extracting(pod -> pod.path("securityContext")).allSatisfy(context -> {
            assertThat(context.path("runAsUser").asText()).isEqualTo(user[0]);
            assertThat(context.path("runAsGroup").asText()).isEqualTo(user[1]);
            assertThat(context.path("fsGroup").asText()).isEqualTo(user[1]);
        });
    }

    @Test
    void nothing_can_be_written_but_data_and_ledger_and_staging_and_tmp() throws IOException {
        var folder = dockerfile("WORKDIR ");

        assertThat(pods).allSatisfy(pod -> {
            assertThat(container(pod).at("/securityContext/readOnlyRootFilesystem").booleanValue()).isTrue();
            assertThat(mounts(pod, false)).containsExactlyInAnyOrderEntriesOf(Map.of(
                    "/tmp", "tmp",
                    folder + "/ledger", "data",
                    inTheImage("staging.directory"), "staging",
                    inTheImage("sink.file.directory"), "data"));
        });
    }

    @Test
    void settings_and_routes_are_mounted_where_the_program_looks_for_them() throws IOException {
        var folder = dockerfile("WORKDIR ");

        assertThat(pods).allSatisfy(pod -> assertThat(mounts(pod, true)).containsExactlyInAnyOrderEntriesOf(Map.of(
                folder + "/application.properties", "settings",
                folder + "/routes", "routes")));
    }

    @Test
    void the_config_maps_hold_the_settings_and_every_route() throws IOException {
        var files = new TreeMap<String, List<String>>();
        yaml("kustomization.yaml").path("configMapGenerator")
                .forEach(map -> files.put(map.path("name").asText(), texts(map.path("files"))));

        try (var routes = Files.list(Path.of("routes"))) {
            assertThat(files.get("sei-export-routes"))
                    .as("a new route also needs its line in kustomization.yaml")
                    .containsExactlyInAnyOrderElementsOf(routes.map(route -> "../../../" + route).toList());
        }
        assertThat(files.get("sei-export-settings")).containsExactly("../../../application.properties");
        assertThat(pods).allSatisfy(pod -> assertThat(pod.path("volumes").findValues("configMap"))
                .extracting(map -> map.path("name").asText()).containsExactlyInAnyOrderElementsOf(files.keySet()));
    }

    @Test
    void probes_ask_where_the_program_answers() throws IOException {
        var container = container(deployment.at("/spec/template/spec"));
        var port = container.at("/ports/0");

        assertThat(port.path("containerPort").asText()).isEqualTo(settings.getProperty("camel.management.port"))
                .isEqualTo(dockerfile("EXPOSE "));
        assertThat(container.findValues("httpGet")).hasSize(3)
                .allSatisfy(probe -> assertThat(probe.path("port")).isEqualTo(port.path("name")));
        var health = settings.getProperty("camel.management.health-path");
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo(health + "/live");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo(health + "/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo(health + "/ready");
    }

    @Test
    void prometheus_is_told_where_the_metrics_are() {
        var annotations = deployment.at("/spec/template/metadata/annotations");

        assertThat(annotations.path("prometheus.io/scrape").asText()).isEqualTo("true");
        assertThat(annotations.path("prometheus.io/port").asText())
                .isEqualTo(settings.getProperty("camel.management.port"));
        assertThat(annotations.path("prometheus.io/path").asText())
                .isEqualTo(settings.getProperty("camel.metrics.path"));
    }

    @Test
    void the_management_port_is_open_to_the_probes() {
        assertThat(container(deployment.at("/spec/template/spec")).path("env"))
                .anySatisfy(variable -> assertThat(variable)
                        .hasToString("{\"name\":\"CAMEL_MANAGEMENT_HOST\",\"value\":\"0.0.0.0\"}"));
    }

    @Test
    void nobody_is_killed_while_deliveries_may_still_end() {
        var shutdown = Integer.parseInt(settings.getProperty("camel.main.shutdown-timeout"));

        assertThat(pods).extracting(pod -> pod.path("terminationGracePeriodSeconds").asInt())
                .allSatisfy(grace -> assertThat(grace).isGreaterThanOrEqualTo(shutdown + 10));
    }

    @Test
    void a_job_may_last_longer_than_an_export_is_waited_for() {
        var wait = Duration.parse("PT" + settings.getProperty("poll.timeout"));

        assertThat(cronJob.at("/spec/jobTemplate/spec/activeDeadlineSeconds").asLong())
                .isGreaterThan(wait.toSeconds());
    }

    @Test
    void nothing_is_exported_twice_at_the_same_time() {
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(deployment.at("/spec/strategy/type").asText()).isEqualTo("Recreate");
        assertThat(cronJob.at("/spec/concurrencyPolicy").asText()).isEqualTo("Forbid");
        assertThat(cronJob.at("/spec/jobTemplate/spec/backoffLimit")).hasToString("0");
        assertThat(cronJob.at("/spec/jobTemplate/spec/template/spec/restartPolicy").asText()).isEqualTo("Never");
    }

    @Test
    void the_job_and_its_windows_go_by_the_same_clock() {
        assertThat(cronJob.at("/spec/timeZone").asText()).isEqualTo(settings.getProperty("export.zone"));
    }

    @Test
    void both_run_the_image_that_kustomize_names() throws IOException {
        var image = yaml("kustomization.yaml").at("/images/0/name").asText();

        assertThat(image).isNotEmpty();
        assertThat(pods).extracting(pod -> container(pod).path("image").asText()).containsOnly(image);
        assertThat(pods).extracting(pod -> container(pod).path("args").toString())
                .containsExactly("[\"run\"]", "[\"once\"]");
    }

    @Test
    void both_take_secrets_from_the_same_place() {
        assertThat(pods).extracting(pod -> container(pod).at("/envFrom/0/secretRef/name").asText())
                .containsOnly("sei-export");
    }

    @Test
    void staging_has_room_for_the_largest_file() {
        var largest = Long.parseLong(settings.getProperty("download.max-bytes"));

        assertThat(pods).flatExtracting(pod -> List.copyOf(pod.path("volumes").findParents("emptyDir")))
                .filteredOn(volume -> volume.path("name").asText().equals("staging")).hasSize(2)
                .allSatisfy(volume -> assertThat(gibibytes(volume.at("/emptyDir/sizeLimit").asText()))
                        .isGreaterThan(largest));
    }

    private static JsonNode yaml(String name) throws IOException {
        var content = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FOLDER.resolve(name)));
        return new ObjectMapper().valueToTree(content);
    }

    private static String dockerfile(String instruction) throws IOException {
        return Files.readAllLines(Path.of("Dockerfile")).stream().filter(line -> line.startsWith(instruction))
                .reduce((first, last) -> last).orElseThrow().substring(instruction.length());
    }

    private static JsonNode container(JsonNode pod) {
        return pod.at("/containers/0");
    }

    private static Map<String, String> mounts(JsonNode pod, boolean readOnly) {
        var mounts = new TreeMap<String, String>();
        container(pod).path("volumeMounts").forEach(mount -> {
            if (mount.path("readOnly").asBoolean() == readOnly) {
                mounts.put(mount.path("mountPath").asText(), mount.path("name").asText());
            }
        });
        return mounts;
    }

    private String inTheImage(String key) {
        return "/app/" + settings.getProperty(key);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static long gibibytes(String quantity) {
        return Long.parseLong(quantity.replace("Gi", "")) << 30;
    }
}
