package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;

class BoundedCallsTest {

    @ParameterizedTest
    @CsvSource({"Retry-After, 31, 30", "retry-after, 99999999999, 30", "Retry-After, 30, 30", "Retry-After, 3, 3",
        "Retry-After, 'Sun, 01 Jan 2040 00:00:00 GMT', 'Sun, 01 Jan 2040 00:00:00 GMT'",
        "x-amz-retry-after, 86400000, 30000", "x-amz-retry-after, 200, 200", "ETag, 86400, 86400"})
    void only_a_wish_to_wait_too_long_is_cut_short(String name, String wish, String kept) {
        var answer = SdkHttpResponse.builder().statusCode(503).putHeader(name, wish).build();
        var call = InterceptorContext.builder().request(HeadBucketRequest.builder().build()).httpResponse(answer)
                .build();

        var bounded = new BoundedCalls(Duration.ofMinutes(1), Duration.ofSeconds(30)).modifyHttpResponse(call,
                new ExecutionAttributes());

        assertThat(bounded.matchingHeaders(name)).containsExactly(kept);
        assertThat(bounded.statusCode()).isEqualTo(503);
    }
}
