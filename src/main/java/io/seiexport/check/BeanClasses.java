package io.seiexport.check;

import java.nio.file.Path;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.util.ObjectHelper;

/** Finds Java parts that a settings file of another version names: Camel would say no more than the name of a class. */
public final class BeanClasses {
    private static final String BEAN = "camel.beans.";
    private static final String OWN = "#class:io.seiexport.";

    private BeanClasses() {
    }

    /** Refuses to go on, in a sentence for each line. */
    public static void demandKnown(Path file) {
        var settings = Settings.read(file);
        var loader = BeanClasses.class.getClassLoader();
        var findings = settings.stringPropertyNames().stream().sorted()
                .filter(key -> key.startsWith(BEAN) && settings.getProperty(key).strip().startsWith(OWN))
                .filter(key -> ObjectHelper.loadClass(name(settings.getProperty(key)), loader) == null)
                .map(key -> file + " is from another version than this program: " + key + " names "
                        + name(settings.getProperty(key)) + ", which this program does not have; delete this line")
                .toList();
        if (!findings.isEmpty()) {
            throw new SettingException(String.join("\n", findings));
        }
    }

    private static String name(String value) {
        return value.strip().replaceFirst("#class:", "").replaceFirst("[(#].*", "");
    }
}
