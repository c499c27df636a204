package io.seiexport.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;

/** Refuses a redirect to the path of another job than the one that the call is about. */
final class OtherJob {
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");
    private static final Pattern SLASH = Pattern.compile("[/\\\\]");

    private OtherJob() {
    }

    /** Refuses a path of the API that is that of another job than the one that the call is about. */
    static void refuse(String path, String exportId) throws ExportFailed {
        if (!exportId.isEmpty() && isIn(path, exportId)) {
            throw new ExportFailed(Reason.FOREIGN_JOB, "the server redirects the call about the job " + exportId
                    + " to " + ApiCall.shown(path) + ", which is the path of another job; something at sei.base-url, "
                    + "or on the way to it, mixes up answers");
        }
    }

    /** Goes by what a server may make of the path, in which the id of a job follows the word for exports. */
    static boolean isIn(String path, String exportId) {
        // Of a path, in which a plus stands for itself.
        var plain = PARAMETERS.matcher(path).replaceAll("").replace("+", "%2B");
        var steps = steps(URLDecoder.decode(plain, StandardCharsets.UTF_8));
        var own = steps(exportId);
        return IntStream.range(0, steps.size() - 1).anyMatch(at -> steps.get(at).equalsIgnoreCase("exports")
                && !steps.subList(at + 1, Math.min(at + 1 + own.size(), steps.size())).equals(own));
    }

    private static List<String> steps(String path) {
        var steps = new ArrayList<String>();
        for (var step : SLASH.split(path)) {
            if (step.equals("..") && !steps.isEmpty()) {
                steps.remove(steps.size() - 1);
            } else if (!step.isEmpty() && !step.equals(".") && !step.equals("..")) {
                steps.add(step);
            }
        }
        return steps;
    }
}
