package io.seiexport.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/**
 * A Camel context that starts hundreds of routes sooner: Camel looks at the ids of all of them before each one, to see
 * whether one of its ids stands elsewhere, too. This one looks once.
 */
public class QuickContext extends DefaultCamelContext {

    /** It is built when it starts, as Camel Main wants it. */
    public QuickContext() {
        super(false);
    }

    @Override
    public void startRouteDefinitions(List<RouteDefinition> routes) throws Exception {
        if (haveIdsOfTheirOwn(routes)) {
            for (var route : routes) {
                super.startRouteDefinitions(List.of(route));
            }
        } else {
            // It has the words for it.
            super.startRouteDefinitions(routes);
        }
    }

    private static boolean haveIdsOfTheirOwn(List<RouteDefinition> routes) {
        var ids = new ArrayList<String>();
        routes.forEach(route -> ProcessorDefinitionHelper.gatherAllNodeIds(route, ids, true, false));
        return ids.size() == new HashSet<>(ids).size()
                && routes.stream().allMatch(route -> route.getNodePrefixId() == null);
    }
}
