package io.seiexport.job;

import io.seiexport.failure.ExportFailed;
import io.seiexport.http.ApiCall;
import io.seiexport.plan.TeamList;

/** The list of the teams while it is read, call by call: which call comes next, and what the answers made of it. */
public interface TeamReading {

    /** Whether an answer is still missing. */
    boolean isOpen();

    /** The next call. */
    ApiCall call();

    /** The body of the next call; empty where it has none. */
    String request();

    /** The same with the answer to that call; fails if it is not what was asked for. */
    TeamReading with(Object answer) throws ExportFailed;

    /** Whether the list may be read another way where the server does not know the next call. */
    boolean hasOtherWay();

    /** The same where the server does not know that call; fails if that makes the list one that is not whole. */
    TeamReading withoutAnswer() throws ExportFailed;

    /** All teams, when no answer is missing. */
    TeamList list();
}
