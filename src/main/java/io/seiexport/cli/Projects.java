package io.seiexport.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.seiexport.check.BeanClasses;
import io.seiexport.http.Account;
import io.seiexport.settings.Project;
import io.seiexport.settings.SettingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The projects that a command is about, of the folder that it is called in; all of them are sound, or none is used. */
record Projects(List<Project> all) {
    static final Path SETTINGS = Path.of("application.properties");
    private static final Path ROUTES = Path.of("routes");
    private static final Logger LOG = LoggerFactory.getLogger(Projects.class);

    /** Those with these names, or all where none is named; from here on the log has its form. */
    static Projects here(List<String> named) {
        if (!Files.isRegularFile(SETTINGS) || !Files.isDirectory(ROUTES)) {
            throw new SettingException("application.properties or routes/ is missing in "
                    + Path.of("").toAbsolutePath() + "; start the program in the folder that holds both");
        }
        Logs.begin(SETTINGS);
        Plugins.ofThisProgram().warnings().forEach(LOG::warn);
        BeanClasses.demandKnown(SETTINGS);
        return new Projects(named(named));
    }

    private static List<Project> named(List<String> named) {
        var all = Project.all(SETTINGS);
        for (var name : named) {
            if (all.stream().map(Project::name).noneMatch(name::equals)) {
                throw new SettingException("--project " + name + ": " + (all.get(0).isOnly()
                        ? Project.LIST + " names no project" : Project.LIST + " names only "
                                + all.stream().map(Project::name).collect(Collectors.joining(", "))));
            }
        }
        return all.stream().filter(project -> named.isEmpty() || named.contains(project.name())).toList();
    }

    /** Refuses to go on with what was found wrong of each of them; what all of them say is said once. */
    void refuse(Map<Project, List<String>> findings) {
        var said = new LinkedHashSet<String>();
        findings.forEach((project, sentences) -> sentences.forEach(sentence -> said.add(
                findings.values().stream().allMatch(others -> others.contains(sentence)) ? sentence
                        : project.label() + sentence)));
        if (!said.isEmpty()) {
            throw new SettingException(String.join("\n", said));
        }
    }

    /** The ledger would take the windows of one for those of the other. */
    void demandApart(Function<Project, Account> accounts) {
        var known = new HashMap<String, Project>();
        for (var project : all) {
            var account = accounts.apply(project);
            var other = known.putIfAbsent(account.ledgerName(), project);
            if (other != null) {
                throw new SettingException(project.ownKey("sei.project") + " = " + account.project()
                        + ": this is the " + account + ", which is also " + other.name()
                        + "; each one can be exported only once");
            }
        }
    }
}
