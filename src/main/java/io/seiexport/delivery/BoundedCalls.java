package io.seiexport.delivery;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Lets no store hold a call for long: one that sends little gets little time, and a wish to wait is cut short. */
final class BoundedCalls implements ExecutionInterceptor {
    private static final long LITTLE = 64 * 1024;

    private final Duration attempt;
    private final Map<String, Long> longestWishes;

    /**
     * How long an attempt may last that sends little, the others have the time that the client gives them; and the
     * longest pause that a store may ask for.
     */
    BoundedCalls(Duration attempt, Duration pause) {
        this.attempt = attempt;
        this.longestWishes = Map.of("retry-after", pause.toSeconds(), "x-amz-retry-after", pause.toMillis());
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest call, ExecutionAttributes attributes) {
        if (isLong(call.request()) || !(call.request() instanceof AwsRequest request)) {
            return call.request();
        }
        var configuration = request.overrideConfiguration().map(AwsRequestOverrideConfiguration::toBuilder)
                .orElseGet(AwsRequestOverrideConfiguration::builder).apiCallAttemptTimeout(attempt).build();
        return request.toBuilder().overrideConfiguration(configuration).build();
    }

    /** To make one object of many parts a store may need minutes. */
    private static boolean isLong(SdkRequest request) {
        return request instanceof UploadPartRequest || request instanceof CompleteMultipartUploadRequest
                || request instanceof PutObjectRequest put
                        && (put.contentLength() == null || put.contentLength() > LITTLE);
    }

    /** The SDK sleeps as long as these headers say. */
    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse call, ExecutionAttributes attributes) {
        var answer = call.httpResponse().toBuilder();
        call.httpResponse().forEachHeader((name, values) -> {
            var longest = longestWishes.get(name.toLowerCase(Locale.ROOT));
            if (longest != null && values.stream().anyMatch(wish -> isLonger(wish, longest))) {
                answer.putHeader(name, longest.toString());
            }
        });
        return answer.build();
    }

    private static boolean isLonger(String wish, long longest) {
        return wish.matches("[+]?\\d+") && (wish.length() > 9 || Long.parseLong(wish) > longest);
    }
}
