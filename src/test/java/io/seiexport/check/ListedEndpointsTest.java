package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import io.seiexport.support.Configured;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListedEndpointsTest {
    @TempDir
    private static Path folder;
    private static Configured configured;

    @BeforeAll
    static void read() throws Exception {
        configured = new Configured(folder).read();
    }

    @AfterAll
    static void close() {
        configured.close();
    }

    private static List<String> findings(String endpoint) {
        return new ListedEndpoints(configured.context(), new Written().sink("sink-file", "").entries(),
                new Starts(configured.context()))
                .findings("notify.sinks", List.of(endpoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:sink-file", "direct://sink-file?timeout=5000", "file:out",
        "file:out?fileName=${file:name}&tempFileName=x&fileExist=Append", "https://hooks.example.com/T1/B2?any=thing",
        "sftp:robot@files.example.com/in?password=RAW(a&b=c)&disconnect=true", "quartz:a/b?trigger.timeZone=UTC",
        "file:out?auto-create=false&filename=x"})
    void what_camel_can_open_is_fine(String endpoint) {
        assertThat(findings(endpoint)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "file:out?fileNaem=x          | file:...: the component file has no option fileNaem; did you mean fileName?",
        "direct:sink-file?tiemout=1   | direct:...: the component direct has no option tiemout; did you mean timeout?",
        "sftp:h/in?pasword=RAW(se&et) | sftp:...: the component sftp has no option pasword; did you mean password?",
        "file:out?colour=red          | file:...: the component file has no option colour"})
    void an_option_that_the_component_does_not_know_is_named_without_what_it_is_set_to(String endpoint,
            String finding) {
        assertThat(findings(endpoint)).containsExactly("notify.sinks = " + finding);
    }

    @Test
    void an_address_without_its_scheme_is_not_shown() {
        assertThat(findings("hooks.example.com/services/T0/swordfish")).singleElement().asString()
                .doesNotContain("swordfish").contains("direct:hooks.example.com/...");
    }

    @Test
    void each_unknown_option_has_its_sentence() {
        assertThat(findings("file:out?fileNaem=x&fileExists=Append")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"scp:mail.example.com, camel-jsch", "nats:exports, camel-nats", "google-storage:bucket, "
            + "camel-google-storage"})
    void a_component_that_is_not_there_is_named_with_the_artifact_that_brings_it(String endpoint, String artifact) {
        assertThat(findings(endpoint)).containsExactly("notify.sinks = " + endpoint.replaceFirst(":.*", ":...")
                + ": this program has no Camel component of this name; usually the Maven artifact org.apache.camel:"
                + artifact + " brings it, and goes into the folder plugins/ beside sei-export.jar, with what "
                + "it needs");
    }

    @Test
    void a_route_that_nobody_has_is_named_with_the_nearest() {
        assertThat(findings("direct:sink-flie")).containsExactly("notify.sinks = direct:sink-flie: no route in routes/ "
                + "has this name; did you mean direct:sink-file?");
    }

    private static List<String> findingsInSteps(String steps) {
        return new StepOptions(new Written().sink("sink-mine", steps).entries(),
                new EndpointOptions(configured.context())).findings();
    }

    @Test
    void an_option_that_the_component_of_a_step_does_not_know_is_refused_with_the_step() {
        assertThat(findingsInSteps("""
                - toD:
                    id: put
                    uri: file
                    parameters:
                      directoryName: out
                      fileNaem: x
                - to:
                    uri: http
                    parameters:
                      httpUri: example.com
                      any: thing
                """)).containsExactly(Written.path("sink-mine") + ": the step put of the route sink-mine cannot be: the "
                        + "component file has no option fileNaem; did you mean fileName?");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "- toD: {id: put, uri: 'file:{{out:x?y}}/${bean:names?method=of}?flatten=false&fileNaem=${header.x}&tempPrefix=a'}",
        "- toD: 'file:out?fileNaem=${variable.export.name}'",
        "- wireTap: {id: put, uri: 'file:out?fileNaem=x'}"})
    void so_is_one_that_stands_in_the_address(String step) {
        assertThat(findingsInSteps(step)).singleElement().asString().endsWith(" of the route sink-mine cannot be: the "
                + "component file has no option fileNaem; did you mean fileName?");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "- toD: 'file:out?${header.options}&file${header.x}=y&{{options}}&fileName=${a?b&c=${d}}'",
        "- toD: '${header.scheme}:out?fileNaem=x'",
        "- toD: 'sftp:h/in?password=RAW(a&b=c)'",
        "- toD: 'https://example.com/in?any=thing'",
        "- to: {uri: file, parameters: {directoryName: out, auto-create: true}}"})
    void of_what_is_filled_in_at_work_nothing_is_known(String step) {
        assertThat(findingsInSteps(step)).isEmpty();
    }
}
