package io.seiexport.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.seiexport.support.RouteFolder;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A domain as its file in routes/ declares it. */
final class DeclaredDomain {

    private DeclaredDomain() {
    }

    static Domain of(String name) throws IOException {
        var text = Files.readString(RouteFolder.ofThisProject().file("export-" + name));
        var entries = (List<?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        var beans = (List<?>) ((Map<?, ?>) entries.get(0)).get("beans");
        var properties = (Map<?, ?>) ((Map<?, ?>) beans.get(0)).get("properties");
        var domain = asking((String) properties.get("name"), (String) properties.get("request"));
        domain.setPaths(Objects.requireNonNullElse((String) properties.get("paths"), ""));
        domain.setReport(Objects.requireNonNullElse((String) properties.get("report"), ""));
        domain.setSnapshot(Boolean.TRUE.equals(properties.get("snapshot")));
        domain.setColumns(Objects.requireNonNullElse((String) properties.get("columns"), ""));
        return domain;
    }

    /** One that no file declares. */
    static Domain asking(String name, String request) {
        var domain = new Domain();
        domain.setName(name);
        domain.setRequest(request);
        return domain;
    }
}
