package io.seiexport.sandbox;

import java.util.regex.Pattern;

/** Which call of which domain a method and a path mean; the export id is null where the path has none. */
record Route(Call call, Domain domain, String exportId) {
    private static final Pattern PATH = Pattern.compile(
            "/v2/insights/(ba|sprints?|productivity|efficiency|ticket-data)/exports(?:/([^/]+)(/download)?)?");

    private static final String REPORTS = "/v2/insights/teams/reports";

    static Route of(String method, String path, SprintPaths sprintPaths) {
        if (path.equals(REPORTS)) {
            return report(method);
        }
        var matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw Refused.path();
        }
        boolean plural = matcher.group(1).equals("sprints");
        var domain = Domain.named(plural ? "sprint" : matcher.group(1));
        var call = call(method, domain, matcher.group(2) != null, matcher.group(3) != null);
        if (domain == Domain.SPRINT) {
            sprintPaths.check(plural, call);
        }
        return new Route(call, domain, matcher.group(2));
    }

    private static Route report(String method) {
        if (!method.equals("POST")) {
            throw Refused.method("POST");
        }
        return new Route(Call.REPORT, Domain.REPORT, null);
    }

    private static Call call(String method, Domain domain, boolean one, boolean download) {
        boolean get = method.equals("GET");
        if (one) {
            if (!get) {
                throw Refused.method("GET");
            }
            return download ? Call.DOWNLOAD : Call.STATUS;
        }
        if (get && domain.older()) {
            return Call.LIST;
        }
        if (!method.equals("POST")) {
            throw Refused.method(domain.older() ? "GET, POST" : "POST");
        }
        return Call.CREATE;
    }
}
