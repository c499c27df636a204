package io.seiexport.sandbox;

import java.util.List;
import java.util.stream.Stream;

/** The metrics of each group, as the API's documents list them. */
final class Metrics {

    private Metrics() {
    }

    static List<String> groups(Domain domain) {
        return switch (domain) {
            case BA -> List.of("CATEGORIZED", "UNCATEGORIZED");
            case SPRINT -> List.of("work", "delivery", "deliveryAnalysis", "analysis", "predictability", "velocity");
            case PRODUCTIVITY -> List.of("activity", "velocity", "volume", "quality", "collaboration",
                    "pr", "work", "loc", "review", "rework", "codingDays", "commitsTotal");
            case EFFICIENCY -> List.of("lttc", "df", "mttr", "cfr", "summary",
                    "work_items", "deployment_frequency", "rating");
            case TICKET_DATA, REPORT -> List.of();
        };
    }

    /** The documents name the metrics of efficiency only by example: any name counts as known there. */
    static boolean knows(Domain domain, String metric) {
        return domain == Domain.EFFICIENCY ? metric.matches("\\w+")
                : groups(domain).stream()
                        .flatMap(group -> Stream.concat(of(domain, group, true), of(domain, group, false)))
                        .anyMatch(metric::equalsIgnoreCase);
    }

    /** The metrics of a sprint or productivity group, per team or at the finer level, sprint or developer. */
    static Stream<String> of(Domain domain, String group, boolean teams) {
        var names = domain == Domain.SPRINT ? sprint(group, teams) : productivity(group, teams);
        return Stream.of(names.split(" "));
    }

    private static String sprint(String group, boolean teams) {
        return switch (group) {
            case "work" -> "SPRINT_COMMIT SPRINT_CREEP SPRINT_SIZE SCOPE_CREEP_PERCENT";
            case "delivery" -> "TOTAL_WORK_DELIVERED " + (teams ? "SPRINT_VELOCITY " : "")
                    + "DELIVERED_COMMIT MISSED_COMMIT DELIVERED_CREEP MISSED_CREEP "
                    + "TOTAL_DELIVERED_WORK_VS_COMMITTED_WORK";
            case "deliveryAnalysis" -> "COMMITTED_WORK_DELIVERED_PERCENT CREEP_WORK_DELIVERED_PERCENT "
                    + "TOTAL_WORK_DELIVERED_PERCENT";
            case "analysis" -> teams ? "CHURN_RATE " + sprint("predictability", true)
                    : "TICKETS_REMOVED_MID_SPRINT CHURN_RATE";
            case "velocity" -> "SPRINT_VELOCITY";
            default -> "PREDICTABILITY_DELIVERY_CONSISTENCY PREDICTABILITY_RELIABILITY_OF_COMMITMENT";
        };
    }

    private static String productivity(String group, boolean teams) {
        return switch (group) {
            case "activity", "codingDays" -> "CODING_DAYS";
            case "velocity" -> "PR_CYCLE_TIME_DAYS_AVG AVG_TIME_TO_COMPLETE" + (teams ? " PR_VELOCITY" : "");
            case "collaboration", "review" -> "REVIEW_COMMENTS_PER_PR_AVG REVIEW_TIME_TO_FIRST_COMMENT_HRS_AVG";
            case "quality", "rework" -> "REWORK_PERCENT REWORK_PERCENT_RECENT REWORK_PERCENT_LEGACY LOC_REFACTORED "
                    + "LOC_REFACTORED_RECENT LOC_REFACTORED_LEGACY PR_MISSING_TICKETS" + (teams ? " LOC_TOTAL" : "");
            default -> "PR_MERGED PR_MERGED_SMALL PR_MERGED_MEDIUM PR_MERGED_LARGE WORK_COMPLETED "
                    + "WORK_FEATURES_COMPLETED WORK_BUGS_COMPLETED WORK_OTHER_COMPLETED"
                    + (teams ? "" : " LOC_ADDED LOC_REMOVED");
        };
    }

    /** The columns of an efficiency group; aggregation and work category become parts of the names. */
    static Stream<String> efficiency(String group, String aggregation, String category) {
        return switch (group) {
            case "lttc" -> Stream.of("Planning", "Coding", "Review", "Build", "Deploy", "LTTC")
                    .map(stage -> stage + "_" + aggregation + "_Days" + category);
            case "df", "deployment_frequency" -> Stream.of("DF_Deployment_Count", "DF_Deployments_Per_Day_Avg");
            case "mttr" -> Stream.of("MTTR_" + aggregation + "_Hours");
            case "cfr" -> Stream.of("CFR_Total_Success", "CFR_Total_Failures", "CFR_Failure_Rate_Percent");
            case "work_items" -> Stream.of("Total_Work_Items", "PR_Associations", "Percentage_PR_Associated");
            case "rating" -> Stream.of("Overall_Rating");
            default -> Stream.of("LTTC_" + aggregation + "_Days", "DF_Deployment_Count",
                    "MTTR_" + aggregation + "_Hours", "CFR_Failure_Rate_Percent", "Overall_Rating");
        };
    }
}
