package io.seiexport.http;

import java.sql.SQLException;

/** Books the moments of calls, for all nodes together. */
interface Bookings {

    /**
     * Calls that are booked.
     *
     * @param calls how many; several only if they may begin at once
     * @param pause how long it is until they may begin, in microseconds
     */
    record Booked(int calls, long pause) {
    }

    /** Books as many of these calls as may begin now, or else the next one that may. */
    Booked book(int wanted) throws SQLException;
}
