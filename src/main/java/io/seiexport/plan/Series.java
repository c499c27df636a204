package io.seiexport.plan;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.seiexport.ledger.Coverage;
import io.seiexport.ledger.Entry;
import io.seiexport.settings.Project;

/**
 * The windows of one scope: how they are asked for, where their files go, and which of them are closed.
 *
 * @param closed the last day that is closed, whatever the windows are
 * @param last   the last window that is closed; none while the only one is open
 * @param settle how many of the last closed windows are exported again
 */
public record Series(String domain, List<String> paths, Scope scope, String granularity, RequestTemplate template,
        WindowRule rule, LocalDate closed, Optional<Window> last, Optional<LocalDate> since, int settle,
        boolean newSinksOwe, List<String> sinks, Format format, Project project) {
    private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

    /** What the ledger calls it. */
    public String name() {
        return Export.folder(domain, scope, granularity);
    }

    /** From this last day on a window that was delivered has to be known, since it may be entered or owed again. */
    public LocalDate readFrom(Optional<Coverage> coverage) {
        return Stream.concat(settling().stream(), entering(coverage).stream()).map(Window::end)
                .min(LocalDate::compareTo).orElse(NEVER);
    }

    /** Whether nothing of it can be owed, if all that is known of it is delivered. */
    boolean isIdle(Optional<Coverage> coverage) {
        return coverage.isPresent() && !newSinksOwe && settling().isEmpty() && entering(coverage).isEmpty();
    }

    Export export(Window window) {
        return new Export(domain, paths, scope, window, granularity, template.request(scope, window), sinks, "",
                format, template.report(), project);
    }

    String id(Window window) {
        return name() + "/" + Export.dates(window);
    }

    /** Whether nobody can ask for this window any more: it was to be asked for while it was the last one. */
    boolean isOver(Window window) {
        return !rule.isRepeatable() && window.end().isBefore(closed);
    }

    /** The windows that are exported again until they are settled, oldest first; none from before the first day. */
    List<Window> settling() {
        var windows = new ArrayDeque<Window>();
        var window = rule.settles() ? last : Optional.<Window>empty();
        var firstDay = since.orElse(LocalDate.MIN);
        while (windows.size() < settle && window.isPresent() && !window.get().end().isBefore(firstDay)) {
            windows.addFirst(window.get());
            window = rule.before(window.get());
        }
        return List.copyOf(windows);
    }

    /** The windows with days that were not entered yet, oldest first. */
    List<Window> entering(Optional<Coverage> coverage) {
        if (last.isEmpty()) {
            return List.of();
        }
        if (coverage.isEmpty() || !rule.settles()) {
            return rule.from(since.orElse(last.get().end()), last.get());
        }
        var begun = coverage.get();
        var first = since.filter(day -> day.isBefore(begun.from()) || day.isAfter(begun.to()))
                .orElse(begun.to().plusDays(1));
        return rule.from(first, last.get()).stream().filter(window -> window.end().isAfter(begun.to())
                || rule.firstDay(window).isBefore(begun.from())).toList();
    }

    /** The days that are entered when these windows are, as far as they have no gap; fixed ones stand beside them. */
    Optional<Coverage> covered(Optional<Coverage> before) {
        var entering = entering(before);
        if (entering.isEmpty() || before.isPresent() && !rule.settles()) {
            return before;
        }
        var first = rule.firstDay(entering.get(0));
        var end = entering.get(entering.size() - 1).end();
        return Optional.of(before.filter(begun -> !first.isAfter(begun.to().plusDays(1)))
                .map(begun -> new Coverage(reaches(entering, begun) ? first : begun.from(),
                        end.isAfter(begun.to()) ? end : begun.to()))
                .orElse(new Coverage(first, end)));
    }

    /** The command that asks for a window again that is delivered; none where the settings do not have it any more. */
    public Optional<String> again(Entry entry) {
        return backfill(Window.of(entry), "--force ");
    }

    Optional<String> backfill(Window window, String option) {
        return rule instanceof WindowRule.Trailing || !rule.isRepeatable()
                || !rule.touching(window.start(), window.end()).contains(window)
                ? Optional.empty()
                : Optional.of("`backfill " + option + ofProject() + "--export " + domain + " --scope "
                        + quoted(scope.toString()) + " --from " + window.start() + " --to " + window.end() + "`");
    }

    /** Others may have the same scope. */
    private String ofProject() {
        return project.isOnly() ? "" : "--project " + project.name() + " ";
    }

    /** As a shell reads it. */
    private static String quoted(String word) {
        return word.matches("[\\w:/.-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Whether those that begin before the days that were entered leave none out up to these. */
    private boolean reaches(List<Window> entering, Coverage begun) {
        return entering.stream().filter(window -> rule.firstDay(window).isBefore(begun.from()))
                .anyMatch(window -> !window.end().plusDays(1).isBefore(begun.from()));
    }
}
