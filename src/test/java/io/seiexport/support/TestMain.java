package io.seiexport.support;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Camel Main whose context starts at less cost after the first of a JVM. */
public final class TestMain extends Main {

    @Override
    protected CamelContext createCamelContext() {
        var context = super.createCamelContext();
        context.setClassResolver(new RememberedResources(context));
        return context;
    }
}
