package io.seiexport.plan;

import java.time.ZoneId;

import io.seiexport.settings.Findings;
import io.seiexport.settings.Project;

/** The settings of the windows of all domains. */
public record PlanSettings(ZoneId zone, InFlightLimit inFlight, boolean newSinksOwe, Project project) {

    public static PlanSettings read(Findings settings) {
        return new PlanSettings(
                settings.read(given -> given.zone("export.zone")),
                settings.read(given -> InFlightLimit.of(given.count(InFlightLimit.KEY, 1),
                        Runtime.getRuntime().maxMemory())),
                settings.read(given -> given.flag("export.new-sinks-owe")),
                settings.read(Project::of));
    }
}
