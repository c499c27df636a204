package io.seiexport.sandbox;

import java.util.regex.Pattern;

/**
 * Which call of which domain a method and a path mean; what is about teams or people has no domain. The id is that
 * of the export, or of the tree, and null where the path has none.
 */
record Route(Call call, Domain domain, String id) {
    private static final Pattern PATH = Pattern.compile(
            "/v2/insights/(ba|sprints?|productivity|efficiency|ticket-data)/exports(?:/([^/]+)(/download)?)?");

    private static final String REPORTS = "/v2/insights/teams/reports";
    private static final Pattern TEAMS = Pattern.compile("/v2/org-trees/([^/]+)/teams");

    static Route of(String method, String path, SprintPaths sprintPaths) {
        var teams = TEAMS.matcher(path);
        if (teams.matches()) {
            return only(method, "GET", new Route(Call.TEAMS, null, teams.group(1)));
        }
        if (path.equals("/v2/org-trees/list")) {
            return only(method, "POST", new Route(Call.TREES, null, null));
        }
        if (path.equals("/v2/teams/list")) {
            return only(method, "POST", new Route(Call.FLAT, null, null));
        }
        if (path.equals("/v2/developers")) {
            return only(method, "GET", new Route(Call.DEVELOPERS, null, null));
        }
        if (path.equals("/v2/developers/identities")) {
            return only(method, "GET", new Route(Call.IDENTITIES, null, null));
        }
        if (path.equals(REPORTS)) {
            return only(method, "POST", new Route(Call.REPORT, Domain.REPORT, null));
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

    private static Route only(String method, String allowed, Route route) {
        if (!method.equals(allowed)) {
            throw Refused.method(allowed);
        }
        return route;
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
