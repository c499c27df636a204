package io.seiexport.support;

import java.util.Set;

import io.seiexport.settings.BeansFirst;
import io.seiexport.settings.QuickContext;
import io.seiexport.settings.Utf8Main;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.spi.ClassResolver;

/** The main class of the program, whose context starts at less cost after the first of a JVM, and leaves nothing. */
public final class TestMain extends Utf8Main {

    /** Any other way to stop is a thread that Java keeps, with all that it would stop, until it ends. */
    public TestMain() {
        setShutdownStrategy(new SimpleMainShutdownStrategy());
    }

    /** Leaves out the routes of these groups, which nothing that is checked at the start names. */
    public void withoutRoutesOf(Set<String> groups) {
        addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport configured) {
                getCamelContext().getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions()
                        .removeIf(route -> route.getGroup() != null && groups.contains(route.getGroup()));
            }
        });
    }

    @Override
    protected CamelContext newContext() {
        return new Remembering();
    }

    @Override
    protected BeansFirst filesOfRoutes(CamelContext context) {
        return new RememberedYaml(context);
    }

    /** It looks for its parts already while it is made. */
    private static final class Remembering extends QuickContext {
        @Override
        protected ClassResolver createClassResolver() {
            return new RememberedResources(this);
        }
    }
}
