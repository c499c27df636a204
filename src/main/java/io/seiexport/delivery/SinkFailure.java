package io.seiexport.delivery;

import java.util.Optional;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.plan.SinkMarks;
import org.apache.camel.ResolveEndpointFailedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says why a sink did not take a file, and what to do about it; the settings of the API are not to blame here. */
public final class SinkFailure {

    private SinkFailure() {
    }

    public static String sentence(Throwable thrown) {
        return ofBucket(thrown).orElseGet(() -> ofOther(thrown));
    }

    /** The same with the settings of the sink that may be to blame, unless the sink has said them itself. */
    public static String sentence(Throwable thrown, String sink, SinkMarks marks) {
        return ofBucket(thrown).orElseGet(() -> ofOther(thrown) + advice(thrown, sink, marks));
    }

    private static Optional<String> ofBucket(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException answer) {
                return Optional.of(ofStore(answer));
            }
            if (cause instanceof SdkClientException call) {
                return Optional.of(ofCall(call));
            }
        }
        return Optional.empty();
    }

    private static String ofOther(Throwable thrown) {
        var failure = Failure.ofSink(thrown);
        return failure.reason() == Reason.INTERNAL && thrown instanceof ResolveEndpointFailedException endpoint
                ? ofEndpoint(endpoint)
                : failure.sentence();
    }

    /** Where nobody was reached the address may be wrong; which setting a library complains of nobody knows. */
    private static String advice(Throwable thrown, String sink, SinkMarks marks) {
        var places = marks.places(sink);
        return places.isEmpty() ? "" : switch (Failure.ofSink(thrown).reason()) {
            case UNREACHABLE, TLS, TIMEOUT -> "; check " + String.join(", ", places);
            case UNEXPECTED_ANSWER, INTERNAL -> "; check the settings sink."
                    + SinkMarks.nameInSettings(sink).orElseThrow() + ".*";
            default -> "";
        };
    }

    private static String ofStore(AwsServiceException answer) {
        var code = answer.awsErrorDetails() == null ? "" : answer.awsErrorDetails().errorCode();
        var said = "the store answered " + answer.statusCode() + (code == null || code.isEmpty() ? "" : " " + code);
        return said + switch (answer.statusCode()) {
            case 301, 307, 400 -> "; check sink.s3.region and sink.s3.endpoint";
            case 401, 403 -> "; check sink.s3.access-key and sink.s3.secret-key, and what this key may do in "
                    + "sink.s3.bucket";
            case 404 -> "; check sink.s3.bucket";
            default -> "";
        };
    }

    private static String ofCall(SdkClientException call) {
        var message = call.getMessage() == null ? "" : call.getMessage().lines().findFirst().orElse("");
        if (message.startsWith("Unable to load credentials")) {
            return "no credentials were found; set sink.s3.access-key and sink.s3.secret-key";
        }
        if (message.startsWith("Unable to load region")) {
            return "no region was found; set sink.s3.region";
        }
        return "the store did not answer: " + message + "; check sink.s3.endpoint";
    }

    /** A value that stands at a mistyped option may be a secret. */
    private static String ofEndpoint(ResolveEndpointFailedException endpoint) {
        return endpoint.getMessage().replaceFirst("^.* due to: ", "").replaceAll("=(?!\\[\\{)[^,}\\]]*", "");
    }
}
