package io.seiexport.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.Project;
import io.seiexport.settings.ProjectView;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;
import org.apache.camel.util.IOHelper;

/**
 * Puts what stands in a file in place of {@code file:PATH} wherever a setting of a sink or of a notice is read: each of
 * them may be a secret, but for those that say where it leads to.
 */
public final class SecretFiles extends ProjectView {
    private static final Pattern KEY = Pattern.compile("(?:sink|notify)\\.[\\w-]+\\.[\\w.-]+");
    private static final String FILE = "file:";

    private final Secrets secrets;

    public SecretFiles(CamelContext context, Secrets secrets, Project project) {
        super(context.getPropertiesComponent() instanceof PropertiesComponent component ? component : null, project);
        this.secrets = secrets;
    }

    /** From now on the context reads them so, also where the environment or -D names the file. */
    public void useFor(CamelContext context) {
        if (context.getPropertiesComponent() instanceof PropertiesComponent component) {
            component.setPropertiesParser(this);
        }
    }

    /** One that cannot be read stays as it is written: {@link #findings} refuses it. */
    @Override
    public String parseProperty(String key, String written, PropertiesLookup properties) {
        var value = super.parseProperty(key, written, properties);
        if (!isFile(key, value)) {
            return value;
        }
        try {
            return read(value);
        } catch (IOException | InvalidPathException e) {
            return value;
        }
    }

    /** One sentence for each file that cannot be read. */
    List<String> findings(CamelContext context, List<RouteFile> files) {
        var inFiles = context.getPropertiesComponent().loadProperties();
        return keys(context, files).stream().flatMap(key -> unreadable(key, written(inFiles, key)).stream()).toList();
    }

    private String read(String value) throws IOException {
        var secret = Files.readString(Path.of(value.strip().substring(FILE.length()))).strip();
        secrets.learn(secret);
        return secret;
    }

    private Optional<String> unreadable(String key, String value) {
        if (!isFile(key, value)) {
            return Optional.empty();
        }
        try {
            read(value);
            return Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.of(key + ": the file that it names cannot be read: " + e);
        }
    }

    /** Those that are set; of the environment only a route tells how their names are written. */
    private static Set<String> keys(CamelContext context, List<RouteFile> files) {
        var keys = new TreeSet<>(Settings.given(context));
        if (System.getenv().entrySet().stream().anyMatch(variable ->
                variable.getKey().matches("(SINK|NOTIFY)_.*") && variable.getValue().startsWith(FILE))) {
            files.stream().map(RouteFile::text).flatMap(RouteFile::settings)
                    .filter(key -> IOHelper.lookupEnvironmentVariable(key) != null)
                    .forEach(keys::add);
        }
        return keys;
    }

    /** The value as it is written, by the precedence of Camel. */
    private static String written(Properties inFiles, String key) {
        var inEnvironment = IOHelper.lookupEnvironmentVariable(key);
        return inEnvironment != null ? inEnvironment : System.getProperty(key, inFiles.getProperty(key));
    }

    private static boolean isFile(String key, String value) {
        return value != null && value.strip().startsWith(FILE) && KEY.matcher(key).matches()
                && !SinkMarks.isPlace(key);
    }
}
