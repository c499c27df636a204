package io.seiexport.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.seiexport.failure.Visible;
import io.seiexport.plan.Chosen;
import io.seiexport.plan.Explanation;
import io.seiexport.plan.PlanRequest;
import io.seiexport.plan.Series;
import io.seiexport.plan.Sought;
import io.seiexport.settings.Project;
import io.seiexport.settings.SettingException;

/** Prints why each of the chosen windows is, or is not, owed. */
record Explained(List<Explanation> windows) {
    private static final int MOST = 5_000;

    static Explained of(Engine engine, Chosen chosen, Instant asOf) throws Exception {
        var ledger = engine.ledger();
        var history = new History(ledger, chosen, false);
        var explainer = ledger.explainer(chosen, ledger.holds());
        var all = ledger.asked(Chosen.ALL, asOf);
        var asked = ledger.asked(chosen, asOf);
        var count = history.count() + asked.stream().mapToLong(explainer::count).sum();
        if (count > MOST) {
            throw new SettingException("--explain: this may match " + count + " windows; name fewer days, or add "
                    + "--export and --scope");
        }
        var pasts = history.all();
        var explained = new ArrayList<Explanation>();
        for (var series : asked) {
            explained.addAll(explainer.of(engine.dues(series, PlanRequest.of(asOf)), pasts));
        }
        var names = all.stream().map(Series::name).collect(Collectors.toSet());
        pasts.stream().filter(past -> !names.contains(past.entry().series()))
                .forEach(past -> explained.add(explainer.ofOrphan(past)));
        var known = explained.stream().map(Explanation::id).collect(Collectors.toSet());
        chosen.windows().stream().filter(Sought::isId)
                .filter(sought -> !names.contains(sought.series()) && !known.contains(sought.id()))
                .forEach(sought -> explained.add(explainer.ofUnknown(sought, all)));
        return new Explained(explained);
    }

    /** Of each project. */
    static void print(Map<Project, Explained> all, boolean asJson) {
        if (asJson) {
            var document = JsonNodeFactory.instance.objectNode();
            var array = document.putArray("windows");
            all.forEach((project, explained) -> explained.windows.forEach(window -> {
                var json = Json.about(project).put("id", window.id()).put("owed", window.owed());
                window.sentences().forEach(json.putArray("sentences")::add);
                array.add(json);
            }));
            Json.print(document, System.out);
        } else if (all.values().stream().allMatch(explained -> explained.windows.isEmpty())) {
            System.out.println("There is no such window. Check --export, --scope and the days.");
        } else {
            all.forEach((project, explained) -> explained.windows.forEach(window -> {
                System.out.println(project.label() + Visible.of(window.id())
                        + (window.owed() ? " is owed." : " is not owed."));
                window.sentences().forEach(sentence -> System.out.println("  " + Visible.of(sentence)));
            }));
        }
    }
}
