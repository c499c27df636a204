package io.seiexport.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.seiexport.settings.Project;
import org.apache.camel.Exchange;
import org.apache.camel.util.URISupport;

/**
 * One file that is owed: what to ask the API for, and where the answer goes.
 *
 * @param transform the route that changes the answer before it goes there; empty if it stays as it is
 * @param format    what it then is
 * @param report    the call that is answered by the file itself; null where the server makes the file in a job
 * @param project   below whose folder it lands, where there are several
 */
public record Export(String domain, List<String> paths, Scope scope, Window window, String granularity,
        String request, List<String> sinks, String transform, Format format, Report report, Project project) {

    /** As lists show them: by domain, and there the oldest window first. */
    public static final Comparator<Export> OLDEST_FIRST = Comparator.comparing(Export::domain)
            .thenComparing(export -> export.window().start());

    /** One whose file stays as it is. */
    public Export(String domain, List<String> paths, Scope scope, Window window, String granularity, String request,
            List<String> sinks) {
        this(domain, paths, scope, window, granularity, request, sinks, "", Format.CSV, null, Project.ONLY);
    }

    /** One that the server makes in a job. */
    public Export(String domain, List<String> paths, Scope scope, Window window, String granularity, String request,
            List<String> sinks, String transform, Format format) {
        this(domain, paths, scope, window, granularity, request, sinks, transform, format, null, Project.ONLY);
    }

    /** The one that the exchange carries. */
    public static Export of(Exchange exchange) {
        return exchange.getVariable("export", Export.class);
    }

    /** What the ledger calls it, which keeps those of each project apart by itself. */
    public String id() {
        return folder() + "/" + dates(window);
    }

    /** Where it lands, without an ending: the same below every sink. */
    public String name() {
        return project.below(id());
    }

    /** The same with the ending of what lands. */
    public String fileName() {
        return name() + "." + format;
    }

    /** Whether it tells of the day on which it is taken: then nobody can choose what it is about. */
    public boolean isSnapshot() {
        return scope.equals(Scope.ALL);
    }

    /** What a server that stores it is told of it. */
    public String contentType() {
        return format.contentType();
    }

    /** What the ledger calls its series. */
    String folder() {
        return folder(domain, scope, granularity);
    }

    static String folder(String domain, Scope scope, String granularity) {
        return SafeName.of(domain) + "/" + scope.folder() + "/" + SafeName.of(granularity.toLowerCase(Locale.ROOT));
    }

    static String dates(Window window) {
        return window.start() + "_" + window.end();
    }

    /** The same for those of its sinks that the ledger does not name among these. */
    Export toThoseWithout(Set<String> served, SinkMarks marks) {
        return new Export(domain, paths, scope, window, granularity, request,
                sinks.stream().filter(sink -> !served.contains(marks.of(sink))).toList(), transform, format,
                report, project);
    }

    /** Tells whether a request is the very same. */
    public String fingerprint() {
        return ShortHash.of(request, 32);
    }

    /** Tells whether the server may have the same job for it: the very same request, sent to the same place. */
    public String jobFingerprint() {
        return ShortHash.of(String.join(",", paths) + "\n" + request, 32);
    }

    /** The same as one file name, for the folder where it waits. */
    public String stagedName() {
        return name().replace('/', '~');
    }

    /** The files of all windows that it is one of, as one file name. */
    public String series() {
        return project.below(folder()).replace('/', '~');
    }

    /** The sinks as messages call them. */
    public List<String> sinkNames() {
        return sinks.stream().map(Export::sinkName).toList();
    }

    /** A sink without the options and the password of its address: even a mistyped option may hold a secret. */
    public static String sinkName(String sink) {
        // Only behind slashes does Camel look for a user and his password.
        var address = sink.replaceFirst("\\?.*", "").replaceFirst("^([\\w.+-]+):(//)?", "$1://");
        return URISupport.sanitizeUri(address).replaceFirst("://", ":");
    }

    /** Tells sinks apart whose names are alike, by too few digits for guessing a password that stands in an address. */
    public static String sinkMark(String sink) {
        var name = sinkName(sink);
        return name.equals(sink) ? name : name + "#" + ShortHash.of(sink, 2);
    }

    @Override
    public String granularity() {
        return granularity.toLowerCase(Locale.ROOT);
    }

    /** What logs and messages call it. */
    @Override
    public String toString() {
        return domain + " " + scope + " " + window;
    }
}
