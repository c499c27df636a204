package io.seiexport.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

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
        var domain = new Domain();
        domain.setName((String) properties.get("name"));
        domain.setPaths((String) properties.get("paths"));
        domain.setRequest((String) properties.get("request"));
        return domain;
    }
}
