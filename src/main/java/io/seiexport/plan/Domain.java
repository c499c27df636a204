package io.seiexport.plan;

import java.util.List;
import java.util.Optional;

import io.seiexport.settings.Settings;

/**
 * A metric domain as its file in routes/exports declares it among the beans; Camel sets what it reads there. Settings
 * may make several exports of it, its variants: each is a domain of its own name that asks on the same clock.
 */
public final class Domain {
    private String name = "";
    private String paths = "";
    private String report = "";
    private String request = "";
    private String variant = "";
    private String columns = "";
    private boolean list;
    private boolean snapshot;

    /** What its export is called everywhere; that of a variant begins with the name of the declared domain. */
    public String name() {
        return isVariant() ? name + "." + variant : name;
    }

    /** How the API spells it in its paths: of several words the first creates an export, the last serves the rest. */
    public String paths() {
        return paths;
    }

    /** The same, each by itself; none where there are none. */
    public List<String> spellings() {
        return paths.isBlank() ? List.of() : List.of(paths.strip().split("\\s*,\\s*"));
    }

    /** Whether the API has a list of its exports. */
    public boolean hasList() {
        return list;
    }

    /**
     * The call that is answered by the file itself, as method and path: then there is no job, and there are no paths.
     */
    public String report() {
        return report;
    }

    /** The same, where it is one. */
    Optional<Report> asReport() {
        return Report.in(report);
    }

    /** The request body, with places for settings, scope and dates. */
    public String request() {
        return request;
    }

    /** The columns that its files must have because of what was asked for, a line each; empty if nobody knows any. */
    public String columns() {
        return columns;
    }

    /** Whether its files tell of the day on which they are taken: then it has no windows, scopes or variants. */
    public boolean isSnapshot() {
        return snapshot;
    }

    /** Why it has no such setting, although other domains have; empty if none has. */
    public Optional<String> whyNot(String setting) {
        return Snapshot.whyNot(this, setting);
    }

    /** Whether it has what makes it one. */
    public boolean isWhole() {
        return !name.isBlank() && !request.isBlank() && isAskedInOneWay();
    }

    /** Whether it is known how the API makes its files: in jobs below its paths, or as the answer to one call. */
    public boolean isAskedInOneWay() {
        return report.isBlank() ? !paths.isBlank() && !snapshot : paths.isBlank() && asReport().isPresent();
    }

    public boolean isVariant() {
        return !variant.isEmpty();
    }

    /** The name under which a file declares it. */
    public String domain() {
        return name;
    }

    /** Which of its domain; empty for the domain itself. */
    public String variant() {
        return variant;
    }

    /** The exports that are made of it: itself, or all of its variants, among which it may be named, too. */
    public List<Domain> exports(Settings settings) {
        var variants = snapshot ? List.<String>of() : settings.list(key("variants"));
        return variants.isEmpty() ? List.of(this) : variants.stream().map(this::variant).toList();
    }

    /** The same domain with settings and a name of its own; under the name of the domain it is the domain itself. */
    public Domain variant(String called) {
        var one = new Domain();
        one.name = name;
        one.paths = paths;
        one.report = report;
        one.columns = columns;
        one.list = list;
        one.snapshot = snapshot;
        one.request = request;
        one.variant = called.equals(name) ? "" : called;
        return one;
    }

    /** The one of its clock. */
    public String route() {
        return "export-" + name;
    }

    public String key(String setting) {
        return "export." + name() + "." + setting;
    }

    /** The same key of the declared domain: what it says counts for a variant that has no such setting of its own. */
    public String keyOfAll(String setting) {
        return "export." + name + "." + setting;
    }

    public void setName(String name) {
        this.name = name;
    }

    public void setPaths(String paths) {
        this.paths = paths;
    }

    public void setReport(String report) {
        this.report = report;
    }

    public void setRequest(String request) {
        this.request = request;
    }

    public void setColumns(String columns) {
        this.columns = columns;
    }

    public void setList(boolean list) {
        this.list = list;
    }

    public void setSnapshot(boolean snapshot) {
        this.snapshot = snapshot;
    }

    @Override
    public String toString() {
        return name();
    }
}
