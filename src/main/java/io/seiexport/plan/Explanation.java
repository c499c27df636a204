package io.seiexport.plan;

import java.util.List;

/** Why a window is, or is not, owed. */
public record Explanation(String id, boolean owed, List<String> sentences) {
}
