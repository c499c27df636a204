package io.seiexport.plan;

import java.util.Optional;

/** A metric domain as its file in routes/exports declares it among the beans; Camel sets what it reads there. */
public final class Domain {
    private String name = "";
    private String paths = "";
    private String report = "";
    private String request = "";

    public String name() {
        return name;
    }

    /** How the API spells it in its paths: of several words the first creates an export, the last serves the rest. */
    public String paths() {
        return paths;
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

    /** Whether it has what makes it one. */
    public boolean isWhole() {
        return !name.isBlank() && !request.isBlank() && isAskedInOneWay();
    }

    /** Whether it is known how the API makes its files: in jobs below its paths, or as the answer to one call. */
    public boolean isAskedInOneWay() {
        return report.isBlank() ? !paths.isBlank() : paths.isBlank() && asReport().isPresent();
    }

    public String route() {
        return "export-" + name;
    }

    public String key(String setting) {
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

    @Override
    public String toString() {
        return name;
    }
}
