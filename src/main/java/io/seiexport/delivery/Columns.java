package io.seiexport.delivery;

import java.io.IOException;
import java.util.List;

import io.seiexport.failure.ExportFailed;
import io.seiexport.memory.Memory;
import io.seiexport.plan.Export;
import io.seiexport.proof.Expected;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices when the server has changed the columns of a series of files, and keeps them out where that is wanted. */
public final class Columns implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Columns.class);
    private static final String SETTING = "schema-drift";

    private CamelContext context;

    /** Keeps as a variable what the header of a download is held against while it is read. */
    public void recall(Exchange exchange) throws ExportFailed {
        exchange.setVariable(Expected.VARIABLE,
                expected(new Settings(context), export(exchange).domain(), before(exchange)));
    }

    /** The columns that must be there by the settings, and those that were there the last time. */
    public static Expected expected(Settings settings, String domain, List<String> before) {
        var setting = "export." + domain + ".expect-columns";
        return new Expected(setting, settings.list(setting), before);
    }

    /** Holds the staged file against the one of its series that was delivered last. */
    public void compare(Exchange exchange) {
        var staged = staged(exchange);
        var before = exchange.getVariable(Expected.VARIABLE, Expected.class).before();
        if (!before.isEmpty()) {
            exchange.setVariable("staged", staged.with(Drift.between(before, staged.proof().header())));
        }
    }

    /** A file that cannot be held against the last one may have any columns. */
    private List<String> before(Exchange exchange) throws ExportFailed {
        try {
            return memory().columns(export(exchange));
        } catch (IOException e) {
            var sentence = "its columns cannot be held against those delivered last: " + e.getMessage();
            if (refused(new Settings(context))) {
                throw new ExportFailed("file", sentence + "; make that file readable, or delete it to begin with these "
                        + "columns, or set " + SETTING + "=warn");
            }
            LOG.warn("{}: {}", export(exchange), sentence);
            return List.of();
        }
    }

    /** Lets a file with other columns pass with a warning, or not at all. */
    public void judge(Exchange exchange) throws ExportFailed {
        var drift = staged(exchange).drift();
        if (drift.any() && refused(new Settings(context))) {
            throw new ExportFailed(SETTING, "the file was refused: " + drift.sentence() + " Set " + SETTING
                    + "=warn to take files with these columns");
        }
        if (drift.any()) {
            LOG.warn("{}: {}", export(exchange), drift.sentence());
        }
    }

    /** Every sink has the file now, so the next one is held against it. */
    public void remember(Exchange exchange) {
        memory().keepColumns(export(exchange), staged(exchange).proof().header());
    }

    /** Whether the setting keeps files with other columns out. */
    public static boolean refused(Settings settings) {
        return settings.fails(SETTING);
    }

    private Memory memory() {
        return context.getRegistry().findSingleByType(Memory.class);
    }

    private static Export export(Exchange exchange) {
        return exchange.getVariable("export", Export.class);
    }

    private static Staged staged(Exchange exchange) {
        return exchange.getVariable("staged", Staged.class);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
