package io.seiexport.plan;

/** A metric domain as its file in routes/exports declares it among the beans; Camel sets what it reads there. */
public final class Domain {
    private String name = "";
    private String paths = "";
    private String request = "";

    public String name() {
        return name;
    }

    /** How the API spells it in its paths: of several words the first creates an export, the last serves the rest. */
    public String paths() {
        return paths;
    }

    /** The request body, with places for settings, scope and dates. */
    public String request() {
        return request;
    }

    /** Whether it has what makes it one. */
    public boolean isWhole() {
        return !name.isBlank() && !paths.isBlank() && !request.isBlank();
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

    public void setRequest(String request) {
        this.request = request;
    }

    @Override
    public String toString() {
        return name;
    }
}
