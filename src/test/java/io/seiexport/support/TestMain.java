package io.seiexport.support;

import io.seiexport.settings.Utf8Main;
import org.apache.camel.CamelContext;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** The main class of the program, whose context starts at less cost after the first of a JVM, and leaves nothing. */
public final class TestMain extends Utf8Main {

    /** Any other way to stop is a thread that Java keeps, with all that it would stop, until it ends. */
    public TestMain() {
        setShutdownStrategy(new SimpleMainShutdownStrategy());
    }

    @Override
    protected CamelContext newContext() {
        var context = super.newContext();
        context.setClassResolver(new RememberedResources(context));
        return context;
    }
}
