package io.seiexport.plan;

/**
 * A team as the server lists it, which a scope such as {@code teams:*} stands for if no other is below it.
 *
 * @param id     the id by which an export names it
 * @param parent the id of the team above it; empty if it is the root of its tree
 * @param late   whether it was not there yet when the teams were first read
 */
public record Team(String id, String name, String parent, boolean leaf, long developers, boolean late) {

    Team late(boolean isLate) {
        return new Team(id, name, parent, leaf, developers, isLate);
    }
}
