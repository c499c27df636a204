package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs the properties of jqwik while other tests run. Of two engines one would wait for the other to end, and one core
 * would have nothing to do. {@code -Djqwik.class=io.seiexport.plan.DebtsModelTest} runs those of one class.
 */
@Order(1)
class JqwikTest {
    @Test
    void every_property_holds() {
        var one = System.getProperty("jqwik.class");
        var summary = new SummaryGeneratingListener();
        var jqwik = LauncherDiscoveryRequestBuilder.request().filters(EngineFilter.includeEngines("jqwik"))
                .selectors(one == null ? selectPackage(getClass().getPackageName()) : selectClass(one)).build();

        LauncherFactory.create().execute(jqwik, summary);

        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true));
        assertThat(summary.getSummary().getTestsFoundCount()).isPositive();
        assertThat(summary.getSummary().getFailures()).isEmpty();
    }
}
