package io.seiexport.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
    private static final String SECRETS = "/run/secrets/sei-export";

    private final Properties settings = new Properties();
    private JsonNode deployment;
    private JsonNode singleNode;
    private JsonNode cronJob;
    private List<JsonNode> pods;

    @BeforeEach
    void read() throws IOException {
        try (var reader = Files.newBufferedReader(Path.of("application.properties"))) {
            settings.load(reader);
        }
        deployment = yaml("deployment.yaml");
        singleNode = yaml("single-node.yaml");
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
    void nothing_can_be_written_but_data_and_staging_and_tmp_and_where_it_is_embedded_the_ledger() throws IOException {
        var folder = dockerfile("WORKDIR ");
        var everywhere = Map.of("/tmp", "tmp",
                inTheImage("staging.directory"), "staging",
                inTheImage("sink.file.directory"), "data");

        assertThat(pods).allSatisfy(pod -> {
            assertThat(container(pod).at("/securityContext/readOnlyRootFilesystem").booleanValue()).isTrue();
            assertThat(mounts(pod, false)).containsAllEntriesOf(everywhere);
        });
        assertThat(mounts(pods.get(0), false)).hasSameSizeAs(everywhere);
        for (var withLedger : List.of(pods.get(1), singleNode.at("/spec/template/spec"))) {
            var others = new TreeMap<>(mounts(withLedger, false));
            others.keySet().removeAll(everywhere.keySet());
            assertThat(others).isEqualTo(Map.of(folder + "/ledger", "ledger"));
        }
        assertThat(dockerfile("ENV LEDGER_URL=")).contains(":" + folder + "/ledger/");
    }

    @Test
    void settings_and_routes_and_secrets_are_mounted_where_the_program_looks_for_them() throws IOException {
        var folder = dockerfile("WORKDIR ");

        assertThat(pods).allSatisfy(pod -> assertThat(mounts(pod, true)).containsExactlyInAnyOrderEntriesOf(Map.of(
                folder + "/application.properties", "settings",
                folder + "/routes/exports", "exports",
                folder + "/routes/sinks", "sinks",
                folder + "/routes/transforms", "transforms",
                folder + "/routes/engine", "engine",
                SECRETS, "secrets")));
    }

    @Test
    void the_config_maps_hold_the_settings_and_every_route() throws IOException {
        var files = new TreeMap<String, List<String>>();
        yaml("kustomization.yaml").path("configMapGenerator")
                .forEach(map -> files.put(map.path("name").asText(), texts(map.path("files"))));

        for (var shelf : List.of("exports", "sinks", "transforms", "engine")) {
            try (var routes = Files.list(Path.of("routes", shelf))) {
                assertThat(files.get("sei-export-" + shelf))
                        .as("a new file of routes also needs its line in kustomization.yaml")
                        .containsExactlyInAnyOrderElementsOf(routes.map(route -> "../../../" + route).toList());
            }
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
    void several_pods_share_a_postgresql_and_are_exchanged_one_after_the_other() throws IOException {
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(environment(deployment).get("LEDGER_URL")).startsWith("jdbc:postgresql:");
        assertThat(deployment.at("/spec/strategy")).hasToString(
                "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxSurge\":1,\"maxUnavailable\":0}}");
        assertThat(volume(pods.get(0), "staging").has("emptyDir")).as("staging is each pod's own").isTrue();
        assertThat(yaml("data-pvc.yaml").at("/spec/accessModes")).hasToString("[\"ReadWriteMany\"]");
    }

    @Test
    void an_emptied_machine_takes_one_pod_at_a_time() throws IOException {
        var budget = managed("PodDisruptionBudget");

        assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
        assertThat(budget.at("/spec/selector")).isEqualTo(deployment.at("/spec/selector"));
    }

    @Test
    void the_management_port_of_each_pod_can_be_found_also_when_it_is_not_ready() throws IOException {
        var service = managed("Service");
        var port = container(pods.get(0)).at("/ports/0");

        assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
        assertThat(service.at("/spec/publishNotReadyAddresses").booleanValue()).isTrue();
        assertThat(service.at("/spec/selector")).isEqualTo(deployment.at("/spec/template/metadata/labels"));
        assertThat(service.at("/spec/ports/0/port")).isEqualTo(port.path("containerPort"));
        assertThat(service.at("/spec/ports/0/targetPort")).isEqualTo(port.path("name"));
    }

    @Test
    void a_pod_with_a_ledger_of_its_own_is_alone_and_keeps_it_on_a_disk_of_one_machine() throws IOException {
        assertThat(singleNode.at("/metadata/name")).isEqualTo(deployment.at("/metadata/name"));
        assertThat(singleNode.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(singleNode.at("/spec/strategy")).hasToString("{\"type\":\"Recreate\",\"rollingUpdate\":null}");
        var container = container(singleNode.at("/spec/template/spec"));
        assertThat(container.path("name")).isEqualTo(container(pods.get(0)).path("name"));
        assertThat(container.path("env")).extracting(Object::toString).containsExactlyElementsOf(
                environment(deployment).keySet().stream().filter(name -> name.startsWith("LEDGER_")).sorted(
                        Comparator.comparing(List.of("LEDGER_URL", "LEDGER_USERNAME", "LEDGER_PASSWORD")::indexOf))
                        .map(name -> "{\"name\":\"" + name + "\",\"$patch\":\"delete\"}").toList());
        assertThat(List.of(singleNode.at("/spec/template/spec"), pods.get(1))).allSatisfy(pod ->
                assertThat(volume(pod, "ledger").at("/persistentVolumeClaim/claimName").asText())
                        .isEqualTo(yaml("ledger-pvc.yaml").at("/metadata/name").asText()));
        assertThat(yaml("ledger-pvc.yaml").at("/spec/accessModes")).hasToString("[\"ReadWriteOnce\"]");
    }

    @Test
    void a_job_of_the_clock_is_not_joined_by_a_second_one() {
        assertThat(environment(cronJob)).doesNotContainKey("LEDGER_URL");
        assertThat(cronJob.at("/spec/concurrencyPolicy").asText()).isEqualTo("Forbid");
        assertThat(cronJob.at("/spec/jobTemplate/spec/backoffLimit")).hasToString("0");
        assertThat(cronJob.at("/spec/jobTemplate/spec/template/spec/restartPolicy").asText()).isEqualTo("Never");
    }

    @Test
    void kustomize_knows_every_file_be_it_in_a_comment() throws IOException {
        var kustomization = Files.readString(FOLDER.resolve("kustomization.yaml"));

        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith("kustom")))
                    .hasSize(6).allSatisfy(name -> assertThat(kustomization).containsPattern("- (path: )?" + name));
        }
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
    void secrets_are_files_which_are_read_anew_and_no_text_of_the_pod() {
        assertThat(pods).allSatisfy(pod -> {
            assertThat(volume(pod, "secrets").at("/secret/secretName").asText()).isEqualTo("sei-export");
            assertThat(container(pod).path("volumeMounts")).filteredOn(mount -> mount.path("mountPath").asText()
                    .equals(SECRETS)).singleElement().satisfies(mount -> assertThat(mount.has("subPath")).isFalse());
            assertThat(container(pod).has("envFrom")).isFalse();
        });
        assertThat(environment(cronJob)).containsEntry("SEI_API_KEY", "file:" + SECRETS + "/sei-api-key");
        assertThat(environment(deployment)).containsEntry("SEI_API_KEY", "file:" + SECRETS + "/sei-api-key")
                .containsEntry("LEDGER_PASSWORD", "file:" + SECRETS + "/ledger-password");
    }

    @Test
    void every_variable_of_the_pods_is_a_setting() {
        var variables = settings.stringPropertyNames().stream()
                .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")).toList();

        assertThat(List.of(deployment, cronJob)).allSatisfy(pod ->
                assertThat(environment(pod).keySet()).isNotEmpty().isSubsetOf(variables));
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
        return all(name).get(0);
    }

    private static List<JsonNode> all(String name) throws IOException {
        var documents = new ArrayList<JsonNode>();
        new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(FOLDER.resolve(name)))
                .forEach(document -> documents.add(new ObjectMapper().valueToTree(document)));
        return documents;
    }

    private static JsonNode managed(String kind) throws IOException {
        return all("management.yaml").stream().filter(each -> each.path("kind").asText().equals(kind)).findFirst()
                .orElseThrow();
    }

    private static JsonNode volume(JsonNode pod, String name) {
        for (var volume : pod.path("volumes")) {
            if (volume.path("name").asText().equals(name)) {
                return volume;
            }
        }
        throw new AssertionError("no volume " + name);
    }

    /** Of the one container of a deployment or a job. */
    private static Map<String, String> environment(JsonNode workload) {
        var variables = new TreeMap<String, String>();
        workload.findValue("containers").path(0).path("env").forEach(variable ->
                variables.put(variable.path("name").asText(), variable.path("value").asText()));
        return variables;
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
