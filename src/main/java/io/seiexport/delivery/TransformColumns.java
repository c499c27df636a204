package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.seiexport.csv.ChangedCsv;
import io.seiexport.failure.ExportFailed;
import io.seiexport.plan.Export;
import io.seiexport.settings.Settings;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.util.IOHelper;

/** Changes the columns of the CSV in the body as the settings of its domain say; the same text has the same hash. */
public final class TransformColumns {
    private static final String HASH = "HmacSHA256";

    private final Settings settings;

    public TransformColumns(Settings settings) {
        this.settings = settings;
    }

    /** The changed file, which is made while it is read. */
    public InputStream change(Exchange exchange) throws IOException, ExportFailed, InvalidPayloadException {
        var rules = ColumnRules.read(settings, Export.of(exchange).domain());
        var source = exchange.getMessage().getMandatoryBody(InputStream.class);
        try {
            var csv = new ChangedCsv(source);
            var changes = rules.changes(csv.header());
            return csv.with(changes, rules.hash().isEmpty() ? null : mac(rules));
        } catch (IOException | ExportFailed | RuntimeException e) {
            IOHelper.close(source);
            throw e;
        }
    }

    private Mac mac(ColumnRules rules) {
        try {
            var mac = Mac.getInstance(HASH);
            mac.init(new SecretKeySpec(ColumnRules.salt(settings, rules.key("hash")).getBytes(UTF_8), HASH));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HASH, e);
        }
    }
}
