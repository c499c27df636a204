package io.seiexport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ServerTest {

    private static final int PART_SIZE = 5 * 1024 * 1024;

    @TempDir
    private static Path directory;
    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void an_object_is_read_back_with_all_that_was_told_of_it() {
        server.client().putObject(request -> request.bucket(server.bucket()).key("ba/all.csv")
                .contentType("text/csv").contentEncoding("gzip").metadata(Map.of("rows", "2")),
                RequestBody.fromString("a,b\n1,2\n"));

        assertThat(server.object("ba/all.csv")).asString().isEqualTo("a,b\n1,2\n");
        var head = server.head("ba/all.csv");
        assertThat(head.contentType()).isEqualTo("text/csv");
        assertThat(head.contentEncoding()).isEqualTo("gzip");
        assertThat(head.metadata()).isEqualTo(Map.of("rows", "2"));
        assertThat(head.contentLength()).isEqualTo(8);
        assertThat(head.eTag()).isEqualTo("\"e5ebd4c02cefbe7955977c67ada242b7\"");
    }

    @Test
    void keys_are_listed_in_order() {
        for (var key : List.of("keys/c.csv", "keys/a.csv", "keys/b/d.csv")) {
            server.client().putObject(request -> request.bucket(server.bucket()).key(key), RequestBody.empty());
        }

        assertThat(server.keys()).containsSubsequence("keys/a.csv", "keys/b/d.csv", "keys/c.csv");
    }

    @Test
    void an_upload_of_several_parts_is_unfinished_until_it_is_completed() {
        var key = "parts.csv";
        var parts = List.of(randomBytes(PART_SIZE), randomBytes(PART_SIZE), randomBytes(1000));
        var id = server.client().createMultipartUpload(r -> r.bucket(server.bucket()).key(key)).uploadId();
        var completed = new ArrayList<CompletedPart>();
        for (var part : parts) {
            completed.add(upload(key, id, completed.size() + 1, part));
        }
        assertThat(server.unfinishedUploads()).isEqualTo(1);

        server.client().completeMultipartUpload(r -> r.bucket(server.bucket()).key(key).uploadId(id)
                .multipartUpload(upload -> upload.parts(completed)));

        assertThat(server.unfinishedUploads()).isZero();
        assertThat(server.object(key)).isEqualTo(joined(parts));
    }

    @Test
    void an_aborted_upload_leaves_nothing_behind() {
        var key = "aborted.csv";
        var id = server.client().createMultipartUpload(r -> r.bucket(server.bucket()).key(key)).uploadId();
        upload(key, id, 1, randomBytes(PART_SIZE));

        server.client().abortMultipartUpload(r -> r.bucket(server.bucket()).key(key).uploadId(id));

        assertThat(server.unfinishedUploads()).isZero();
        assertThat(server.keys()).doesNotContain(key);
    }

    @Test
    void a_stream_of_known_length_is_stored_whole() {
        var bytes = randomBytes(300_000);

        server.client().putObject(request -> request.bucket(server.bucket()).key("stream.csv"),
                RequestBody.fromInputStream(new ByteArrayInputStream(bytes), bytes.length));

        assertThat(server.object("stream.csv")).isEqualTo(bytes);
    }

    @Test
    void an_unknown_bucket_is_not_found() {
        assertThatThrownBy(() -> server.client().putObject(request -> request.bucket("other").key("a"),
                RequestBody.empty())).isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void an_unknown_key_is_not_found() {
        assertThatThrownBy(() -> server.object("nothing.csv")).isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void a_request_signed_with_a_wrong_secret_is_forbidden() {
        try (var stranger = server.clientWith("guessed")) {
            assertThatThrownBy(() -> stranger.putObject(request -> request.bucket(server.bucket()).key("a"),
                    RequestBody.empty()))
                    .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    private static CompletedPart upload(String key, String uploadId, int number, byte[] bytes) {
        var answer = server.client().uploadPart(
                r -> r.bucket(server.bucket()).key(key).uploadId(uploadId).partNumber(number),
                RequestBody.fromBytes(bytes));
        return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
    }

    private static byte[] randomBytes(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(List<byte[]> parts) {
        var all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
