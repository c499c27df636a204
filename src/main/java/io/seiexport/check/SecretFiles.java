package io.seiexport.check;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.Findings;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.util.IOHelper;

/**
 * Puts what stands in a file in place of {@code file:PATH}, before routes name it: every setting of a sink or of a
 * notice may be a secret, but for those that say where it leads to.
 */
public record SecretFiles(CamelContext context, Settings settings) {
    private static final Pattern KEY = Pattern.compile("(?:sink|notify)\\.([\\w-]+)\\.[\\w.-]+");
    private static final String FILE = "file:";
    private static final Set<String> READ_AT_EACH_CALL = Set.of("access-key", "secret-key");

    /** Those that cannot be read become findings. */
    public void read(Findings findings) {
        var properties = context.getPropertiesComponent();
        keys().stream().filter(this::isFile).forEach(key -> findings.read(given -> {
            properties.addOverrideProperty(key, settings.secretInFile(key));
            return key;
        }, () -> key));
    }

    /** Those that are set; of the environment only a route tells how their names are written. */
    private Set<String> keys() {
        var keys = new TreeSet<>(KnownKeys.given(context));
        if (System.getenv().entrySet().stream().anyMatch(variable ->
                variable.getKey().matches("(SINK|NOTIFY)_.*") && variable.getValue().startsWith(FILE))) {
            KnownKeys.resources(context, settings.text(KnownKeys.ROUTES)).map(KnownKeys::text)
                    .flatMap(KnownKeys::named).filter(key -> IOHelper.lookupEnvironmentVariable(key) != null)
                    .forEach(keys::add);
        }
        return keys;
    }

    private boolean isFile(String key) {
        var sink = KEY.matcher(key);
        return sink.matches() && settings.text(key).startsWith(FILE) && !SinkMarks.isPlace(key)
                && !isOfBucket(sink.group(1), key);
    }

    /** The keys of a bucket may be exchanged while the program runs. */
    private boolean isOfBucket(String sink, String key) {
        return (sink.equals("s3") || settings.text(SinkMarks.like(sink)).equals("s3"))
                && READ_AT_EACH_CALL.contains(key.replaceFirst(".*\\.", ""));
    }
}
