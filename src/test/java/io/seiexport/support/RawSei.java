package io.seiexport.support;

import static io.seiexport.support.RawServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import io.seiexport.support.RawServer.Call;

/** The right answer to each call of the SEI API; the job of a team and the rows of its file say which team it is. */
public final class RawSei {
    private static final Pattern TEAM = Pattern.compile("\"teamId\"\\s*:\\s*\"?(\\d+)");

    private final int pollsUntilDone;
    private final Map<String, Integer> polls = new ConcurrentHashMap<>();

    /** Each job is done when it has been asked after so often. */
    public RawSei(int pollsUntilDone) {
        this.pollsUntilDone = pollsUntilDone;
    }

    /** The file of a team. */
    public static String csv(String team) {
        return "team,value\n" + (team + ",1200\n").repeat(3);
    }

    public byte[] to(Call call) {
        if (call.method().equals("POST")) {
            var team = TEAM.matcher(call.body());
            return team.find()
                    ? json(202, "{\"exportId\":\"exp_" + team.group(1) + "\",\"status\":\"QUEUED\"}")
                    : json(400, "{}");
        }
        if (call.path().endsWith("/exports")) {
            return json(200, "{\"exports\":[]}");
        }
        var team = call.path().replaceFirst(".*/exp_([0-9]+).*", "$1");
        if (call.isDownload()) {
            return answer(200, "text/csv", csv(team).getBytes(UTF_8));
        }
        // no exportId, which the API does not promise either
        return json(200, "{\"status\":\"" + (polls.merge(team, 1, Integer::sum) < pollsUntilDone
                ? "PROCESSING" : "COMPLETED") + "\"}");
    }

    public static byte[] json(int status, String text) {
        return answer(status, "application/json", text.getBytes(UTF_8));
    }
}
