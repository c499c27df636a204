package io.seiexport.plan;

import java.util.List;

/** An organization tree with all of its teams, each after the one above it. */
public record TeamTree(String id, String name, List<Team> teams) {
}
