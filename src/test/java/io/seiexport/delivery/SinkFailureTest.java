package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;

import javax.net.ssl.SSLHandshakeException;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.plan.SinkMarks;
import io.seiexport.support.SettingsOf;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class SinkFailureTest {
    private static final String SINK = "direct:sink-partner";
    private static final SinkMarks MARKS = new SinkMarks(SettingsOf.values(Map.of(
            "sink.partner.host", "files.example.com", "sink.partner.port", "22", "sink.partner.directory", "",
            "sink.partner.password", "swordfish",
            "sink.archive.like", "partner", "sink.archive.host", "archive.example.com")));

    @Test
    void who_could_not_be_reached_is_said_with_the_settings_of_his_address() {
        assertThat(said(new GenericFileOperationFailedException("Cannot connect", new ConnectException("Connection "
                + "refused")))).isEqualTo("no connection: Connection refused; check sink.partner.host, "
                        + "sink.partner.port");
        assertThat(said(new UnknownHostException("files.example.com")))
                .isEqualTo("the host files.example.com is unknown; check sink.partner.host, sink.partner.port");
        assertThat(said(new SocketTimeoutException("Connect timed out"))).isEqualTo("the server did not answer in "
                + "time: Connect timed out; check sink.partner.host, sink.partner.port");
        assertThat(said(new SSLHandshakeException("unknown certificate"))).startsWith("no secure connection: ")
                .endsWith("; check sink.partner.host, sink.partner.port");
    }

    @Test
    void a_server_that_only_says_no_and_a_library_in_its_own_words_are_said_with_the_settings_of_the_sink() {
        assertThat(said(new HttpOperationFailedException("http://x", 401, "", null, Map.of(), "")))
                .isEqualTo("the server answered 401; check the settings sink.partner.*");
        assertThat(said(new IllegalStateException("Auth fail")))
                .isEqualTo("IllegalStateException: Auth fail; check the settings sink.partner.*");
    }

    @Test
    void a_sink_that_is_like_another_is_said_with_the_settings_that_count_for_it() {
        assertThat(SinkFailure.sentence(new ConnectException("Connection refused"), "direct:sink-archive", MARKS))
                .isEqualTo("no connection: Connection refused; check sink.archive.host, sink.partner.port");
    }

    @Test
    void what_is_said_in_a_sentence_of_its_own_stays_as_it_is() {
        assertThat(said(new ExportFailed(Reason.SINK, "the table is locked"))).isEqualTo("the table is locked");
        assertThat(said(new IOException("it is full"))).isEqualTo("IOException: it is full");
        assertThat(said(SdkClientException.create("Unable to load region", new ConnectException())))
                .isEqualTo("no region was found; set sink.s3.region");
    }

    @Test
    void of_a_bare_endpoint_there_is_no_setting_to_name() {
        assertThat(SinkFailure.sentence(new ConnectException("Connection refused"), "sftp:files.example.com/in", MARKS))
                .isEqualTo("no connection: Connection refused");
    }

    private static String said(Exception thrown) {
        return SinkFailure.sentence(thrown, SINK, MARKS);
    }
}
